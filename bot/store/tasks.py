"""What is to happen later: it is written down, looked for, moved and called off. Not what then happens.

Not here: which process works on it (`task_claims.py`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.identity import ServerId, TaskId
from bot.store.database import Database
from bot.store.dialect import upsert
from bot.store.owned import owned
from bot.store.task_claims import TaskClaims
from bot.store.task_rows import TaskRow, task_table
from bot.store.writer import each, together

MOST_AT_ONCE: Final = 100
"""Rows taken in one look; the rest is due at the next."""

Moment: TypeAlias = tuple[ServerId | None, bytes, int]
"""In which server something happens, what it is about, and when it is due, in whole seconds since 1970."""


@dataclass(frozen=True)
class Subject:
    """All occurrences of one kind about one thing."""

    kind: str
    server_id: ServerId | None
    subject: bytes


# The same occurrence again changes nothing; at another moment it is moved, and whoever works on it does not remove it.
_SCHEDULE = upsert(task_table, ["task_id"], lambda new: task_table.c.due != new.due)


@together("schedule")
async def _schedule(connection: AsyncConnection, rows: Sequence[TaskRow]) -> Sequence[None]:
    latest = {row.task_id: row for row in rows}
    await connection.execute(_SCHEDULE, [_values(row) for row in latest.values()])
    return [None] * len(rows)


def _values(row: TaskRow) -> dict[str, object]:
    return {
        "task_id": row.task_id,
        "kind": row.kind,
        "server_id": row.server_id,
        "subject": row.subject,
        "due": row.due,
        "run_at": row.run_at,
        "attempts": row.attempts,
        "claimed_by": None,
    }


@each
async def _cancel(connection: AsyncConnection, about: Subject) -> None:
    await connection.execute(
        delete(task_table).where(
            task_table.c.kind == about.kind,
            # IS NOT DISTINCT FROM: tasks of no server have NULL there
            task_table.c.server_id.is_not_distinct_from(about.server_id),
            task_table.c.subject == about.subject,
        )
    )


@together("cancel")
async def _cancel_these(connection: AsyncConnection, task_ids: Sequence[TaskId]) -> Sequence[None]:
    await connection.execute(delete(task_table).where(task_table.c.task_id.in_(task_ids)))
    return [None] * len(task_ids)


@each
async def _erase_server(connection: AsyncConnection, change: tuple[ServerId, str]) -> None:
    server_id, spared = change
    here = task_table.c.server_id == server_id
    await connection.execute(delete(task_table).where(here, task_table.c.kind != spared))


class TaskRepository:
    """The rows of what happens later, as far as they are this process's."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._mine = owned(task_table.c.server_id, database.shards)
        self.claims = TaskClaims(database)

    async def schedule(self, row: TaskRow) -> None:
        """Add the row; the same id at another moment moves it, at the same moment it changes nothing."""
        await self._database.write(_schedule, row)

    async def due(self, kinds: Sequence[str], now: int) -> list[TaskRow]:
        """What of these kinds is to be tried by now, earliest first, at most `MOST_AT_ONCE`."""

        async def reading(connection: AsyncConnection) -> list[TaskRow]:
            found = await connection.execute(
                select(task_table)
                .where(task_table.c.run_at <= now, task_table.c.kind.in_(kinds), self._mine)
                .order_by(task_table.c.run_at, task_table.c.due, task_table.c.task_id)
                .limit(MOST_AT_ONCE)
            )
            return [
                TaskRow(TaskId(row.task_id), row.kind, row.server_id, row.subject, row.due, row.run_at, row.attempts)
                for row in found
            ]

        return await self._database.read(reading)

    async def earliest(self, kinds: Sequence[str]) -> int | None:
        """When the next row of these kinds is to be tried, or None."""

        async def reading(connection: AsyncConnection) -> int | None:
            these = task_table.c.kind.in_(kinds)
            found = await connection.execute(select(func.min(task_table.c.run_at)).where(these, self._mine))
            return found.scalar_one_or_none()

        return await self._database.read(reading)

    async def subjects(self, kind: str, server_id: ServerId) -> list[bytes]:
        """The subjects of all rows of this kind in a server, due or not."""
        here = (task_table.c.kind == kind) & (task_table.c.server_id == server_id)

        async def reading(connection: AsyncConnection) -> list[bytes]:
            return list((await connection.execute(select(task_table.c.subject).where(here))).scalars())

        return await self._database.read(reading)

    async def moments(self, kind: str) -> list[Moment]:
        """When each row of this kind is due, or was."""

        async def reading(connection: AsyncConnection) -> list[Moment]:
            columns = (task_table.c.server_id, task_table.c.subject, task_table.c.due)
            found = await connection.execute(select(*columns).where(task_table.c.kind == kind, self._mine))
            return [(row.server_id, row.subject, row.due) for row in found]

        return await self._database.read(reading)

    async def first_due(self) -> int | None:
        """When the first of all rows should happen, or should have happened; None: there is none."""

        async def reading(connection: AsyncConnection) -> int | None:
            return (await connection.execute(select(func.min(task_table.c.due)).where(self._mine))).scalar_one_or_none()

        return await self._database.read(reading)

    async def cancel(self, about: Subject) -> None:
        """Remove all occurrences of this kind about this subject; the whole table is looked through for them."""
        await self._database.write(_cancel, about)

    async def cancel_one(self, task_id: TaskId) -> None:
        """Remove one row; none is fine."""
        await self._database.write(_cancel_these, task_id)

    async def erase_server(self, server_id: ServerId, spared: str = "") -> None:
        """Remove everything that was to happen in a server; what is of the kind that is spared stays."""
        await self._database.write(_erase_server, (server_id, spared))
