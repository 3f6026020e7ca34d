"""Everything that happens later: one loop over the table of tasks, which calls the handler of each kind when it is due.

A restart changes nothing, a clock that jumps is soon noticed, and a task that fails is tried again
without holding up the others. Not here: what the tasks do (each capability registers its handlers).
"""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Final, final

import structlog

from bot.core.identity import Clock, ServerId, TaskId
from bot.store.task_claims import Claim
from bot.store.task_rows import TaskRow
from bot.store.tasks import Subject, TaskRepository
from config.pace import Pace

CLAIM_LASTS: Final = timedelta(minutes=15)
"""After this a task is free again: whoever took it has died without a word."""
HANDLER_MAY_TAKE: Final = timedelta(minutes=10)
BACK_OFF: Final = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60))
"""Pauses after the first failures; the last one is repeated."""
SERVERS_AT_ONCE: Final = 8
_ID_BYTES = 16

log: structlog.typing.FilteringBoundLogger = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Task:
    """What a handler is told."""

    kind: str
    server_id: ServerId | None
    subject: bytes
    due: datetime
    """When it was to happen; it may be much later now."""
    attempts: int
    """How often it was begun before. Not 0: look whether it is done already, the process may have died in between."""


Handler = Callable[[Task], Awaitable[None]]


class TryAgainAt(Exception):
    """What a handler raises to be called again at that moment and not after a pause of the scheduler's own.

    The row then tells not when it was tried; nor how often, unless the handler has to know that it was.
    """

    def __init__(self, moment: datetime, *, was_tried: bool = False) -> None:
        super().__init__()
        self.moment = moment
        self.was_tried = was_tried


