"""What a check-in asks: a template with its questions, and answers as they are chosen. Not: rounds (`checkin.py`)."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import Final, TypeVar

from bot.core.ballot import PASSED, Answers

MOST_QUESTIONS: Final = 4
QUESTIONS: Final = range(1, MOST_QUESTIONS + 1)
ANSWERS: Final = range(3, 8)
LABEL: Final = range(1, 46)
"""Characters: what fits a title or a label of a form on Discord."""
LINE: Final = range(1, 101)
"""Characters: what fits an option, or the description under a label."""
INTRODUCTION: Final = range(301)
"""Characters."""


Item = TypeVar("Item")


class Unsuitable(Exception):
    """A template that cannot be asked, or answers that do not fit it. Carries no content."""


class Flaw(Enum):
    """What is wrong with a template."""

    NO_TITLE = "no-title"
    LONG_TITLE = "long-title"
    LONG_INTRODUCTION = "long-introduction"
    NO_QUESTION = "no-question"
    MANY_QUESTIONS = "many-questions"
    NO_NAME = "no-name"
    LONG_NAME = "long-name"
    NO_WORDS = "no-words"
    LONG_WORDS = "long-words"
    QUESTION_TWICE = "question-twice"
    """Another question has the same short name or the same words."""
    FEW_ANSWERS = "few-answers"
    MANY_ANSWERS = "many-answers"
    NO_ANSWER = "no-answer"
    LONG_ANSWER = "long-answer"
    ANSWER_TWICE = "answer-twice"


@dataclass(frozen=True)
class Objection:
    """One flaw and where it is."""

    flaw: Flaw
    count: int = 0
    """How many characters, questions or answers there are, where that is what is wrong."""
    question: int = 0
    """Which question it is about, from 1; 0: none, or the only one that is looked at."""
    answer: int = 0
    """Which of its answers, from 1; 0: none."""


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
        if objections(self):
            raise Unsuitable
        return self


def objections(template: Template) -> list[Objection]:
    """Everything that is wrong with a template, from top to bottom; nothing if it can be asked."""
    questions = template.questions
    return [
        *_outside(_length(template.title), LABEL, Flaw.NO_TITLE, Flaw.LONG_TITLE),
        *_outside(len(template.introduction), INTRODUCTION, Flaw.LONG_INTRODUCTION, Flaw.LONG_INTRODUCTION),
        *_outside(len(questions), QUESTIONS, Flaw.NO_QUESTION, Flaw.MANY_QUESTIONS),
        *(replace(one, question=at) for at, each in enumerate(questions, 1) for one in question_objections(each)),
        *(Objection(Flaw.QUESTION_TWICE, question=at) for at in _repeated(questions, _alike)),
    ]


def question_objections(question: Question) -> list[Objection]:
    """Everything that is wrong with one question by itself."""
    answers = question.answers
    return [
        *_outside(_length(question.name), LABEL, Flaw.NO_NAME, Flaw.LONG_NAME),
        *_outside(_length(question.words), LINE, Flaw.NO_WORDS, Flaw.LONG_WORDS),
        *_outside(len(answers), ANSWERS, Flaw.FEW_ANSWERS, Flaw.MANY_ANSWERS),
        *(
            replace(one, answer=at)
            for at, answer in enumerate(answers, 1)
            for one in _outside(_length(answer), LINE, Flaw.NO_ANSWER, Flaw.LONG_ANSWER)
        ),
        *(Objection(Flaw.ANSWER_TWICE, answer=at) for at in _repeated(answers, _same)),
    ]


def folded(text: str) -> str:
    """What two texts have in common that a reader takes for the same: neither case nor blanks count."""
    return " ".join(text.split()).casefold()


def _outside(count: int, allowed: range, under: Flaw, over: Flaw) -> Iterator[Objection]:
    if count not in allowed:
        yield Objection(under if count < allowed.start else over, count)


def _length(text: str) -> int:
    """Characters; blanks alone are none."""
    return len(text) if text.strip() else 0


def _repeated(items: Sequence[Item], same: Callable[[Item, Item], bool]) -> Iterator[int]:
    """The places, from 1, of those that repeat an earlier one."""
    return (at for at, item in enumerate(items, start=1) if any(same(item, earlier) for earlier in items[: at - 1]))


def _same(one: str, other: str) -> bool:
    return folded(one) == folded(other)


def _alike(one: Question, other: Question) -> bool:
    return _same(one.name, other.name) or _same(one.words, other.words)


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
