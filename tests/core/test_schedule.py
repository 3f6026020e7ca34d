"""A schedule through its life: each local date is dealt with once, on time or not at all, whatever clock and people do.

Every property is proved to bite: clerks who look or note in a naive way are caught by the same complaints.
"""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.core.checkin import GRACE
from bot.core.planning import MOST_HOLIDAYS
from bot.core.recurrence import MOST_WEEKS, Monthly, Opening, Weekly
from bot.core.schedule import (
    Due,
    Pause,
    Plan,
    Schedule,
    due,
    openings,
    planned,
    resumed,
    upcoming,
    with_handled,
)
from tests.core.clerk import Clerk, Complaint, Looking, Noting, complaints, note
from tests.core.plans import MONDAY, PLAIN, plans, some_zones
from tests.core.wall_clock import DAY

NOW = datetime(2026, 1, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)
WEEK = timedelta(days=7)
OPENS = datetime(2026, 1, 5, 18, tzinfo=UTC)
"""When the plain plan opens first."""

actions = st.one_of(
    st.tuples(st.just("live"), st.integers(1, 21 * 24)),
    st.tuples(st.just("sleep"), st.integers(1, 40 * 24)),
    st.tuples(st.just("sleep"), st.integers(-100, -1)),
    st.tuples(st.just("change"), plans),
    st.tuples(st.just("zone"), some_zones),
    st.tuples(st.sampled_from(("pause", "resume", "skip")), st.none()),
)
Action = tuple[str, int | Plan | str | None]


def first_openings(schedule: Schedule, now: datetime, count: int) -> list[Opening]:
    return list(islice(upcoming(schedule, now), count))


def live_through(clerk: Clerk, history: list[Action]) -> Clerk:
    for action in history:
        match action:
            case "live", int(hours):
                clerk.live(hours)
            case "sleep", int(hours):
                clerk.sleep(hours)
            case "change", Plan() as plan:
                clerk.change(plan)
            case "zone", str(zone):
                clerk.change(replace(clerk.plan, zone=zone))
            case "pause", None:
                clerk.pause()
            case "resume", None:
                clerk.resume()
            case "skip", None:
                clerk.skip()
            case other:
                raise ValueError(other)
    return clerk


PUT_BACK: list[Action] = [("sleep", 768), ("sleep", -25), ("resume", None), ("live", 24)]
"""Two dates back from one that was dealt with, and then resumed: it may come again."""


@settings(max_examples=300, deadline=None)
@given(plans, st.lists(actions, max_size=12))
@example(replace(PLAIN, at=time(0), zone="UTC"), PUT_BACK)
def test_each_date_is_dealt_with_once_and_in_time(plan: Plan, history: list[Action]) -> None:
    assert complaints(live_through(Clerk(plan, NOW), history)) == set()


@pytest.mark.prove
@settings(max_examples=3000, deadline=None)
@given(plans, st.lists(actions, max_size=25))
def test_each_date_is_dealt_with_once_and_in_time_through_long_lives(plan: Plan, history: list[Action]) -> None:
    assert complaints(live_through(Clerk(plan, NOW), history)) == set()


DAILY = replace(PLAIN, rhythm=Weekly(tuple(range(7))), zone="Pacific/Auckland", holidays=(date(2026, 1, 20),))
HISTORY: list[Action] = [
    ("live", 100),
    ("sleep", -30),
    ("live", 96),
    ("zone", "Pacific/Honolulu"),
    ("live", 200),
    ("sleep", 75),
    ("skip", None),
    ("live", 400),
]


def unnoted(schedule: Schedule, _on: date, _now: datetime) -> Schedule:
    """Naive: relies on opening nothing twice by luck."""
    return schedule


def noted_by_moment(schedule: Schedule, _on: date, now: datetime) -> Schedule:
    """Naive: what is over is over, by the clock and not by the date."""
    return replace(schedule, since=now)


