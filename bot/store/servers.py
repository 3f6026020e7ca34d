"""One row for each server: which key is its own, and its sealed settings, whose meaning is the service's business."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import BigInteger, Column, LargeBinary, Table, delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.identity import KeyId, ServerId
from bot.store.database import Database
from bot.store.dialect import upsert
from bot.store.owned import owned
from bot.store.schema import metadata
from bot.store.writer import each

server_table = Table(
    "server",
    metadata,
    Column("server_id", BigInteger, primary_key=True, autoincrement=False),
    Column("key_id", LargeBinary(16), nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)

_UPSERT = upsert(server_table, ["server_id"])


@dataclass(frozen=True)
class ServerRow:
    """What is stored of one server."""

    server_id: ServerId
    key_id: KeyId
    """Where the server's own key lies in the key store."""
    sealed: bytes


@each
async def _save(connection: AsyncConnection, row: ServerRow) -> None:
    await connection.execute(_UPSERT, {"server_id": row.server_id, "key_id": row.key_id, "sealed": row.sealed})


@each
async def _replace(connection: AsyncConnection, change: tuple[ServerId, bytes]) -> None:
    server_id, sealed = change
    await connection.execute(update(server_table).where(server_table.c.server_id == server_id).values(sealed=sealed))


@each
async def _erase(connection: AsyncConnection, server_id: ServerId) -> None:
    await connection.execute(delete(server_table).where(server_table.c.server_id == server_id))


class ServerRepository:
    """The rows of the servers."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @property
    def are_all_here(self) -> bool:
        """Whether every server belongs to this process."""
        return self._database.shards.are_all

    def require_own(self, server_id: ServerId) -> None:
        """Make sure that the server belongs to this process.

        Raises:
            Elsewhere: it does not.
        """
        self._database.shards.require(server_id)

    async def load(self, server_id: ServerId) -> ServerRow | None:
        """The server's row, or None."""

        async def reading(connection: AsyncConnection) -> ServerRow | None:
            found = await connection.execute(select(server_table).where(server_table.c.server_id == server_id))
            row = found.one_or_none()
            return None if row is None else ServerRow(row.server_id, KeyId(row.key_id), row.sealed)

        return await self._database.read(reading)

    async def load_some(self, server_ids: Collection[ServerId]) -> list[ServerRow]:
        """The rows of these servers, read at once; those that have none are absent."""
        these = server_table.c.server_id.in_(server_ids)

        async def reading(connection: AsyncConnection) -> list[ServerRow]:
            found = await connection.execute(select(server_table).where(these))
            return [ServerRow(row.server_id, KeyId(row.key_id), row.sealed) for row in found]

        return await self._database.read(reading)

    async def all_ids(self) -> list[ServerId]:
        """Every server of this process that has a row, in ascending order."""
        mine = owned(server_table.c.server_id, self._database.shards)

        async def reading(connection: AsyncConnection) -> list[ServerId]:
            here = select(server_table.c.server_id).where(mine).order_by(server_table.c.server_id)
            found = await connection.execute(here)
            return [ServerId(server_id) for server_id in found.scalars()]

        return await self._database.read(reading)

    async def save(self, row: ServerRow) -> None:
        """Write the whole row, new or again."""
        await self._database.write(_save, row)

    async def replace(self, server_id: ServerId, sealed: bytes) -> None:
        """Overwrite what is sealed; a server without a row stays without."""
        await self._database.write(_replace, (server_id, sealed))

    async def erase(self, server_id: ServerId) -> None:
        """Remove the row; what other tables hold about the server is theirs to remove."""
        await self._database.write(_erase, server_id)
