"""Tries whether a database that ailed works again: it takes as much as a picture needs, and gives it back."""

from contextlib import suppress
from typing import Final

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.database import Database
from bot.store.meta import put_value
from bot.store.problems import DatabaseDamaged, StoreProblem
from bot.store.writer import each

_NAME: Final = "probe"
_ROOM: Final = 64 * 1024
"""Bytes: about the largest thing that the bot keeps."""


@each
async def _take(connection: AsyncConnection, _: None) -> None:
    await put_value(connection, _NAME, bytes(_ROOM))


@each
async def _give_back(connection: AsyncConnection, _: None) -> None:
    await connection.execute(text("DELETE FROM meta WHERE name = :name"), {"name": _NAME})


async def works_again(database: Database) -> bool:
    """Whether it can be written and read; its condition is noted."""
    before = database.condition.problem
    with suppress(StoreProblem):
        await database.write(_take, None)
        await database.write(_give_back, None)
        await database.read(_read)
        if before is DatabaseDamaged and database.is_sqlite:
            await database.read(_looked_through)
        database.condition.is_well()
    return database.condition.problem is None


async def _read(connection: AsyncConnection) -> None:
    await connection.execute(text("SELECT name FROM meta"))


async def _looked_through(connection: AsyncConnection) -> None:
    """A page that was not sound may be one that nobody reads just now."""
    found = (await connection.execute(text("PRAGMA quick_check(1)"))).scalar()
    if found != "ok":
        raise DatabaseDamaged
