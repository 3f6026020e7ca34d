"""The keys' part of a restore: which files of a key directory are put back, and which key is there.

Not here: the database's part, and the plan (`restoring.py`).
"""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from bot.core.sealing import Key
from bot.store.copying import as_store_problems
from bot.store.key_backup import KEYSTORE_FILE, KeyBackup, read_keys
from bot.store.operator_key import KEY_FILE, MARK, mark_fits, read_key_file, written_key
from bot.store.private_files import write_private
from bot.store.problems import KeyDoesNotFit, KeyMissing, WouldOverwrite
from bot.store.rotation import NEXT_KEY_FILE

_JOURNALS: Final = ("-journal", "-wal", "-shm")


@dataclass(frozen=True)
class KeysPart:
    """What is to be done with the keys."""

    source: Path
    to: Path
    """The key directory."""
    size: int
    """Bytes."""
    made: datetime
    """When the file was written; keys that were erased since are in it still."""
    count: int


def keys_part(source: Path, key_dir: Path, backup: KeyBackup) -> KeysPart:
    """What is to be done, of a backup that was looked through."""
    found = source.stat()
    return KeysPart(source, key_dir, found.st_size, datetime.fromtimestamp(found.st_mtime, UTC), backup.count)


def put_keys_back(part: KeysPart) -> None:
    """Do it.

    Raises:
        WouldOverwrite: other keys were put there since.
        StoreFull, NotWritable: it could not be finished.
    """
    with as_store_problems():
        backup = read_keys(part.source)
        for name, data in missing_parts(part.to, backup).items():
            write_private(part.to / name, data)


def missing_parts(key_dir: Path, backup: KeyBackup) -> dict[str, bytes]:
    """The files that a key directory lacks, in the order of writing: an operator's key that is there opens the store.

    Those of the same backup may be there, where a restore was cut short; and a key store that is newer, when only the
    operator's key was lost.

    Raises:
        WouldOverwrite: others are there.
    """
    key_file, keystore = key_dir / KEY_FILE, key_dir / KEYSTORE_FILE
    in_the_way = (
        (key_dir / NEXT_KEY_FILE).exists(),
        key_file.exists() and key_file.read_bytes() != written_key(backup.operator_key),
        keystore.exists() and not _opens(keystore, backup.operator_key),
        keystore.exists() and key_file.exists() and keystore.read_bytes() != backup.keystore,
        not keystore.exists() and has_journal(keystore),
    )
    if any(in_the_way):
        raise WouldOverwrite
    parts = {KEYSTORE_FILE: backup.keystore, KEY_FILE: written_key(backup.operator_key)}
    return {name: data for name, data in parts.items() if not (key_dir / name).exists()}


def _opens(keystore: Path, operator_key: Key) -> bool:
    try:
        _refuse_where_it_does_not_open(keystore, operator_key)
    except (KeyDoesNotFit, sqlite3.DatabaseError):
        return False
    return True


def key_that_is_there(key_dir: Path) -> Key:
    """The operator's key of the key directory, which opens the key store beside it."""
    keystore = key_dir / KEYSTORE_FILE
    try:
        key = read_key_file(key_dir / KEY_FILE)
    except FileNotFoundError:
        raise KeyMissing from None
    if not keystore.is_file():
        raise KeyMissing
    _refuse_where_it_does_not_open(keystore, key)
    return key


def _refuse_where_it_does_not_open(keystore: Path, operator_key: Key) -> None:
    # Not read-only: what a killed process left half written is first undone by whoever looks next.
    with closing(sqlite3.connect(f"{keystore.resolve().as_uri()}?mode=rw", uri=True)) as connection:
        connection.execute("PRAGMA query_only=ON")
        refuse_another_key(connection, operator_key)


def refuse_another_key(store: sqlite3.Connection, operator_key: Key) -> None:
    """Refuse a store that was sealed with another operator's key.

    Raises:
        KeyDoesNotFit: it was.
    """
    (mark,) = store.execute("SELECT value FROM meta WHERE name = ?", (MARK,)).fetchone() or (None,)
    if mark is None or not mark_fits(mark, operator_key):
        raise KeyDoesNotFit


def has_journal(database: Path) -> bool:
    """Whether a journal lies there that is not empty: SQLite would write it into whatever database is put beside it."""
    beside = [database.with_name(database.name + ending) for ending in _JOURNALS]
    return any(path.exists() and path.stat().st_size for path in beside)
