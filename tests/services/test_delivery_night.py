"""A slot that was missed in an outage and is caught up at night waits for the morning, unless a concern is urgent."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.core import case_life as life
from bot.core.case import Case, State
from bot.core.identity import CaseId, MemberId
from tests.services.clock_house import ClockHouse, a_case
from tests.services.fake_discord import CHANNEL, HERE, MARA, START

EVENING = START.replace(hour=19)
NIGHT = START.replace(hour=23)
MORNING = START.replace(hour=9) + timedelta(days=1)


@pytest.fixture
def house() -> ClockHouse:
    made = ClockHouse()
    made.settle(timezone="UTC")
    return made


def on_its_way(house: ClockHouse, **changes: object) -> CaseId:
    """A concern for the slot of this evening."""
    facts: dict[str, object] = {"delivered_on": None, "since": None, "deliver_at": EVENING, "card_due": True}
    return house.put(**{**facts, **changes})


async def at(house: ClockHouse, moment: datetime) -> list[MemberId | None]:
    """Where cards stand once what became due is caught up at this moment."""
    house.discord.now = moment
    await house.delivery.catch_up(HERE)
    return [*house.discord.places()]


async def test_a_card_that_was_missed_comes_at_the_first_slot_of_the_morning(house: ClockHouse) -> None:
    case_id = on_its_way(house)
    for moment in (NIGHT, NIGHT + timedelta(hours=8, minutes=59)):
        assert await at(house, moment) == []
        assert house.case(case_id).delivered_on is None
    assert house.next_slot() == MORNING
    await house.slot()
    assert house.discord.places() == [CHANNEL]
    assert house.case(case_id).delivered_on == MORNING.date()


async def test_by_day_it_comes_as_soon_as_the_bot_is_back(house: ClockHouse) -> None:
    on_its_way(house)
    assert await at(house, EVENING + timedelta(minutes=90)) == [CHANNEL]


async def test_an_urgent_one_comes_at_night(house: ClockHouse) -> None:
    on_its_way(house, urgent=True)
    assert await at(house, NIGHT) == [CHANNEL]


async def test_where_staff_put_a_slot_into_the_night_it_holds_through_its_hour(house: ClockHouse) -> None:
    house.settle(delivery_hours=(9, 22))
    on_its_way(house, deliver_at=START.replace(hour=22))
    assert await at(house, START.replace(hour=23, minute=1)) == []
    assert await at(house, START.replace(hour=22, minute=59)) == [CHANNEL]


async def test_what_the_reporter_wrote_waits_too(house: ClockHouse) -> None:
    case = replace(a_case(), state=State.ACKNOWLEDGED, assigned=MARA.member_id)
    case_id = house.cases.put(life.add(case, "one thing more", START.date(), EVENING))
    assert await at(house, NIGHT) == []
    assert not house.case(case_id).lines[-1].delivered
    assert await at(house, MORNING) == [CHANNEL]
    assert house.case(case_id).lines[-1].delivered


async def test_a_withdrawal_takes_effect_at_night_all_the_same(house: ClockHouse) -> None:
    def withdrawn(case: Case) -> Case:
        return life.withdraw(case, EVENING)

    case_id = on_its_way(house)
    await house.cases.change(case_id, withdrawn)
    assert await at(house, NIGHT) == []
    assert house.cases.rows == {}


async def test_readers_who_change_at_night_find_the_card_in_the_morning(house: ClockHouse) -> None:
    case_id = house.put(card_due=True, direct=True)
    house.discord.now = NIGHT
    kept = await house.cases.find(case_id)
    assert kept is not None
    await house.delivery.look_again(house.server, kept, NIGHT)
    assert house.discord.places() == []
    assert len(await at(house, MORNING)) == 2
