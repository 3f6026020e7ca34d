"""Impact: only what the group was told is asked of the group, of all of it, until it has answered."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.codec import Codec
from bot.core.identity import CaseId, RoleId, RoundId
from bot.core.impact import (
    ASKED_AT_MOST,
    ASKED_WITHIN,
    Action,
    Answer,
    Asked,
    answered,
    asking,
    is_harm,
    is_to_be_asked,
    next_to_ask,
    rank,
    taken_in,
)
from bot.core.publishing import RANGES, Level, Lines, Result, publish
from bot.core.template import Question, Template
from bot.core.trend import Course
from bot.core.warning import watched

TOLD = date(2026, 3, 2)
DAY = timedelta(days=1)
SCALE = ("Much harder", "A bit harder", "Neither", "Helped a bit", "Helped a lot")
HELPED = Question("Quiet channel", "We opened a quiet channel. Did that help, or make things harder?", SCALE)
ACTION = Action("opened a channel", "less noise", TOLD - DAY, TOLD, HELPED)
UNTOLD = replace(ACTION, told_on=None, question=None)
CASE = CaseId(b"c" * 16)
ROUND, OTHER = RoundId(b"r" * 16), RoundId(b"o" * 16)
LINES = Lines(RANGES[0], Level.FEW, Level.MOST)


def template(questions: int) -> Template:
    return Template(
        "pulse",
        "Pulse",
        "",
        tuple(Question(f"Name {at}", f"Words {at}?", SCALE, watched=at == 0) for at in range(questions)),
    )


def test_whom_it_is_asked_of() -> None:
    assert ACTION.asked_of is Asked.GROUP
    assert replace(ACTION, case_id=CASE).asked_of is Asked.REPORTER
    assert replace(UNTOLD, case_id=CASE).asked_of is Asked.REPORTER
    assert UNTOLD.asked_of is Asked.NOBODY


@pytest.mark.parametrize("untold", [UNTOLD, replace(ACTION, case_id=CASE), replace(ACTION, told_on=None)])
def test_what_the_group_was_not_told_and_what_follows_a_case_is_never_asked_of_it(untold: Action) -> None:
    assert all(not is_to_be_asked(untold, TOLD + days * DAY) for days in range(-5, 200))
    assert next_to_ask([untold], template(1), None, TOLD + DAY) is None


def test_it_is_asked_from_the_day_after_it_was_told_for_a_quarter() -> None:
    asked = [days for days in range(-5, 200) if is_to_be_asked(ACTION, TOLD + days * DAY)]
    assert asked == list(range(1, ASKED_WITHIN.days + 1))


def test_it_is_asked_until_there_is_a_result_and_three_times_at_most() -> None:
    action = ACTION
    for number in range(ASKED_AT_MOST):
        assert is_to_be_asked(action, TOLD + DAY)
        assert not is_to_be_asked(answered(action, ROUND, LINES), TOLD + DAY)
        action = answered(action, RoundId(bytes([number]) * 16), None)
    assert not is_to_be_asked(action, TOLD + DAY)
    assert action.impact is None


def test_the_result_stands_beside_the_intent_once_there_is_one() -> None:
    action = answered(answered(ACTION, ROUND, None), OTHER, LINES)
    assert action.impact == LINES
    assert action.answers == (Answer(ROUND, None), Answer(OTHER, LINES))
    assert answered(action, OTHER, None) == action
    assert answered(action, ROUND, LINES) == action


def test_a_round_answers_what_it_asked_and_nothing_else() -> None:
    asked = asking(template(1), HELPED)
    assert asked is not None
    result = Result((None, LINES))
    assert taken_in(ACTION, ROUND, TOLD + DAY, asked, result).impact == LINES
    again = taken_in(ACTION, ROUND, TOLD + DAY, asked, result)
    assert taken_in(again, ROUND, TOLD + DAY, asked, Result((None, None))) == again
    assert taken_in(ACTION, ROUND, TOLD + DAY, template(2), result) == ACTION
    assert taken_in(UNTOLD, ROUND, TOLD + DAY, asked, result) == UNTOLD
    before_it_was_told = taken_in(ACTION, ROUND, TOLD, asked, result)
    other_words = replace(ACTION, question=replace(HELPED, words="Did it?"))
    assert (before_it_was_told, taken_in(other_words, ROUND, TOLD + DAY, asked, result)) == (ACTION, other_words)
    nobody = taken_in(ACTION, ROUND, TOLD + DAY, asked, Result((None, None)))
    assert nobody.answers == (Answer(ROUND, None),)


@pytest.mark.parametrize(("questions", "fits"), [(1, True), (3, True), (4, False)])
def test_it_is_asked_after_the_others_if_it_fits(*, questions: int, fits: bool) -> None:
    found = next_to_ask([ACTION], template(questions), None, TOLD + DAY)
    assert (found is not None) == fits
    if found is not None:
        action, more = found
        assert action == ACTION
        assert more == replace(template(questions), questions=(*template(questions).questions, HELPED))


def test_it_does_not_fit_beside_the_same_words_and_is_never_watched() -> None:
    same = replace(template(1), questions=(replace(HELPED, name="Other"),))
    assert asking(same, HELPED) is None
    unwatched = replace(template(1), questions=tuple(replace(one, watched=False) for one in template(1).questions))
    more = asking(unwatched, replace(HELPED, watched=True))
    assert more is not None
    assert watched(more) is None
    again = asking(template(2), HELPED)
    assert again is not None
    assert watched(again) == watched(template(2)) == 0
    assert Course(again.questions[0], ()).question == template(2).questions[0]


def test_one_is_asked_at_a_time_what_was_told_first_and_fits() -> None:
    later = replace(ACTION, told_on=TOLD + DAY, words="later")
    assert next_to_ask([later, ACTION, UNTOLD], template(1), None, TOLD + 2 * DAY) == (
        ACTION,
        asking(template(1), HELPED),
    )
    done = answered(ACTION, ROUND, LINES)
    found = next_to_ask([later, done], template(1), None, TOLD + 2 * DAY)
    assert found is not None
    assert found[0] == later
    too_long = replace(ACTION, question=replace(HELPED, words="x" * 101))
    found = next_to_ask([too_long, later], template(1), None, TOLD + 2 * DAY)
    assert found is not None
    assert found[0] == later


def test_what_was_told_to_all_is_not_asked_of_a_few() -> None:
    assert next_to_ask([ACTION], template(1), RoleId(5), TOLD + DAY) is None


@pytest.mark.parametrize(
    ("low", "good", "harm"),
    [
        (Level.FEW, Level.FEW, False),
        (Level.SOME, Level.FEW, True),
        (Level.SOME, Level.SOME, False),
        (Level.HALF, Level.SOME, True),
        (Level.FEW, Level.MOST, False),
        (Level.MOST, Level.FEW, True),
    ],
)
def test_harm_is_low_above_good(*, low: Level, good: Level, harm: bool) -> None:
    assert is_harm(Lines(RANGES[0], low, good)) is harm


@given(st.lists(st.integers(0, 9), min_size=5, max_size=5))
def test_harm_is_never_said_where_more_were_helped(counts: list[int]) -> None:
    lines = publish(counts, 5)
    if lines is not None and is_harm(lines):
        assert sum(counts[:2]) >= sum(counts[3:])


def test_levels_rank_as_their_counts_do() -> None:
    assert [rank(level) for level in Level] == [0, 1, 2, 3]


def test_an_action_is_kept_whole_and_shows_no_words_by_itself() -> None:
    codec = Codec(Action)
    action = answered(replace(ACTION, case_id=CASE), ROUND, LINES)
    assert codec.decode(codec.encode(action)) == action
    assert not any(words in repr(action) for words in ("channel", "noise"))
