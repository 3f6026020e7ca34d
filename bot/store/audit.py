"""The staff's audit trail at rest: a chain of sealed lines for each server, and its head in the key store.

In clear lie the server's id, a line's position and bytes. Not here: what the lines say (the service seals them).
"""

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy import BigInteger, Column, LargeBinary, Table, delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.identity import ServerId
from bot.core.sealing import Key
from bot.store.database import Database
from bot.store.dialect import upsert
from bot.store.schema import key_metadata, metadata
from bot.store.writer import Operation, each

line_table = Table(
    "audit_line",
    metadata,
    Column("server_id", BigInteger, primary_key=True, autoincrement=False),
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    Column("mac", LargeBinary(32), nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)

head_table = Table(
    "trail_head",
    key_metadata,
    Column("server_id", BigInteger, primary_key=True, autoincrement=False),
    Column("count", BigInteger, nullable=False),
    Column("mac", LargeBinary(32), nullable=False),
    sqlite_with_rowid=False,
)


@dataclass(frozen=True)
class Head:
    """How many lines a trail has, and the MAC of the last one, which stands for all before it."""

    count: int
    mac: bytes


@dataclass(frozen=True, repr=False)
class NewLine:
    """A line to append."""

    server_id: ServerId
    chain_key: Key
    sealed: bytes
    known: Head
    """The head as the key store has it; lines written at this moment may be beyond it."""


@dataclass(frozen=True)
class StoredLine:
    """A line as it lies in the database."""

    position: int
    """From 1, without gaps, in each server."""
    mac: bytes
    sealed: bytes


EMPTY = Head(0, b"")


def link(chain_key: Key, server_id: ServerId, before: Head, sealed: bytes) -> Head:
    """The head after one more line: its MAC covers the line, its position and the MAC before it."""
    message = b"%d:%d:" % (server_id, before.count + 1) + sha256(before.mac).digest() + sealed
    return Head(before.count + 1, hmac.digest(chain_key, message, sha256))


async def append_line(connection: AsyncConnection, line: NewLine) -> Head:
    """Add a line at the end, in whichever transaction; the head is to be moved after it."""
    found = await connection.execute(
        select(line_table.c.position, line_table.c.mac)
        .where(line_table.c.server_id == line.server_id)
        .order_by(line_table.c.position.desc())
        .limit(1)
    )
    last = found.one_or_none()
    # After the head that the key store knows, even where that line is gone: else writing on would heal a cut.
    before = line.known if last is None or last.position <= line.known.count else Head(last.position, last.mac)
    head = link(line.chain_key, line.server_id, before, line.sealed)
    values = {"server_id": line.server_id, "position": head.count, "mac": head.mac, "sealed": line.sealed}
    await connection.execute(line_table.insert(), values)
    return head


_append: Operation[NewLine, Head] = each(append_line)

# Two lines may be confirmed in one order and reach the key store in the other: the head never goes back.
_ADVANCE = upsert(head_table, ["server_id"], lambda new: head_table.c.count < new["count"])


@each
async def _advance(connection: AsyncConnection, change: tuple[ServerId, Head]) -> None:
    server_id, head = change
    await connection.execute(_ADVANCE, {"server_id": server_id, "count": head.count, "mac": head.mac})


@each
async def _erase_lines(connection: AsyncConnection, server_id: ServerId) -> None:
    await connection.execute(delete(line_table).where(line_table.c.server_id == server_id))


@each
async def _erase_head(connection: AsyncConnection, server_id: ServerId) -> None:
    await connection.execute(delete(head_table).where(head_table.c.server_id == server_id))


class AuditRepository:
    """The lines in the database, their heads in the key store's."""

    def __init__(self, database: Database, key_database: Database) -> None:
        self._database = database
        self._key_database = key_database

    async def append(self, server_id: ServerId, chain_key: Key, sealed: bytes) -> None:
        """Add a line at the end, then move the head; a crash between the two leaves a trail longer than its head."""
        line = await self.prepared(server_id, chain_key, sealed)
        await self.advance(server_id, await self._database.write(_append, line))

    async def prepared(self, server_id: ServerId, chain_key: Key, sealed: bytes) -> NewLine:
        """A line for somebody else's transaction (`append_line`), after which the head is to be moved."""
        return NewLine(server_id, chain_key, sealed, await self.head(server_id))

    async def advance(self, server_id: ServerId, head: Head) -> None:
        """Move the head to where the trail has got."""
        await self._key_database.write(_advance, (server_id, head))

    async def lines(self, server_id: ServerId) -> Sequence[StoredLine]:
        """All lines of the server, oldest first."""

        async def reading(connection: AsyncConnection) -> list[StoredLine]:
            found = await connection.execute(
                select(line_table.c.position, line_table.c.mac, line_table.c.sealed)
                .where(line_table.c.server_id == server_id)
                .order_by(line_table.c.position)
            )
            return [StoredLine(row.position, row.mac, row.sealed) for row in found]

        return await self._database.read(reading)

    async def head(self, server_id: ServerId) -> Head:
        """The head as it was last saved."""

        async def reading(connection: AsyncConnection) -> Head:
            found = await connection.execute(select(head_table).where(head_table.c.server_id == server_id))
            row = found.one_or_none()
            # "count" is also a method of a row
            return EMPTY if row is None else Head(row[1], row[2])

        return await self._key_database.read(reading)

    async def erase_server(self, server_id: ServerId) -> None:
        """Remove the server's trail and its head."""
        await self._database.write(_erase_lines, server_id)
        await self._key_database.write(_erase_head, server_id)
