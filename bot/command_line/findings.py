"""What `check` finds: how bad it is, and the key of the words that say what it is and what to do."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum

from bot.ui.words import Value, Words


class Level(Enum):
    """How bad it is."""

    FINE = "fine"
    NOTE = "note"
    """Worth knowing, or to be done one day; the bot runs."""
    WRONG = "wrong"
    """To be mended: the bot does not run, or something is not safe."""


@dataclass(frozen=True)
class Finding:
    """One line of the check."""

    level: Level
    key: str
    values: Mapping[str, Value] = field(default_factory=dict[str, Value])


def fine(key: str, /, **values: Value) -> Finding:
    return Finding(Level.FINE, key, values)


def note(key: str, /, **values: Value) -> Finding:
    return Finding(Level.NOTE, key, values)


def wrong(key: str, /, **values: Value) -> Finding:
    return Finding(Level.WRONG, key, values)


def lines(words: Words, findings: Iterable[Finding]) -> list[str]:
    """The findings in words, each with its level before it."""
    return [words(f"check-level-{one.level.value}") + words(one.key, **one.values) for one in findings]