def in_a_burst(schedule: Schedule, now: datetime) -> Due:
    """Naive: makes up for what was missed."""
    found = due(schedule, now)
    if not found.missed or schedule.plan is None:
        return found
    opening = next(each for each in openings(schedule.plan, schedule.since) if each.on == found.missed[0])
    return Due(opening, ())


def silently(schedule: Schedule, now: datetime) -> Due:
    """Naive: what was missed is nobody's business."""
    return Due(due(schedule, now).opening, ())


def without_skips(schedule: Schedule, now: datetime) -> Due:
    """Naive: forgets what people asked for."""
    return due(replace(schedule, skipped=()), now)


def without_holidays(schedule: Schedule, now: datetime) -> Due:
    """The same."""
    plan = None if schedule.plan is None else replace(schedule.plan, holidays=())
    return due(replace(schedule, plan=plan), now)


def in_utc(schedule: Schedule, now: datetime) -> Due:
    """Naive: what are zones?"""
    plan = None if schedule.plan is None else replace(schedule.plan, zone="UTC")
    return due(replace(schedule, plan=plan), now)


def test_the_history_goes_well() -> None:
    assert complaints(live_through(Clerk(DAILY, NOW), HISTORY)) == set()


@pytest.mark.parametrize(
    ("look", "noting", "caught"),
    [
        (due, unnoted, Complaint.TWICE),
        (due, noted_by_moment, Complaint.TWICE),
        (in_a_burst, note, Complaint.LATE),
        (silently, note, Complaint.LOST),
        (without_skips, note, Complaint.SKIPPED),
        (without_holidays, note, Complaint.SKIPPED),
        (in_utc, note, Complaint.WRONG),
    ],
)
def test_a_naive_clerk_is_caught(look: Looking, noting: Noting, caught: Complaint) -> None:
    assert caught in complaints(live_through(Clerk(DAILY, NOW, look, noting), HISTORY))


@pytest.mark.parametrize(
    ("late", "expected"),
    [
        (-timedelta(microseconds=1), Due(None, ())),
        (timedelta(), Due(Opening(MONDAY, OPENS), ())),
        (GRACE, Due(Opening(MONDAY, OPENS), ())),
        (GRACE + timedelta(microseconds=1), Due(None, (MONDAY,))),
        (WEEK, Due(Opening(MONDAY + WEEK, OPENS + WEEK), (MONDAY,))),
        (WEEK + GRACE + HOUR, Due(None, (MONDAY, MONDAY + WEEK))),
    ],
)
def test_an_opening_is_due_through_the_grace_period_and_then_missed(late: timedelta, expected: Due) -> None:
    assert due(Schedule(PLAIN, NOW), OPENS + late) == expected


@pytest.mark.parametrize(
    "schedule",
    [
        Schedule(None, NOW),
        Schedule(PLAIN, NOW, pause=Pause.STAFF),
        Schedule(PLAIN, NOW, pause=Pause.SILENCE),
        Schedule(PLAIN, OPENS),
        Schedule(PLAIN, NOW, handled=MONDAY),
        Schedule(PLAIN, NOW, skipped=(MONDAY,)),
        Schedule(replace(PLAIN, holidays=(MONDAY,)), NOW),
        Schedule(replace(PLAIN, first=MONDAY + DAY), NOW),
        Schedule(None, NOW, proposed=PLAIN),
    ],
)
def test_nothing_is_due_or_missed(schedule: Schedule) -> None:
    assert due(schedule, OPENS) == due(schedule, OPENS + DAY) == Due(None, ())


def test_a_date_that_was_opened_is_not_opened_again_in_another_zone() -> None:
    opened = with_handled(Schedule(replace(PLAIN, zone="Pacific/Auckland"), NOW), MONDAY)
    moved = replace(opened, plan=replace(PLAIN, zone="Pacific/Honolulu"), since=OPENS - 12 * HOUR)
    assert [opening.on for opening in first_openings(moved, moved.since, 2)] == [MONDAY + WEEK, MONDAY + 2 * WEEK]


