"""The way back from a backup: first a plan that can be shown, then what it says. Nothing that is there is overwritten.

The bot must not run meanwhile (`run_lock.py`). After a crash the same plan can be made and carried out again. Whatever
was erased since the backup stays erased while its key is gone. Not here: the keys' part (`restoring_keys.py`), and how
backups are made (`backup.py`).
"""

import asyncio
import sqlite3
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.core.sealing import Key
from bot.store.backup import copies_in
from bot.store.copying import as_store_problems, columns_of, is_whole, to_look_at, write_copy
from bot.store.database import MIGRATIONS
from bot.store.key_backup import KEYS_FILE, read_keys
from bot.store.problems import BackupUnsound, DatabaseNewer, NothingThere, WouldOverwrite
from bot.store.restoring_keys import (
    KeysPart,
    has_journal,
    key_that_is_there,
    keys_part,
    missing_parts,
    put_keys_back,
    refuse_another_key,
)
from bot.store.upgrades import revisions


@dataclass(frozen=True)
class DatabasePart:
    """What is to be done with the database."""

    source: Path
    to: Path
    size: int
    """Bytes."""
    made: datetime | None
    """None where the name does not say it."""
    revision: str
    is_older: bool
    """It is brought to the newest revision at the next start."""
    servers: int
    open_rounds: int
    """Check-ins that were open: their boxes are in no backup, so they end as too few."""


@dataclass(frozen=True)
class RestorePlan:
    """What a restore does: at least one of the two."""

    database: DatabasePart | None
    keys: KeysPart | None
    made_at: datetime
    """When the plan was made."""

    def days_since(self, moment: datetime) -> int:
        """Whole days from that moment to the plan."""
        return (self.made_at - moment).days


async def plan_restore(
    database_from: Path | None, keys_from: Path | None, database_to: Path, key_dir: Path, now: datetime
) -> RestorePlan:
    """What a restore would do. Nothing is changed.

    Args:
        database_from: a copy of the database, or the directory of the series, whose newest is taken; None: none.
        keys_from: the file with the keys, or its directory; None: the keys in the key directory are used.
        database_to: the database's file. Not used without `database_from`.
        key_dir: the key directory.
        now: the bot's clock.

    Raises:
        NothingThere: neither is given, or one is not there.
        WouldOverwrite: there is a database, or other keys, where they would be put.
        BackupUnsound: a copy is not whole.
        DatabaseNewer: a newer version of the bot has written it.
        KeyMissing: there are no keys, in the backup or in the key directory, that could open it.
        KeyDoesNotFit: they open something else.
    """
    return await asyncio.to_thread(_planned, database_from, keys_from, database_to, key_dir, now)


async def carry_out(plan: RestorePlan) -> None:
    """Do what the plan says: the keys first, so that there is never a database without them.

    Raises:
        WouldOverwrite: something was put there since the plan was made.
        StoreProblem: it could not be finished. Make the plan again: it goes on.
    """
    if plan.keys is not None:
        await asyncio.to_thread(put_keys_back, plan.keys)
    if plan.database is not None:
        _refuse_where_one_is(plan.database.to)
        await write_copy(await asyncio.to_thread(plan.database.source.read_bytes), plan.database.to)


def _planned(
    database_from: Path | None, keys_from: Path | None, database_to: Path, key_dir: Path, now: datetime
) -> RestorePlan:
    if database_from is None and keys_from is None:
        raise NothingThere
    with as_store_problems():
        backup = None if keys_from is None else read_keys(_file_of_keys(keys_from))
        keys = None
        if backup is not None and keys_from is not None:
            missing_parts(key_dir, backup)
            keys = keys_part(_file_of_keys(keys_from), key_dir, backup)
        database = None
        if database_from is not None:
            operator_key = key_that_is_there(key_dir) if backup is None else backup.operator_key
            _refuse_where_one_is(database_to)
            database = _database_part(_file_of_database(database_from), database_to, operator_key)
    return RestorePlan(database, keys, now)


def _file_of_keys(given: Path) -> Path:
    return given / KEYS_FILE if given.is_dir() else given


def _file_of_database(given: Path) -> Path:
    if given.is_dir():
        copies = copies_in(given)
        if not copies:
            raise NothingThere
        return copies[0][1]
    if not given.is_file():
        raise NothingThere
    return given


def _refuse_where_one_is(database: Path) -> None:
    if database.exists() or has_journal(database):
        raise WouldOverwrite


def _database_part(source: Path, to: Path, operator_key: Key) -> DatabasePart:
    made = {path: moment for moment, path in copies_in(source.parent)}.get(source)
    try:
        with to_look_at(source) as copy:
            revision = _revision(copy)
            refuse_another_key(copy, operator_key)
            servers = _count(copy, "server")
            open_rounds = _count(copy, "checkin_round", "result IS NULL")
    except sqlite3.DatabaseError:
        raise BackupUnsound from None
    is_older = revision != revisions(MIGRATIONS)[-1]
    return DatabasePart(source, to, source.stat().st_size, made, revision, is_older, servers, open_rounds)


def _revision(copy: sqlite3.Connection) -> str:
    """The revision of a copy that is whole."""
    if not is_whole(copy) or not columns_of(copy, "alembic_version"):
        raise BackupUnsound
    (revision,) = copy.execute("SELECT version_num FROM alembic_version").fetchone() or (None,)
    if revision not in revisions(MIGRATIONS):
        raise DatabaseNewer
    return revision


def _count(copy: sqlite3.Connection, table: str, where: str = "1") -> int:
    if not columns_of(copy, table):
        return 0
    return copy.execute(f"SELECT count(*) FROM {table} WHERE {where}").fetchone()[0]  # noqa: S608 - our own names
