"""Erasing a server: asked for by its name, told, a week's time, called off; at once where nobody ever took concerns."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.identity import MemberId, ServerId
from bot.services.erasure_notice import CalledOff, ErasureNotice
from bot.services.problems import Refused, StoreProblem
from bot.services.server_records import PendingErasure, ServerRecord
from bot.services.setup import NOTICE
from bot.store.database import Database
from bot.store.keystore import KeyStore
from bot.store.servers import ServerRepository
from tests.services.test_setup import ADA, CHOSEN, MARA, NOW, OTTO, SERVER, Discord, House

NAME = "Harbour Recovery Group"
MARK = timedelta(seconds=1)


class Eraser:
    """Notes which servers were erased."""

    def __init__(self) -> None:
        self.erased: list[ServerId] = []
        self.fails = 0
        """So many times it cannot."""

    async def erase(self, server_id: ServerId) -> None:
        self.fails -= 1
        if self.fails >= 0:
            raise StoreProblem("full")
        self.erased.append(server_id)


class Erasing(House):
    """A house in which servers can be erased."""

    def __init__(self, database: Database, keys: KeyStore, discord: Discord) -> None:
        super().__init__(database, keys, discord)
        self.eraser = Eraser()
        self.notice = ErasureNotice(self.servers, self.audit, self.scheduler, self.eraser, lambda: self.now)


@pytest.fixture
def again(database: Database, keys: KeyStore) -> Callable[[], Erasing]:
    return lambda: Erasing(database, keys, Discord(MARA, OTTO))


@pytest.fixture
async def house(again: Callable[[], Erasing]) -> Erasing:
    made = again()
    await made.setup.start(SERVER, ADA, CHOSEN | {"lead": "98"}, NOW)
    return made


async def begun(house: Erasing) -> None:
    await house.enrolment.enrol(SERVER, MARA)


async def test_it_is_announced_with_whom_to_tell_and_happens_after_a_week_also_after_a_restart(
    house: Erasing, again: Callable[[], Erasing]
) -> None:
    await begun(house)
    server = await house.notice.ask(SERVER, ADA, "harbour  recovery group ", NAME, NOW)
    assert server.record.erasure == PendingErasure(NOW + NOTICE, ADA.member_id, (MemberId(98), MARA.member_id))
    later = again()
    later.now = NOW + NOTICE - MARK
    await later.scheduler.run_due()
    assert later.eraser.erased == []
    later.now = NOW + NOTICE + MARK
    await later.scheduler.run_due()
    assert later.eraser.erased == [SERVER]


@pytest.mark.parametrize("typed", ["", "Harbour", "HarbourRecoveryGroup", "Harbour Recovery Groups"])
async def test_another_name_changes_nothing(house: Erasing, typed: str) -> None:
    await begun(house)
    with pytest.raises(Refused, match=r"^erasing-name-wrong$"):
        await house.notice.ask(SERVER, ADA, typed, NAME, NOW)
    assert (await house.servers.get(SERVER)).record.erasure is None


async def test_it_is_for_administrators_alone(house: Erasing) -> None:
    for act in (
        house.notice.ask(SERVER, MARA, NAME, NAME, NOW),
        house.notice.at_once(SERVER, MARA, NOW),
        house.notice.call_off(SERVER, MARA),
    ):
        with pytest.raises(Refused, match=r"^only-administrators$"):
            await act
    assert house.eraser.erased == []


async def test_where_nobody_ever_took_concerns_it_is_asked_once_more_and_done_at_once(house: Erasing) -> None:
    assert (await house.notice.ask(SERVER, ADA, NAME, NAME, NOW)).record.erasure is None
    await house.notice.at_once(SERVER, ADA, NOW)
    assert house.eraser.erased == [SERVER]


@pytest.mark.parametrize("at_once", [True, False])
async def test_what_fails_is_tried_again_by_itself(house: Erasing, *, at_once: bool) -> None:
    house.eraser.fails = 1
    if at_once:
        with pytest.raises(StoreProblem):
            await house.notice.at_once(SERVER, ADA, NOW)
        house.now = NOW + timedelta(minutes=2)
    else:
        await begun(house)
        await house.notice.ask(SERVER, ADA, NAME, NAME, NOW)
        house.now = NOW + NOTICE + MARK
        await house.scheduler.run_due()
        assert house.eraser.erased == []
        house.now += timedelta(minutes=2)
    await house.scheduler.run_due()
    assert house.eraser.erased == [SERVER]


async def test_whoever_took_concerns_since_the_question_ends_that_way(house: Erasing) -> None:
    await house.notice.ask(SERVER, ADA, NAME, NAME, NOW)
    await begun(house)
    await house.enrolment.stop(SERVER, MARA)
    with pytest.raises(Refused, match=r"^button-outdated$"):
        await house.notice.at_once(SERVER, ADA, NOW)
    assert house.eraser.erased == []


async def test_what_was_called_off_does_not_happen_and_can_be_announced_anew_with_a_full_week(house: Erasing) -> None:
    await begun(house)
    await house.notice.ask(SERVER, ADA, NAME, NAME, NOW)
    with pytest.raises(Refused, match=r"^erasing-announced$"):
        await house.notice.ask(SERVER, ADA, NAME, NAME, NOW)
    off = await house.notice.call_off(SERVER, ADA)
    assert (off.to_tell, off.server.record.erasure) == ((98, 2), None)
    with pytest.raises(Refused, match=r"^setup-nothing-announced$"):
        await house.notice.call_off(SERVER, ADA)
    day = timedelta(days=1)
    await house.notice.ask(SERVER, ADA, NAME, NAME, NOW + day)
    house.now = NOW + NOTICE + MARK  # the task of the first announcement
    await house.scheduler.run_due()
    assert house.eraser.erased == []
    house.now = NOW + NOTICE + day + MARK
    await house.scheduler.run_due()
    assert house.eraser.erased == [SERVER]


async def test_of_two_who_call_it_off_at_once_one_does(house: Erasing) -> None:
    await begun(house)
    await house.notice.ask(SERVER, ADA, NAME, NAME, NOW)
    both = (house.notice.call_off(SERVER, ADA), house.notice.call_off(SERVER, ADA))
    first, second = await asyncio.gather(*both, return_exceptions=True)
    assert isinstance(first, CalledOff)
    assert isinstance(second, Refused)
    acts = [line.act for line in await house.audit.lines(first.server)]
    assert acts.count("called off the erasure of everything") == 1


async def test_it_is_in_the_trail_and_whoever_was_told_is_not_told_again(house: Erasing) -> None:
    await begun(house)
    await house.notice.was_told(SERVER, MARA.member_id)
    await house.notice.ask(SERVER, ADA, NAME, NAME, NOW)
    await house.notice.was_told(SERVER, MARA.member_id)
    erasure = (await house.servers.get(SERVER)).record.erasure
    assert erasure is not None
    assert erasure.untold == (98,)
    off = await house.notice.call_off(SERVER, ADA)
    acts = [line.act for line in await house.audit.lines(off.server)]
    assert acts[-2:] == ["announced the erasure of everything", "called off the erasure of everything"]


async def test_a_change_of_lead_meanwhile_does_not_touch_it(house: Erasing) -> None:
    await begun(house)
    await house.notice.ask(SERVER, ADA, NAME, NAME, NOW)
    before = (await house.servers.get(SERVER)).record.erasure
    done = await house.setup.change(SERVER, ADA, {"lead": "99"}, NOW + timedelta(days=1))
    assert done.server.record.erasure == before


async def test_what_cannot_be_opened_is_kept_until_it_can_be_read_whether_the_erasure_was_called_off(
    house: Erasing, again: Callable[[], Erasing], database: Database, keys: KeyStore
) -> None:
    await begun(house)
    await house.notice.ask(SERVER, ADA, NAME, NAME, NOW)
    await house.notice.call_off(SERVER, ADA)
    row = await ServerRepository(database).load(SERVER)
    assert row is not None
    key = await keys.get(row.key_id)
    await keys.destroy(row.key_id)  # as where an older copy of the keys was put back
    later = again()
    later.now = NOW + NOTICE + MARK
    assert await later.scheduler.run_due() == 1
    assert later.eraser.erased == []
    assert await keys.put(row.key_id, key) == key
    later.now += timedelta(days=1)
    assert await later.scheduler.run_due() == 1
    assert (later.eraser.erased, (await later.servers.get(SERVER)).record.erasure) == ([], None)


async def test_without_an_announcement_nothing_happens(house: Erasing) -> None:
    await house.notice.take_effect(SERVER, NOW)

    def long_ago(record: ServerRecord) -> ServerRecord:
        return replace(record, erasure=PendingErasure(NOW + MARK, ADA.member_id))

    await house.servers.change(SERVER, long_ago)
    await house.notice.take_effect(SERVER, NOW)
    assert house.eraser.erased == []
