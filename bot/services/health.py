"""How the running bot is, in one word, in a file that it writes again and again. Nothing about anybody is in it.

Not here: how that is found out (`bot/ui/pulse.py`).
"""

import os
from contextlib import suppress
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Final

STALE_AFTER: Final = timedelta(seconds=60)
"""A file that was not written for so long tells that the bot has ended, or hangs."""


class State(StrEnum):
    """How the bot is."""

    CONNECTING = "connecting"
    READY = "ready"
    STORE_TROUBLE = "store-trouble"


class HealthFile:
    """The file in which the state stands. A disk that takes nothing is met by silence: the file is stale then."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._fresh = path.with_name(path.name + ".new")

    def write(self, state: State) -> None:
        """Put the state there, whole."""
        with suppress(OSError):
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle = os.open(self._fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
            with os.fdopen(handle, "w", encoding="ascii") as file:
                file.write(f"{state.value}\n")
            self._fresh.replace(self._path)

    def remove(self) -> None:
        """The bot ends."""
        for path in (self._fresh, self._path):
            with suppress(OSError):
                path.unlink(missing_ok=True)


def read_health(path: Path, now: datetime) -> State | None:
    """The state that the running bot wrote last; None when there is none, or it is stale."""
    try:
        written = path.stat().st_mtime
        state = State(path.read_text("ascii").strip())
    except (OSError, ValueError):
        return None
    return state if abs(now.timestamp() - written) <= STALE_AFTER.total_seconds() else None
