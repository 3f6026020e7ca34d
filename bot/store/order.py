"""Lays rows down on their pages in the order of their keys, so that their place in the file tells nothing of arrival.

A table without row numbers still keeps, within a page, each new row before the older ones: whoever copies the file
reads from it who came first. Not here: rows that are shuffled because they are long (`case_writes.py`).
"""

# ruff: noqa: S608 - the names of tables and columns are ours; values are always bound

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from sqlalchemy import Table
from sqlalchemy.ext.asyncio import AsyncConnection

PageKey = tuple[int | bytes, ...]
"""The values of a row's primary key, in the order of its columns."""

REACH: Final = 160
"""Rows before and after the new ones that are laid down again: more than fit a page of the tables this is for."""


async def lay_in_order(connection: AsyncConnection, table: Table, new: Sequence[PageKey]) -> None:
    """Lay these new rows and their neighbours down again by key. On SQLite only: elsewhere a log holds each state."""
    if connection.dialect.name != "sqlite" or not new:
        return
    words = _words(table)
    first, last = min(new), max(new)
    lowest = (await connection.exec_driver_sql(words.before, first)).one_or_none()
    highest = (await connection.exec_driver_sql(words.after, last)).one_or_none()
    bounds = (*(first if lowest is None else lowest), *(last if highest is None else highest))
    await connection.exec_driver_sql(words.room)
    await connection.exec_driver_sql(words.take, bounds)
    await connection.exec_driver_sql(words.clear, bounds)
    await connection.exec_driver_sql(words.lay)
    await connection.exec_driver_sql(words.leave)


@dataclass(frozen=True)
class _Words:
    """What is said to SQLite: written once for a table, because this is done at nearly every press."""

    before: str
    after: str
    room: str
    take: str
    clear: str
    lay: str
    leave: str


@cache
def _words(table: Table) -> _Words:
    names = [column.name for column in table.primary_key.columns]
    key, given = f"({', '.join(names)})", f"({', '.join('?' * len(names))})"
    rising, falling = ", ".join(names), ", ".join(f"{name} DESC" for name in names)
    copy, between = f"temp.again_{table.name}", f"{key} >= {given} AND {key} <= {given}"
    # The farthest of the neighbours; fewer than REACH of them are all there are.
    neighbours = f"SELECT {rising} FROM (SELECT {rising} FROM {table.name} WHERE {key}"
    return _Words(
        before=f"{neighbours} < {given} ORDER BY {falling} LIMIT {REACH}) ORDER BY {rising} LIMIT 1",
        after=f"{neighbours} > {given} ORDER BY {rising} LIMIT {REACH}) ORDER BY {falling} LIMIT 1",
        room=f"CREATE TEMP TABLE IF NOT EXISTS again_{table.name} AS SELECT * FROM {table.name} LIMIT 0",
        take=f"INSERT INTO {copy} SELECT * FROM {table.name} WHERE {between}",
        clear=f"DELETE FROM {table.name} WHERE {between}",
        lay=f"INSERT INTO {table.name} SELECT * FROM {copy} ORDER BY {rising}",
        leave=f"DELETE FROM {copy}",
    )
