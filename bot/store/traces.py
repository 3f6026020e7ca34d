"""Where a server is still mentioned, whoever answers for the table. Not for reading or erasing anything of it."""

from typing import Final, final

from sqlalchemy import MetaData, Table, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.identity import ServerId
from bot.store.database import Database
from bot.store.schema import key_metadata, metadata
from bot.store.servers import server_table
from bot.store.tasks import task_table

# A server has tasks from the moment of its invitation, long before anything of it is kept.
_BEFORE_SET_UP: Final = frozenset({task_table.name})


@final
class ServerTraces:
    """Looks through both stores."""

    def __init__(self, database: Database, key_database: Database) -> None:
        self._database = database
        self._key_database = key_database

    async def unfinished(self, kind: str) -> list[bytes]:
        """The subjects of all tasks of this kind, due or not."""

        async def reading(connection: AsyncConnection) -> list[bytes]:
            found = await connection.execute(select(task_table.c.subject).where(task_table.c.kind == kind))
            return list(found.scalars())

        return await self._database.read(reading)

    async def strays(self) -> set[ServerId]:
        """Servers that some row names though they have no row of their own: nothing of them can be opened."""
        # The stores first: whatever is set up meanwhile has its own row before any other.
        mentioned = await _mentioned(self._database, metadata) | await _mentioned(self._key_database, key_metadata)

        async def reading(connection: AsyncConnection) -> set[ServerId]:
            return set((await connection.execute(select(server_table.c.server_id))).scalars())

        return mentioned - await self._database.read(reading)


def tables_of_servers(schema: MetaData) -> list[Table]:
    """The tables whose rows name a server that was set up."""
    return [one for one in schema.sorted_tables if "server_id" in one.c and one.name not in _BEFORE_SET_UP]


async def _mentioned(database: Database, schema: MetaData) -> set[ServerId]:
    async def reading(connection: AsyncConnection) -> set[ServerId]:
        return {
            ServerId(server_id)
            for table in tables_of_servers(schema)
            for server_id in (await connection.execute(select(table.c.server_id).distinct())).scalars()
        }

    return await database.read(reading)
