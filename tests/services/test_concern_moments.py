"""Two do something about one concern at once: all that the second does falls between any two steps of the first.

Not here: the process dying (`test_concern_deaths.py`) and many at once (`tests/attacks/test_races.py`).
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial

import pytest

from bot.core.case import Case, Named, Outcome, State, read_by_staff
from bot.core.conversation import Event, Voice
from bot.core.draft import DraftToken
from bot.core.identity import CaseId, KeyId
from bot.core.receipt import case_id_of
from bot.core.sealing import Key
from bot.services.case_acts import Act, Ending
from bot.services.sending import How
from bot.store.database import Database
from bot.store.keystore import KeyStore
from tests.services.concern_house import ACCOUNT, HERE, LENA, MARA, MIA, NOOR, OTTO
from tests.services.concern_mortality import MortalHouse, code_of, said
from tests.services.way_hands import KOFI

pytestmark = pytest.mark.parametrize(
    "addresses", ["sqlite", pytest.param("postgresql", marks=pytest.mark.prove)], indirect=True
)

Doing = Callable[[], Awaitable[object]]
ABOUT_LENA = replace(ACCOUNT, about=Named(LENA.member_id, "Lena"))
LONGEST_WAIT = 0.3
"""Seconds for the second, who may have to wait for the first."""


class Between:
    """Lets something be done before the n-th step of something else."""

    def __init__(self) -> None:
        self._left = 0
        self._second: Doing | None = None
        self._doing: asyncio.Future[str] | None = None

    async def step(self) -> None:
        """A read or write is to be done."""
        self._left -= 1
        if self._left == 0 and self._second is not None:
            second, self._second = self._second, None
            self._doing = asyncio.ensure_future(said(second()))
            await asyncio.wait((self._doing,), timeout=LONGEST_WAIT)

    async def both(self, first: Doing, second: Doing, at: int) -> tuple[str, str] | None:
        """What each was told; None: the first does not have so many steps."""
        self._left, self._second, self._doing = at, second, None
        told = await said(first())
        self._second = None
        return await self._told(told)

    async def _told(self, first: str) -> tuple[str, str] | None:
        return None if self._doing is None else (first, await self._doing)


@pytest.fixture
def between(monkeypatch: pytest.MonkeyPatch) -> Between:
    """Watches every store of this test."""
    made = Between()

    def watched(name: str) -> None:
        method: Callable[..., Awaitable[object]] = getattr(Database, name)

        async def called(*arguments: object) -> object:
            await made.step()
            return await method(*arguments)

        monkeypatch.setattr(Database, name, called)

    watched("read")
    watched("write")
    return made


@pytest.fixture
async def house(database: Database, keys: KeyStore, operator_key: Key) -> MortalHouse:
    house = MortalHouse(database, keys, operator_key)
    house.discord.present[KOFI.member_id] = KOFI
    await house.set_up(MARA, OTTO, KOFI, lead=LENA)
    await house.start()
    return house


async def on_its_way(house: MortalHouse) -> DraftToken:
    token = await house.drafted(house.somebody(), picture=True)
    await house.send(token)
    return token


async def delivered(house: MortalHouse) -> DraftToken:
    token = await on_its_way(house)
    await house.to_slot()
    return token


async def case_of(house: MortalHouse, token: DraftToken) -> Case:
    kept = await house.cases.find(case_id_of(token.key))
    assert kept is not None
    return kept.case


def closing(outcome: Outcome) -> Callable[..., Act]:
    return partial(Act.closing, told=Ending(outcome.value, f"It ends so: {outcome.value}."))


@pytest.mark.parametrize("withdrawing_first", [True, False])
async def test_taking_back_while_it_is_delivered(
    house: MortalHouse, between: Between, *, withdrawing_first: bool
) -> None:
    """Who was told that it reached nobody can be sure of that; in the end nothing is left."""
    at, told = 0, ("", "")
    while told is not None:
        at += 1
        token = await on_its_way(house)
        house.discord.now = house.discord.now.replace(hour=house.discord.now.hour + 4)
        reached_nobody: list[bool] = []

        async def withdraw(token: DraftToken = token, reached_nobody: list[bool] = reached_nobody) -> None:
            reached_nobody.append(await house.way_back.withdraw(HERE, code_of(token), house.clock()) is None)

        doing = (withdraw, lambda: house.delivery.catch_up(HERE))
        told = await between.both(*(doing if withdrawing_first else reversed(doing)), at=at)
        if reached_nobody == [True]:
            assert house.discord.cards == []
        await house.to_slot(days=2)
        if reached_nobody:
            assert not await house.knows(code_of(token))
            assert await house.keys.get_many([KeyId(case_id_of(token.key))]) == {}
        await house.balance()
        await house.clear()
        house.discord.now = house.discord.now.replace(hour=10)
    assert at > 3


@pytest.mark.parametrize("closing_first", [True, False])
async def test_writing_while_it_is_closed(house: MortalHouse, between: Between, *, closing_first: bool) -> None:
    at, told = 0, ("", "")
    while told is not None:
        at += 1
        token = await delivered(house)
        doing: list[Doing] = [
            lambda token=token: do(house, token, MARA, closing(Outcome.RECORDED)),
            lambda token=token: house.way_back.write(HERE, code_of(token), "one thing more", house.clock()),
        ]
        told = await between.both(*(doing if closing_first else reversed(doing)), at=at)
        assert told in (None, ("done", "done"))
        await house.to_slot()
        if told is not None:
            case = await case_of(house, token)
            assert case.state is State.CLOSED
            assert sorted(line.event for line in read_by_staff(case)) == [Event.CLOSED, Event.WORDS]
        await house.clear()
    assert at > 2


async def do(house: MortalHouse, token: DraftToken, who: object, deed: Callable[..., Act]) -> object:
    person = MARA if who is MARA else OTTO
    return await house.moderating.do(case_id_of(token.key), person, HERE, deed, house.clock())


async def test_two_who_take_it_up(house: MortalHouse, between: Between) -> None:
    at, told = 0, ("", "")
    while told is not None:
        at += 1
        token, before = await delivered(house), len(await house.acts())
        told = await between.both(
            lambda token=token: do(house, token, MARA, Act.acknowledging),
            lambda token=token: do(house, token, OTTO, Act.acknowledging),
            at,
        )
        assert told in (None, ("done", "done"))
        case = await case_of(house, token)
        assert case.acknowledged_by == case.assigned
        assert (await house.acts())[before:] == ["concern acknowledged"]
        assert house.discord.cards == []
        await house.clear()
    assert at > 2


async def test_two_who_close_it(house: MortalHouse, between: Between) -> None:
    """One outcome stands, and the other is told that it is closed."""
    at, told = 0, ("", "")
    while told is not None:
        at += 1
        token, before = await delivered(house), len(await house.acts())
        told = await between.both(
            lambda token=token: do(house, token, MARA, closing(Outcome.RECORDED)),
            lambda token=token: do(house, token, OTTO, closing(Outcome.CHANGED)),
            at,
        )
        assert told is None or sorted(told) == ["case-is-closed", "done"]
        case = await case_of(house, token)
        (line,) = [one for one in case.lines if one.voice is Voice.STAFF]
        assert case.closing is not None
        assert line.detail == case.closing.outcome.value
        assert (await house.acts())[before:] == ["concern closed"]
        await house.clear()
    assert at > 2


async def test_two_who_hand_it_over(house: MortalHouse, between: Between) -> None:
    """It is one person's to do, both can read it, and both were told."""
    at, told = 0, ("", "")
    while told is not None:
        at += 1
        token = await delivered(house)
        case_id, lena, kofi = case_id_of(token.key), await house.tag(LENA), await house.tag(KOFI)
        told = await between.both(
            partial(house.people.hand_over, case_id, MARA, HERE, lena, house.clock()),
            partial(house.people.hand_over, case_id, OTTO, HERE, kofi, house.clock()),
            at,
        )
        assert told in (None, ("done", "done"))
        case = await case_of(house, token)
        if told is not None:
            assert case.assigned in (LENA.member_id, KOFI.member_id)
            assert {LENA.member_id, KOFI.member_id} <= {*case.readers} & {*house.discord.places()}
        assert case.to_tell == ()
        await house.clear()
    assert at > 3


