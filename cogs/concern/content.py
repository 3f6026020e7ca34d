"""The words for what a concern is about, what is wished, who is affected, how an answer may begin, what came of it."""

from dataclasses import dataclass
from functools import cache

from pydantic import TypeAdapter

from bot.core.case import Affected, Outcome, Wish
from bot.core.readership import Category
from bot.ui.page import Option
from config.content import read_content


@dataclass(frozen=True)
class Described:
    """One choice as people see it."""

    key: str
    name: str
    description: str | None = None


@dataclass(frozen=True)
class ConcernContent:
    """All choices, in the order in which they are offered."""

    categories: tuple[Described, ...]
    wishes: tuple[Described, ...]
    affected: tuple[Described, ...]
    openers: tuple[Described, ...]
    outcomes: tuple[Described, ...]

    def category(self, category: Category) -> str:
        """Its name."""
        return _named(self.categories, category)

    def wish(self, wish: Wish) -> str:
        """Its name."""
        return _named(self.wishes, wish)

    def affects(self, affected: Affected) -> str:
        """Its name."""
        return _named(self.affected, affected)

    def outcome(self, outcome: Outcome) -> str:
        """Its name among readers; what the reporter reads is in the catalogue."""
        return _named(self.outcomes, outcome)


@cache
def concern_content(language: str) -> ConcernContent:
    """The content of a language, or the English one.

    Raises:
        ValueError: a choice that a rule knows has no words, or the other way round.
    """
    found = TypeAdapter(ConcernContent).validate_python(dict(read_content("concerns", language)))
    both = (
        (Category, found.categories),
        (Wish, found.wishes),
        (Affected, found.affected),
        (Outcome, found.outcomes),
    )
    for kinds, choices in both:
        if {kind.value for kind in kinds} != {choice.key for choice in choices}:
            raise ValueError("concerns.toml")
    return found


def options(choices: tuple[Described, ...], chosen: str | None = None) -> tuple[Option, ...]:
    """The choices for a select or a radio group."""
    return tuple(
        Option(choice.name, choice.key, choice.description, default=choice.key == chosen) for choice in choices
    )


def _named(choices: tuple[Described, ...], key: str) -> str:
    return next(choice.name for choice in choices if choice.key == key)
