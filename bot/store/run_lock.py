"""Keeps a second process away from the directories of one that works on them.

The lock is the kernel's: it goes with the process, however that ends, so no stale one is ever left. The file that
carries it stays and holds nothing. Not here: several writers within one process (`writer.py`).
"""

from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

from bot.store.private_files import make_private_directory
from bot.store.problems import AlreadyRunning, NotWritable

LOCK_FILE: Final = "in-use.lock"


@contextmanager
def run_lock(*directories: Path) -> Generator[None]:
    """Have these directories for this process alone while the block runs; missing ones are made.

    Raises:
        AlreadyRunning: another process has one of them.
        NotWritable: one cannot be made or written.
    """
    with ExitStack() as held:
        # In one order, so that two that start at once do not each take what the other needs.
        for directory in sorted({directory.resolve() for directory in directories}):
            held.enter_context(_locked(directory))
        yield


@contextmanager
def _locked(directory: Path) -> Generator[None]:
    # A lock of another kind, where the kernel has none, would outlive a process that is killed.
    lock = FileLock(directory / LOCK_FILE, mode=0o600, fallback_to_soft=False)
    try:
        make_private_directory(directory)
        lock.acquire(timeout=0)
    except Timeout:
        raise AlreadyRunning from None
    except (OSError, NotImplementedError):
        raise NotWritable from None
    try:
        yield
    finally:
        lock.release()
