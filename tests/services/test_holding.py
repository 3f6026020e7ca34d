"""Holding a concern until somebody else raises the same person: what releases it, what does not, who learns of it."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.case import Named, Release, State
from bot.core.holding import HELD_FOR
from bot.core.readership import Category
from bot.core.receipt import case_id_of
from bot.services.marks import DRAFTED, KEY_LIFETIME, RATES, SENT
from bot.services.people import Person
from bot.services.problems import Refused
from bot.services.sending import How
from bot.store.cases import Kept
from bot.store.database import Database
from bot.store.keystore import KeyStore
from tests.services.concern_house import (
    ACCOUNT,
    HERE,
    LENA,
    MARA,
    MIA,
    NOOR,
    OTTO,
    SETTINGS,
    START,
    ConcernHouse,
    person,
)
from tests.services.refusals import refusal

THEO, KIM, FAY = person(6, "Theo"), person(7, "Kim"), person(8, "Fay", SETTINGS.facilitators)
FRESH = person(9, "Fresh", joined=START - timedelta(days=6))
ABOUT_THEO = replace(ACCOUNT, about=Named(THEO.member_id, "Theo"))
ABOUT_KIM = replace(ACCOUNT, about=Named(KIM.member_id, "Kim"))


@pytest.fixture
async def house(database: Database, keys: KeyStore) -> ConcernHouse:
    house = ConcernHouse(database, keys)
    await house.set_up(MARA, OTTO, lead=LENA)
    return house


async def raised(house: ConcernHouse, writer: Person, how: How, about: Named | None = ABOUT_THEO.about) -> Kept:
    """A concern by this person, as it is kept afterwards."""
    token = await house.begin(writer=writer)
    await house.tell(token, replace(ACCOUNT, about=about, story=writer.display_name))
    await house.send(token, writer, how=how)
    return await again(house, case_id_of(token.key))


async def again(house: ConcernHouse, case_id: object) -> Kept:
    (kept,) = [one for one in await house.cases.in_server(HERE) if one.case_id == case_id]
    return kept


async def why(house: ConcernHouse, kept: Kept) -> Release | None:
    return (await again(house, kept.case_id)).case.release


async def test_a_held_concern_reaches_nobody(house: ConcernHouse) -> None:
    await house.start()
    held = await raised(house, MIA, How.HOLD)
    assert (held.case.state, held.case.held_on, held.case.release) == (State.HELD, START.date(), None)
    await house.wait(hours=72)
    assert house.discord.cards == []
    assert (await again(house, held.case_id)).case.delivered_on is None


@pytest.mark.parametrize("how", How)
async def test_a_concern_of_somebody_else_about_the_same_person_releases_it(house: ConcernHouse, how: How) -> None:
    held = await raised(house, MIA, How.HOLD)
    house.discord.now += timedelta(hours=1)
    second = await raised(house, NOOR, how)
    now = (await again(house, held.case_id)).case
    assert (now.state, now.release) == (State.WAITING, Release.ANOTHER)
    assert now.deliver_at == START.replace(hour=14)
    if how is How.HOLD:
        assert (second.case.state, second.case.release, second.case.deliver_at) == (
            State.WAITING,
            Release.ANOTHER,
            START.replace(hour=14),
        )
    else:
        assert second.case.release is None


async def test_both_arrive_at_a_slot(house: ConcernHouse) -> None:
    await house.start()
    await raised(house, MIA, How.HOLD)
    await raised(house, NOOR, How.HOLD)
    assert house.discord.cards == []
    await house.wait(hours=4)
    assert len(house.discord.cards) == 2


async def test_the_same_person_again_releases_nothing(house: ConcernHouse) -> None:
    held = await raised(house, MIA, How.HOLD)
    for how in (How.HOLD, How.SLOT):
        assert (await raised(house, MIA, how)).case.release is None
    assert await why(house, held) is None


@pytest.mark.parametrize("writer", [MARA, LENA, FAY, FRESH, THEO], ids=lambda one: str(one.display_name))
async def test_staff_newcomers_and_the_person_themselves_hold_and_send_but_release_nothing(
    house: ConcernHouse, writer: Person
) -> None:
    """Whoever could find out by it that somebody waits must not be able to try."""
    held = await raised(house, MIA, How.HOLD)
    assert (await raised(house, writer, How.SLOT)).case.release is None
    assert await why(house, held) is None


@pytest.mark.parametrize("writer", [MARA, FRESH], ids=lambda one: str(one.display_name))
async def test_what_one_of_them_holds_releases_nothing_and_is_released_by_another(
    house: ConcernHouse, writer: Person
) -> None:
    theirs = await raised(house, writer, How.HOLD)
    held = await raised(house, MIA, How.HOLD)
    assert held.case.release is None
    assert await why(house, theirs) is Release.ANOTHER


async def test_another_person_picked_releases_nothing(house: ConcernHouse) -> None:
    held = await raised(house, MIA, How.HOLD)
    await raised(house, NOOR, How.SLOT, ABOUT_KIM.about)
    await raised(house, NOOR, How.SLOT, None)
    assert await why(house, held) is None


async def test_one_of_several_picked_is_enough(house: ConcernHouse) -> None:
    token = await house.begin(await house.tag(OTTO), writer=MIA)
    await house.tell(token, ABOUT_THEO)
    await house.send(token, MIA, how=How.HOLD)
    await house.sent(await house.tag(OTTO), writer=NOOR)
    assert await why(house, await again(house, case_id_of(token.key))) is Release.ANOTHER


async def test_after_a_restart_it_is_perhaps_the_same_person(house: ConcernHouse) -> None:
    held = await raised(house, MIA, How.HOLD)
    await house.restart()
    second = await raised(house, MIA, How.HOLD)
    assert await why(house, held) is Release.PERHAPS
    assert second.case.release is Release.PERHAPS


async def test_after_a_change_of_the_key_it_is_perhaps_the_same_person(house: ConcernHouse) -> None:
    house.discord.now += KEY_LIFETIME - timedelta(days=2)
    held = await raised(house, MIA, How.HOLD)
    house.discord.now += timedelta(days=2)
    await raised(house, NOOR, How.SLOT)
    assert await why(house, held) is Release.PERHAPS


async def test_somebody_else_is_said_even_if_another_is_unknown(house: ConcernHouse) -> None:
    before = await raised(house, MIA, How.HOLD, Named(OTTO.member_id, "Otto"))
    await house.restart()
    known = await raised(house, KIM, How.HOLD)
    token = await house.begin(await house.tag(OTTO), writer=NOOR)
    await house.tell(token, ABOUT_THEO)
    await house.send(token, NOOR, how=How.HOLD)
    assert (await why(house, before), await why(house, known)) == (Release.PERHAPS, Release.ANOTHER)
    assert await why(house, await again(house, case_id_of(token.key))) is Release.ANOTHER


async def test_two_that_wait_for_each_other_find_each_other_however_they_meet(house: ConcernHouse) -> None:
    first, second = await house.begin(writer=MIA), await house.begin(writer=NOOR)
    for token in (first, second):
        await house.tell(token, ABOUT_THEO)
    await asyncio.gather(house.send(first, MIA, how=How.HOLD), house.send(second, NOOR, how=How.HOLD))
    kept = await house.cases.in_server(HERE)
    assert [one.case.release for one in kept] == [Release.ANOTHER, Release.ANOTHER]


async def test_the_wait_ends_after_ninety_days(house: ConcernHouse) -> None:
    held = await raised(house, MIA, How.HOLD)
    house.discord.now += HELD_FOR
    await raised(house, NOOR, How.SLOT)
    assert await why(house, held) is None


async def test_what_was_withdrawn_meanwhile_is_left_alone(house: ConcernHouse) -> None:
    token = await house.begin(writer=MIA)
    await house.tell(token, ABOUT_THEO)
    sent = await house.send(token, MIA, how=How.HOLD)
    await house.cases.erase(await again(house, case_id_of(token.key)))
    assert (await raised(house, NOOR, How.HOLD)).case.release is None
    assert sent.how is How.HOLD


async def test_whoever_holds_is_told_the_same_whether_another_was_there(house: ConcernHouse) -> None:
    alone = await house.begin(writer=MIA)
    await house.tell(alone, ABOUT_THEO)
    first = await house.send(alone, MIA, how=How.HOLD)
    matched = await house.begin(writer=NOOR)
    await house.tell(matched, ABOUT_THEO)
    second = await house.send(matched, NOOR, how=How.HOLD)
    assert (first.how, first.next_day) == (second.how, second.next_day) == (How.HOLD, START.date() + HELD_FOR)
    for token, before in ((alone, first), (matched, second)):
        assert await house.send(token, how=How.HOLD) == before


async def test_danger_and_a_concern_about_nobody_cannot_be_held(house: ConcernHouse) -> None:
    for account in (replace(ABOUT_THEO, category=Category.DANGER), ACCOUNT):
        token = await house.begin()
        await house.tell(token, account)
        assert await refusal(house.send(token, how=How.HOLD)) == "concern-hold-not"
        assert (await house.send(token)).how is not How.HOLD


async def test_a_blocked_member_is_refused_at_send_and_loses_no_word(house: ConcernHouse) -> None:
    first = await raised(house, MIA, How.SLOT)
    assert house.marks.block(HERE, first.case_id)
    token = await house.begin(writer=MIA)
    review = await house.tell(token)
    with pytest.raises(Refused) as caught:
        await house.send(token, MIA)
    assert (caught.value.key, caught.value.values) == ("concern-blocked", {"contact": SETTINGS.outside_contact})
    assert await house.concerns.told(HERE, token, house.clock()) == review.account
    assert (await raised(house, NOOR, How.SLOT)).case.state is State.WAITING
    house.marks.lift(HERE, first.case_id)
    assert (await house.send(token, MIA)).receipt == review.receipt


async def test_too_many_in_a_day_are_refused_and_a_second_press_is_not_one_more(house: ConcernHouse) -> None:
    for _ in range(RATES[SENT].most):
        token = await house.begin(writer=MIA)
        await house.tell(token)
        await house.send(token, MIA)
        await house.send(token, MIA)
    token = await house.begin(writer=MIA)
    await house.tell(token)
    assert await refusal(house.send(token, MIA)) == "concern-too-often"
    assert await house.concerns.told(HERE, token, house.clock())


async def test_too_many_drafts_in_an_hour_are_refused(house: ConcernHouse) -> None:
    token = await house.begin(writer=MIA)
    for _ in range(RATES[DRAFTED].most - 1):
        await house.begin(writer=MIA)
    assert await refusal(house.begin(writer=MIA)) == "concern-too-often"
    # One that is there can be worked on as often as one likes.
    assert await house.begin(token=token, writer=MIA)
