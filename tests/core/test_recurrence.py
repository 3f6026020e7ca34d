"""Check-ins open once on each of their local dates, at the time asked for, however the clocks of a zone change.

Every property is proved to bite: naive rules that a hurried person would write are caught by the same test.
"""

import calendar
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum
from random import Random
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.recurrence import LAST, Monthly, Rhythm, Weekly, dates_due, moment_of
from bot.core.setup_check import zones
from tests.core.plans import rhythms
from tests.core.wall_clock import DAY, NASTY, Wall

Rule = Callable[[date, time, ZoneInfo], datetime | None]
DatesRule = Callable[[Rhythm, date, date, date], Iterable[date]]

FIRST, END = date(2026, 1, 1), date(2031, 12, 31)
TIMES = [time(0), time(0, 30), time(1, 30), time(2), time(2, 30), time(3), time(12), time(23, 30), time(23, 59)]

LEAST, MOST = timedelta(hours=21), timedelta(hours=27)
SAMPLE = [*NASTY, *Random(2026).sample(zones(), 6)]
PARTS = 8
"""The zones are proved in so many tests, to each its time."""


class Fault(Enum):
    """How a rule for openings can be wrong."""

    LOST = "a date without an opening"
    OTHER_DATE = "on another date"
    OTHER_TIME = "not at the time asked for, which there is"
    SECOND = "the second time the clocks show it"
    INSTEAD = "a time that is left out, read in another way than promised"
    DISTANCE = "too near to the opening of the day before, or too far"


def fault(moment: datetime | None, wall: Wall, day: date, at: time) -> Fault | None:
    """What is wrong with one opening of a date that the zone has."""
    first = wall.first_shown(day, at)
    if moment is None:
        return Fault.LOST
    shown = wall.shown(moment)
    if shown.date() != day:
        return Fault.OTHER_DATE
    if first is None:
        return None if moment == wall.instead(day, at) else Fault.INSTEAD
    if shown.time() != at:
        return Fault.OTHER_TIME
    return None if moment == first else Fault.SECOND


def faults(rule: Rule, wall: Wall, times: Sequence[time]) -> Iterator[tuple[Fault, str, date, time]]:
    """What is wrong with daily openings at some times of the day, each day of the wall."""
    before: dict[time, datetime] = {}
    for day in wall.days:
        for at in times:
            moment = rule(day, at, wall.zone)
            found = fault(moment, wall, day, at)
            if found is not None:
                yield found, wall.name, day, at
            if moment is not None:
                if at in before and not LEAST <= moment - before[at] <= MOST:
                    yield Fault.DISTANCE, wall.name, day, at
                before[at] = moment


def faults_by_the_minute(rule: Rule, wall: Wall) -> Iterator[tuple[Fault, str, date, time]]:
    """What is wrong with any minute of the days around each change of the clocks."""
    for change in wall.changes:
        shown = wall.minutes(change - 3 * DAY, change + 3 * DAY)
        middle = wall.shown(change).date()
        for day in (middle - DAY, middle, middle + DAY):
            for minute in range(24 * 60):
                at = time(*divmod(minute, 60))
                first = shown.get(datetime.combine(day, at))
                moment = rule(day, at, wall.zone)
                found = fault(moment, wall, day, at)
                if found is not None or (first is not None and moment != first):
                    yield found or Fault.OTHER_TIME, wall.name, day, at


def straight(day: date, at: time, zone: ZoneInfo) -> datetime | None:
    """Naive: just let the library say when it is."""
    return datetime.combine(day, at, zone).astimezone(UTC)


def second(day: date, at: time, zone: ZoneInfo) -> datetime | None:
    """Naive: the later of two."""
    return straight(day, at.replace(fold=1), zone)


def only_if_shown(day: date, at: time, zone: ZoneInfo) -> datetime | None:
    """Naive: what is not on the clocks does not open."""
    moment = straight(day, at, zone)
    return moment if moment and moment.astimezone(zone).time() == at else None


def by_the_day(day: date, at: time, zone: ZoneInfo) -> datetime | None:
    """Naive: each opening 24 hours after the one before."""
    return datetime.combine(FIRST, at, zone).astimezone(UTC) + (day - FIRST)


def earlier_first(day: date, at: time, zone: ZoneInfo) -> datetime | None:
    """Naive: what is left out is always a little earlier."""
    return moment_of(day, at, zone) if only_if_shown(day, at, zone) else second(day, at, zone)


TWINS = [
    (straight, Fault.OTHER_DATE),
    (second, Fault.SECOND),
    (only_if_shown, Fault.LOST),
    (only_if_shown, Fault.DISTANCE),
    (by_the_day, Fault.OTHER_TIME),
    (earlier_first, Fault.INSTEAD),
]


@pytest.mark.parametrize("name", SAMPLE)
def test_each_date_has_one_opening_at_its_time(name: str) -> None:
    assert list(faults(moment_of, Wall(name, FIRST, END), TIMES)) == []


@pytest.mark.parametrize("name", SAMPLE)
def test_each_minute_around_a_change_of_clocks_has_its_opening(name: str) -> None:
    assert list(faults_by_the_minute(moment_of, Wall(name, FIRST, FIRST + 365 * DAY))) == []


