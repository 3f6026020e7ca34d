"""Keeps what is read from sockets out of the heap, so that a bot that runs for weeks does not swell.

asyncio asks for 256 kB for whatever comes, and gives most of it back at once. As glibc is set, the first such buffer
that is freed makes it take the next ones from the heap as well, where they leave holes between what stays; each hole
a little too small for the next. Not here: what the bot itself keeps, and SQLite's pages (`store/connections.py`).
"""

import ctypes
import sys
from contextlib import suppress
from typing import Final

_M_TRIM_THRESHOLD: Final = -1
_M_MMAP_THRESHOLD: Final = -3
"""Of glibc's `mallopt`; setting either also ends its raising of both."""
_KILOBYTES: Final = 128
"""What glibc begins with itself."""


def keep_buffers_out_of_the_heap() -> None:
    """For this process: 128 kB and more at once are a mapping of their own, which the system has back when freed."""
    if sys.platform == "linux":
        # Another C library has no such word, and other habits.
        with suppress(OSError, AttributeError):
            library = ctypes.CDLL(None)
            for which in (_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD):
                library.mallopt(which, _KILOBYTES * 1024)
