"""Why a command ends without having done its work, and what each exit status means."""

from typing import Final

DONE: Final = 0
FAILED: Final = 1
"""Something is wrong, and the last line says what to do."""
MISUSED: Final = 2
"""The command itself was given wrongly; nothing was looked at."""


class CannotDo(Exception):
    """A command cannot do its work; the key of the words that say why and what to do, and what they name."""

    def __init__(self, key: str, /, **values: str | int) -> None:
        super().__init__(key)
        self.key = key
        self.values = values


class Misused(CannotDo):
    """What was given to the command does not go together."""
