"""Which process works on a row of what happens later: one takes it, and lets go of it, removes it, or dies with it.

Not here: what is to happen and when (`tasks.py`), and how often a thing is tried (the scheduler).
"""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, case, delete, or_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.sharding import Shards
from bot.store.database import Database
from bot.store.owned import owned
from bot.store.task_rows import TaskRow, task_table
from bot.store.writer import each


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
        .where(task_table.c.claimed_by == release.process, owned(task_table.c.server_id, release.shards))
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
        .where(owned(task_table.c.server_id, recall.shards))
        .values(run_at=due)
    )


def _was_tried() -> ColumnElement[bool]:
    """Before its moment nothing else moves a row."""
    return or_(task_table.c.attempts > 0, task_table.c.run_at != task_table.c.due)


class TaskClaims:
    """The claims of processes on rows of what happens later."""

    def __init__(self, database: Database) -> None:
        self._database = database

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
