"""The one way a use case says no, and the one way Discord is out of reach: put into words by whoever shows it."""

from enum import Enum

from bot.store.problems import StoreLost, StoreProblem

__all__ = ["CannotReach", "Refused", "StoreLost", "StoreProblem", "Why"]


class Refused(Exception):
    """What was asked for cannot be done, and the person is told why in the words of the catalogue.

    `values` are shown to the person who asked and go nowhere else: not into the log, not into `str()`.
    """

    def __init__(self, key: str, /, **values: str | int) -> None:
        super().__init__(key)
        self.key = key
        self.values = values


class Why(Enum):
    """Why a channel or message could not be reached."""

    MISSING = "missing"
    FORBIDDEN = "forbidden"
    DISCORD_DOWN = "discord-down"


class CannotReach(Exception):
    """A channel, message or role could not be reached; `why` says what kind of trouble it is."""

    def __init__(self, why: Why) -> None:
        super().__init__(why.value)
        self.why = why
