"""The backup of the keys: one file with the operator's key and the key store in it, which open one another.

It is an ordinary tar archive, so that it can be unpacked by hand. Not here: where it lies (`backup.py`).
"""

import io
import sqlite3
import tarfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bot.core.sealing import CannotOpen, Key, unseal
from bot.store.copying import as_store_problems, in_memory, is_whole
from bot.store.operator_key import KEY_FILE, MARK, key_in, mark_fits, written_key
from bot.store.private_files import fresh_beside, put_in_place, sync_file
from bot.store.problems import BackupUnsound, KeyDoesNotFit, KeyFileUnusable, NothingThere

KEYS_FILE: Final = "common-ground-keys.tar"
KEYSTORE_FILE: Final = "keystore.db"


@dataclass(frozen=True, repr=False)
class KeyBackup:
    """What is in it."""

    operator_key: Key
    keystore: bytes
    """The file of the key store."""
    count: int
    """How many keys are in the key store."""


def pack(operator_key: Key, keystore: bytes) -> bytes:
    """The file, of an operator's key and the file of the key store that it opens.

    Raises:
        KeyDoesNotFit: it does not open it.
        BackupUnsound: the key store is not whole.
    """
    with as_store_problems(), in_memory(keystore) as copy:
        copy.execute("VACUUM")  # no page that was given back goes along
        parts = {KEY_FILE: written_key(operator_key), KEYSTORE_FILE: copy.serialize()}
    written = io.BytesIO()
    with tarfile.open(fileobj=written, mode="w") as archive:
        for name, data in parts.items():
            member = tarfile.TarInfo(name)
            member.size, member.mode = len(data), 0o600
            archive.addfile(member, io.BytesIO(data))
    unpack(written.getvalue())
    return written.getvalue()


def put_keys(packed: bytes, path: Path) -> None:
    """Write the file, look at what lies there then, put it in its place and overwrite the one from before.

    Raises:
        StoreFull, NotWritable, BackupUnsound: the one from before is still there.
    """
    with as_store_problems():
        fresh = fresh_beside(path)
        try:
            fresh.write_bytes(packed)
            sync_file(fresh)
            if fresh.read_bytes() != packed:
                raise BackupUnsound
            put_in_place(fresh, path)
        finally:
            fresh.unlink(missing_ok=True)


def read_keys(path: Path) -> KeyBackup:
    """What is in the file, looked through: whole, and every key opens.

    Raises:
        NothingThere: there is no such file.
        BackupUnsound, KeyDoesNotFit: it is of no use.
    """
    if not path.is_file():
        raise NothingThere
    with as_store_problems():
        packed = path.read_bytes()
    return unpack(packed)


def unpack(packed: bytes) -> KeyBackup:
    """See `read_keys`."""
    try:
        with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
            parts = {name: _member(archive, name) for name in (KEY_FILE, KEYSTORE_FILE)}
        operator_key = key_in(parts[KEY_FILE])
    except (tarfile.TarError, KeyError, KeyFileUnusable, EOFError):
        raise BackupUnsound from None
    return KeyBackup(operator_key, parts[KEYSTORE_FILE], _opened_keys(operator_key, parts[KEYSTORE_FILE]))


def _member(archive: tarfile.TarFile, name: str) -> bytes:
    file = archive.extractfile(name)
    if file is None:
        raise KeyError(name)
    return file.read()


def _opened_keys(operator_key: Key, keystore: bytes) -> int:
    """How many keys there are; each is opened."""
    try:
        with in_memory(keystore) as copy:
            if not is_whole(copy):
                raise BackupUnsound
            (mark,) = copy.execute("SELECT value FROM meta WHERE name = ?", (MARK,)).fetchone() or (None,)
            if mark is None or not mark_fits(mark, operator_key):
                raise KeyDoesNotFit
            rows = copy.execute("SELECT key_id, wrapped FROM wrapped_key").fetchall()
        for key_id, wrapped in rows:
            unseal(operator_key, wrapped, key_id)
    except (sqlite3.Error, CannotOpen):
        raise BackupUnsound from None
    return len(rows)
