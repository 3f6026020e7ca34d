"""Prints one table: what the scheduler costs with 100,000 rows that wait, and with some thousands due at once.

The scheduler on SQLite, its handlers doing nothing, in a process that did not make the rows. Figures are read, never
asserted. Usage: python -m tests.benchmarks.tasks [rows]
"""

import asyncio
import secrets
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from datetime import timedelta
from multiprocessing import get_context
from pathlib import Path

from bot.core.identity import ServerId, TaskId
from bot.services.scheduler import Scheduler, Task
from bot.store.connections import sqlite_address
from bot.store.database import Database
from bot.store.task_rows import TaskRow
from bot.store.tasks import TaskRepository
from tests.benchmarks.schedules import LOOKS, LOOKS_A_DAY, Cost, cost
from tests.benchmarks.table import line, show
from tests.services.checkin_house import START

ROWS = 100_000
SERVERS = 10_000
DUE = 2000
"""Rows that are due at the moment that is measured, each of another server; the others wait, up to a year."""
KIND = "benchmark"
TOGETHER = 500
YEAR = timedelta(days=365)


def row(number: int, rows: int) -> TaskRow:
    """One of so many, its moment spread over the year; the first are due at once."""
    after = timedelta() if number < DUE else timedelta(minutes=1) + YEAR * number / rows
    due = int((START + after).timestamp())
    return TaskRow(TaskId(secrets.token_bytes(16)), KIND, ServerId(number % SERVERS), b"", due, due, 0)


async def fill(file: Path, rows: int) -> None:
    """Write the rows."""
    database = await Database.open(sqlite_address(file))
    tasks = TaskRepository(database)
    for first in range(0, rows, TOGETHER):
        some = range(first, min(first + TOGETHER, rows))
        await asyncio.gather(*(tasks.schedule(row(number, rows)) for number in some))
    await database.close()


def fill_beside(file: Path, rows: int) -> None:
    """The same from a process of its own."""
    asyncio.run(fill(file, rows))


async def measure(file: Path) -> list[str]:
    """The table."""
    database, now, done = await Database.open(sqlite_address(file)), START - timedelta(seconds=1), list[Task]()
    tasks = TaskRepository(database)
    scheduler = Scheduler(tasks, lambda: now)

    async def note(task: Task) -> None:
        done.append(task)

    async def look() -> None:
        for _ in range(LOOKS):
            await tasks.earliest([KIND])

    async def schedule() -> None:
        for number in range(LOOKS):
            await scheduler.schedule(KIND, START + YEAR + timedelta(minutes=number), ServerId(number))

    async def run() -> None:
        while await scheduler.run_due():
            pass

    scheduler.register(KIND, note)
    looked, scheduled = await cost(look), await cost(schedule)
    now = START
    ran = await cost(run)
    await database.close()
    return [
        _row("one look when nothing is due, ms", looked, LOOKS),
        line("looking for a day, every 30 s, s", "", f"{looked.processor / LOOKS * LOOKS_A_DAY:.2f}"),
        _row("scheduling one more, one after the other, ms", scheduled, LOOKS),
        _row(f"one of {len(done)} that are due at once, ms", ran, len(done)),
    ]


def _row(name: str, found: Cost, times: int) -> str:
    parts = (f"{part * 1000 / times:.3f}" for part in (found.wall, found.processor))
    return line(name, *parts, f"{found.blocked * 1000:.0f}")


async def main(rows: int) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        file, begun = Path(folder) / "common-ground.db", time.perf_counter()
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as beside:
            beside.submit(fill_beside, file, rows).result()
        seconds = time.perf_counter() - begun
        show(
            [
                line(f"{rows} rows in the table of tasks", "wall", "processor", "blocked ms"),
                line("writing them, s", f"{seconds:.1f}"),
                *await measure(file),
            ]
        )


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else ROWS))
