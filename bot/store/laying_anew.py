"""Writes the tables of a PostgreSQL database anew, so that its files tell neither what was erased nor who came first.

There an erased row stays on its page, VACUUM or not, until something happens to take its place; and each row carries
the number of the transaction that wrote it, through VACUUM FREEZE, VACUUM FULL and CLUSTER alike: the order of
everything. Written anew in one transaction, in the order of their keys, all rows of a table have one number, and the
file they lay in is gone. On SQLite nothing of this is needed (`order.py`, `shuffling.py`), but its files tell when the
last write was: that of the keys, in a quiet group, when the last concern was sent. Not here: what the write-ahead log
keeps (docs/operators.md).
"""

import os
from contextlib import suppress
from pathlib import Path
from typing import Final, Protocol, cast

from sqlalchemy import MetaData, Table, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.database import Database

SMALL: Final = 16 * 1024 * 1024
"""Bytes, with indexes: a table up to this is soon written; meanwhile presses on it wait."""

_SIZES: Final = text("""
    SELECT pg_total_relation_size(oid), current_setting('block_size')::int * (
        SELECT count(*) FROM pg_index WHERE indrelid IN (relation.oid, reltoastrelid)
    ) FROM pg_class AS relation WHERE oid = CAST(:name AS regclass)
""")
"""How large it is with indexes, and how large where nothing was ever written: an index has one page then."""

# To a dump that began before, a table that was emptied and filled again is empty: it looks at all as it was then.
_NO_DUMP: Final = """
    DO $$ BEGIN
        PERFORM FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'pg_dump%';
        IF FOUND THEN RAISE lock_not_available; END IF;
    END $$;
"""

# One text is one transaction. It holds one lock, so nobody whom it waits for ever waits for it in turn. Whoever keeps
# a table for long must not have presses queue up behind this meanwhile. A dump may begin at any moment up to the last.
_ANEW: Final = """
    {no_dump}
    SET LOCAL lock_timeout = '500ms';
    LOCK TABLE {name} IN ACCESS EXCLUSIVE MODE;
    CREATE TEMPORARY TABLE laid_anew ON COMMIT DROP AS SELECT * FROM {name};
    TRUNCATE {name};
    INSERT INTO {name} SELECT * FROM laid_anew ORDER BY {key};
    {no_dump}
"""


# A segment of the log goes (or is written over) once it is full, which on a quiet server takes weeks. Who may end one
# early is the administrator's to say; where the log is archived, it would only make more archives.
_MAY_END_LOG: Final = text("""
    SELECT has_function_privilege('pg_switch_wal()', 'execute') AND current_setting('archive_mode') = 'off'
""")
_END_LOG: Final = text("SELECT pg_switch_wal()")


class _Driver(Protocol):
    async def execute(self, statements: str, /) -> object: ...


async def lay_anew(database: Database, schema: MetaData, *, large_too: bool) -> None:
    """Write anew each table in which something lies, or lay, and begin a new segment of the log.

    On SQLite its files are said to be changed now instead.

    Args:
        database: either store.
        schema: its tables.
        large_too: those as well that are larger than `SMALL`.

    Raises:
        StoreBusy: somebody keeps a table for longer than presses should wait, or takes a dump; the tables before are
            done.
        StoreLost: the server does not answer.
    """
    if database.is_sqlite:
        _change_now(Path(database.url.database or ""))
        return
    for table in schema.sorted_tables:
        size, untouched = await database.read(lambda connection, table=table: _sizes(connection, table))
        if size > untouched and (large_too or size <= SMALL):
            # On a connection that reads: one that writes would hold the locks of others' writes.
            await database.read(lambda connection, table=table: _write_anew(connection, table))
    await database.read(_end_log)


def _change_now(path: Path) -> None:
    for one in (path, path.with_name(f"{path.name}-journal")):
        with suppress(FileNotFoundError):
            os.utime(one)


async def _sizes(connection: AsyncConnection, table: Table) -> tuple[int, int]:
    size, untouched = (await connection.execute(_SIZES, {"name": table.name})).one()
    return size, untouched


async def _write_anew(connection: AsyncConnection, table: Table) -> None:
    key = ", ".join(column.name for column in table.primary_key.columns)
    driver = cast("_Driver", (await connection.get_raw_connection()).driver_connection)
    await driver.execute(_ANEW.format(name=table.name, key=key, no_dump=_NO_DUMP))


async def _end_log(connection: AsyncConnection) -> None:
    if (await connection.execute(_MAY_END_LOG)).scalar_one():
        await connection.execute(_END_LOG)
