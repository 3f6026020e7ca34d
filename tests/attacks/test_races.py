"""Two things at the same moment: nothing is counted twice, lost, or left half done."""

import asyncio
import random
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.core.identity import KeyId, ServerId
from bot.core.sealing import new_key
from bot.services.enrolment import EnrolmentService
from bot.services.problems import Refused
from bot.services.sending import How
from bot.services.server_records import Server
from bot.store.connections import sqlite_address
from bot.store.database import Database
from bot.store.keystore import KeyStore
from tests.services import checkin_house, concern_house
from tests.services.checkin_house import House, member
from tests.services.concern_house import HERE, MARA, OTTO, ConcernHouse

DAY = date(2027, 1, 1)


@pytest.fixture
async def stores(tmp_path: Path) -> AsyncIterator[tuple[Database, KeyStore]]:
    database = await Database.open(sqlite_address(tmp_path / "data.db"))
    keys = await KeyStore.open(sqlite_address(tmp_path / "keys.db"), new_key(secrets.token_bytes), secrets.token_bytes)
    yield database, keys
    await database.close()
    await keys.close()


@pytest.fixture
async def checkins(stores: tuple[Database, KeyStore]) -> House:
    return await House(*stores, checkin_house.Discord()).set_up()


@pytest.fixture
async def concerns(stores: tuple[Database, KeyStore]) -> ConcernHouse:
    house = ConcernHouse(*stores)
    await house.set_up(MARA, OTTO)
    await house.start()
    return house


async def _outcome(action: Awaitable[object]) -> str:
    """What became of it: done, or the reason why not."""
    try:
        await action
    except Refused as refused:
        return refused.key
    return "done"


async def test_the_same_form_twice_at_once_is_one_ballot(checkins: House) -> None:
    known = await checkins.start()
    asked = await checkins.ask(known, member(100))
    both = [_outcome(checkins.hand_in(asked, member(100), "5", "4")) for _ in range(5)]
    assert await asyncio.gather(*both) == ["done"] * 5
    held = await checkins.rounds.open(known.round_id)
    assert held is not None
    assert len(held.answered) == 1


async def test_two_forms_of_one_member_at_once_are_one_ballot(checkins: House) -> None:
    known = await checkins.start()
    forms = [await checkins.ask(known, member(100)) for _ in range(5)]
    told = await asyncio.gather(*(_outcome(checkins.hand_in(form, member(100), "1", "1")) for form in forms))
    assert sorted(told) == ["checkin-answered-already"] * 4 + ["done"]


@pytest.mark.parametrize("seed", range(5))
async def test_at_the_moment_of_closing_an_answer_counts_or_is_refused(checkins: House, seed: int) -> None:
    known = await checkins.start()
    for number in range(100, 105):
        await checkins.answer(known, member(number), "1", "1")
    forms = [(number, await checkins.ask(known, member(number))) for number in range(200, 206)]
    actions: list[Callable[[], Awaitable[object]]] = [
        *(lambda number=number, form=form: checkins.hand_in(form, member(number), "1", "1") for number, form in forms),
        lambda: checkins.keeping.close(known.round_id),
    ]
    random.Random(seed).shuffle(actions)
    told = await asyncio.gather(*(_outcome(action()) for action in actions))
    assert set(told) <= {"done", "checkin-closed"}
    counted = 5 + told.count("done") - 1
    closed = await checkins.keeping.close(known.round_id)
    assert closed is not None
    assert closed.result is not None
    shown = closed.result.lines[0]
    assert shown is not None
    assert shown.answers.at_least <= counted <= (shown.answers.at_most or counted)
    assert await checkins.repository.box(known.round_id) is None


async def test_one_draft_sent_many_times_at_once_is_one_case(concerns: ConcernHouse) -> None:
    token = await concerns.begin()
    await concerns.tell(token)
    sending = [concerns.send(token, how=How.URGENT if turn % 2 else How.SLOT) for turn in range(6)]
    sent = await asyncio.gather(*sending)
    assert len({one.receipt for one in sent}) == 1
    assert len(await concerns.cases.in_server(HERE)) == 1


@pytest.mark.parametrize("seed", range(4))
async def test_withdrawn_while_it_is_sent_again_or_delivered_stays_withdrawn(concerns: ConcernHouse, seed: int) -> None:
    code = await concerns.sent()
    (kept,) = await concerns.cases.in_server(HERE)
    concerns.discord.now += timedelta(hours=5)
    actions: list[Callable[[], Awaitable[object]]] = [
        lambda: concerns.way_back.withdraw(HERE, code, concerns.discord.now),
        lambda: concerns.delivery.catch_up(HERE),
        lambda: concerns.way_back.withdraw(HERE, code, concerns.discord.now),
    ]
    random.Random(seed).shuffle(actions)
    told = await asyncio.gather(*(_outcome(action()) for action in actions))
    assert set(told) <= {"done", "concern-code-unknown"}
    await concerns.wait(hours=24)
    assert await concerns.cases.in_server(HERE) == []
    assert await concerns.keys.get_many([KeyId(kept.case_id)]) == {}
    assert await _outcome(concerns.way_back.look(HERE, code, concerns.discord.now)) == "concern-code-unknown"


@pytest.mark.parametrize("seed", range(4))
async def test_taking_concerns_stopping_and_being_away_at_once_leave_one_entry_at_most(
    concerns: ConcernHouse, seed: int
) -> None:
    enrolment = EnrolmentService(concerns.servers, concerns.audit, concerns.discord)
    newcomer = concern_house.person(77, "Nia", concern_house.MODERATORS)
    actions: list[Callable[[], Awaitable[object]]] = [
        lambda: enrolment.enrol(HERE, newcomer),
        lambda: enrolment.enrol(HERE, newcomer),
        lambda: enrolment.be_away(HERE, newcomer, DAY),
        lambda: enrolment.stop(HERE, newcomer),
        lambda: enrolment.enrol(HERE, newcomer),
    ]
    random.Random(seed).shuffle(actions)
    await asyncio.gather(*(_outcome(action()) for action in actions))
    enrolled = (await concerns.servers.get(HERE)).enrolled
    assert len(enrolled) == len(set(enrolled))
    await _outcome(enrolment.stop(HERE, newcomer))
    assert newcomer.member_id not in (await concerns.servers.get(HERE)).enrolled


async def test_who_is_away_stays_away_though_an_earlier_press_comes_through_late(
    concerns: ConcernHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    enrolment = EnrolmentService(concerns.servers, concerns.audit, concerns.discord)
    newcomer = concern_house.person(77, "Nia", concern_house.MODERATORS)
    before = await concerns.servers.get(HERE)
    await enrolment.enrol(HERE, newcomer)
    await enrolment.be_away(HERE, newcomer, DAY)

    async def as_it_was(server_id: ServerId) -> Server:
        monkeypatch.undo()  # only what the late press had read is old
        return before

    monkeypatch.setattr(concerns.servers, "get", as_it_was)
    await enrolment.enrol(HERE, newcomer)
    entries = [one for one in (await concerns.servers.get(HERE)).record.enrolled if one.member_id == newcomer.member_id]
    assert [one.away_until for one in entries] == [DAY]
