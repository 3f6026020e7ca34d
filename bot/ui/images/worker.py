"""The process that reads one stranger's picture and ends. Run as `python -m bot.ui.images.worker` by `room.py`.

Where the system lets it, the process ties its own hands before it reads anything: a picture made to do harm can use
up neither memory nor time, writes no file, leaves no copy of itself in a dump and starts nothing.
"""

import sys
from contextlib import suppress
from pathlib import Path
from typing import Final

from bot.ui.images.cleaning import cleaned
from bot.ui.workbench import serve

MOST_MEMORY: Final = 640 * 1024 * 1024
"""Bytes of address space; the largest picture that is taken needs about half of it."""
MOST_SECONDS: Final = 15
"""Of processor time; the largest picture that is taken needs a second or two."""
_WHO_GOES_FIRST: Final = Path("/proc/self/oom_score_adj")


def main() -> None:
    """Clean what comes in."""
    tie_hands()
    serve(cleaned)


def tie_hands(most_memory: int = MOST_MEMORY, most_seconds: int = MOST_SECONDS) -> None:
    """Limit this process for good, as far as the system does so."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - not every system has it

    limits = (
        (resource.RLIMIT_AS, most_memory),
        (resource.RLIMIT_CPU, most_seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NPROC, 0),
    )
    with suppress(OSError):
        # Where memory runs out after all, the system ends this process, and not the bot.
        _WHO_GOES_FIRST.write_text("1000")
    for kind, most in limits:
        # A system that knows a limit by name only, or has a lower one already, keeps its own.
        with suppress(ValueError, OSError):
            resource.setrlimit(kind, (most, most))


if __name__ == "__main__":
    main()
