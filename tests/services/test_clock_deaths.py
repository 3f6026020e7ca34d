"""The process dies after every single step of what happens by itself: slots, reminders, erasing, a channel that fails.

Every step, and the second database, by `make prove` (`SAMPLED_OR_WHOLE`). Not here: what people do
(`test_concern_deaths.py`, `test_case_deaths.py`).
"""

from collections import Counter
from dataclasses import replace

import pytest

from bot.core import case_work as work
from bot.core.case import Case, Named, State, read_by_staff
from bot.core.draft import DraftToken
from bot.core.identity import MemberId
from bot.core.receipt import case_id_of
from bot.core.sealing import Key
from bot.services.case_acts import Act
from bot.services.channel_watch import CHANNEL_FAILS
from bot.services.sending import How
from bot.store.database import Database
from bot.store.keystore import KeyStore
from tests.services.concern_house import ACCOUNT, CHANNEL, HERE, LENA, MARA, NOOR, OTTO
from tests.services.concern_mortality import (
    SAMPLED_OR_WHOLE,
    MortalHouse,
    Telling,
    code_of,
    mortal,
    through_every_death,
)
from tests.services.mortality import Mortal
from tests.services.way_hands import RECORDED

__all__ = ["mortal"]

pytestmark = pytest.mark.parametrize(("addresses", "stride"), SAMPLED_OR_WHOLE, indirect=["addresses"])

ABOUT_NOOR = replace(ACCOUNT, about=Named(NOOR.member_id, "Noor"))


@pytest.fixture
async def house(database: Database, keys: KeyStore, operator_key: Key, stride: int) -> MortalHouse:
    house = MortalHouse(database, keys, operator_key, stride)
    await house.set_up(MARA, OTTO, lead=LENA)
    await house.start()
    return house


async def sent(house: MortalHouse, how: How = How.SLOT, *, picture: bool = False) -> DraftToken:
    account = ABOUT_NOOR if how is How.HOLD else ACCOUNT
    token = await house.drafted(house.somebody(), account, picture=picture)
    await house.send(token, how=how)
    return token


async def case_of(house: MortalHouse, token: DraftToken) -> Case:
    kept = await house.cases.find(case_id_of(token.key))
    assert kept is not None
    return kept.case


async def test_a_slot_with_all_that_can_be_due_at_it(house: MortalHouse, mortal: Mortal) -> None:
    """One to be delivered, one with a line, one withdrawn unseen, one withdrawn after it was taken up, one held."""

    async def story(house: MortalHouse) -> Telling:
        told, unseen, taken = [await sent(house, picture=place > 0) for place in range(3)]
        await house.to_slot()
        await house.moderating.do(case_id_of(taken.key), MARA, HERE, Act.acknowledging, house.clock())
        new, held = await sent(house), await sent(house, How.HOLD)
        await house.way_back.write(HERE, code_of(told), "and this", house.clock())
        for token in (unseen, taken):
            await house.way_back.withdraw(HERE, code_of(token), house.clock())
        house.discord.cards.clear()
        yield house.to_slot
        assert [await house.knows(code_of(token)) for token in (told, new, held, unseen, taken)] == [
            *[True] * 3,
            *[False] * 2,
        ]
        assert [line.words for line in read_by_staff(await case_of(house, told))] == ["and this"]
        assert (await case_of(house, new)).delivered_on == house.clock().date()
        states = Counter(kept.case.state for kept in await house.all_cases())
        assert states == {State.WAITING: 2, State.HELD: 1, State.WITHDRAWN: 1}
        assert sorted(card[1] for card in house.discord.cards) == sorted(case_id_of(token.key) for token in (told, new))

    await through_every_death(house, mortal, story, steps=15)


async def test_reminding_day_after_day(house: MortalHouse, mortal: Mortal) -> None:
    """Each day one more hears of it, nobody twice on a day; the process dies in each of the first three mornings."""

    async def story(house: MortalHouse) -> Telling:
        token = await sent(house)
        await house.to_slot()
        house.discord.now = house.discord.now.replace(hour=20)
        await house.to_slot(days=1)
        assert house.discord.reminded == []
        house.discord.now = house.discord.now.replace(hour=20)
        yield house.to_slot
        await balance_reminders(house, 1)
        for day in (2, 3):
            house.discord.now = house.discord.now.replace(hour=20)
            await mortal.dies(house.to_slot(), after=mortal_step(mortal))
            await house.come_back()
            await balance_reminders(house, day)
        assert {member for member, _ in house.discord.reminded} == {MARA.member_id, OTTO.member_id, LENA.member_id}
        assert (await case_of(house, token)).told[-1] == LENA.member_id

    await through_every_death(house, mortal, story, steps=3)


