"""Discord is away for thirty hours, or the disk takes no more, in the middle of everything: nothing lost or doubled.

Not here: the process dying (`test_concern_deaths.py`), the real process on a full disk (`tests/faults`).
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.case import Case, Named, State, read_by_staff
from bot.core.draft import DraftToken
from bot.core.receipt import case_id_of
from bot.core.sealing import Key
from bot.services.delivery import SLOT_TASK, TRIED_AGAIN_EVERY
from bot.services.marks import DRAFTED, RATES
from bot.services.problems import CannotReach
from bot.services.sending import How
from bot.store.database import Database
from bot.store.drafts import DraftRepository
from bot.store.keystore import KeyStore
from bot.store.problems import StoreFull, StoreLost
from bot.store.tasks import TaskRepository
from tests.services.concern_house import ACCOUNT, CHANNEL, HERE, LENA, MARA, MIA, OTTO
from tests.services.concern_mortality import PICTURE, WRITES, MortalHouse, code_of, said
from tests.services.deeds import acknowledging
from tests.services.way_hands import KOFI, named

pytestmark = pytest.mark.parametrize(
    "addresses", ["sqlite", pytest.param("postgresql", marks=pytest.mark.prove)], indirect=True
)

ABOUT_LENA = replace(ACCOUNT, about=Named(LENA.member_id, "Lena"))
AWAY = timedelta(hours=30)
STEP = timedelta(minutes=20)


@pytest.fixture
async def house(database: Database, keys: KeyStore, operator_key: Key) -> MortalHouse:
    house = MortalHouse(database, keys, operator_key)
    house.discord.present[KOFI.member_id] = KOFI
    await house.set_up(MARA, OTTO, KOFI, lead=LENA)
    await house.start()
    return house


async def sent(house: MortalHouse, how: How = How.SLOT) -> DraftToken:
    token = await house.drafted(house.somebody())
    await house.send(token, how=how)
    return token


async def case_of(house: MortalHouse, token: DraftToken) -> Case:
    kept = await house.cases.find(case_id_of(token.key))
    assert kept is not None
    return kept.case


async def live(house: MortalHouse, time: timedelta) -> None:
    """Let time pass in small steps, with what is due at each."""
    until = house.discord.now + time
    while house.discord.now < until:
        house.discord.now = min(until, house.discord.now + STEP)
        await house.scheduler.run_due()


class Counted:
    """How often something was asked of Discord."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, house: MortalHouse) -> None:
        self.calls = 0
        trying: Callable[[], None] = getattr(house.discord, TRIES)

        def counted() -> None:
            self.calls += 1
            trying()

        monkeypatch.setattr(house.discord, TRIES, counted)


TRIES = "_try"


async def test_thirty_hours_without_discord(house: MortalHouse, monkeypatch: pytest.MonkeyPatch) -> None:
    """A delivery, a line, a withdrawal, a handing over, a naming, a slot, and the first day of a missed clock."""
    overdue, told, taken, named_later, handed = [await sent(house) for _ in range(5)]
    await house.to_slot()
    for token in (taken, handed, named_later):
        await house.moderating.do(case_id_of(token.key), MARA, HERE, acknowledging, house.clock())
    await live(house, timedelta(days=2, hours=4))  # the day after is the first on which somebody hears of it
    waiting, urgent = await sent(house), await house.drafted(house.somebody())
    tag = await house.tag(LENA)
    await house.way_back.write(HERE, code_of(told), "and this", house.clock())
    await house.way_back.write(HERE, code_of(named_later), "Otto too", house.clock(), named(OTTO))
    await house.way_back.withdraw(HERE, code_of(taken), house.clock())
    reminded = len(house.discord.reminded)

    house.discord.is_down = True
    await house.send(urgent, how=How.URGENT)
    with pytest.raises(CannotReach):
        await house.people.hand_over(case_id_of(handed.key), MARA, HERE, tag, house.clock())
    tries = Counted(monkeypatch, house)
    await live(house, AWAY)
    assert len(house.discord.reminded) == reminded
    assert tries.calls < AWAY / TRIED_AGAIN_EVERY * len(await house.all_cases())
    assert await tasks_of(house) <= 8

    house.discord.is_down = False
    tries.calls = 0
    await live(house, timedelta(hours=2))
    assert tries.calls < 100
    # It is night: nothing but what is urgent.
    assert {case_id for _, case_id, _ in house.discord.cards} == {case_id_of(urgent.key)}
    assert len(house.discord.reminded) == reminded
    await live(house, timedelta(hours=9))
    assert (await case_of(house, waiting)).delivered_on is not None
    assert [line.words for line in read_by_staff(await case_of(house, told))] == ["and this"]
    assert [line.words for line in read_by_staff(await case_of(house, named_later))] == ["Otto", "Otto too"]
    assert not await house.knows(code_of(taken))
    assert sorted(kept.case.state for kept in await house.all_cases()).count(State.WITHDRAWN) == 1
    for token in (waiting, urgent, told):
        shown = [place for place, case_id, _ in house.discord.cards if case_id == case_id_of(token.key)]
        assert shown == [CHANNEL]
    new = house.discord.reminded[reminded:]
    assert len(new) == len(set(new))
    assert (await case_of(house, overdue)).told_on == house.clock().date()
    assert await house.knows(code_of(overdue))
    await house.balance()


