"""Lays long rows down in random order, so that neither their cells nor their further pages tell which came last.

In the order of their keys they would: each page that a long row takes of those set free follows from who had it.
Not here: short rows, which are laid in the order of their keys (`order.py`).
"""

from collections.abc import Sequence

from sqlalchemy import Table, delete, insert, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.identity import Chance
from bot.store.connections import SHARED

_IN_TURN = text("SELECT pg_advisory_xact_lock(721504306, 0)")
"""Arbitrary numbers, like those in `shard_locks.py`."""
_LOT_BYTES = 8
_LAID_AGAIN = 16
"""Rows that change places with a new one."""


async def shuffle(
    connection: AsyncConnection, table: Table, chance: Chance, new: bytes, most: int = _LAID_AGAIN
) -> None:
    """Lay the new row and at most so many others down in a fresh order; the table's key is one column.

    A newcomer that changes places with others drawn by lot keeps the whole order uniformly random (Fisher and Yates,
    from the inside out), so a few others are enough.
    """
    key = table.primary_key.columns[0]
    # Of every server: who runs one of them knows when its own rows came, and must not learn it of the others'.
    keys = (await connection.execute(select(key))).scalars()
    others = sorted((one for one in keys if one != new), key=lambda _: chance(_LOT_BYTES))[:most]
    if connection.sync_connection is not None and connection.sync_connection.get_execution_options().get(SHARED):
        await _written_again(connection, table, sorted([new, *others], key=lambda _: chance(_LOT_BYTES)))
        return
    these = key.in_([new, *others])
    found = await connection.execute(select(table).where(these))
    rows = sorted((dict(row) for row in found.mappings()), key=lambda _: chance(_LOT_BYTES))
    await connection.execute(delete(table).where(these))
    await connection.execute(insert(table), rows)


async def _written_again(connection: AsyncConnection, table: Table, keys: Sequence[bytes]) -> None:
    """The same where other processes write to rows of theirs: what one of them is at is left, and none is taken away.

    PostgreSQL writes each version of a row in a place of its own. One process at a time has rows of others in hand,
    from here to its commit: so it waits for nobody, since only another such one could hold rows of its own.
    """
    if connection.dialect.name == "postgresql":  # SQLite lets one write at a time in any case
        await connection.execute(_IN_TURN)
    key = table.primary_key.columns[0]
    free = select(key).where(key.in_(keys)).with_for_update(skip_locked=True)
    found = set((await connection.execute(free)).scalars())
    for one in keys:
        if one in found:
            await connection.execute(update(table).where(key == one).values({key: key}))
