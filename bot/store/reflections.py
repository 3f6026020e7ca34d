"""What facilitators write for themselves, one sealed row a person, and what a group was told after its results.

A journal lies under a tag of its writer that is used nowhere else. Its rows are few and long: with each new one others
are laid down again in a fresh order. Not here: what is sealed in either (the services).
"""

from dataclasses import dataclass
from typing import final

from sqlalchemy import BigInteger, Column, LargeBinary, Table, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.identity import Chance, MemberTag, ServerId
from bot.store.database import Database
from bot.store.plans import sealed_rows
from bot.store.schema import metadata
from bot.store.shuffling import shuffle
from bot.store.writer import each

journal_table = Table(
    "journal",
    metadata,
    Column("journal_tag", LargeBinary(16), primary_key=True),
    Column("server_id", BigInteger, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)
heard_table = sealed_rows("heard", "round_id")


@dataclass(frozen=True, repr=False)
class JournalRow:
    """One person's journal as it lies in the database."""

    journal_tag: MemberTag
    server_id: ServerId
    sealed: bytes


@final
class JournalRepository:
    """Reads and writes journals."""

    def __init__(self, database: Database, chance: Chance) -> None:
        self._database = database
        self._chance = chance

    async def find(self, journal_tag: MemberTag) -> bytes | None:
        """What is sealed there, or None."""
        statement = select(journal_table.c.sealed).where(journal_table.c.journal_tag == journal_tag)

        async def reading(connection: AsyncConnection) -> bytes | None:
            return (await connection.execute(statement)).scalar_one_or_none()

        return await self._database.read(reading)

    async def of_server(self, server_id: ServerId) -> list[JournalRow]:
        """All journals of a server."""
        statement = select(journal_table).where(journal_table.c.server_id == server_id)

        async def reading(connection: AsyncConnection) -> list[JournalRow]:
            found = await connection.execute(statement)
            return [JournalRow(MemberTag(row.journal_tag), ServerId(row.server_id), row.sealed) for row in found]

        return await self._database.read(reading)

    async def put(self, row: JournalRow) -> None:
        """Keep it, in place of what was there."""
        await self._database.write(_put, (row, self._chance))

    async def remove(self, journal_tag: MemberTag) -> bool:
        """Remove it; False if there was none."""
        return await self._database.write(_remove, journal_tag)

    async def erase_server(self, server_id: ServerId) -> None:
        """Remove all of a server's."""
        await self._database.write(_erase_server, server_id)


@each
async def _put(connection: AsyncConnection, item: tuple[JournalRow, Chance]) -> None:
    row, chance = item
    mine = journal_table.c.journal_tag == row.journal_tag
    changed = await connection.execute(update(journal_table).where(mine).values(sealed=row.sealed))
    if changed.rowcount:
        return
    values = {"journal_tag": row.journal_tag, "server_id": row.server_id, "sealed": row.sealed}
    await connection.execute(insert(journal_table), values)
    await shuffle(connection, journal_table, chance, row.journal_tag)


@each
async def _remove(connection: AsyncConnection, journal_tag: MemberTag) -> bool:
    removed = await connection.execute(delete(journal_table).where(journal_table.c.journal_tag == journal_tag))
    return removed.rowcount > 0


@each
async def _erase_server(connection: AsyncConnection, server_id: ServerId) -> None:
    await connection.execute(delete(journal_table).where(journal_table.c.server_id == server_id))
