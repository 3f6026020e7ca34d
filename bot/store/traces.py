"""Where a server is still mentioned in the database, whoever answers for the table. Nothing of it is read or erased.

Not the key store: beside an empty database, started by mistake, every server would seem to be gone.
"""

from pathlib import Path
from typing import Final, final

from sqlalchemy import Table, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.identity import ServerId
from bot.store.database import Database
from bot.store.schema import metadata
from bot.store.servers import server_table
from bot.store.task_rows import task_table
from bot.store.upgrade_copies import forget_server

# A server has tasks from the moment of its invitation, long before anything of it is kept.
_BEFORE_SET_UP: Final = frozenset({task_table.name})


@final
class ServerTraces:
    """Looks through the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def unfinished(self, kind: str) -> list[bytes]:
        """The subjects of all tasks of this kind, due or not."""

        async def reading(connection: AsyncConnection) -> list[bytes]:
            found = await connection.execute(select(task_table.c.subject).where(task_table.c.kind == kind))
            return list(found.scalars())

        return await self._database.read(reading)

    async def strays(self) -> set[ServerId]:
        """Servers that some row names though they have no row of their own: nothing of them can be opened."""

        async def reading(connection: AsyncConnection) -> set[ServerId]:
            mentioned: set[ServerId] = set()
            for table in tables_of_servers():
                mentioned.update((await connection.execute(select(table.c.server_id).distinct())).scalars())
            # Last: whatever is set up meanwhile has its own row before any other.
            return mentioned - set((await connection.execute(select(server_table.c.server_id))).scalars())

        return await self._database.read(reading)

    def are_mine(self, server_id: ServerId) -> bool:
        """Whether this process may touch what is left of this server."""
        return self._database.shards.own(server_id)

    async def forget_in_copies(self, server_id: ServerId) -> None:
        """Remove a server from what lies beside the database: the copies from before upgrades."""
        place = self._database.url.database
        if self._database.is_sqlite and place is not None:
            await forget_server(Path(place).parent, server_id)


def tables_of_servers() -> list[Table]:
    """The tables whose rows name a server that was set up."""
    return [one for one in metadata.sorted_tables if "server_id" in one.c and one.name not in _BEFORE_SET_UP]
