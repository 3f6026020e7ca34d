"""T1: what a watch makes of published lines, and that it makes it of nothing else. How often it rings: elsewhere."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from math import isclose, log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.codec import Codec
from bot.core.likelihood import increment
from bot.core.publishing import RANGES, Level, Lines
from bot.core.recurrence import LAST, Monthly, Rhythm, Weekly
from bot.core.template import Question, Template
from bot.core.trend import MOST_ROUNDS
from bot.core.warning import (
    TOLERANCE,
    TOLERANCES,
    Reading,
    Signal,
    UnknownTolerance,
    Watch,
    alarm_at,
    begin,
    rang,
    rising_at,
    rounds_a_year,
    taken_in,
    watched,
    with_rhythm,
    with_tolerance,
)

QUIET, RISING, ALARM = Signal.QUIET, Signal.RISING, Signal.ALARM
MONDAY = date(2026, 1, 5)
WEEKLY, MONTHLY = Weekly((0,)), Monthly(0, 1)
SAFE = Question("Safe", "How safe did it feel?", ("Not safe", "A little", "Mixed", "Mostly", "Very"), watched=True)
ENERGY = Question("Energy", "How is your energy?", ("Empty", "Low", "So so", "Good", "Strong"))


def lines(low: Level, answers: int = 0, good: Level = Level.SOME) -> Lines:
    return Lines(RANGES[answers], low, good)


FEW, SOME, HALF, MOST = (lines(low) for low in Level)


def week(number: int) -> date:
    return MONDAY + timedelta(weeks=number)


def through(
    published: Sequence[Lines | None], watch: Watch | None = None, question: Question = SAFE, first: int = 0
) -> Watch:
    """The watch after these rounds, a week apart."""
    watch = watch or begin(SAFE, WEEKLY)
    for number, each in enumerate(published, first):
        watch = taken_in(watch, week(number), question, each)
    return watch


def signals(watch: Watch) -> list[Signal | None]:
    return [each.signal for each in watch.course]


# The sum and what is shown of it


def test_one_that_has_seen_nothing_is_quiet() -> None:
    watch = begin(SAFE, WEEKLY)
    assert (watch.signal, watch.total, watch.seen, watch.course, watch.alarms) == (QUIET, 0.0, None, (), ())
    assert watch.tolerance == TOLERANCE == 10


def test_it_adds_what_each_line_says_and_is_never_below_nothing() -> None:
    assert through([FEW, FEW]).total == 0.0
    assert isclose(through([FEW, SOME]).total, increment(RANGES[0], Level.SOME, 10))
    expected = increment(RANGES[0], Level.SOME, 10) + increment(RANGES[0], Level.FEW, 10)
    assert isclose(through([FEW, SOME, FEW]).total, expected)


def test_two_weeks_of_some_ring_in_a_small_group_and_then_it_starts_again() -> None:
    watch = through([FEW, SOME, SOME, FEW])
    assert signals(watch) == [QUIET, RISING, ALARM, QUIET]
    assert watch.alarms == (week(2),)
    assert watch.total == 0.0


def test_an_alarm_is_shown_until_the_next_result() -> None:
    assert through([SOME, SOME]).signal is ALARM
    assert through([SOME, SOME, None]).signal is ALARM
    assert through([SOME, SOME, None, FEW]).signal is QUIET


def test_what_rings_once_a_year_and_half_of_it_are_its_borders() -> None:
    assert isclose(alarm_at(52), 3.95, abs_tol=0.002)
    assert isclose(rising_at(52), alarm_at(52) / 2)
    for total, expected in ((1.9, QUIET), (2.0, RISING), (3.9, RISING), (3.96, ALARM)):
        before = replace(begin(SAFE, WEEKLY), total=total - increment(RANGES[0], Level.SOME, 10))
        assert taken_in(before, MONDAY, SAFE, SOME).signal is expected


def test_a_round_that_makes_it_rise_from_nothing_rings_if_it_comes_twice() -> None:
    for answers in range(len(RANGES)):
        for low in Level:
            if through([lines(low, answers)]).signal is RISING:
                assert through([lines(low, answers)] * 2).signal is ALARM


@pytest.mark.parametrize("answers", range(len(RANGES)))
def test_numbers_of_answers_may_change_from_round_to_round(answers: int) -> None:
    watch = through([SOME, lines(Level.SOME, answers), lines(Level.SOME, 1)])
    assert watch.alarms
    assert through([*[SOME] * 2, lines(Level.FEW, answers)]).total == 0.0


def test_too_few_answers_leave_a_gap_and_the_sum_as_it_is() -> None:
    watch = through([SOME, None, None])
    assert (watch.signal, watch.total) == (RISING, through([SOME]).total)
    assert signals(watch) == [RISING, None, None]


def test_a_skipped_round_leaves_no_gap() -> None:
    once = taken_in(through([SOME]), week(9), SAFE, SOME)
    assert signals(once) == [RISING, ALARM]


def test_twelve_rounds_and_twelve_alarms_are_kept() -> None:
    watch = through([HALF] * 60)
    assert len(watch.course) == len(watch.alarms) == MOST_ROUNDS == 12
    assert watch.course[-1].on == watch.seen == week(59)
    assert watch.alarms[-1] == week(59)


# After a restart, a round that comes twice, another question, tolerance or rhythm


def test_the_same_round_twice_or_an_earlier_one_changes_nothing() -> None:
    watch = through([SOME, FEW, SOME])
    for number, each in ((2, MOST), (1, MOST), (0, None), (2, None)):
        assert taken_in(watch, week(number), SAFE, each) == watch
    other = replace(SAFE, words="Others?")
    assert taken_in(watch, week(2), other, MOST) == watch


def test_somebody_is_told_of_a_round_that_rang_once() -> None:
    before = through([SOME])
    after = taken_in(before, week(1), SAFE, SOME)
    assert rang(before, after)
    assert not rang(after, taken_in(after, week(1), SAFE, SOME))
    assert not rang(after, taken_in(after, week(2), SAFE, None))
    assert not rang(after, taken_in(after, week(2), SAFE, FEW))
    assert not rang(begin(SAFE, WEEKLY), before)


def test_it_goes_on_from_what_was_kept() -> None:
    codec = Codec(Watch)
    for published in ([], [SOME, None, SOME, FEW], [SOME, FEW, SOME]):
        watch = through(published)
        kept = codec.decode(codec.encode(watch))
        assert kept == watch
        assert through([SOME], kept, first=9) == through([SOME], watch, first=9)


@pytest.mark.parametrize("edited", [replace(SAFE, words="How safe is it?"), replace(SAFE, answers=SAFE.answers[1:])])
def test_another_question_begins_anew(edited: Question) -> None:
    watch = through([FEW], through([SOME, SOME, SOME]), edited, first=3)
    assert (watch.words, watch.answers) == (edited.words, edited.answers)
    assert (watch.course, watch.alarms, watch.total) == ((Reading(week(3), QUIET),), (), 0.0)
    again = through([None], through([SOME]), edited, first=1)
    assert (signals(again), again.total, again.seen) == ([None], 0.0, week(1))


def test_another_name_or_mark_of_the_question_changes_nothing() -> None:
    same = replace(SAFE, name="Safety", watched=False)
    assert through([SOME], through([SOME]), same, first=1) == through([SOME, SOME])


@pytest.mark.parametrize("tolerance", TOLERANCES[1:])
def test_another_tolerance_restarts_the_sum_and_forgets_no_alarm(tolerance: int) -> None:
    watch = with_tolerance(through([SOME, SOME, SOME]), tolerance)
    assert (watch.tolerance, watch.total, watch.signal, watch.course) == (tolerance, 0.0, QUIET, ())
    assert (watch.alarms, watch.seen) == ((week(1),), week(2))
    assert isclose(through([MOST], watch, first=3).total, increment(RANGES[0], Level.MOST, tolerance))


def test_the_same_tolerance_changes_nothing_and_no_other_is_accepted() -> None:
    watch = through([SOME])
    assert with_tolerance(watch, 10) == watch
    for tolerance in (0, 5, 12, 30, 100):
        with pytest.raises(UnknownTolerance):
            with_tolerance(watch, tolerance)
        with pytest.raises(UnknownTolerance):
            begin(SAFE, WEEKLY, tolerance)


@pytest.mark.parametrize(
    ("rhythm", "rounds"),
    [
        (WEEKLY, 52),
        (Weekly((0, 3)), 104),
        (Weekly((3, 3)), 52),
        (Weekly((2,), 2), 26),
        (Weekly((0,), 12), 52 / 12),
        (MONTHLY, 12),
        (Monthly(4, LAST), 12),
    ],
)
def test_rounds_in_a_year(rhythm: Rhythm, rounds: float) -> None:
    assert rounds_a_year(rhythm) == rounds
    assert begin(SAFE, rhythm).rounds_a_year == rounds
    assert rising_at(rounds) > 0


def test_with_a_rarer_rhythm_it_is_as_far_from_ringing_as_before() -> None:
    watch = through([SOME, FEW, SOME])
    rarer = with_rhythm(watch, MONTHLY)
    assert isclose(alarm_at(12) - rarer.total, alarm_at(52) - watch.total)
    assert with_rhythm(through([FEW]), MONTHLY).total == 0.0


def test_with_a_more_frequent_rhythm_the_sum_stays() -> None:
    watch = taken_in(begin(SAFE, MONTHLY), MONDAY, SAFE, SOME)
    assert with_rhythm(watch, WEEKLY) == replace(watch, rounds_a_year=52)


rhythms = st.sampled_from([WEEKLY, MONTHLY, Weekly((0, 3)), Weekly((1,), 3), Weekly((1,), 12)])


@given(st.floats(0, 3.9), st.lists(rhythms, max_size=6))
def test_no_change_of_rhythm_rings_or_adds_anything(total: float, changes: list[Rhythm]) -> None:
    watch = replace(begin(SAFE, WEEKLY), total=total)
    for rhythm in (*changes, WEEKLY):
        watch = with_rhythm(watch, rhythm)
        assert 0 <= watch.total <= total
        assert not watch.alarms
        # Nearer to ringing than before only by what starting from nothing would be as well.
        assert log(watch.rounds_a_year) - watch.total >= min(log(52) - total, log(watch.rounds_a_year)) - 1e-9


def test_one_question_is_watched_the_first_that_may_be() -> None:
    for questions, place in (((ENERGY, SAFE), 1), ((SAFE, replace(ENERGY, watched=True)), 0), ((ENERGY,), None)):
        assert watched(Template("pulse", "Pulse", "", questions)) == place