@pytest.mark.prove
@pytest.mark.parametrize("part", range(PARTS))
def test_each_date_in_every_zone(part: int) -> None:
    for name in sorted(available_timezones())[part::PARTS]:
        wall = Wall(name, FIRST, END, step=timedelta(hours=1))
        assert list(faults(moment_of, wall, TIMES)) == []
        assert list(faults_by_the_minute(moment_of, wall)) == []


@pytest.mark.parametrize(("twin", "caught"), TWINS)
def test_a_naive_rule_is_caught(twin: Rule, caught: Fault) -> None:
    found = (found for name in NASTY for found in faults(twin, Wall(name, FIRST, FIRST + 365 * DAY), TIMES))
    assert any(kind is caught for kind, *_ in found)


@pytest.mark.parametrize("twin", [straight, second, only_if_shown, by_the_day, earlier_first])
def test_a_naive_rule_is_caught_by_the_minute(twin: Rule) -> None:
    found = (found for name in NASTY for found in faults_by_the_minute(twin, Wall(name, FIRST, FIRST + 365 * DAY)))
    assert any(found)


@pytest.mark.parametrize(
    ("name", "left_out"),
    [
        ("Pacific/Apia", date(2011, 12, 30)),
        ("Pacific/Fakaofo", date(2011, 12, 30)),
        ("Pacific/Kwajalein", date(1993, 8, 21)),
    ],
)
def test_a_date_that_a_zone_leaves_out_has_no_opening_and_all_others_have(name: str, left_out: date) -> None:
    wall = Wall(name, left_out - 5 * DAY, left_out + 5 * DAY)
    lost = {(day, at) for kind, _, day, at in faults(moment_of, wall, TIMES) if kind is Fault.LOST}
    assert lost == {(left_out, at) for at in TIMES}
    shown = wall.minutes(wall.changes[0] - 3 * DAY, wall.changes[0] + 3 * DAY)
    assert left_out not in {each.date() for each in shown}


dates = st.dates(FIRST, END)


def by_the_calendar(rhythm: Rhythm, first: date, years: Iterable[int]) -> set[date]:
    """The dates of a rhythm as somebody finds them who turns the leaves of a calendar."""
    leaves = [(year, month, calendar.monthcalendar(year, month)) for year in years for month in range(1, 13)]
    if isinstance(rhythm, Monthly):
        found: set[date] = set()
        for year, month, weeks in leaves:
            days = [week[rhythm.weekday] for week in weeks if week[rhythm.weekday]]
            found.add(date(year, month, days[-1] if rhythm.nth == LAST else days[rhythm.nth - 1]))
        return {day for day in found if day >= first}
    week = [first - timedelta(days=first.weekday()) + timedelta(days=day) for day in rhythm.weekdays]
    found = {day + timedelta(weeks=rhythm.every * turn) for day in week for turn in range(53 * len(list(years)))}
    return {day for day in found if day >= first}


def wrong_dates(rule: DatesRule, rhythm: Rhythm, first: date, start: date, days: int) -> set[date]:
    """The dates that a rule leaves out or has too many."""
    end = start + days * DAY
    wanted = {day for day in by_the_calendar(rhythm, first, range(2026, 2034)) if start <= day <= end}
    return wanted.symmetric_difference(rule(rhythm, first, start, end))


@settings(max_examples=300, deadline=None)
@given(rhythms, dates, dates, st.integers(0, 400))
def test_the_dates_of_a_rhythm_are_those_of_the_calendar(rhythm: Rhythm, first: date, start: date, days: int) -> None:
    assert wrong_dates(dates_due, rhythm, first, start, days) == set()


def by_the_number_of_the_week(rhythm: Rhythm, first: date, start: date, end: date) -> Iterator[date]:
    """Naive: weeks have numbers, and the last of a month is the fourth."""
    for day in (start + at * DAY for at in range((end - start).days + 1)):
        match rhythm:
            case Weekly(days, every):
                turn = day.isocalendar().week - first.isocalendar().week
                is_due = day.weekday() in days and turn % every == 0
            case Monthly(weekday, nth):
                is_due = day.weekday() == weekday and (day.day + 6) // 7 == (4 if nth == LAST else nth)
        if is_due and day >= first:
            yield day


@pytest.mark.parametrize("rhythm", [Weekly((0,), 3), Monthly(4, LAST)])
def test_a_naive_calendar_is_caught(rhythm: Rhythm) -> None:
    assert wrong_dates(by_the_number_of_the_week, rhythm, FIRST, FIRST, 400)


def test_weeks_are_counted_from_the_week_of_the_first_date() -> None:
    """Not from the first date itself: a Thursday first, then every other week on Monday and Thursday."""
    found = list(dates_due(Weekly((0, 3), 2), date(2026, 12, 24), FIRST, date(2027, 1, 31)))
    assert [str(day) for day in found] == ["2026-12-24", "2027-01-04", "2027-01-07", "2027-01-18", "2027-01-21"]


def test_the_last_weekday_of_a_month_is_the_fourth_or_the_fifth() -> None:
    found = list(dates_due(Monthly(4, LAST), FIRST, date(2026, 1, 1), date(2026, 4, 30)))
    assert [day.day for day in found] == [30, 27, 27, 24]


def test_the_end_of_the_calendar_is_no_trouble() -> None:
    assert list(dates_due(Weekly((4,)), date(9999, 12, 31), FIRST, END)) == []
