"""What a facilitator writes for nobody but themselves: answers to prompts, and what they hoped a round would show.

One journal a person, sealed as a whole, for nobody else to read; erased with its row. Not here: the prompts (content),
and the sealing (a service).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Final

from bot.core.checkin import Round
from bot.core.identity import RoundId

MOST_REFLECTIONS: Final = 200
MOST_INTENTS: Final = 100
"""A year of two a week; after that the oldest gives way, as its round is long past."""


class JournalFull(Exception):
    """Nothing of it is dropped unasked: its writer erases something first."""


class TooLate(Exception):
    """The answers are in: what was hoped for stays as it was written before, or unwritten."""


@dataclass(frozen=True)
class Reflection:
    """An answer to a prompt."""

    prompt: str
    """The words of the prompt as they were then."""
    words: str = field(repr=False)
    day: date
    form: str = field(default="", repr=False)
    """What tells the form that it came in from any other: random, and in no other place. Empty: no form."""


@dataclass(frozen=True)
class Intent:
    """What somebody hoped for, written before anybody could see the answers."""

    round_id: RoundId
    words: str = field(repr=False)
    day: date


@dataclass(frozen=True)
class Journal:
    """All that one person wrote, oldest first."""

    reflections: tuple[Reflection, ...] = ()
    intents: tuple[Intent, ...] = ()
    turn: int = 0
    """How many prompts were answered or passed."""


def next_prompt(journal: Journal, prompts: Sequence[str]) -> str:
    """The one prompt whose turn it is: each comes once before any comes again."""
    return prompts[journal.turn % len(prompts)]


def passed(journal: Journal) -> Journal:
    """Another prompt is asked for instead."""
    return replace(journal, turn=journal.turn + 1)


def noted(journal: Journal, reflection: Reflection) -> Journal:
    """With this answer to another question than a prompt. The same form sent again, whenever, changes nothing.

    Raises:
        JournalFull: it holds `MOST_REFLECTIONS`.
    """
    if any((one.form, one.words) == (reflection.form, reflection.words) for one in journal.reflections if one.form):
        return journal
    if len(journal.reflections) >= MOST_REFLECTIONS:
        raise JournalFull
    return replace(journal, reflections=(*journal.reflections, reflection))


def written(journal: Journal, reflection: Reflection) -> Journal:
    """With this answer; the next prompt has its turn. Otherwise as `noted`."""
    after = noted(journal, reflection)
    return after if after == journal else passed(after)


def without(journal: Journal, one: Reflection | Intent) -> Journal:
    """Without this answer, or this hope."""
    return replace(
        journal,
        reflections=tuple(each for each in journal.reflections if each != one),
        intents=tuple(each for each in journal.intents if each != one),
    )


def is_locked(facts: Round, now: datetime) -> bool:
    """Whether what was hoped for can no longer be written or changed: the round is over, so its answers may be seen."""
    return now >= facts.closes


def intended(journal: Journal, intent: Intent, facts: Round, now: datetime) -> Journal:
    """With what is hoped of a round, in place of what was written of it before.

    Raises:
        TooLate: the round is over.
    """
    if is_locked(facts, now):
        raise TooLate
    others = tuple(one for one in journal.intents if one.round_id != intent.round_id)
    return replace(journal, intents=(*others, intent)[-MOST_INTENTS:])


def hoped_for(journal: Journal, round_id: RoundId) -> Intent | None:
    """What was hoped of a round, to be shown to its writer beside the result; None: nothing was written in time."""
    return next((one for one in journal.intents if one.round_id == round_id), None)
