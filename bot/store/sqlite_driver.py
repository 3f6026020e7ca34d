"""The driver of SQLite, with one passage between the event loop and the thread of a connection for each statement.

aiosqlite passes four times for a SELECT: for the cursor, the statement, its rows and the end of the cursor. Each wakes
a thread, and while many press it costs a whole turn of the event loop. Not here: what is said to SQLite.
"""

# ruff: noqa: SLF001 - aiosqlite keeps its connection, and the passage to the thread, to itself
# pyright: reportPrivateUsage=false, reportUnknownMemberType=false

import sqlite3
from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any, Final, final

import aiosqlite
from aiosqlite.context import contextmanager
from typing_extensions import override

_CHUNK: Final = 64
"""Rows that aiosqlite passes at once to whoever iterates over a cursor; nobody here does."""


@final
class _Cursor(aiosqlite.Cursor):
    """A cursor that brings the rows along with the statement."""

    _rows: Iterable[Any] = ()

    @override
    async def execute(self, sql: str, parameters: Iterable[Any] | None = None) -> aiosqlite.Cursor:
        given = () if parameters is None else tuple(parameters)
        await self._execute(self._said, sql, given)
        return self

    @override
    async def fetchall(self) -> Iterable[Any]:
        rows, self._rows = self._rows, ()
        return rows

    @override
    async def close(self) -> None:
        self._cursor.close()

    def _said(self, sql: str, parameters: Sequence[Any]) -> None:
        """In the connection's thread."""
        self._cursor.execute(sql, parameters)
        self._rows = self._cursor.fetchall() if self._cursor.description else ()


@final
class _Connection(aiosqlite.Connection):
    """A connection whose cursors are made where they are asked for."""

    @override
    @contextmanager
    async def cursor(self) -> aiosqlite.Cursor:
        return _Cursor(self, self._conn.cursor())


def connect(database: str, **arguments: Any) -> aiosqlite.Connection:
    """A connection, opened when it is awaited; its thread ends with the process."""
    connection = _Connection(partial(sqlite3.connect, database, **arguments), _CHUNK)
    connection._thread.daemon = True
    return connection