@final
class Scheduler:
    """The table of tasks, and the loop over it."""

    def __init__(self, tasks: TaskRepository, clock: Clock, pace: Pace = Pace(), process: str = "main") -> None:
        """Make a scheduler.

        Args:
            tasks: the rows.
            clock: the bot's clock.
            pace: how long the loop may sleep.
            process: which of several processes this is; the same again after a restart.
        """
        self._tasks = tasks
        self._clock = clock
        self._longest_sleep = pace.longest_sleep
        self._process = process
        self._handlers: dict[str, Handler] = {}
        self._nap: asyncio.Task[None] | None = None
        self._changed = False
        self._ends = False
        self._seen = 0
        """The clock at the last look, in whole seconds since 1970: it may go back."""

    def register(self, kind: str, handler: Handler) -> None:
        """Name the handler of a kind. Tasks of a kind without one stay where they are."""
        self._handlers[kind] = handler

    async def schedule(
        self,
        kind: str,
        due: datetime,
        server: ServerId | None,
        subject: bytes = b"",
        *,
        occurrence: str | None = None,
    ) -> None:
        """Let the handler of this kind be called once at that moment, or at once if it is past.

        Scheduling the same occurrence again changes nothing; with another `due` it is moved. Without `occurrence` the
        moment itself is what tells one occurrence from the next. A task that repeats schedules its next occurrence in
        its handler.
        """
        seconds = _seconds(due)
        name = str(seconds) if occurrence is None else occurrence
        task_id = _task_id(kind, server, subject, name)
        await self._tasks.schedule(TaskRow(task_id, kind, server, subject, seconds, seconds, 0))
        self._look_again()

    async def cancel(
        self, kind: str, server: ServerId | None, subject: bytes = b"", *, occurrence: str | None = None
    ) -> None:
        """Forget all occurrences of this kind about this subject, or the one that is named, which is found at once."""
        if occurrence is None:
            await self._tasks.cancel(Subject(kind, server, subject))
        else:
            await self._tasks.cancel_one(_task_id(kind, server, subject, occurrence))

    async def subjects(self, kind: str, server: ServerId) -> list[bytes]:
        """What is still to happen of this kind in a server."""
        return await self._tasks.subjects(kind, server)

    async def planned(self, kind: str) -> Mapping[tuple[ServerId | None, bytes], Collection[datetime]]:
        """Everything of this kind that is still to happen, read at once: by server and subject, when it is or was due.

        What is in it need not be scheduled again.
        """
        found: defaultdict[tuple[ServerId | None, bytes], set[datetime]] = defaultdict(set)
        for server, subject, due in await self._tasks.moments(kind):
            found[server, subject].add(datetime.fromtimestamp(due, UTC))
        return dict(found)

    async def run(self) -> None:
        """Run what is due, then sleep until the next is, until it is told to end. Never ends by an error."""
        await self._take_over()
        while not self._ends:
            self._changed = False
            try:
                pause = await self._until_next()
                if pause == 0:
                    await self.run_due()
                    continue
            except Exception as error:  # noqa: BLE001 - the store is away: what is due stays due
                log.warning("scheduler cannot reach its table", error=type(error).__name__)
                pause = self._longest_sleep
            await self._sleep(pause)

    def end(self) -> None:
        """Begin no further task; `run` returns when those that were begun are done."""
        self._ends = True
        self._look_again()

    async def run_due(self) -> int:
        """Run once what is due now: in one server in order, several servers at a time. Returns how many were begun.

        Raises:
            StoreProblem: the table cannot be reached; what was begun is ended.
        """
        rows = await self._tasks.due(tuple(self._handlers), _seconds(self._clock()))
        by_server: defaultdict[ServerId | None, list[TaskRow]] = defaultdict(list)
        for row in rows:
            by_server[row.server_id].append(row)
        turn = asyncio.Semaphore(SERVERS_AT_ONCE)
        groups = (self._run_all(group, turn) for group in by_server.values())
        begun = await asyncio.gather(*groups, return_exceptions=True)  # so that none goes on unwatched
        return sum(_counted(begun))

    async def _run_all(self, rows: list[TaskRow], turn: asyncio.Semaphore) -> int:
        async with turn:
            return sum([await self._run_one(row) for row in rows if not self._ends])

    async def _run_one(self, row: TaskRow) -> bool:
        """Claim the task and call its handler; False if somebody else has it, or it was moved or cancelled."""
        claim = Claim(row, self._process, _seconds(self._clock() + CLAIM_LASTS))
        if not await self._tasks.claims.claim(claim):
            return False
        task = Task(row.kind, row.server_id, row.subject, datetime.fromtimestamp(row.due, UTC), row.attempts)
        try:
            async with asyncio.timeout(HANDLER_MAY_TAKE.total_seconds()):
                await self._handlers[row.kind](task)
        except TryAgainAt as again:
            claims = self._tasks.claims
            await (claims.try_again if again.was_tried else claims.put_off)(claim, _seconds(again.moment))
        except Exception as error:  # noqa: BLE001 - whatever it is, the other tasks must go on
            log.warning("task failed", kind=row.kind, error=type(error).__name__, attempts=row.attempts + 1)
            await self._tasks.claims.try_again(claim, _seconds(self._clock() + _pause_after(row.attempts)))
        else:
            await self._tasks.claims.finish(claim)
        return True

    async def _take_over(self) -> None:
        """Free what this process had taken before it died."""
        try:
            await self._tasks.claims.release(self._process, _seconds(self._clock()))
            await self._recall(_seconds(self._clock()))
        except Exception as error:  # noqa: BLE001 - the claims run out by themselves
            log.warning("scheduler cannot reach its table", error=type(error).__name__)

    async def _recall(self, now: int) -> None:
        """The clock was ahead, perhaps by a year: what failed by it is not to wait until it is so late again."""
        await self._tasks.claims.recall(now, now + int(BACK_OFF[-1].total_seconds()))

    async def _until_next(self) -> float:
        """Seconds until the next task is due."""
        now = _seconds(self._clock())
        if now < self._seen:
            await self._recall(now)
        self._seen = now
        earliest = await self._tasks.earliest(tuple(self._handlers))
        if earliest is None:
            return self._longest_sleep
        return min(self._longest_sleep, max(0.0, earliest - self._clock().timestamp()))

    async def _sleep(self, pause: float) -> None:
        if self._changed:  # while we looked: what was added may be nearer than what we found
            return
        self._nap = asyncio.create_task(asyncio.sleep(pause), name="scheduler nap")
        try:
            await asyncio.wait((self._nap,))
        finally:
            self._nap.cancel()
            self._nap = None

    def _look_again(self) -> None:
        """A task was added: cut the nap short, it may be due before the loop would look."""
        self._changed = True
        if self._nap is not None:
            self._nap.cancel()


def _counted(begun: Iterable[int | BaseException]) -> Iterator[int]:
    for count in begun:
        if isinstance(count, BaseException):
            raise count
        yield count


def _pause_after(attempts: int) -> timedelta:
    return BACK_OFF[min(attempts, len(BACK_OFF) - 1)]


def _seconds(moment: datetime) -> int:
    return int(moment.timestamp())


def _task_id(kind: str, server: ServerId | None, subject: bytes, occurrence: str) -> TaskId:
    parts = (kind.encode(), b"" if server is None else str(server).encode(), subject, occurrence.encode())
    digest = sha256(b"".join(len(part).to_bytes(4) + part for part in parts))
    return TaskId(digest.digest()[:_ID_BYTES])
