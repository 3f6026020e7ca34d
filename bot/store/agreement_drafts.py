"""The draft of each server's agreement: one sealed row, overwritten only by who saw what it held. Not what it says."""

from dataclasses import dataclass
from typing import final

from sqlalchemy import BigInteger, Column, Integer, LargeBinary, Table, delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.identity import ServerId
from bot.store.database import Database
from bot.store.dialect import insert_ignoring
from bot.store.schema import metadata
from bot.store.writer import each

agreement_draft = Table(
    "agreement_draft",
    metadata,
    Column("server_id", BigInteger, primary_key=True, autoincrement=False),
    Column("revision", Integer, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)


@dataclass(frozen=True)
class DraftRow:
    """One server's draft as it lies in the database."""

    server_id: ServerId
    revision: int
    """Another one for everything that the row ever held; never 0."""
    sealed: bytes


@final
class AgreementDraftRepository:
    """Reads and writes the drafts."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def find(self, server_id: ServerId) -> DraftRow | None:
        """The server's draft, or None."""
        columns = agreement_draft.c
        statement = select(columns.revision, columns.sealed).where(columns.server_id == server_id)

        async def reading(connection: AsyncConnection) -> DraftRow | None:
            row = (await connection.execute(statement)).one_or_none()
            return None if row is None else DraftRow(server_id, row.revision, row.sealed)

        return await self._database.read(reading)

    async def put(self, row: DraftRow, former: int) -> bool:
        """Keep this in place of the revision `former` (0: of no draft); False if another one is there by now."""
        return await self._database.write(_put, (row, former))

    async def drop(self, server_id: ServerId, revision: int) -> bool:
        """Remove this revision; False if there is none, or another one, which then stays."""
        return await self._database.write(_drop, (server_id, revision))

    async def erase_server(self, server_id: ServerId) -> None:
        """Remove whatever draft the server has."""
        await self._database.write(_erase, server_id)


@each
async def _put(connection: AsyncConnection, item: tuple[DraftRow, int]) -> bool:
    row, former = item
    if former:
        here = (agreement_draft.c.server_id == row.server_id) & (agreement_draft.c.revision == former)
        statement = update(agreement_draft).where(here).values(revision=row.revision, sealed=row.sealed)
        return (await connection.execute(statement)).rowcount > 0
    values = {"server_id": row.server_id, "revision": row.revision, "sealed": row.sealed}
    return (await connection.execute(insert_ignoring(agreement_draft).values(values))).rowcount > 0


@each
async def _drop(connection: AsyncConnection, item: tuple[ServerId, int]) -> bool:
    server_id, revision = item
    here = (agreement_draft.c.server_id == server_id) & (agreement_draft.c.revision == revision)
    return (await connection.execute(delete(agreement_draft).where(here))).rowcount > 0


@each
async def _erase(connection: AsyncConnection, server_id: ServerId) -> None:
    await connection.execute(delete(agreement_draft).where(agreement_draft.c.server_id == server_id))
