"""What a facilitator typed for a template, read into its parts; each wrong input is refused by words of its own."""

from collections.abc import Iterable
from typing import Final

from bot.core.plain_text import one_line
from bot.core.template import (
    ANSWERS,
    INTRODUCTION,
    LABEL,
    LINE,
    MOST_QUESTIONS,
    Flaw,
    Objection,
    Question,
    question_objections,
)
from bot.services.problems import Refused

_MOST: Final = {
    Flaw.LONG_TITLE: LABEL[-1],
    Flaw.LONG_INTRODUCTION: INTRODUCTION[-1],
    Flaw.MANY_QUESTIONS: MOST_QUESTIONS,
    Flaw.LONG_NAME: LABEL[-1],
    Flaw.LONG_WORDS: LINE[-1],
    Flaw.FEW_ANSWERS: ANSWERS[0],
    Flaw.MANY_ANSWERS: ANSWERS[-1],
    Flaw.LONG_ANSWER: LINE[-1],
}
"""The limit that each flaw is about, where it is a number."""


def answer_lines(text: str) -> tuple[str, ...]:
    """Answers, one on each line; empty lines do not count."""
    return tuple(answer for line in text.splitlines() if (answer := one_line(line)))


def read_question(name: str, words: str, answers: str) -> Question:
    """A question as it was typed.

    Raises:
        Refused: it cannot be asked like this; it is said why.
    """
    question = Question(one_line(name), one_line(words), answer_lines(answers))
    refuse_first(question_objections(question))
    return question


def refuse_first(found: Iterable[Objection]) -> None:
    """Refuse with the first of these objections, if there is one.

    Raises:
        Refused: there is.
    """
    for one in found:
        raise Refused(
            f"checkin-template-flaw-{one.flaw.value}",
            count=one.count,
            most=_MOST.get(one.flaw, 0),
            question=one.question,
            answer=one.answer,
        )
