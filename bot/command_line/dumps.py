"""Keeps what is in memory - words, ids, keys - out of the file that a crash would leave, however the machine is set.

Not here: swap, and what a service manager forbids besides (docs/operators.md).
"""

import ctypes
import sys
from contextlib import suppress
from typing import Final

_PR_SET_DUMPABLE: Final = 4
"""Of Linux's `prctl`: without it a program that collects dumps by a pipe is given one whatever the limit is; and no
other process of the same user may look into this one's memory."""


def leave_no_dump() -> None:
    """For this process and those it starts: no core dump, as far as the system lets us say so."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - not every system has it

    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        # A system without it has set its own rules; the bot runs all the same.
        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