def mortal_step(mortal: Mortal) -> int:
    """As far into the day as the process came on the day before."""
    return max(1, len(mortal.done))


async def balance_reminders(house: MortalHouse, days: int) -> None:
    """After so many days, and whatever more of the last one there is, so many people were told, once each."""
    await house.to_slot()
    day, told = house.clock().date(), [member for member, _ in house.discord.reminded]
    assert (len(told), len(set(told))) == (days, days)
    assert [one for _, one in house.discord.reminded][-1] == day
    (kept,) = await house.all_cases()
    assert (kept.case.told, kept.case.told_on) == (tuple(told), day)


@pytest.mark.parametrize("what", ["closed", "held"])
async def test_erasing_what_is_over(house: MortalHouse, mortal: Mortal, what: str) -> None:
    async def story(house: MortalHouse) -> Telling:
        how = How.HOLD if what == "held" else How.SLOT
        token, stays = await sent(house, how, picture=True), await sent(house)
        await house.to_slot()
        if what == "closed":
            closing = replace(RECORDED, day=house.clock().date())
            await house.cases.change(case_id_of(token.key), lambda case: work.close(case, closing, "on record"))
        await house.to_slot(days=88)
        if what == "held":
            await house.to_slot(days=88)
        assert await house.knows(code_of(token))
        yield lambda: house.to_slot(days=4)
        await house.to_slot()
        assert not await house.knows(code_of(token))
        assert [kept.case_id for kept in await house.all_cases()] == [case_id_of(stays.key)]

    await through_every_death(house, mortal, story, steps=3)


async def test_a_channel_that_is_deleted(house: MortalHouse, mortal: Mortal) -> None:
    """The lead is told, at most once more after a death in that very moment; no concern is lost meanwhile."""

    async def story(house: MortalHouse) -> Telling:
        token = await sent(house)
        house.discord.closed.add(CHANNEL)
        yield house.to_slot
        await house.to_slot(days=1)
        assert house.discord.channel_fails in ([LENA.member_id], [LENA.member_id] * 2)
        assert house.discord.places() == [MARA.member_id, OTTO.member_id]
        assert CHANNEL_FAILS in (await house.servers.get(HERE)).record.notes
        assert (await case_of(house, token)).delivered_on is not None
        house.discord.closed.clear()
        await house.to_slot()

    await through_every_death(house, mortal, story, steps=5)


async def test_a_channel_that_is_mended(house: MortalHouse, mortal: Mortal) -> None:
    """New cards stand in it again, and when it fails once more that is told once more."""

    async def story(house: MortalHouse) -> Telling:
        house.discord.closed.add(CHANNEL)
        await house.to_slot()
        token = await sent(house)
        house.discord.closed.clear()
        yield house.to_slot
        assert house.discord.places() == [CHANNEL]
        assert (await case_of(house, token)).card_in_channel
        assert CHANNEL_FAILS not in (await house.servers.get(HERE)).record.notes
        house.discord.channel_fails.clear()
        house.discord.closed.add(CHANNEL)
        await house.to_slot()
        assert house.discord.channel_fails == [LENA.member_id]
        house.discord.closed.clear()
        await house.to_slot()

    await through_every_death(house, mortal, story, steps=3)


async def test_readers_who_went_leave_the_case_to_the_lead(house: MortalHouse, mortal: Mortal) -> None:
    async def story(house: MortalHouse) -> Telling:
        token = await sent(house)
        await house.to_slot()
        gone = [house.discord.present.pop(one.member_id) for one in (MARA, OTTO)]
        house.discord.cards.clear()
        yield house.to_slot
        case = await case_of(house, token)
        assert LENA.member_id in case.readers
        assert places_of(house) == {CHANNEL, LENA.member_id}
        house.discord.present.update({one.member_id: one for one in gone})

    await through_every_death(house, mortal, story, steps=3)


def places_of(house: MortalHouse) -> set[MemberId]:
    return {*house.discord.places()}
