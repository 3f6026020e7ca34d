"""The operator's key: a file of its own in the key directory, and the mark by which a store knows that it fits.

Not here: the keys wrapped under it (keystore.py).
"""

import contextlib
import secrets
from pathlib import Path
from typing import Final

from bot.core.identity import Chance
from bot.core.sealing import KEY_BYTES, CannotOpen, Key, derive, new_key, seal, unseal
from bot.store.database import Database
from bot.store.meta import Meta
from bot.store.private_files import write_private
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
        written = path.read_bytes()
    except FileNotFoundError:
        raise
    except OSError:
        raise KeyFileUnusable from None
    return key_in(written)


def key_in(written: bytes) -> Key:
    """The key in the bytes of a key file.

    Raises:
        KeyFileUnusable: they are not a key.
    """
    try:
        key = bytes.fromhex(written.decode("ascii"))
    except ValueError:
        raise KeyFileUnusable from None
    if len(key) != KEY_BYTES:
        raise KeyFileUnusable
    return Key(key)


def written_key(key: Key) -> bytes:
    """The bytes of a key file."""
    return key.hex().encode("ascii") + b"\n"


def write_key_file(path: Path, key: Key) -> None:
    """Write the file for its owner alone (0600), whole or not at all, and on the disk when this returns.

    Raises:
        NotWritable: the directory cannot be made or written.
    """
    try:
        write_private(path, written_key(key))
    except OSError:
        raise NotWritable from None


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
    return mark is not None and mark_fits(mark, operator_key)


def mark_fits(mark: bytes, operator_key: Key) -> bool:
    """Whether it is the mark of this key."""
    try:
        unseal(derive(operator_key, MARK), mark, MARK.encode())
    except CannotOpen:
        return False
    return True
