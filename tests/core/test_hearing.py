"""What was heard in a result, and whether the group was told so: drafts, the one reminder, and how often it happens."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.checkin import Round
from bot.core.hearing import RATED, Ended, Loop, Point, heard, loop_closed, to_be_nudged, weakest, weakness
from bot.core.identity import ChannelId
from bot.core.publishing import RANGES, Level, Lines, Result
from bot.core.template import Question, Template

NOW = datetime(2026, 3, 2, 18, tzinfo=UTC)
DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
SCALE = ("Bad", "Poor", "So so", "Good", "Great")
ASKED = Template("pulse", "Pulse", "", tuple(Question(name, f"{name}?", SCALE) for name in ("One", "Two", "Three")))
FEW, SOME, HALF, MOST = Level


def lines(low: Level, good: Level) -> Lines:
    return Lines(RANGES[0], low, good)


def ended(days_ago: float = 8, *, is_heard: bool = False, is_nudged: bool = False) -> Ended:
    closes = NOW - days_ago * DAY
    facts = Round(ASKED, ChannelId(1), closes - 2 * DAY, closes)
    return Ended(facts, Result((lines(FEW, MOST), None, None)), is_heard, is_nudged)


TOO_FEW = replace(ended(), result=Result((None, None, None)))


def test_a_draft_begins_with_the_weakest_and_leaves_out_what_too_few_answered() -> None:
    result = Result((lines(FEW, HALF), None, lines(SOME, FEW)))
    one, _, three = ASKED.questions
    assert heard(ASKED, result) == (Point(three, lines(SOME, FEW)), Point(one, lines(FEW, HALF)))
    assert heard(ASKED, Result((None, None, None))) == ()


@pytest.mark.parametrize(
    ("low", "good", "says"),
    [
        (FEW, MOST, (False, True)),
        (FEW, HALF, (False, True)),
        (FEW, SOME, (False, False)),
        (SOME, FEW, (True, False)),
        (SOME, HALF, (True, True)),
        (MOST, FEW, (True, False)),
    ],
)
def test_what_is_worth_saying_is_what_cannot_be_nobody(low: Level, good: Level, says: tuple[bool, bool]) -> None:
    (point,) = heard(ASKED, Result((None, lines(low, good), None)))
    assert (point.says_low, point.says_good) == says


def answered(days_ago: float, *published: Lines | None, title: str = "pulse") -> Ended:
    closes = NOW - days_ago * DAY
    facts = Round(replace(ASKED, template_id=title), ChannelId(1), closes - 2 * DAY, closes)
    return Ended(facts, Result((*published, None, None)[:3]))


def test_the_weakest_line_is_one_of_the_last_result_of_each_series() -> None:
    rounds = [
        answered(9, lines(MOST, FEW)),
        answered(2, lines(FEW, HALF), lines(FEW, MOST)),
        answered(1, None, None),
        answered(30, None, lines(SOME, HALF), title="other"),
    ]
    assert weakest(rounds, NOW) == weakest(rounds[::-1], NOW) == Point(ASKED.questions[1], lines(SOME, HALF))
    assert weakest(rounds[:3], NOW) == Point(ASKED.questions[0], lines(FEW, HALF))


def test_there_is_no_weakest_line_of_what_is_long_ago_or_was_never_shown() -> None:
    assert weakest([], NOW) is None
    assert weakest([TOO_FEW, answered(RATED / DAY, lines(SOME, FEW))], NOW) is None


@given(st.lists(st.none() | st.builds(lines, st.sampled_from(Level), st.sampled_from(Level)), min_size=3, max_size=3))
def test_it_is_made_of_published_lines_alone(published: list[Lines | None]) -> None:
    result = Result(tuple(published), comments=("quillfeather",) * 8, comments_key="ab")
    points = heard(ASKED, result)
    assert points == heard(ASKED, Result(tuple(published)))
    assert {(point.question, point.lines) for point in points} == {
        (question, one) for question, one in zip(ASKED.questions, published, strict=True) if one is not None
    }
    assert [weakness(point.lines) for point in points] == sorted(
        (weakness(point.lines) for point in points), reverse=True
    )


def test_of_two_that_are_as_low_the_one_with_fewer_good_is_weaker() -> None:
    assert weakness(lines(SOME, FEW)) > weakness(lines(SOME, HALF)) > weakness(lines(FEW, FEW))


def test_somebody_is_reminded_after_seven_days_and_not_after_fourteen() -> None:
    for days_ago, is_due in ((6.9, False), (7, True), (13.9, True), (14, False), (400, False)):
        assert bool(to_be_nudged([ended(days_ago)], NOW)) == is_due


def test_nobody_is_reminded_of_what_is_done_or_was_reminded_of_or_shows_nothing() -> None:
    assert not to_be_nudged([ended(is_heard=True), ended(is_nudged=True), TOO_FEW], NOW)
    assert to_be_nudged([ended(is_heard=True), ended(9), TOO_FEW], NOW) == [ended(9)]


def test_how_often_the_group_was_told() -> None:
    rounds = [ended(8), ended(20, is_heard=True), ended(30, is_heard=True), TOO_FEW]
    assert loop_closed(rounds, NOW) == Loop(2, 3)
    assert loop_closed([], NOW) == Loop(0, 0)


def test_a_young_result_counts_once_it_was_answered_and_an_old_one_no_more() -> None:
    assert loop_closed([ended(2)], NOW) == Loop(0, 0)
    assert loop_closed([ended(2, is_heard=True)], NOW) == Loop(1, 1)
    assert loop_closed([ended(90.9)], NOW) == Loop(0, 1)
    assert loop_closed([ended(91)], NOW) == Loop(0, 0)