async def tasks_of(house: MortalHouse) -> int:
    """How many rows wait for their time."""
    until = int((house.clock() + timedelta(days=9)).timestamp())
    return len(await TaskRepository(house.database).due((SLOT_TASK,), until))


@pytest.fixture
async def full(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[list[int]]:
    """How many writes still fit; nothing in it: all of them."""
    left: list[int] = []
    write: Callable[..., Awaitable[object]] = getattr(Database, WRITES)

    async def written_if_it_fits(*arguments: object) -> object:
        if left and left[0] == 0:
            raise StoreFull
        left[:] = [one - 1 for one in left]
        return await write(*arguments)

    monkeypatch.setattr(Database, WRITES, written_if_it_fits)
    yield left
    left.clear()


@pytest.mark.parametrize("how", How)
async def test_a_disk_that_is_full_at_send(house: MortalHouse, full: list[int], how: How) -> None:
    """Nothing is confirmed that is not kept, the draft stays as it was, and *Send* again works."""
    fits, is_full = -1, True
    while is_full:
        fits += 1
        writer = house.somebody()
        token = await house.drafted(writer, ABOUT_LENA, picture=True)
        full[:] = [fits]
        try:
            await house.send(token, writer, how=how)
        except StoreFull:
            assert await house.drafts.living(HERE, token, house.clock())
            assert await house.images.of_draft(token) == PICTURE
            assert await house.all_cases() == []
        is_full = full == [0]
        full.clear()
        await house.send(token, writer, how=how)
        await house.restart()
        await house.balance()
        assert await house.knows(code_of(token))
        await house.clear()
    assert fits > 1


async def test_a_disk_that_is_full_while_it_is_taken_back(house: MortalHouse, full: list[int]) -> None:
    """Whoever was not told that it is gone can take it back again, and then it is."""
    for fits in range(3):
        token = await house.drafted(MIA, picture=True)
        await house.send(token, house.somebody())
        full[:] = [fits]
        with pytest.raises(StoreFull):
            await house.way_back.withdraw(HERE, code_of(token), house.clock())
        full.clear()
        assert await said(house.way_back.withdraw(HERE, code_of(token), house.clock())) in (
            "done",
            "concern-code-unknown",
        )
        await house.restart()
        assert await house.all_cases() == []
        await house.balance()


async def test_whoever_presses_again_and_again_while_nothing_can_be_kept_can_write_afterwards(
    house: MortalHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def lost(self: DraftRepository, *_: object) -> None:
        raise StoreLost

    with monkeypatch.context() as patch:
        patch.setattr(DraftRepository, "create", lost)
        for _ in range(RATES[DRAFTED].most + 1):
            with pytest.raises(StoreLost):
                await house.begin(writer=MIA)
    assert await house.begin(writer=MIA)
