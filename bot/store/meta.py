"""Single named values of a store, such as the digest of the commands last synced. Not for anything about a person."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.database import Database
from bot.store.dialect import insert_ignoring, upsert
from bot.store.schema import meta
from bot.store.writer import each

# Both stores have this table, of one shape, so that one set of statements serves either.
_UPSERT = upsert(meta, ["name"])
_FIRST = insert_ignoring(meta)


async def put_value(connection: AsyncConnection, name: str, value: bytes) -> None:
    """Set the value within somebody's transaction."""
    await connection.execute(_UPSERT, {"name": name, "value": value})


@each
async def _put(connection: AsyncConnection, change: tuple[str, bytes]) -> None:
    await put_value(connection, *change)


@each
async def _put_first(connection: AsyncConnection, change: tuple[str, bytes]) -> bytes:
    name, value = change
    await connection.execute(_FIRST, {"name": name, "value": value})
    found = await connection.execute(select(meta.c.value).where(meta.c.name == name))
    return found.scalar_one()


class Meta:
    """Small values by name, in either store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, name: str) -> bytes | None:
        """The value of this name, or None."""

        async def reading(connection: AsyncConnection) -> bytes | None:
            found = await connection.execute(select(meta.c.value).where(meta.c.name == name))
            return found.scalar_one_or_none()

        return await self._database.read(reading)

    async def put(self, name: str, value: bytes) -> None:
        """Set the value, new or again."""
        await self._database.write(_put, (name, value))

    async def put_first(self, name: str, value: bytes) -> bytes:
        """Set the value unless there is one already; returns the one that holds."""
        return await self._database.write(_put_first, (name, value))
