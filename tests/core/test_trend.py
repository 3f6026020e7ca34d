"""A trend: rounds of one series one after the other, and in it nothing but the lines that were published of them."""

import random
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from bot.core.checkin import Round, Trouble, conclude_broken
from bot.core.identity import ChannelId, MessageId, RoleId
from bot.core.publishing import RANGES, Level, Lines, Result
from bot.core.template import Question, Template
from bot.core.trend import MOST_ROUNDS, Course, trend

START = datetime(2026, 1, 5, 18, tzinfo=UTC)
SAFE = Question("Safe", "How safe did it feel?", ("Not safe", "A little", "Mixed", "Mostly", "Very"))
ENERGY = Question("Energy", "How is your energy?", ("Empty", "Low", "So so", "Good", "Strong"))
PULSE = Template("pulse", "Weekly pulse", "", (SAFE, ENERGY))
LOW_FEW = Lines(RANGES[0], Level.FEW, Level.MOST)
LOW_SOME = Lines(RANGES[1], Level.SOME, Level.HALF)
LOW_MOST = Lines(RANGES[0], Level.MOST, Level.FEW)

Closed = tuple[Round, Result]


def closed(week: int, *lines: Lines | None, template: Template = PULSE) -> Closed:
    """A round that opened in that week, and what was published of it."""
    opened = START + timedelta(weeks=week)
    return Round(template, ChannelId(1), opened, opened + timedelta(days=2)), Result(lines)


def lines_of(rounds: Sequence[Closed]) -> list[tuple[Lines | None, ...]]:
    found = trend(rounds, UTC)
    assert found is not None
    return [course.lines for course in found.courses]


def test_of_no_round_there_is_none() -> None:
    assert trend([], UTC) is None


def test_of_one_round_it_is_that_round() -> None:
    found = trend([closed(0, LOW_FEW, LOW_SOME)], UTC)
    assert found is not None
    assert found.title == "Weekly pulse"
    assert found.days == (START.date(),)
    assert found.courses == (Course(SAFE, (LOW_FEW,)), Course(ENERGY, (LOW_SOME,)))


def test_in_whatever_order_rounds_come_the_oldest_is_first() -> None:
    rounds = [closed(0, LOW_FEW, None), closed(1, LOW_SOME, LOW_SOME), closed(2, LOW_MOST, LOW_FEW)]
    expected = trend(rounds, UTC)
    assert expected is not None
    assert expected.courses[0].lines == (LOW_FEW, LOW_SOME, LOW_MOST)
    for seed in range(6):
        assert trend(random.Random(seed).sample(rounds, 3), UTC) == expected


def test_the_last_twelve_are_shown() -> None:
    rounds = [closed(week, LOW_MOST if week < 3 else LOW_FEW, None) for week in range(15)]
    found = trend(rounds, UTC)
    assert found is not None
    assert len(found.days) == MOST_ROUNDS == 12
    assert found.days[0] == (START + timedelta(weeks=3)).date()
    assert found.courses[0].lines == (LOW_FEW,) * 12


def test_days_are_those_of_the_group_or_the_ones_its_schedule_says() -> None:
    facts, result = closed(0, LOW_FEW, LOW_FEW)
    for one, zone, day in (
        (facts, "Europe/London", date(2026, 1, 5)),
        (facts, "Pacific/Auckland", date(2026, 1, 6)),
        (replace(facts, on=date(2026, 1, 4)), "Pacific/Auckland", date(2026, 1, 4)),
    ):
        found = trend([(one, result)], ZoneInfo(zone))
        assert found is not None
        assert found.days == (day,)


def test_too_few_answers_leave_a_gap() -> None:
    broken = closed(2)[0], conclude_broken(PULSE)
    rounds = [closed(0, LOW_FEW, LOW_FEW), closed(1, None, LOW_SOME), broken, closed(3, LOW_SOME, None)]
    assert lines_of(rounds) == [(LOW_FEW, None, None, LOW_SOME), (LOW_FEW, LOW_SOME, None, None)]


def test_it_is_empty_where_nothing_was_ever_shown_of_what_is_asked_now() -> None:
    for rounds, is_empty in (
        ([closed(0, None, None), closed(1, None, None)], True),
        ([closed(0, LOW_FEW, None), closed(1, None, None)], False),
        ([closed(0, LOW_FEW, template=asking(ENERGY)), closed(1, None, template=asking(SAFE))], True),
    ):
        found = trend(rounds, UTC)
        assert found is not None
        assert found.is_empty == is_empty


