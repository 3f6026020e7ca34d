"""Every flaw of a plan for check-ins by example, and what is accepted though it looks close."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.planning import Flaw, Objection, Span, objection
from bot.core.recurrence import LAST, Monthly, Rhythm, Weekly
from bot.core.schedule import Plan, openings
from bot.core.setup_check import zones
from tests.core.plans import MONDAY, PLAIN, plans
from tests.core.wall_clock import DAY, NASTY

NOW = datetime(2026, 1, 1, tzinfo=UTC)
OPENS = datetime(2026, 1, 5, 18, tzinfo=UTC)
HOUR = timedelta(hours=1)
MON, TUE, WED, THU, FRI, SAT, SUN = range(7)
TWO_DAYS = replace(PLAIN, rhythm=Weekly((MON, TUE)), hours=24)
FIRST_MONDAYS = replace(PLAIN, rhythm=Monthly(MON, 1))


def of(rhythm: Rhythm, hours: int = 24, zone: str = "UTC") -> Plan:
    return replace(PLAIN, rhythm=rhythm, hours=hours, zone=zone)


@pytest.mark.parametrize(
    ("plan", "flaw", "on"),
    [
        (of(Weekly(())), Flaw.NO_WEEKDAY, None),
        *(
            (of(rhythm), Flaw.RHYTHM, None)
            for rhythm in (
                Weekly((7,)),
                Weekly((-1,)),
                Weekly((MON,), 0),
                Weekly((MON,), 13),
                Monthly(7, 1),
                Monthly(-1, 1),
                Monthly(MON, 0),
                Monthly(MON, 5),
                Monthly(MON, -2),
            )
        ),
        (replace(PLAIN, reminder_hours=0), Flaw.REMINDER, None),
        (replace(PLAIN, reminder_hours=48), Flaw.REMINDER, None),
        (replace(TWO_DAYS, reminder_hours=23), Flaw.REMINDER, MONDAY),
        (replace(PLAIN, first=date(2027, 3, 1)), Flaw.NEVER, None),
        (replace(PLAIN, first=date.max), Flaw.NEVER, None),
        (replace(FIRST_MONDAYS, holidays=tuple(each.on for each in openings(FIRST_MONDAYS, NOW))), Flaw.NEVER, None),
        (of(Weekly((MON, WED, FRI))), Flaw.TOO_OFTEN, MONDAY + 4 * DAY),
        (of(Weekly((MON, WED, FRI), 12)), Flaw.TOO_OFTEN, MONDAY + 4 * DAY),
        (of(Weekly((MON, TUE)), 25), Flaw.OVERLAP, MONDAY + DAY),
        (of(Weekly((MON,)), 169), Flaw.OVERLAP, MONDAY + 7 * DAY),
        (of(Weekly((MON,)), 169, "Europe/Berlin"), Flaw.OVERLAP, MONDAY + 7 * DAY),
        (of(Weekly((MON,)), 336), Flaw.OVERLAP, MONDAY + 7 * DAY),
        (of(Weekly((MON, THU)), 73), Flaw.OVERLAP, MONDAY + 3 * DAY),
    ],
)
def test_a_plan_with_a_flaw_is_refused_with_its_first_date(plan: Plan, flaw: Flaw, on: date | None) -> None:
    assert objection(plan, (), (), NOW) == Objection(flaw, on)


@pytest.mark.parametrize(
    "plan",
    [
        PLAIN,
        TWO_DAYS,
        replace(TWO_DAYS, reminder_hours=22),
        replace(PLAIN, reminder_hours=1),
        replace(PLAIN, reminder_hours=47),
        replace(PLAIN, first=date(2027, 1, 4)),
        of(Weekly((MON,)), 168, "Antarctica/Troll"),
        of(Weekly((MON, THU)), 72),
        of(Weekly((MON,), 2), 336),
        of(Monthly(SUN, LAST), 336),
    ],
)
def test_a_plan_without_a_flaw_is_accepted(plan: Plan) -> None:
    assert objection(plan, (), (), NOW) is None


@settings(deadline=None)
@given(plans, st.integers(0, 400))
def test_a_round_stays_open_for_one_to_fourteen_days(plan: Plan, hours: int) -> None:
    found = objection(replace(plan, hours=hours), (), (), NOW)
    assert (found == Objection(Flaw.HOURS)) is not (24 <= hours <= 336)


@settings(deadline=None)
@given(plans, st.integers(-1, 400))
def test_a_reminder_comes_between_opening_and_closing(plan: Plan, hours: int) -> None:
    found = objection(replace(plan, reminder_hours=hours), (), (), NOW)
    assert (found == Objection(Flaw.REMINDER)) is not (1 <= hours < plan.hours)


def test_a_date_that_was_opened_already_is_not_met_again() -> None:
    """On the day it opened, the plan is moved to later in the day."""
    standing = [Span(OPENS, OPENS + 48 * HOUR, MONDAY)]
    later = replace(PLAIN, at=time(22))
    assert objection(later, (), standing, OPENS + HOUR) == Objection(Flaw.OVERLAP, MONDAY)
    assert objection(later, (), standing, OPENS + HOUR, handled=MONDAY) is None


def test_what_others_do_among_themselves_is_not_objected_to() -> None:
    others = [of(Weekly((TUE,)), 48), of(Weekly((WED,)), 24)]
    standing = [Span(NOW - 50 * HOUR, NOW + 200 * HOUR, MONDAY), Span(NOW - 40 * HOUR, NOW - 16 * HOUR, MONDAY)]
    assert objection(replace(PLAIN, rhythm=Monthly(SAT, 4), hours=24), others[:1], standing, NOW) is None
    assert objection(replace(PLAIN, rhythm=Monthly(SAT, 4), hours=24), others, standing, NOW) is None


def test_a_round_may_open_the_moment_another_closes() -> None:
    mondays, wednesdays = of(Weekly((MON,)), 48), of(Weekly((WED,)), 24)
    assert objection(wednesdays, (mondays,), (), NOW) is None
    longer = replace(mondays, hours=49)
    assert objection(wednesdays, (longer,), (), NOW) == Objection(Flaw.OVERLAP, MONDAY + 2 * DAY)
    assert objection(longer, (wednesdays,), (), NOW) == Objection(Flaw.OVERLAP, MONDAY + 2 * DAY)


TWICE_A_WEEK = ((MON, THU), (TUE, SAT), (WED, SUN), (FRI, SUN))


def refused_in_a_year(zone: str, months: range) -> list[object]:
    """Plans for twice a week that are refused when they are made in one of these months; each is lived for a year."""
    return [
        (zone, days, at, month)
        for days in TWICE_A_WEEK
        for at in (time(0), time(2, 30), time(18), time(23, 30))
        for month in months
        if objection(replace(of(Weekly(days), 48, zone), at=at), (), (), datetime(2026, month, 1, tzinfo=UTC))
    ]


@pytest.mark.parametrize("zone", NASTY)
def test_twice_a_week_is_accepted_through_all_changes_of_clocks(zone: str) -> None:
    assert refused_in_a_year(zone, range(1, 13, 3)) == []


@pytest.mark.prove
def test_twice_a_week_is_accepted_in_every_zone_all_the_year_round() -> None:
    assert [found for zone in zones() for found in refused_in_a_year(zone, range(1, 2))] == []
