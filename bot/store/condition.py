"""Whether a database works, as its own reads and writes have met it. Nothing is asked of it while it is well.

Not here: who is told (`services/store_watch.py`).
"""

from collections.abc import Callable
from typing import Final

from bot.store.problems import (
    DatabaseDamaged,
    DatabaseUnreachable,
    NotWritable,
    StoreBusy,
    StoreFull,
    StoreLost,
    StoreProblem,
)

_AILMENTS: Final = (DatabaseDamaged, DatabaseUnreachable, NotWritable, StoreBusy, StoreFull, StoreLost)
"""What is wrong with the store itself, and not with what was asked of it."""


class Condition:
    """What ails a database, from the first problem until a look found it well again."""

    def __init__(self) -> None:
        self._problem: type[StoreProblem] | None = None
        self._listeners: list[Callable[[], None]] = []

    @property
    def problem(self) -> type[StoreProblem] | None:
        """What was met last; None while it works."""
        return self._problem

    def listen(self, listener: Callable[[], None]) -> None:
        """Let this be called when it begins to ail."""
        self._listeners.append(listener)

    def met(self, error: StoreProblem) -> None:
        """Note a problem."""
        if not isinstance(error, _AILMENTS):
            return
        is_news, self._problem = self._problem is None, type(error)
        if is_news:
            for listener in self._listeners:
                listener()

    def is_well(self) -> None:
        """It was looked at, and works."""
        self._problem = None
