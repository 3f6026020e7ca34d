"""Templates, rounds, who is counted, and how often a channel may be asked."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.ballot import Answers, BallotHandle, Box, Entry
from bot.core.checkin import Obstacle, Round, conclude, conclude_broken, is_newcomer, obstacle
from bot.core.identity import ChannelId, MemberTag
from bot.core.publishing import Level, Result
from bot.core.template import Question, Template, Unsuitable, read_answers

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)
GROUP, OTHER = ChannelId(1), ChannelId(2)
SAFE = Question("Safe", "How safe was it?", ("Not", "A little", "Mixed", "Mostly", "Very"), watched=True)
PACE = Question("Pace", "How was the pace?", ("Too fast", "Right", "Just right"))
TEMPLATE = Template("two", "Two questions", "About now.", (SAFE, PACE))


def asked(*, hours_ago: float = 0, lasting: float = 48, channel: ChannelId = GROUP) -> Round:
    opened = NOW - timedelta(hours=hours_ago)
    return Round(TEMPLATE, channel, opened, opened + timedelta(hours=lasting))


def test_a_template_within_the_limits_is_itself() -> None:
    assert TEMPLATE.checked() is TEMPLATE
    four = tuple(replace(SAFE, name=f"Safe {number}", words=f"How safe {number}?") for number in range(4))
    assert replace(TEMPLATE, questions=four).checked().questions == four


@pytest.mark.parametrize(
    "broken",
    [
        replace(TEMPLATE, title=""),
        replace(TEMPLATE, title="t" * 46),
        replace(TEMPLATE, questions=()),
        replace(TEMPLATE, questions=(SAFE,) * 5),
        *(
            replace(TEMPLATE, questions=(question,))
            for question in (
                replace(SAFE, name="n" * 46),
                replace(SAFE, words=""),
                replace(SAFE, words="w" * 101),
                replace(SAFE, answers=("one", "two")),
                replace(SAFE, answers=tuple("12345678")),
                replace(SAFE, answers=("same", "same", "other")),
                replace(SAFE, answers=("", "two", "three")),
                replace(SAFE, answers=("a" * 101, "two", "three")),
            )
        ),
    ],
)
def test_a_template_that_cannot_be_asked_is_refused(broken: Template) -> None:
    with pytest.raises(Unsuitable):
        broken.checked()


@pytest.mark.parametrize(
    ("lasting", "passed", "closes_after"),
    [(48, 0, 24), (48, 23.9, 24), (48, 24, 48), (72, 24, 48), (72, 50, 72), (30, 1, 24), (30, 25, 30), (336, 100, 120)],
)
def test_ending_early_waits_for_the_next_full_day(lasting: float, passed: float, closes_after: float) -> None:
    found = asked(hours_ago=passed, lasting=lasting)
    assert found.ended_early(NOW).closes == found.opened + timedelta(hours=closes_after)


@given(st.floats(24, 336), st.floats(0, 1))
def test_ending_early_is_never_later_and_never_within_a_day(lasting: float, share: float) -> None:
    found = asked(hours_ago=lasting * share * 0.999, lasting=lasting)
    ended = found.ended_early(NOW)
    assert found.opened + timedelta(hours=24) <= ended.closes <= found.closes
    assert ended.closes > NOW
    assert ended.ended_early(NOW) == ended


@pytest.mark.parametrize(
    ("rounds", "expected"),
    [
        ([], None),
        ([(asked(hours_ago=100, lasting=101), True)], Obstacle.ROUND_OPEN),
        ([(asked(hours_ago=100, lasting=100), True)], None),
        ([(asked(hours_ago=100, lasting=101, channel=OTHER), True)], None),
        ([(asked(hours_ago=100), False)], None),
        ([(asked(hours_ago=100), False), (asked(hours_ago=164), False)], Obstacle.ENOUGH_ASKED),
        ([(asked(hours_ago=100), False), (asked(hours_ago=168), False)], None),
        ([(asked(hours_ago=100), False), (asked(hours_ago=90, channel=OTHER), False)], None),
        ([(asked(hours_ago=100), False), (asked(hours_ago=120), False), (asked(), True)], Obstacle.ROUND_OPEN),
    ],
)
def test_a_channel_is_asked_once_at_a_time_and_twice_in_seven_days(
    rounds: list[tuple[Round, bool]], expected: Obstacle | None
) -> None:
    assert obstacle(rounds, GROUP, NOW) is expected


def test_newcomers_are_those_who_joined_too_recently_or_nobody_knows_when() -> None:
    assert is_newcomer(NOW - timedelta(days=7) + timedelta(seconds=1), NOW, 7)
    assert not is_newcomer(NOW - timedelta(days=7), NOW, 7)
    assert is_newcomer(None, NOW, 0)


def test_answers_are_read_as_chosen() -> None:
    assert read_answers(TEMPLATE, ("5", "1")) == bytes((5, 1))
    assert read_answers(TEMPLATE, ("", "0")) == bytes((0, 0))


@pytest.mark.parametrize("chosen", [("6", "1"), ("1", "4"), ("-1", "1"), ("x", "1"), ("1",), ("1", "1", "1"), ()])
def test_answers_that_were_not_offered_are_refused(chosen: tuple[str, ...]) -> None:
    with pytest.raises(Unsuitable):
        read_answers(TEMPLATE, chosen)


def box_of(*ballots: tuple[int, int]) -> Box:
    box = Box(2)
    for at, answers in enumerate(ballots):
        name = at.to_bytes(16)
        box.put(Entry(MemberTag(name), BallotHandle(name), Answers(bytes(answers))))
    return box


def test_each_question_is_counted_by_itself_without_passes() -> None:
    result = conclude(TEMPLATE, box_of((1, 0), (1, 0), (2, 1), (4, 3), (5, 3), (5, 3)), minimum=5)
    safe, pace = result.lines
    assert safe is not None
    assert (safe.answers.at_least, safe.low, safe.good) == (5, Level.HALF, Level.SOME)
    assert pace is None
    assert not result.too_few


def test_too_few_ballots_publish_nothing() -> None:
    result = conclude(TEMPLATE, box_of(*[(1, 1)] * 4), minimum=5)
    assert result.too_few
    assert not result.broken


def test_a_higher_minimum_of_the_server_counts() -> None:
    six = box_of(*[(5, 3)] * 6)
    assert conclude(TEMPLATE, six, minimum=7).too_few
    assert not conclude(TEMPLATE, six, minimum=6).too_few


def test_comments_are_published_beside_the_lines_and_never_instead_of_them() -> None:
    comments = tuple("abcdefgh")
    assert conclude(TEMPLATE, box_of(*[(1, 1)] * 8), 5, comments).comments == comments
    assert conclude(TEMPLATE, box_of(*[(1, 1)] * 8), 9, comments).comments == ()
    assert "quillfeather" not in repr(Result((), comments=("quillfeather",)))


def test_a_box_that_cannot_be_opened_ends_as_too_few_and_says_so_to_the_staff() -> None:
    result = conclude_broken(TEMPLATE)
    assert (result.too_few, result.broken, len(result.lines)) == (True, True, 2)
