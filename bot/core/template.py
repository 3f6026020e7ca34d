"""What a check-in asks: a template with its questions, and answers as they are chosen. Not: rounds (`checkin.py`)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from bot.core.ballot import PASSED, Answers

MOST_QUESTIONS: Final = 4
ANSWERS: Final = range(3, 8)
LABEL: Final = range(1, 46)
"""Characters: what fits a title or a label of a form on Discord."""
LINE: Final = range(1, 101)
"""Characters: what fits an option, or the description under a label."""
INTRODUCTION: Final = range(301)
"""Characters."""


class Unsuitable(Exception):
    """A template that cannot be asked, or answers that do not fit it. Carries no content."""


@dataclass(frozen=True)
class Question:
    """One question and its answers from worst to best. "Prefer not to say" is always offered beside them."""

    name: str
    """Short: how the result calls it. At most 45 characters."""
    words: str
    """As it is asked, at most 100 characters."""
    answers: tuple[str, ...]
    watched: bool = False
    """May be watched by the early warning."""


@dataclass(frozen=True)
class Template:
    """What is asked in a round."""

    template_id: str
    title: str
    """At most 45 characters."""
    introduction: str
    questions: tuple[Question, ...]

    def checked(self) -> "Template":
        """The template itself.

        Raises:
            Unsuitable: it breaks a limit that this file states.
        """
        fitting = (
            len(self.title) in LABEL
            and len(self.introduction) in INTRODUCTION
            and 1 <= len(self.questions) <= MOST_QUESTIONS
        )
        if not (fitting and all(map(_can_be_asked, self.questions))):
            raise Unsuitable
        return self


def _can_be_asked(question: Question) -> bool:
    return (
        len(question.name) in LABEL
        and len(question.words) in LINE
        and len(question.answers) in ANSWERS
        and len(set(question.answers)) == len(question.answers)
        and all(len(answer) in LINE for answer in question.answers)
    )


def read_answers(template: Template, chosen: Iterable[str]) -> Answers:
    """The answers as a ballot holds them, from the option chosen for each question ("" or "0": passed).

    Raises:
        Unsuitable: not one choice for each question, or a choice that was not offered.
    """
    try:
        answers = [int(choice or PASSED) for choice in chosen]
        offered = all(
            PASSED <= answer <= len(question.answers)
            for answer, question in zip(answers, template.questions, strict=True)
        )
    except ValueError as error:
        raise Unsuitable from error
    if not offered:
        raise Unsuitable
    return Answers(bytes(answers))