def asking(*questions: Question) -> Template:
    return replace(PULSE, questions=questions)


class TestEditedTemplates:
    def test_a_question_with_other_words_or_other_answers_begins_anew(self) -> None:
        for edited in (replace(SAFE, words="How safe is it?"), replace(SAFE, answers=(*SAFE.answers[:-1], "Entirely"))):
            rounds = [closed(0, LOW_MOST, LOW_MOST), closed(1, LOW_FEW, LOW_SOME, template=asking(edited, ENERGY))]
            assert lines_of(rounds) == [(None, LOW_FEW), (LOW_MOST, LOW_SOME)]

    def test_answers_in_another_order_are_other_answers(self) -> None:
        turned = replace(SAFE, answers=SAFE.answers[::-1])
        assert lines_of([closed(0, LOW_MOST, None), closed(1, LOW_FEW, template=asking(turned))]) == [(None, LOW_FEW)]

    def test_another_name_another_title_and_another_place_change_nothing(self) -> None:
        moved = Template("pulse", "Pulse", "New.", (ENERGY, replace(SAFE, name="Safety", watched=True)))
        found = trend([closed(0, LOW_MOST, LOW_SOME), closed(1, LOW_FEW, LOW_FEW, template=moved)], UTC)
        assert found is not None
        assert found.title == "Pulse"
        assert [(course.question.name, course.lines) for course in found.courses] == [
            ("Energy", (LOW_SOME, LOW_FEW)),
            ("Safety", (LOW_MOST, LOW_FEW)),
        ]

    def test_a_question_that_is_asked_no_more_is_shown_no_more(self) -> None:
        assert lines_of([closed(0, LOW_MOST, LOW_SOME), closed(1, LOW_FEW, template=asking(ENERGY))]) == [
            (LOW_SOME, LOW_FEW)
        ]

    def test_a_question_that_was_changed_back_goes_on_where_it_was(self) -> None:
        edited = asking(replace(SAFE, words="How safe is it?"))
        rounds = [closed(0, LOW_MOST, None), closed(1, LOW_FEW, template=edited), closed(2, LOW_SOME, LOW_SOME)]
        assert lines_of(rounds)[0] == (LOW_MOST, None, LOW_SOME)


# Whatever rounds there were

questions = st.lists(
    st.sampled_from(
        [SAFE, ENERGY, replace(SAFE, words="Other words?"), replace(ENERGY, answers=("Bad", "Fine", "Good"))]
    ),
    min_size=1,
    max_size=4,
    unique_by=lambda question: question.words,
)
some_lines = st.none() | st.builds(Lines, st.sampled_from(RANGES), st.sampled_from(Level), st.sampled_from(Level))


@st.composite
def rounds_of_a_series(draw: st.DrawFn) -> list[Closed]:
    weeks = draw(st.lists(st.integers(0, 60), min_size=1, max_size=20, unique=True))
    found: list[Closed] = []
    for week in weeks:
        template = asking(*draw(questions))
        found.append(closed(week, *(draw(some_lines) for _ in template.questions), template=template))
    return found


@given(rounds_of_a_series())
def test_it_holds_the_lines_of_each_round_as_they_were_published_and_nothing_else(rounds: list[Closed]) -> None:
    found = trend(rounds, UTC)
    assert found is not None
    shown = sorted(rounds, key=lambda each: each[0].opened)[-MOST_ROUNDS:]
    assert asdict(found).keys() == {"title", "days", "courses"}
    assert found.days == tuple(facts.opened.date() for facts, _ in shown)
    assert [course.question for course in found.courses] == list(shown[-1][0].template.questions)
    for course in found.courses:
        assert asdict(course).keys() == {"question", "lines"}
        for lines, (facts, result) in zip(course.lines, shown, strict=True):
            published = {
                (asked.words, asked.answers): one
                for asked, one in zip(facts.template.questions, result.lines, strict=True)
            }
            assert lines == published.get((course.question.words, course.question.answers))


@given(rounds_of_a_series())
def test_nothing_else_of_a_round_or_its_result_moves_it(rounds: list[Closed]) -> None:
    others = [
        (
            replace(
                facts,
                closes=facts.closes + timedelta(hours=3),
                post=MessageId(1),
                result_post=MessageId(2),
                told=(Trouble.BROKEN,),
                audience=RoleId(7),
                comments=True,
                schedule="ab",
            ),
            replace(result, comments=("quillfeather",) * 8, comments_key="ab", broken=True),
        )
        for facts, result in rounds
    ]
    assert trend(others, UTC) == trend(rounds, UTC)
