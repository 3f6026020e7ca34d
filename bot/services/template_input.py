"""What a facilitator typed for a template, read into its parts; each wrong input is refused by words of its own."""

import unicodedata
from collections.abc import Iterable
from typing import Final

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
from bot.core.text_length import length
from bot.services.problems import Refused

_CONTROLS: Final = ("Cc", "Cs")
"""Unicode categories of what is no character of a text."""
_UNSEEN: Final = ("C", "Z")
"""First letters of the categories of what nobody sees."""
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


def one_line(text: str) -> str:
    """A text as it stands in one line; nothing if there is nothing to be seen in it."""
    line = " ".join(_characters(text).split())
    return line if any(unicodedata.category(each)[0] not in _UNSEEN for each in line) else ""


def paragraph(text: str) -> str:
    """A text of several lines, with no more than one empty line between two."""
    lines = [one_line(line) for line in text.splitlines()]
    kept = [line for at, line in enumerate(lines) if line or (at and lines[at - 1])]
    return "\n".join(kept).strip()


def text_of(typed: str, most: int, *, empty: str, too_long: str) -> str:
    """A paragraph that is kept as a text, in at most so many characters.

    Raises:
        Refused: nothing (`empty`) or too much (`too_long`) was typed.
    """
    text = paragraph(typed)
    if not text:
        raise Refused(empty)
    if length(text) > most:
        raise Refused(too_long, most=most)
    return text


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


def _characters(text: str) -> str:
    return "".join(" " if unicodedata.category(each) in _CONTROLS else each for each in text)
