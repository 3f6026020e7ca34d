"""The operator's key: a file of its own in the key directory, and the mark by which a store knows that it fits.

Not here: the keys wrapped under it (keystore.py).
"""

import contextlib
import os
import secrets
from pathlib import Path
from typing import Final

from bot.core.identity import Chance
from bot.core.sealing import KEY_BYTES, CannotOpen, Key, derive, new_key, seal, unseal
from bot.store.connections import make_private_directory
from bot.store.database import Database
from bot.store.meta import Meta
from bot.store.problems import KeyDoesNotFit, KeyFileUnusable, NotWritable

KEY_FILE: Final = "operator.key"
MARK: Final = "operator key"
_MARK_TEXT = b"this key fits"


def load_or_create_operator_key(key_dir: Path, chance: Chance = secrets.token_bytes) -> tuple[Key, bool]:
    """The operator's key, and whether it was made just now (first start, or the file was lost).

    Raises:
        KeyFileUnusable: the file is there and cannot be read, or is not a key.
        NotWritable: there is none and none can be written.
    """
    path = key_dir / KEY_FILE
    with contextlib.suppress(FileNotFoundError):
        return read_key_file(path), False
    key = new_key(chance)
    write_key_file(path, key)
    return key, True


def read_key_file(path: Path) -> Key:
    """The key in this file: 64 hexadecimal digits.

    Raises:
        FileNotFoundError: there is no such file.
        KeyFileUnusable: it cannot be read, or is not a key.
    """
    try:
        key = bytes.fromhex(path.read_text("ascii"))
    except FileNotFoundError:
        raise
    except (OSError, ValueError):
        raise KeyFileUnusable from None
    if len(key) != KEY_BYTES:
        raise KeyFileUnusable
    return Key(key)


def write_key_file(path: Path, key: Key) -> None:
    """Write the file for its owner alone (0600), whole or not at all, and on the disk when this returns.

    Raises:
        NotWritable: the directory cannot be made or written.
    """
    fresh = path.with_name(path.name + ".new")
    try:
        make_private_directory(path.parent)
        with contextlib.suppress(FileNotFoundError):
            fresh.unlink()  # left by a crash
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600), "w") as file:
            file.write(key.hex() + "\n")
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
        sync_directory(path.parent)
    except OSError:
        raise NotWritable from None


def sync_directory(directory: Path) -> None:
    """Make sure that what was renamed in the directory stays renamed after a power cut."""
    handle = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def fitting_mark(operator_key: Key, chance: Chance) -> bytes:
    """What a store keeps to recognise this key again; it tells nothing about the key."""
    return seal(derive(operator_key, MARK), _MARK_TEXT, MARK.encode(), chance)


async def check_operator_key(database: Database, operator_key: Key, chance: Chance) -> None:
    """Make sure that this store was sealed with this key; a store without a mark gets one.

    Raises:
        KeyDoesNotFit: it was sealed with another.
    """
    meta = Meta(database)
    if await meta.get(MARK) is None:
        await meta.put_first(MARK, fitting_mark(operator_key, chance))
    if not await fits(database, operator_key):
        raise KeyDoesNotFit


async def fits(database: Database, operator_key: Key) -> bool:
    """Whether this store has the mark of this key."""
    mark = await Meta(database).get(MARK)
    if mark is None:
        return False
    try:
        unseal(derive(operator_key, MARK), mark, MARK.encode())
    except CannotOpen:
        return False
    return True
