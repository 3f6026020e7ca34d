"""From the drivers' errors to ours: full, busy, lost, not writable. What it does not know stays what it was."""

import sqlite3

from sqlalchemy.exc import DBAPIError

from bot.store.problems import (
    DatabaseDamaged,
    NotWritable,
    StoreBusy,
    StoreFull,
    StoreLost,
    StoreProblem,
    WritesCrossed,
)

_PRIMARY_CODE = 0xFF
_SQLITE: dict[int, type[StoreProblem]] = {
    sqlite3.SQLITE_BUSY: StoreBusy,
    sqlite3.SQLITE_LOCKED: StoreBusy,
    sqlite3.SQLITE_FULL: StoreFull,
    sqlite3.SQLITE_IOERR: StoreLost,
    sqlite3.SQLITE_READONLY: NotWritable,
    sqlite3.SQLITE_CANTOPEN: NotWritable,
    sqlite3.SQLITE_CORRUPT: DatabaseDamaged,
    sqlite3.SQLITE_NOTADB: DatabaseDamaged,
}
# PostgreSQL's SQLSTATE, whole or its class (appendix A of its manual).
_POSTGRESQL: dict[str, type[StoreProblem]] = {
    "53100": StoreFull,
    "53": StoreBusy,
    "55P03": StoreBusy,
    "40P01": WritesCrossed,
    "40001": WritesCrossed,
    "40": StoreBusy,
    "25006": NotWritable,
    "08": StoreLost,
    "57": StoreLost,
    "3D": StoreLost,  # no such database
    "28": StoreLost,  # not let in
}


def translated(error: BaseException) -> StoreProblem | None:
    """Our name for a driver's error, or None when it is not about the state of the store."""
    if isinstance(error, StoreProblem):
        return error
    cause: BaseException = error
    if isinstance(error, DBAPIError):
        if error.connection_invalidated:
            return StoreLost()
        cause = error.orig or error
    kind = _of_sqlite(cause) if isinstance(cause, sqlite3.Error) else _of_postgresql(cause)
    return None if kind is None else kind()


def _of_sqlite(error: sqlite3.Error) -> type[StoreProblem] | None:
    code = getattr(error, "sqlite_errorcode", None)
    return _SQLITE.get(code & _PRIMARY_CODE) if isinstance(code, int) else None


def _of_postgresql(error: BaseException) -> type[StoreProblem] | None:
    state = getattr(error, "sqlstate", None)
    if isinstance(state, str):
        return _POSTGRESQL.get(state) or _POSTGRESQL.get(state[:2])
    broken = isinstance(error, OSError) or type(error).__module__.startswith("asyncpg")
    return StoreLost if broken else None
