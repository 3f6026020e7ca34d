"""The rounds of a schedule: when each closes, when it is spoken of again, and when too few answers pause it all."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.recurrence import Opening, Weekly
from bot.core.schedule import (
    Pause,
    Plan,
    Schedule,
    closing_of,
    openings,
    openings_until,
    reminder_of,
    resumed,
    with_conclusion,
)
from bot.core.setup_check import zones
from tests.core.plans import MONDAY, PLAIN, plans
from tests.core.wall_clock import DAY, NASTY

NOW = datetime(2026, 1, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)
TIMES = (time(0), time(2, 30), time(18), time(23, 30))


def weeks_of_a_year(zone: str, weekday: int, at: time) -> list[tuple[Plan, Opening, Opening]]:
    """A round of a week, each week, with the opening after it."""
    plan = replace(PLAIN, rhythm=Weekly((weekday,)), at=at, zone=zone, hours=168)
    return [(plan, opening, following) for opening, following in pairwise(openings(plan, NOW))]


@pytest.mark.parametrize("zone", NASTY)
def test_a_round_of_a_week_closes_an_hour_before_the_next_also_when_clocks_change(zone: str) -> None:
    rounds = [each for day in (4, 5, 6, 0) for at in TIMES for each in weeks_of_a_year(zone, day, at)]
    left = {following.at - closing_of(plan, opening) for plan, opening, following in rounds}
    lengths = {following.at - opening.at for _, opening, following in rounds}
    # In the week that an hour is added to, the plan's own hours are over exactly an hour before.
    assert left == {HOUR} or (left == {HOUR, 2 * HOUR} and 170 * HOUR in lengths)


@pytest.mark.prove
def test_no_round_of_a_week_meets_the_next_in_any_zone() -> None:
    nights = [(day, at) for day in (4, 5, 6) for at in (time(0), time(2, 30))]
    rounds = (each for zone in zones() for day, at in nights for each in weeks_of_a_year(zone, day, at))
    assert all(following.at - closing_of(plan, opening) >= HOUR for plan, opening, following in rounds)


@settings(deadline=None)
@given(plans)
def test_a_round_lasts_its_hours_or_to_an_hour_before_the_next(plan: Plan) -> None:
    for opening, following in pairwise(openings(plan, NOW)):
        assert closing_of(plan, opening) == min(opening.at + plan.hours * HOUR, following.at - HOUR)


def test_the_closing_does_not_look_at_holidays_as_openings() -> None:
    plan = replace(PLAIN, hours=336, holidays=(MONDAY + 7 * DAY,))
    opening = next(openings(plan, NOW))
    assert closing_of(plan, opening) == opening.at + 335 * HOUR
    assert closing_of(replace(plan, holidays=()), opening) == opening.at + 167 * HOUR


def test_openings_until_a_moment_have_both_ends() -> None:
    monday = datetime(2026, 1, 5, 18, tzinfo=UTC)
    found = openings_until(PLAIN, monday, monday + 14 * DAY, None)
    assert [opening.on for opening in found] == [MONDAY + 7 * DAY, MONDAY + 14 * DAY]


@given(plans, st.none() | st.integers(1, 335))
def test_the_reminder_comes_so_many_hours_before_closing(plan: Plan, hours: int | None) -> None:
    wanted = None if hours is None else NOW - hours * HOUR
    assert reminder_of(replace(plan, reminder_hours=hours), NOW) == wanted


def after(endings: list[bool], pause: Pause | None = None) -> Schedule:
    """A schedule whose weekly rounds ended with too few answers, or not, one after the other."""
    found = Schedule(PLAIN, NOW, pause=pause)
    for week, few in enumerate(endings):
        found = with_conclusion(found, MONDAY + 7 * week * DAY, too_few=few)
    return found


@given(st.lists(st.booleans(), max_size=12))
def test_two_rounds_in_a_row_with_too_few_answers_pause(endings: list[bool]) -> None:
    silent = any(one and other for one, other in pairwise(endings))
    found = after(endings)
    assert found.pause is (Pause.SILENCE if silent else None)
    assert found.is_running is not silent


@given(st.lists(st.booleans(), max_size=8), st.data())
def test_a_round_that_is_concluded_again_counts_once(endings: list[bool], data: st.DataObject) -> None:
    found, again = Schedule(PLAIN, NOW), Schedule(PLAIN, NOW)
    done: list[tuple[date, bool]] = []
    for week, few in enumerate(endings):
        done.append((MONDAY + 7 * week * DAY, few))
        found = with_conclusion(found, done[-1][0], too_few=few)
        for on, ended in [done[-1], *data.draw(st.lists(st.sampled_from(done), max_size=3))]:
            again = with_conclusion(again, on, too_few=ended)
    assert again == found


def test_rounds_are_counted_by_their_dates_whichever_is_concluded_first() -> None:
    weeks = [MONDAY + 7 * week * DAY for week in range(3)]
    found = Schedule(PLAIN, NOW)
    for week, few in ((weeks[2], True), (weeks[0], True), (weeks[1], False)):
        found = with_conclusion(found, week, too_few=few)
    assert [each.on for each in found.concluded] == weeks[1:]


def test_a_pause_by_people_stays_theirs() -> None:
    assert after([True, True], Pause.STAFF).pause is Pause.STAFF


def test_resuming_forgives_former_silence_and_opens_nothing_of_the_past() -> None:
    silent = after([True, True])
    later = NOW + 30 * DAY
    found = resumed(silent, later)
    assert (found.is_running, found.since) == (True, later)
    third = with_conclusion(found, MONDAY + 14 * DAY, too_few=True)
    assert third.is_running
    assert with_conclusion(third, MONDAY + 14 * DAY, too_few=True).is_running
    assert with_conclusion(third, MONDAY + 21 * DAY, too_few=True).pause is Pause.SILENCE
    assert with_conclusion(found, MONDAY + 7 * DAY, too_few=True) == found
