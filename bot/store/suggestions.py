"""Suggestions for the agreement: sealed, under random ids, with nothing of who wrote them or when. Not what they say.

Few, long rows: whenever one comes, others are laid down again with it in a fresh order.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import final

from sqlalchemy import BigInteger, Column, LargeBinary, Table, delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.identity import Chance, ServerId, SuggestionId
from bot.store.database import Database
from bot.store.dialect import upsert
from bot.store.schema import metadata
from bot.store.shuffling import shuffle
from bot.store.writer import each

suggestion = Table(
    "suggestion",
    metadata,
    Column("suggestion_id", LargeBinary(16), primary_key=True),
    Column("server_id", BigInteger, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)

_KEEP = upsert(suggestion, ["suggestion_id"])


@dataclass(frozen=True, repr=False)
class SuggestionRow:
    """One suggestion as it lies in the database."""

    suggestion_id: SuggestionId
    server_id: ServerId
    sealed: bytes


@final
class SuggestionRepository:
    """Reads and writes suggestions."""

    def __init__(self, database: Database, chance: Chance) -> None:
        self._database = database
        self._chance = chance

    async def add(self, row: SuggestionRow) -> None:
        """Keep a new one, or the same anew."""
        await self._database.write(_add, (row, self._chance))

    async def replace(self, rows: Sequence[SuggestionRow]) -> None:
        """Overwrite those of these that are still there, in one transaction."""
        await self._database.write(_replace, tuple(rows))

    async def of_server(self, server_id: ServerId) -> list[SuggestionRow]:
        """All of a server's, in the order of their ids."""
        statement = select(suggestion).where(suggestion.c.server_id == server_id).order_by(suggestion.c.suggestion_id)

        async def reading(connection: AsyncConnection) -> list[SuggestionRow]:
            rows = (await connection.execute(statement)).all()
            return [SuggestionRow(SuggestionId(row.suggestion_id), server_id, row.sealed) for row in rows]

        return await self._database.read(reading)

    async def remove(self, server_id: ServerId, suggestion_ids: Sequence[SuggestionId]) -> int:
        """Remove these of a server; how many were there."""
        return await self._database.write(_remove, (server_id, tuple(suggestion_ids)))

    async def erase_server(self, server_id: ServerId) -> None:
        """Remove all of a server's."""
        await self._database.write(_erase_server, server_id)


@each
async def _add(connection: AsyncConnection, item: tuple[SuggestionRow, Chance]) -> None:
    row, chance = item
    values = {"suggestion_id": row.suggestion_id, "server_id": row.server_id, "sealed": row.sealed}
    await connection.execute(_KEEP, values)
    await shuffle(connection, suggestion, chance, row.suggestion_id)


@each
async def _replace(connection: AsyncConnection, rows: Sequence[SuggestionRow]) -> None:
    for row in rows:
        here = (suggestion.c.suggestion_id == row.suggestion_id) & (suggestion.c.server_id == row.server_id)
        await connection.execute(update(suggestion).where(here).values(sealed=row.sealed))


@each
async def _remove(connection: AsyncConnection, item: tuple[ServerId, Sequence[SuggestionId]]) -> int:
    server_id, suggestion_ids = item
    here = (suggestion.c.server_id == server_id) & suggestion.c.suggestion_id.in_(suggestion_ids)
    return (await connection.execute(delete(suggestion).where(here))).rowcount


@each
async def _erase_server(connection: AsyncConnection, server_id: ServerId) -> None:
    await connection.execute(delete(suggestion).where(suggestion.c.server_id == server_id))