@pytest.mark.parametrize("seed", range(3))
async def test_two_held_at_once_about_one_person_release_each_other(house: MortalHouse, seed: int) -> None:
    tokens = [await house.drafted(writer, ABOUT_LENA) for writer in (MIA, NOOR)]
    sending = [house.send(token, writer, how=How.HOLD) for token, writer in zip(tokens, (MIA, NOOR), strict=True)]
    await asyncio.gather(*(sending if seed % 2 else reversed(sending)))
    assert [kept.case.state for kept in await house.all_cases()] == [State.WAITING] * 2
    await house.to_slot()
    assert [kept.case.delivered_on is None for kept in await house.all_cases()] == [False] * 2


@pytest.mark.parametrize("act", ["withdraw", "send now"])
async def test_what_would_release_a_held_one_that_goes_meanwhile(
    house: MortalHouse, between: Between, act: str
) -> None:
    """Taken back it stays taken back, sent it is sent, and the other is not lost."""
    at, told = 0, ("", "")
    while told is not None:
        at += 1
        first, second = house.somebody(), house.somebody()
        held = await house.drafted(first, ABOUT_LENA)
        await house.send(held, first, how=How.HOLD)
        token = await house.drafted(second, ABOUT_LENA)
        there = house.way_back.withdraw if act == "withdraw" else house.way_back.send_now
        told = await between.both(
            lambda token=token, second=second: house.send(token, second),
            lambda held=held, there=there: there(HERE, code_of(held), house.clock()),
            at,
        )
        await house.to_slot()
        left: set[CaseId] = {kept.case_id for kept in await house.all_cases()}
        assert case_id_of(token.key) in left
        assert await house.knows(code_of(held)) == (act == "send now" or told is None)
        assert all(kept.case.delivered_on is not None for kept in await house.all_cases())
        await house.balance()
        await house.clear()
    assert at > 3
