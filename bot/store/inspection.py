"""Looks at a store without opening it for work: nothing is made, upgraded or sealed. For `check`, while the bot runs.

Not here: what follows from what was found (`bot/command_line`).
"""

import asyncio
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import Final

from sqlalchemy import Connection, inspect, select, text

from bot.store.connections import BUSY_MILLISECONDS, address, is_sqlite, make_engine
from bot.store.operator_key import MARK
from bot.store.problems import DatabaseUnreachable, StoreLost
from bot.store.schema import meta
from bot.store.translation import translated
from bot.store.upgrades import revisions

PATIENCE: Final = 2.0
"""Seconds for looking through a file: meanwhile the running bot cannot commit, and it waits for longer than that."""
_STEPS: Final = 10_000
"""Of SQLite's machine, between two looks at the clock."""
_PER_MAJOR: Final = 10_000
# What a value of a statement is written into the server's log by: all of it, unless its length is limited to nothing.
_STATEMENTS: Final = """
    current_setting('log_parameter_max_length') <> '0' AND (
        current_setting('log_statement') IN ('mod', 'all') OR current_setting('log_min_duration_statement') <> '-1'
        OR current_setting('log_min_duration_sample') <> '-1' OR current_setting('log_transaction_sample_rate') <> '0')
    OR current_setting('log_parameter_max_length_on_error') <> '0'
"""
_TELLING: Final = {
    "archive": "current_setting('archive_mode') <> 'off'",
    "recycle": "current_setting('wal_recycle') = 'on'",
    "switch": "NOT has_function_privilege('pg_switch_wal()', 'execute')",
    "moments": "current_setting('track_commit_timestamp') = 'on'",
    "statements": _STATEMENTS,
}
"""What is asked of a server, by what `check` calls it."""
_HERE: Final = Path(__file__).parent


@dataclass(frozen=True, repr=False)
class Inspection:
    """What was found."""

    revision: str | None
    """None: nothing was ever written there."""
    mark: bytes | None
    """By which the operator's key is recognised."""
    sound: bool | None
    """Whether the file is sound throughout; None: it is not looked through (PostgreSQL), or that took too long."""
    postgresql: int | None = None
    """PostgreSQL's major version."""
    tells: tuple[str, ...] = ()
    """What of PostgreSQL's settings lets its files tell more than they need to; names of `_TELLING`."""


def newest_revision(migrations: str = "migrations") -> str:
    """The revision that this version of the bot works with."""
    return revisions(_HERE / migrations)[-1]


async def inspected(url: str, patience: float = PATIENCE) -> Inspection | None:
    """What lies at this address; None: no file is there.

    Raises:
        StoreProblem: it cannot be looked at; DatabaseDamaged, DatabaseUnreachable and so on say why.
    """
    where = address(url)
    try:
        if is_sqlite(where):
            return await asyncio.to_thread(_of_file, Path(where.database or ""), patience)
        return await _of_server(url)
    except Exception as error:
        problem = translated(error)
        if problem is None:
            raise
        raise (DatabaseUnreachable() if isinstance(problem, StoreLost) else problem) from None


def _of_file(path: Path, patience: float) -> Inspection | None:
    if not path.exists():
        return None
    # Not read-only: what a killed process left half written is first undone by whoever looks next.
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, timeout=BUSY_MILLISECONDS / 1000)
    with closing(connection):
        connection.execute("PRAGMA query_only=ON")
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        if "alembic_version" not in tables:
            return Inspection(None, None, _is_sound(connection, patience))
        (revision,) = connection.execute("SELECT version_num FROM alembic_version").fetchone() or (None,)
        (mark,) = connection.execute("SELECT value FROM meta WHERE name = ?", (MARK,)).fetchone() or (None,)
        return Inspection(revision, mark, _is_sound(connection, patience))


def _is_sound(connection: sqlite3.Connection, patience: float) -> bool | None:
    connection.set_progress_handler(_alarm(monotonic() + patience), _STEPS)
    try:
        return connection.execute("PRAGMA integrity_check(1)").fetchone() == ("ok",)
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_INTERRUPT:
            return None
        raise


def _alarm(deadline: float) -> Callable[[], int]:
    return lambda: int(monotonic() > deadline)


async def _of_server(url: str) -> Inspection:
    engine = make_engine(address(url), 1)
    try:
        async with engine.connect() as connection:
            number = (await connection.execute(text("SHOW server_version_num"))).scalar_one()
            telling = (await connection.execute(text(f"SELECT {', '.join(_TELLING.values())}"))).one()
            tells = tuple(name for name, is_so in zip(_TELLING, telling, strict=True) if is_so)
            revision, mark = await connection.run_sync(_written)
            return Inspection(revision, mark, None, int(number) // _PER_MAJOR, tells)
    finally:
        await engine.dispose()


def _written(connection: Connection) -> tuple[str | None, bytes | None]:
    if not inspect(connection).has_table("alembic_version"):
        return None, None
    revision = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return revision, connection.execute(select(meta.c.value).where(meta.c.name == MARK)).scalar_one_or_none()
