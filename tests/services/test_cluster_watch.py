"""Who is told, at a slot, that concerns belong together: by the one message of a day, and at most twice."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.core.alerts import AGAIN_AFTER
from bot.core.case import Named, State
from bot.core.identity import CaseId, MemberId
from bot.core.readership import Category
from bot.core.side_by_side import with_look
from bot.services.server_records import Enrolment
from tests.services.clock_house import ACCOUNT, ClockHouse
from tests.services.fake_discord import CHANNEL, LENA, MARA, NOOR, OTTO, START

TODAY = START.date()
MARAS, OTTOS, LENAS, NOORS = MARA.member_id, OTTO.member_id, LENA.member_id, NOOR.member_id
DAY = timedelta(days=1)


@pytest.fixture
def house() -> ClockHouse:
    return ClockHouse()


def put(house: ClockHouse, category: Category = Category.PRIVACY, **changes: object) -> CaseId:
    """A case about Noor that was delivered and is worked on, so that no clock says anything of it."""
    account = replace(ACCOUNT, category=category, about=Named(NOORS, "Noor"))
    quiet = {"state": State.CLOSED, "closed_on": house.today, "named": (NOORS,), "picked": (NOORS,), "later": ()}
    return house.put(**{"account": account, **quiet, "delivered_on": house.today, **changes})


def two(house: ClockHouse, **changes: object) -> tuple[CaseId, CaseId]:
    return put(house, Category.PRIVACY, **changes), put(house, Category.HELP, **changes)


def told(house: ClockHouse) -> set[tuple[MemberId, date]]:
    return set(house.discord.reminded)


async def test_those_who_read_both_are_told_at_the_next_slot_and_the_channel_shows_nothing(house: ClockHouse) -> None:
    two(house)
    await house.slot()
    assert told(house) == {(MARAS, TODAY), (OTTOS, TODAY)}
    assert CHANNEL not in house.discord.places()


async def test_one_alone_is_told_to_nobody_and_nobody_is_asked_about(house: ClockHouse) -> None:
    put(house)
    await house.slots(3)
    assert told(house) == set()
    assert house.discord.asked == 0


async def test_once_and_once_more_if_nobody_looks(house: ClockHouse) -> None:
    two(house)
    await house.slots(40)
    assert told(house) == {(one, TODAY + day) for one in (MARAS, OTTOS) for day in (0 * DAY, AGAIN_AFTER)}


async def test_once_only_if_somebody_looked(house: ClockHouse) -> None:
    cases = two(house)
    await house.slots(1)
    for one in cases:
        await house.cases.change(one, lambda case: replace(case, beside=with_look(case.beside, NOORS, b"look")))
    await house.slots(40)
    assert told(house) == {(MARAS, TODAY), (OTTOS, TODAY)}


async def test_a_restart_tells_nobody_again(house: ClockHouse) -> None:
    two(house)
    await house.slot()
    house.open()
    await house.slots(1)
    assert told(house) == {(MARAS, TODAY), (OTTOS, TODAY)}


async def test_a_process_that_dies_before_it_is_noted_tells_nobody_twice_in_a_day(house: ClockHouse) -> None:
    two(house)

    def die() -> None:
        house.cases.on_change = None
        raise KeyboardInterrupt

    house.cases.on_change = die
    with pytest.raises(KeyboardInterrupt):
        await house.slot()
    house.open()
    await house.slots(1)
    assert sorted(house.discord.reminded) == [(MARAS, TODAY), (OTTOS, TODAY)]


async def test_whoever_may_not_read_one_of_them_is_not_told(house: ClockHouse) -> None:
    put(house)
    put(house, Category.HELP, named=(NOORS, OTTOS))
    put(house, Category.HELP, out=(OTTOS,))
    await house.slot()
    assert told(house) == {(MARAS, TODAY)}


async def test_the_lead_is_told_where_they_may_read_all(house: ClockHouse) -> None:
    two(house, readers=(LENAS,))
    await house.slot()
    assert told(house) == {(LENAS, TODAY)}


async def test_whoever_lost_the_role_or_stopped_is_not(house: ClockHouse) -> None:
    two(house)
    house.enrol(Enrolment(MARAS))
    house.discord.present[MARAS] = replace(MARA, role_ids=frozenset())
    await house.slots(3)
    assert told(house) == set()


async def test_whoever_is_away_is_told_when_they_are_back(house: ClockHouse) -> None:
    house.enrol(Enrolment(MARAS), Enrolment(OTTOS, TODAY + 5 * DAY))
    two(house)
    await house.slots(6)
    assert told(house) == {(MARAS, TODAY), (MARAS, TODAY + AGAIN_AFTER), (OTTOS, TODAY + 5 * DAY)}


async def test_never_at_night_nor_on_a_free_weekend(house: ClockHouse) -> None:
    """The day is a Sunday, and the first slot of the next one lies in the night."""
    house.settle(quiet_weekends=True, quiet_hours=(21, 10))
    two(house)
    await house.slots(1)
    assert told(house) == set()
    house.discord.now += timedelta(hours=3)
    await house.slot()
    assert told(house) == {(MARAS, TODAY + DAY), (OTTOS, TODAY + DAY)}
    assert house.now.hour == 14


async def test_one_that_is_held_counts_for_nobody(house: ClockHouse) -> None:
    put(house)
    put(house, Category.HELP, state=State.HELD, delivered_on=None, held_on=TODAY, closed_on=None)
    await house.slots(3)
    assert told(house) == set()


async def test_closed_messages_and_an_outage_lose_nothing(house: ClockHouse) -> None:
    two(house)
    house.discord.closed.add(MARAS)
    house.discord.is_down = True
    await house.slot()
    house.discord.is_down = False
    await house.slot()
    await house.slots(1)
    assert told(house) == {(OTTOS, TODAY)}


async def test_two_clusters_and_a_missed_clock_are_one_message_a_day(house: ClockHouse) -> None:
    for _ in range(3):
        put(house, state=State.WAITING, closed_on=None, readers=(MARAS,), since=TODAY - 9 * DAY)
    await house.slots(1)
    assert sorted(house.discord.reminded) == sorted(told(house))
    assert (MARAS, TODAY) in told(house)
