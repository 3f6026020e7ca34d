"""How published results of one series follow each other. Made of nothing but what was published."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, tzinfo
from typing import Final

from bot.core.checkin import Round
from bot.core.publishing import Lines, Result
from bot.core.template import Question

MOST_ROUNDS: Final = 12


@dataclass(frozen=True)
class Course:
    """One question through the rounds."""

    question: Question
    lines: tuple[Lines | None, ...]
    """For each round, oldest first; None where too few answered it, or it was not asked in these words."""


@dataclass(frozen=True)
class Trend:
    """The last rounds of a series, oldest first."""

    title: str
    days: tuple[date, ...]
    """When each opened, by the group's own calendar."""
    courses: tuple[Course, ...]
    """The questions of the last round."""

    @property
    def is_empty(self) -> bool:
        """Nothing was ever shown of these questions."""
        return not any(any(course.lines) for course in self.courses)


def trend(rounds: Sequence[tuple[Round, Result]], zone: tzinfo) -> Trend | None:
    """The trend of closed rounds of one series, given in any order; None of none. `zone` is the one of the group.

    A question is followed by its words and answers: one that was edited begins anew.
    """
    if not rounds:
        return None
    last = sorted(rounds, key=lambda each: each[0].opened)[-MOST_ROUNDS:]
    template = last[-1][0].template
    return Trend(
        title=template.title,
        days=tuple(facts.day(zone) for facts, _ in last),
        courses=tuple(_course(question, last) for question in template.questions),
    )


def _course(question: Question, rounds: Sequence[tuple[Round, Result]]) -> Course:
    return Course(question, tuple(_lines(question, facts, result) for facts, result in rounds))


def _lines(question: Question, facts: Round, result: Result) -> Lines | None:
    for asked, lines in zip(facts.template.questions, result.lines, strict=True):
        if (asked.words, asked.answers) == (question.words, question.answers):
            return lines
    return None
