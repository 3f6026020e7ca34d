"""What facilitators prepare for check-ins: schedules and templates of a server's own, each one sealed row.

These tables and some others have one shape, so one repository serves all. Not here: what is sealed in a row (the
services).
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import final

from sqlalchemy import BigInteger, Column, ColumnElement, Index, LargeBinary, Table, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.identity import PlanId, ServerId
from bot.store.audit import Head, NewLine, append_line
from bot.store.database import Database
from bot.store.schema import metadata
from bot.store.writer import each


def sealed_rows(name: str, key: str) -> Table:
    """A table of sealed rows of servers, each under a random id."""
    return Table(
        name,
        metadata,
        Column(key, LargeBinary(16), key="plan_id", primary_key=True),
        Column("server_id", BigInteger, nullable=False),
        Column("sealed", LargeBinary, nullable=False),
        Index(f"{name}_by_server", "server_id"),
        sqlite_with_rowid=False,
    )


schedule_table = sealed_rows("checkin_schedule", "schedule_id")
template_table = sealed_rows("checkin_template", "template_id")


@dataclass(frozen=True)
class PlanRow:
    """One schedule or template, or another row of this shape, as it lies in the database."""

    plan_id: PlanId
    server_id: ServerId
    sealed: bytes


@final
class PlanRepository:
    """Reads and writes the rows of one table of this shape."""

    def __init__(self, database: Database, table: Table) -> None:
        self._database = database
        self._table = table
        self._adding = each(self._add)
        self._replacing = each(self._replace)
        self._removing = each(self._remove)
        self._erasing = each(self._erase)

    async def add(self, row: PlanRow, line: NewLine | None = None) -> Head | None:
        """Keep a new row and, in the same transaction, a line of the trail; then where the trail has got."""
        return await self._database.write(self._adding, (row, line))

    async def replace(self, row: PlanRow) -> None:
        """Overwrite what is sealed; a row that is gone stays gone."""
        await self._database.write(self._replacing, row)

    async def remove(self, plan_id: PlanId) -> None:
        """Remove a row; none is fine."""
        await self._database.write(self._removing, plan_id)

    async def erase_server(self, server_id: ServerId) -> None:
        """Remove every row of a server."""
        await self._database.write(self._erasing, server_id)

    async def find(self, plan_id: PlanId) -> PlanRow | None:
        """The row, or None."""
        found = await self._rows(self._table.c.plan_id == plan_id)
        return found[0] if found else None

    async def of_server(self, server_id: ServerId) -> list[PlanRow]:
        """Every row of a server, in no order."""
        return await self._rows(self._table.c.server_id == server_id)

    async def of_servers(self, server_ids: Collection[ServerId]) -> list[PlanRow]:
        """Every row of these servers, read at once, in no order."""
        return await self._rows(self._table.c.server_id.in_(server_ids))

    async def servers(self) -> set[ServerId]:
        """The servers that have a row, of whichever process."""

        async def reading(connection: AsyncConnection) -> set[ServerId]:
            return set((await connection.execute(select(self._table.c.server_id).distinct())).scalars())

        return await self._database.read(reading)

    async def _rows(self, where: ColumnElement[bool]) -> list[PlanRow]:
        columns = self._table.c

        async def reading(connection: AsyncConnection) -> list[PlanRow]:
            found = await connection.execute(select(columns.plan_id, columns.server_id, columns.sealed).where(where))
            return [PlanRow(*row) for row in found]

        return await self._database.read(reading)

    async def _add(self, connection: AsyncConnection, new: tuple[PlanRow, NewLine | None]) -> Head | None:
        row, line = new
        values = {"plan_id": row.plan_id, "server_id": row.server_id, "sealed": row.sealed}
        await connection.execute(insert(self._table).values(values))
        return None if line is None else await append_line(connection, line)

    async def _replace(self, connection: AsyncConnection, row: PlanRow) -> None:
        this = self._table.c.plan_id == row.plan_id
        await connection.execute(update(self._table).where(this).values(sealed=row.sealed))

    async def _remove(self, connection: AsyncConnection, plan_id: PlanId) -> None:
        await connection.execute(delete(self._table).where(self._table.c.plan_id == plan_id))

    async def _erase(self, connection: AsyncConnection, server_id: ServerId) -> None:
        await connection.execute(delete(self._table).where(self._table.c.server_id == server_id))
