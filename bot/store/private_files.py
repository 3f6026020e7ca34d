"""Files for their owner alone, written whole or not at all, and on the disk when that is said.

Not here: what is in them. What goes wrong is the system's own `OSError`.
"""

import contextlib
import os
from pathlib import Path


def make_private_directory(directory: Path) -> None:
    """Make the directory for its owner alone (0700) if it is missing; one that is there is left as it is."""
    if not directory.is_dir():
        directory.mkdir(parents=True, mode=0o700)


def fresh_beside(path: Path) -> Path:
    """An empty file beside the path, for its owner alone (0600), to be filled and put in its place."""
    fresh = path.with_name(path.name + ".new")
    make_private_directory(path.parent)
    fresh.unlink(missing_ok=True)  # left by a crash
    os.close(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
    return fresh


def write_private(path: Path, data: bytes) -> None:
    """Write the file, or overwrite it: after a power cut the old one is there or the new one, never a part."""
    fresh = fresh_beside(path)
    try:
        fresh.write_bytes(data)
        put_in_place(fresh, path)
    except BaseException:
        with contextlib.suppress(OSError):
            fresh.unlink()
        raise


def put_in_place(fresh: Path, path: Path) -> None:
    """Put the fresh file in the place of the old one, whose bytes are overwritten: they may have been keys."""
    sync_file(fresh)
    old = _opened_to_wipe(path)
    try:
        fresh.replace(path)
        sync_directory(path.parent)
        if old is not None:
            _wipe(old)
    finally:
        if old is not None:
            os.close(old)


def sync_file(path: Path) -> None:
    """Make sure that its bytes are on the disk."""
    handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_directory(directory: Path) -> None:
    """Make sure that what was renamed in the directory stays renamed after a power cut."""
    handle = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _opened_to_wipe(path: Path) -> int | None:
    with contextlib.suppress(FileNotFoundError):
        return os.open(path, os.O_WRONLY | os.O_CLOEXEC)
    return None


def _wipe(handle: int) -> None:
    """As far as the disk lets a program: some keep old blocks where none can reach them."""
    os.pwrite(handle, bytes(os.fstat(handle).st_size), 0)
    os.fsync(handle)
