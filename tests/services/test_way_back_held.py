"""What the way back tells of a held concern, never that another released it; and what a withdrawal leaves."""

from datetime import timedelta

import pytest

from bot.core import case_work as work
from bot.core.case import Release, State
from bot.core.holding import released
from bot.services.sending import How
from bot.services.way_view import Offer, Standing, WayBack, Withdrawal
from bot.store.database import Database
from bot.store.keystore import KeyStore
from tests.services.concern_house import (
    HERE,
    MARA,
    START,
    ConcernHouse,
)
from tests.services.refusals import refusal
from tests.services.way_hands import (
    ABOUT_NOOR,
    TODAY,
    closed,
    delivered,
    house_of_two,
    look,
    the_case,
    worked_on,
)


@pytest.fixture
async def house(database: Database, keys: KeyStore) -> ConcernHouse:
    return await house_of_two(database, keys)


# Held


async def held(house: ConcernHouse) -> str:
    return await house.sent(account=ABOUT_NOOR, how=How.HOLD)


async def test_a_held_concern_waits_and_can_be_sent_after_all(house: ConcernHouse) -> None:
    code = await held(house)
    await house.wait(hours=72)
    way = await look(house, code)
    assert (way.standing, way.day, way.next) == (Standing.HELD, TODAY + timedelta(days=90), None)
    assert way.withdrawal is Withdrawal.NOTHING
    way = await house.way_back.send_now(HERE, code, house.clock())
    assert (way.standing, way.day) == (Standing.ON_ITS_WAY, house.clock().date())
    assert await refusal(house.way_back.send_now(HERE, code, house.clock())) == "concern-not-now"
    await house.wait(hours=5)
    assert (await look(house, code)).standing is Standing.WAITING


async def test_after_the_wait_it_can_be_sent_until_it_is_erased(house: ConcernHouse) -> None:
    code = await held(house)
    house.discord.now = START + timedelta(days=90)
    way = await look(house, code)
    assert (way.standing, way.day) == (Standing.HOLD_ENDED, TODAY + timedelta(days=180))
    assert Offer.SEND in way.offers
    assert (await house.way_back.send_now(HERE, code, house.clock())).standing is Standing.ON_ITS_WAY


async def test_what_was_held_and_never_sent_is_erased_on_the_day_that_was_said(house: ConcernHouse) -> None:
    code = await held(house)
    for days, stands in ((179, True), (180, False)):
        house.discord.now = START + timedelta(days=days)
        await house.delivery.catch_up(HERE)
        assert bool(await house.cases.in_server(HERE)) is stands
    assert await refusal(look(house, code)) == "concern-code-unknown"


@pytest.mark.parametrize("act", ["look", "look at the end", "send", "write", "withdraw"])
@pytest.mark.parametrize("why", [Release.ANOTHER, Release.PERHAPS])
async def test_nothing_a_reporter_does_tells_of_a_match(house: ConcernHouse, act: str, why: Release) -> None:
    """Whether or not somebody else raised the same person, the page says the same until it is delivered."""
    code = await held(house)
    house.discord.now = START + timedelta(days=90 if act == "look at the end" else 1, hours=8)
    before = await house.cases.in_server(HERE)

    async def acted() -> WayBack | None:
        now = house.clock()
        if act == "send":
            return await house.way_back.send_now(HERE, code, now)
        if act == "write":
            return await house.way_back.write(HERE, code, "more", now)
        return await house.way_back.withdraw(HERE, code, now) if act == "withdraw" else await look(house, code)

    await worked_on(house, lambda case: released(case, why, house.clock() + timedelta(hours=1)))
    with_a_match = await acted()
    if act == "withdraw":
        assert (with_a_match, await house.cases.in_server(HERE)) == (None, [])
        return
    await worked_on(house, lambda _: before[0].case)
    assert await acted() == with_a_match


# Withdrawing


async def test_withdrawing_before_delivery_leaves_nothing(house: ConcernHouse) -> None:
    code = await house.sent()
    assert (await look(house, code)).withdrawal is Withdrawal.NOTHING
    assert await house.way_back.withdraw(HERE, code, START) is None
    assert await house.cases.in_server(HERE) == []


async def test_withdrawing_an_urgent_one_is_at_once(house: ConcernHouse) -> None:
    code = await house.sent(urgent=True)
    assert await house.way_back.withdraw(HERE, code, START) is None
    assert await house.cases.in_server(HERE) == []


async def test_withdrawing_twice_keeps_the_first_moment(house: ConcernHouse) -> None:
    code = await delivered(house)
    first = await house.way_back.withdraw(HERE, code, house.clock())
    await house.wait(hours=2)
    second = await house.way_back.withdraw(HERE, code, house.clock())
    assert first is not None
    assert second is not None
    assert (first.standing, first.day) == (second.standing, second.day) == (Standing.WITHDRAWING, TODAY)
    assert (first.next, first.offers) == (None, frozenset())


@pytest.mark.parametrize("taken_up", [False, True])
async def test_what_a_withdrawal_leaves_is_said_before(house: ConcernHouse, taken_up: bool) -> None:  # noqa: FBT001 - the case of the story
    code = await delivered(house)
    if taken_up:
        await worked_on(house, lambda case: work.acknowledge(case, MARA.member_id, TODAY))
    way = await look(house, code)
    assert way.withdrawal is (Withdrawal.THAT_IT_WAS if taken_up else Withdrawal.THE_CARD)
    await house.way_back.withdraw(HERE, code, house.clock())
    await house.wait(hours=5)
    assert [kept.case.state for kept in await house.cases.in_server(HERE)] == [State.WITHDRAWN] * taken_up
    assert await refusal(look(house, code)) == "concern-code-unknown"


async def test_after_the_outcome_it_can_be_withdrawn_too(house: ConcernHouse) -> None:
    code = await closed(house)
    assert (await look(house, code)).withdrawal is Withdrawal.AFTER_THE_OUTCOME
    way = await house.way_back.withdraw(HERE, code, house.clock())
    assert way is not None
    assert way.standing is Standing.WITHDRAWING
    await house.wait(hours=5)
    case = await the_case(house)
    assert (case.state, case.account, case.lines, case.closing) == (State.WITHDRAWN, None, (), None)
    assert await refusal(look(house, code)) == "concern-code-unknown"
