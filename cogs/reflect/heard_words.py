"""First drafts of what was heard and what will be done, from the published lines alone, in content's words.

Not here: which lines are worth saying (`core/hearing.py`), and what facilitators make of a draft.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from pydantic import TypeAdapter

from bot.core.hearing import Point, heard
from bot.core.learning_cards import theme_among
from bot.core.publishing import Level, Result
from bot.core.template import Question, Template
from bot.services.checkin_templates import templates_in
from bot.services.heard_book import LONGEST
from bot.ui.long_text import plain_name
from bot.ui.paging import length
from bot.ui.words import Words
from cogs.checkin.result_words import good_answers, level, low_answers
from config.content import read_content


@dataclass(frozen=True)
class Frame:
    """What stands around the words of a group."""

    title: str
    heard: str
    do: str
    closing: str
    mixed: str
    only_mixed: str
    nothing: str
    """What will be done where no low line is worth saying."""


@dataclass(frozen=True)
class Phrases:
    """What can be said of one question."""

    low: str
    good: str
    next: str
    name: str = ""


@dataclass(frozen=True)
class Sayings:
    """All that drafts are made of."""

    frame: Frame
    general: Phrases
    questions: tuple[Phrases, ...]

    @property
    def named(self) -> Mapping[str, Phrases]:
        """Those of the questions that ship, by their names."""
        return {phrases.name: phrases for phrases in self.questions}


_SAYINGS: Final = TypeAdapter(Sayings)


@cache
def sayings_in(language: str) -> Sayings:
    """What ships in this language, or else in English."""
    return _SAYINGS.validate_python(dict(read_content("heard", language)))


def draft(words: Words, template: Template, result: Result) -> tuple[str, str]:
    """What was heard, and what could be done: each as a facilitator gets it to change, at most `LONGEST` characters."""
    sayings, points = sayings_in(words.language), heard(template, result)
    said = list(_fitting(list(_said(words, sayings, points))))
    weakest = next((point for point in points if point.says_low), None)
    step = sayings.frame.nothing if weakest is None else _phrases(words, sayings, weakest.question).next
    return "\n".join(said), step


def _said(words: Words, sayings: Sayings, points: Sequence[Point]) -> Iterator[str]:
    silent = [point for point in points if not (point.says_low or point.says_good)]
    for point in points:
        phrases = _phrases(words, sayings, point.question)
        if point.says_low:
            answers = low_answers(words, point.question)
            yield _sentence(words, phrases.low, point.question, point.lines.low, answers)
        if point.says_good:
            answers = good_answers(words, point.question)
            yield _sentence(words, phrases.good, point.question, point.lines.good, answers)
    if silent:
        yield sayings.frame.only_mixed if len(silent) == len(points) else sayings.frame.mixed


def _phrases(words: Words, sayings: Sayings, question: Question) -> Phrases:
    """What is said of this question; of one that was changed, or is a group's own, what can be said of any."""
    ships = theme_among(templates_in(words.language), question) is not None
    return sayings.named.get(question.name, sayings.general) if ships else sayings.general


def _sentence(words: Words, phrase: str, question: Question, shown: Level, answers: str) -> str:
    said = phrase.format(level=level(words, shown), answers=answers, words=plain_name(question.words))
    return said[:1].upper() + said[1:]


def _fitting(sentences: Sequence[str]) -> Iterator[str]:
    """The first of them, as many as there is room for."""
    room = LONGEST
    for sentence in sentences:
        room -= length(sentence) + 1
        if room < 0:
            return
        yield sentence
