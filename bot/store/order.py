"""Lays rows down on their pages in the order of their keys, so that their place in the file tells nothing of arrival.

A table without row numbers still keeps, within a page, each new row before the older ones: whoever copies the file
reads from it who came first. Few rows are laid at every write; many, where a single one is hard to tell, whenever a
tenth is new, so that a press in a storm pays for the laying of ten rows at most.
Not here: rows that are shuffled because they are long (`shuffling.py`).
"""

# ruff: noqa: S608 - the names of tables and columns are ours; values are always bound

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from sqlalchemy import Table
from sqlalchemy.ext.asyncio import AsyncConnection

PageKey = tuple[int | bytes, ...]
"""The values of a row's primary key, in the order of its columns; all but the last name the group that is laid."""

FEW: Final = 128
"""Rows that are laid at every write: they fill a page or two."""
SHARE: Final = 10
"""More rows are laid when one in so many is new."""

_KEPT: Final = "rows laid in order"


@dataclass
class _Group:
    """What this connection knows of one group: how many rows there were at the last laying, how many came since."""

    rows: int = 0
    since: int = 0

    @property
    def is_due(self) -> bool:
        return self.rows <= FEW or self.since * SHARE >= self.rows


async def lay_in_order(connection: AsyncConnection, table: Table, new: Sequence[PageKey]) -> None:
    """Note these new rows, and lay their groups down by key where it is time. On SQLite only: elsewhere a log tells."""
    if connection.dialect.name != "sqlite":
        return
    known: dict[tuple[str, PageKey], _Group] = connection.info.setdefault(_KEPT, {})
    for prefix, count in Counter(key[:-1] for key in new).items():
        group = known.setdefault((table.name, prefix), _Group())
        group.since += count
        if group.is_due:
            group.rows, group.since = await _laid(connection, _words(table), prefix), 0


async def _laid(connection: AsyncConnection, words: "_Words", prefix: PageKey) -> int:
    """Lay every row of the group down again; how many there are."""
    await connection.exec_driver_sql(words.room)
    taken = await connection.exec_driver_sql(words.take, prefix)
    await connection.exec_driver_sql(words.clear, prefix)
    await connection.exec_driver_sql(words.lay)
    await connection.exec_driver_sql(words.leave)
    return taken.rowcount


@dataclass(frozen=True)
class _Words:
    """What is said to SQLite: written once for a table, because this is done at nearly every press."""

    room: str
    take: str
    clear: str
    lay: str
    leave: str


@cache
def _words(table: Table) -> _Words:
    names = [column.name for column in table.primary_key.columns]
    copy, here = f"temp.again_{table.name}", " AND ".join(["1", *(f"{name} = ?" for name in names[:-1])])
    return _Words(
        room=f"CREATE TEMP TABLE IF NOT EXISTS again_{table.name} AS SELECT * FROM {table.name} LIMIT 0",
        take=f"INSERT INTO {copy} SELECT * FROM {table.name} WHERE {here}",
        clear=f"DELETE FROM {table.name} WHERE {here}",
        lay=f"INSERT INTO {table.name} SELECT * FROM {copy} ORDER BY {', '.join(names)}",
        leave=f"DELETE FROM {copy}",
    )