def test_openings_come_again_after_a_year_of_holidays_and_skipped_dates() -> None:
    """Nothing is noted meanwhile: they are looked for from the last opening on, and beyond a year."""
    monthly = replace(PLAIN, rhythm=Monthly(0, 1))
    days = [each.on for each in first_openings(Schedule(monthly, NOW), NOW, 17)]
    schedule = Schedule(replace(monthly, holidays=tuple(days[1:12])), NOW, handled=days[0], skipped=tuple(days[12:16]))
    following = next(upcoming(schedule, NOW))
    assert following.on == days[16] > MONDAY + 480 * DAY
    assert due(schedule, following.at) == Due(following, ())


def test_openings_come_again_after_as_many_holidays_as_there_may_be() -> None:
    rarest = replace(PLAIN, rhythm=Weekly((0,), MOST_WEEKS))
    days = tuple(MONDAY + at * MOST_WEEKS * WEEK for at in range(MOST_HOLIDAYS + 1))
    following = next(upcoming(Schedule(replace(rarest, holidays=days[1:]), NOW, handled=MONDAY), OPENS))
    assert following.on == days[-1] + MOST_WEEKS * WEEK


def test_a_first_date_at_the_end_of_the_calendar_is_no_trouble() -> None:
    schedule = Schedule(replace(PLAIN, first=date.max), NOW)
    assert (first_openings(schedule, NOW, 3), due(schedule, OPENS)) == ([], Due(None, ()))


def test_what_is_to_come_leaves_out_what_is_skipped_and_does_not_look_at_a_pause() -> None:
    schedule = Schedule(PLAIN, NOW, skipped=(MONDAY + WEEK,), pause=Pause.STAFF)
    assert [opening.on for opening in first_openings(schedule, NOW, 2)] == [MONDAY, MONDAY + 2 * WEEK]
    assert first_openings(Schedule(None, NOW, proposed=PLAIN), NOW, 1) == []


def test_what_is_to_come_is_later_than_the_last_change_even_if_the_clock_was_put_back() -> None:
    assert first_openings(Schedule(PLAIN, OPENS), NOW, 1) == [Opening(MONDAY + WEEK, OPENS + WEEK)]


def test_a_date_that_began_before_clocks_went_back_to_the_one_before_is_due() -> None:
    """In Newfoundland, a minute after midnight became an hour earlier."""
    plan = replace(PLAIN, rhythm=Weekly((6,)), at=time(0), zone="America/St_Johns", first=date(2010, 11, 1))
    midnight = datetime(2010, 11, 7, 2, 30, tzinfo=UTC)
    opening = Opening(date(2010, 11, 7), midnight)
    assert due(Schedule(plan, midnight - HOUR), midnight + HOUR / 2) == Due(opening, ())


def test_noting_a_date_forgets_the_skips_before_it_and_never_goes_back() -> None:
    schedule = Schedule(PLAIN, NOW, skipped=(MONDAY, MONDAY + WEEK))
    noted = with_handled(schedule, MONDAY)
    assert (noted.handled, noted.skipped) == (MONDAY, (MONDAY + WEEK,))
    assert with_handled(noted, MONDAY - WEEK) == noted


def test_a_clock_that_ran_far_ahead_keeps_nothing_closed_once_the_schedule_is_saved_again() -> None:
    astray = with_handled(Schedule(PLAIN, NOW), MONDAY + 52 * WEEK)
    assert next(upcoming(astray, NOW)).on == MONDAY + 53 * WEEK
    assert next(upcoming(planned(astray, PLAIN, NOW), NOW)).on == MONDAY
    assert next(upcoming(resumed(astray, NOW), NOW)).on == MONDAY


def test_a_date_dealt_with_today_or_elsewhere_tomorrow_stays_so_when_it_is_saved_again() -> None:
    for ahead in (timedelta(0), timedelta(days=1)):
        done = with_handled(Schedule(PLAIN, NOW), NOW.date() + ahead)
        assert planned(done, PLAIN, NOW).handled == NOW.date() + ahead
