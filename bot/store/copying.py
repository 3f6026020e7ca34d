"""Copies a SQLite database while it is in use, without the boxes of open rounds; makes sure that the copy is whole.

A box's bytes are never on the disk in a second place: they are taken out in memory. Whoever restores a copy finds open
rounds without their boxes, and they end as too few. Not here: where copies go and how many are kept (`backup.py`).
"""

import asyncio
import errno
import os
import sqlite3
from collections.abc import Awaitable, Callable, Generator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final, Protocol, cast

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.private_files import fresh_beside, put_in_place
from bot.store.problems import BackupUnsound, NotWritable, StoreFull, StoreLost
from bot.store.translation import translated

_NO_SPACE: Final = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class _Sqlite(Protocol):
    def serialize(self) -> bytes: ...


class _Driver(Protocol):
    """What is used of aiosqlite's connection: the connection of `sqlite3` beneath, and the thread that it lives in."""

    _conn: _Sqlite

    def _execute(self, function: Callable[[], bytes]) -> Awaitable[bytes]: ...


async def image_of(connection: AsyncConnection) -> bytes:
    """The whole file as this connection sees it now. Within the writer's transaction nothing else is written."""
    driver = cast("_Driver", (await connection.get_raw_connection()).driver_connection)
    # aiosqlite has no word of its own for it
    return await driver._execute(driver._conn.serialize)  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]


async def write_copy(image: bytes, path: Path) -> None:
    """Write a copy without open boxes: for its owner alone, whole and verified or not at all. An old file is replaced.

    Raises:
        StoreFull, NotWritable, DatabaseDamaged, BackupUnsound: nothing was written.
    """
    await asyncio.to_thread(_write_copy, image, path)


def _write_copy(image: bytes, path: Path) -> None:
    _write_changed(image, path, _empty_boxes)


def rewrite_copy(path: Path, change: Callable[[sqlite3.Connection], None]) -> None:
    """Change a copy: in memory, then written anew; the bytes of the old file are overwritten.

    Raises:
        StoreFull, NotWritable, DatabaseDamaged, BackupUnsound: it is as it was.
    """
    with as_store_problems():
        image, made = path.read_bytes(), path.stat().st_mtime
        _write_changed(image, path, change)
        os.utime(path, (made, made))  # when it was made is what tells how long it is of use


def _write_changed(image: bytes, path: Path, change: Callable[[sqlite3.Connection], None]) -> None:
    with as_store_problems():
        fresh = fresh_beside(path)
        try:
            with in_memory(image) as copy:
                change(copy)
                copy.execute("VACUUM INTO ?", (str(fresh),))
            verify(fresh)
            put_in_place(fresh, path)
        finally:
            fresh.unlink(missing_ok=True)


@contextmanager
def in_memory(image: bytes) -> Generator[sqlite3.Connection]:
    """A database in memory with this content. Nothing of it is ever on the disk."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as copy:
        copy.deserialize(image)
        copy.execute("PRAGMA temp_store=MEMORY")
        yield copy


@contextmanager
def to_look_at(path: Path) -> Generator[sqlite3.Connection]:
    """A database file that is only looked at: neither it nor a journal beside it is touched."""
    address = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
    with closing(sqlite3.connect(address, uri=True, isolation_level=None)) as connection:
        yield connection


def verify(path: Path) -> None:
    """Open the copy and make sure that it is whole and holds no open box.

    Raises:
        BackupUnsound: it is not, or it does.
    """
    try:
        with to_look_at(path) as copy:
            if not is_whole(copy) or holds_boxes(copy):
                raise BackupUnsound
    except sqlite3.Error:
        raise BackupUnsound from None


def is_whole(connection: sqlite3.Connection) -> bool:
    """Whether every page and index is as it should be."""
    return connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def holds_boxes(connection: sqlite3.Connection) -> bool:
    """Whether the box of an open round is in it."""
    places = ["SELECT 1 FROM open_box"] if columns_of(connection, "open_box") else []
    if "box" in columns_of(connection, "checkin_round"):
        places.append("SELECT 1 FROM checkin_round WHERE box IS NOT NULL")
    return any(connection.execute(f"{place} LIMIT 1").fetchone() for place in places)


def _empty_boxes(copy: sqlite3.Connection) -> None:
    if columns_of(copy, "open_box"):
        copy.execute("DELETE FROM open_box")
    # Up to revision 0007 the boxes lay with their rounds.
    columns = columns_of(copy, "checkin_round")
    if "box" in columns:
        emptied = [f"{name} = NULL" for name in ("box", "comments") if name in columns]
        copy.execute(f"UPDATE checkin_round SET {', '.join(emptied)} WHERE result IS NULL")  # noqa: S608 - our own names


def columns_of(connection: sqlite3.Connection, table: str) -> set[str]:
    """The names of its columns; none if there is no such table."""
    return {name for (name,) in connection.execute("SELECT name FROM pragma_table_info(?)", (table,))}


@contextmanager
def as_store_problems() -> Generator[None]:
    """Let what the disk and SQLite refuse be raised under our names, without their words."""
    try:
        yield
    except OSError as error:
        raise (StoreFull if error.errno in _NO_SPACE else NotWritable) from None
    except sqlite3.Error as error:
        problem = translated(error)
        raise (BackupUnsound() if problem is None or isinstance(problem, StoreLost) else problem) from None
