"""A small table of its own for the tests of the stores, and operations on it."""

from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import Column, LargeBinary, MetaData, String, Table, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.database import Database
from bot.store.writer import each, together

metadata = MetaData()
note = Table(
    "note",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("text", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)


class Spoiled(Exception):
    """What a bad operation raises."""


@together("make table")
async def _make(connection: AsyncConnection, items: Sequence[None]) -> Sequence[None]:
    await connection.run_sync(metadata.create_all)
    return items


@together("add notes")
async def add(connection: AsyncConnection, items: Sequence[str]) -> Sequence[str]:
    await connection.execute(note.insert(), [{"name": name, "text": name.encode()} for name in items])
    return [name.upper() for name in items]


@each
async def add_one(connection: AsyncConnection, name: str) -> str:
    await connection.execute(note.insert(), {"name": name, "text": name.encode()})
    return name.upper()


@each
async def spoil(connection: AsyncConnection, name: str) -> None:
    await connection.execute(note.insert(), {"name": name, "text": b""})
    raise Spoiled


async def make_notes(database: Database) -> None:
    """Make the table."""
    await database.write(_make, None)


async def names(database: Database) -> list[str]:
    """What is committed."""

    async def reading(connection: AsyncConnection) -> list[str]:
        return list((await connection.execute(select(note.c.name).order_by(note.c.name))).scalars())

    return await database.read(reading)


@each
async def tell(connection: AsyncConnection, statement: str) -> object:
    """One statement in the writer's transaction, and the first value it gives."""
    result = await connection.execute(text(statement))
    return result.scalar() if result.returns_rows else None


def put(path: Path, data: bytes) -> None:
    """A file that anybody may read."""
    path.parent.mkdir()
    path.write_bytes(data)
    path.chmod(0o644)
