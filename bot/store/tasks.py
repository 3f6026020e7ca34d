"""What is to happen later: one row for each occurrence, with the moment it is due. Not what then happens.

`due` and `subject` lie in clear: whoever schedules a task about a member's deed rounds its moment, and names no member.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    and_,
    case,
    delete,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.identity import ServerId, TaskId
from bot.core.sharding import Shards
from bot.store.database import Database
from bot.store.dialect import upsert
from bot.store.owned import owned
from bot.store.schema import metadata
from bot.store.writer import each, together

MOST_AT_ONCE: Final = 100
"""Rows taken in one look; the rest is due at the next."""

task_table = Table(
    "task",
    metadata,
    Column("task_id", LargeBinary(16), primary_key=True),
    Column("kind", String(64), nullable=False),
    Column("server_id", BigInteger, nullable=True),
    Column("subject", LargeBinary, nullable=False),
    Column("due", BigInteger, nullable=False),
    Column("run_at", BigInteger, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("claimed_by", String(32), nullable=True),
    Index("task_by_run_at", "run_at"),
    sqlite_with_rowid=False,
)


Moment: TypeAlias = tuple[ServerId | None, bytes, int]
"""In which server something happens, what it is about, and when it is due, in whole seconds since 1970."""


@dataclass(frozen=True)
class TaskRow:
    """One occurrence of something that happens later."""

    task_id: TaskId
    kind: str
    server_id: ServerId | None
    subject: bytes
    """What it is about: a random id, or nothing."""
    due: int
    """When it should happen, in whole seconds since 1970, UTC."""
    run_at: int
    """When it is tried (again); while a process works on it, when its claim runs out."""
    attempts: int
    """How often it was begun before."""


@dataclass(frozen=True)
class Claim:
    """A row as it was seen, to be taken by this process until that moment."""

    row: TaskRow
    process: str
    until: int


@dataclass(frozen=True)
class _Release:
    """The claims of a process that died, to be tried from that moment on."""

    process: str
    now: int
    shards: Shards
    """Of whose servers."""


@dataclass(frozen=True)
class _Recall:
    """What failed and is to be tried again later than a clock that is right would have said."""

    now: int
    latest: int
    shards: Shards


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
async def _claim(connection: AsyncConnection, claim: Claim) -> bool:
    taken = await connection.execute(
        update(task_table)
        .where(task_table.c.task_id == claim.row.task_id, task_table.c.run_at == claim.row.run_at)
        .values(run_at=claim.until, claimed_by=claim.process, attempts=task_table.c.attempts + 1)
    )
    return taken.rowcount == 1


def _held(claim: Claim) -> ColumnElement[bool]:
    """Still this process's: not cancelled, not moved, not taken over."""
    return and_(
        task_table.c.task_id == claim.row.task_id,
        task_table.c.claimed_by == claim.process,
        task_table.c.run_at == claim.until,
    )


@each
async def _finish(connection: AsyncConnection, claim: Claim) -> None:
    await connection.execute(delete(task_table).where(_held(claim)))


@each
async def _try_again(connection: AsyncConnection, change: tuple[Claim, int]) -> None:
    claim, run_at = change
    await connection.execute(update(task_table).where(_held(claim)).values(run_at=run_at, claimed_by=None))


@each
async def _release(connection: AsyncConnection, release: _Release) -> None:
    await connection.execute(
        update(task_table)
        .where(task_table.c.claimed_by == release.process, _owned(release.shards))
        .values(run_at=release.now, claimed_by=None)
    )


@each
async def _put_off(connection: AsyncConnection, change: tuple[Claim, int]) -> None:
    claim, run_at = change
    values = {"run_at": run_at, "claimed_by": None, "attempts": 0}
    await connection.execute(update(task_table).where(_held(claim)).values(values))


@each
async def _recall(connection: AsyncConnection, recall: _Recall) -> None:
    due = case((task_table.c.due > recall.now, task_table.c.due), else_=recall.now)
    await connection.execute(
        update(task_table)
        .where(_was_tried(), task_table.c.claimed_by.is_(None), task_table.c.run_at > recall.latest)
        .where(_owned(recall.shards))
        .values(run_at=due)
    )


def _was_tried() -> ColumnElement[bool]:
    """Before its moment nothing else moves a row."""
    return or_(task_table.c.attempts > 0, task_table.c.run_at != task_table.c.due)


def _owned(shards: Shards) -> ColumnElement[bool]:
    return owned(task_table.c.server_id, shards)


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
        self._mine = _owned(database.shards)

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

    async def claim(self, claim: Claim) -> bool:
        """Take the row, unless it was taken, moved or cancelled since it was read."""
        return await self._database.write(_claim, claim)

    async def finish(self, claim: Claim) -> None:
        """Remove the row that was worked on; one that was moved meanwhile stays."""
        await self._database.write(_finish, claim)

    async def try_again(self, claim: Claim, run_at: int) -> None:
        """Let go of the row until that moment."""
        await self._database.write(_try_again, (claim, run_at))

    async def put_off(self, claim: Claim, run_at: int) -> None:
        """Let go of the row until that moment, as if it had never been tried."""
        await self._database.write(_put_off, (claim, run_at))

    async def release(self, process: str, now: int) -> None:
        """Let go of everything this process had taken before it died; it is tried from that moment on."""
        await self._database.write(_release, _Release(process, now, self._database.shards))

    async def recall(self, now: int, latest: int) -> None:
        """Try what failed when it is due, or now, where it was to be tried again after that latest moment."""
        await self._database.write(_recall, _Recall(now, latest, self._database.shards))

    async def cancel(self, about: Subject) -> None:
        """Remove all occurrences of this kind about this subject; the whole table is looked through for them."""
        await self._database.write(_cancel, about)

    async def cancel_one(self, task_id: TaskId) -> None:
        """Remove one row; none is fine."""
        await self._database.write(_cancel_these, task_id)

    async def erase_server(self, server_id: ServerId, spared: str = "") -> None:
        """Remove everything that was to happen in a server; what is of the kind that is spared stays."""
        await self._database.write(_erase_server, (server_id, spared))
