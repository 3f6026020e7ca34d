"""A scheduler with a clock to move, and handlers that note what they were called with."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

from bot.core.identity import ServerId
from bot.services.scheduler import Scheduler, Task
from bot.store.database import Database
from bot.store.tasks import TaskRepository
from config.pace import Pace

START = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
HERE = ServerId(1)
THERE = ServerId(2)


class Hands:
    """A clock to move, and handlers that note what they were called with."""

    def __init__(self, database: Database) -> None:
        self.now = START
        self.tasks = TaskRepository(database)
        self.calls: list[Task] = []
        self.called = asyncio.Event()
        self.failing: set[bytes] = set()
        self.scheduler = self.restarted()

    def restarted(self, process: str = "main", pace: Pace = Pace()) -> Scheduler:
        """A scheduler on the same rows, as after a restart."""
        self.scheduler = Scheduler(self.tasks, lambda: self.now, pace, process)
        self.scheduler.register("note", self.note)
        return self.scheduler

    async def note(self, task: Task) -> None:
        self.calls.append(task)
        self.called.set()
        if task.subject in self.failing:
            raise ValueError("a secret that must not be in a log")

    @property
    def subjects(self) -> list[bytes]:
        return [call.subject for call in self.calls]


@asynccontextmanager
async def running(scheduler: Scheduler) -> AsyncGenerator[None]:
    """The loop, for the length of the block."""
    loop = asyncio.create_task(scheduler.run())
    try:
        async with asyncio.timeout(60):
            yield
        assert not loop.done()
    finally:
        loop.cancel()
        await asyncio.gather(loop, return_exceptions=True)
