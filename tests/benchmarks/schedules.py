"""Prints one table: what 10,000 schedules cost while nothing is due, at a start, and when many open at one minute.

The services on SQLite with rows sealed as ever, in a process that did not make them; posts are taken at once. Figures
are read, never asserted. Usage: python -m tests.benchmarks.schedules [servers] [schedules of each]
"""

import asyncio
import gc
import random
import secrets
import sys
import tempfile
import time as stopwatch
from collections.abc import AsyncGenerator, Awaitable, Callable
from concurrent.futures import ProcessPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from multiprocessing import get_context
from pathlib import Path

import psutil

from bot.core.identity import ChannelId, ServerId
from bot.core.recurrence import Monthly, Weekly
from bot.core.schedule import Pause, Plan, Schedule, openings_until
from bot.services.checkin_opening import FORGET_TASK, OPEN_TASK
from bot.services.round_keeping import CLOSE_TASK, POST_TASK, REMIND_TASK
from bot.services.schedule_book import ScheduleBook
from bot.services.server_records import ServerRecord
from bot.store.connections import sqlite_address
from bot.store.opening import open_stores
from bot.store.plans import PlanRepository, schedule_table
from bot.store.tasks import TaskRepository
from bot.ui.words import words_for
from tests.benchmarks.measure import longest_block
from tests.benchmarks.table import line, show
from tests.services.checkin_house import SETTINGS, START, Discord, House

SERVERS, SCHEDULES = 100, 100
SEED = 20261122
ZONES = ("Europe/London", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "America/Santiago")
RUNNING_SINCE = timedelta(days=40)
AT_ONE_MINUTE = Plan(
    template_id="weekly-pulse",
    channel=ChannelId(1000),
    rhythm=Weekly((0,)),
    at=time(18),
    zone="Europe/London",
    hours=48,
    first=(START - RUNNING_SINCE).date(),
)
"""The first schedule of each server."""
BEFORE = timedelta(seconds=30)
NOW = datetime.combine(START.date(), AT_ONE_MINUTE.at, START.tzinfo) - BEFORE
"""Half a minute before they open."""
KINDS = (OPEN_TASK, FORGET_TASK, CLOSE_TASK, POST_TASK, REMIND_TASK)
LOOKS = 500
LOOKS_A_DAY = 24 * 60 * 60 / 30


@dataclass(frozen=True)
class Cost:
    """What something took, in seconds."""

    wall: float
    processor: float
    blocked: float
    """For how long at worst nothing else could be done."""


async def cost(work: Callable[[], Awaitable[object]]) -> Cost:
    """What this takes, of all threads of this process."""
    gc.collect()
    async with longest_block() as block:
        wall, processor = stopwatch.perf_counter(), stopwatch.process_time()
        await work()
        wall, processor = stopwatch.perf_counter() - wall, stopwatch.process_time() - processor
    return Cost(wall, processor, block.seconds)


@asynccontextmanager
async def house(home: Path) -> AsyncGenerator[House]:
    """The services of check-ins on the stores in this directory."""
    where = sqlite_address(home / "common-ground.db"), sqlite_address(home / "keys.db")
    stores = await open_stores(*where, home, secrets.token_bytes)
    try:
        yield House(stores.database, stores.keys, Discord(), NOW)
    finally:
        await stores.close()


def plan(number: int, chance: random.Random) -> Plan:
    """A weekly or monthly plan at some minute of some day, in a channel of its own."""
    weekday = chance.randrange(7)
    return replace(
        AT_ONE_MINUTE,
        channel=ChannelId(1000 + number),
        rhythm=Monthly(weekday, 1) if number % 10 == 9 else Weekly((weekday,), every=1 + number % 2),
        at=time(chance.randrange(24), chance.randrange(60)),
        zone=chance.choice(ZONES),
    )


def in_use(one: Plan, now: datetime) -> Schedule:
    """The schedule of a plan that has opened as it should until now."""
    since = now - RUNNING_SINCE
    past = [opening.on for opening in openings_until(one, since, now, None)]
    return Schedule(one, since, handled=past[-1] if past else None)


async def fill(home: Path, servers: int, schedules: int) -> None:
    """Make the servers and their schedules."""
    chance = random.Random(SEED)
    async with house(home) as one:
        book = ScheduleBook(PlanRepository(one.database, schedule_table), secrets.token_bytes)
        for number in range(servers):
            server = await one.servers.create(ServerId(1 + number), ServerRecord(SETTINGS))
            plans = [AT_ONE_MINUTE, *(plan(each, chance) for each in range(1, schedules))]
            await asyncio.gather(*(book.add(server, in_use(each, NOW)) for each in plans))


async def pause_all(one: House) -> None:
    """Let every schedule stand still."""
    book = ScheduleBook(PlanRepository(one.database, schedule_table), secrets.token_bytes)

    async def pause(server_id: ServerId) -> None:
        server = await one.servers.get(server_id)
        for known in await book.of_server(server):
            await book.change(server, known.schedule_id, lambda facts: replace(facts, pause=Pause.STAFF))

    await asyncio.gather(*(pause(server_id) for server_id in await one.servers.all_ids()))


def fill_beside(home: Path, servers: int, schedules: int) -> None:
    """The same from a process of its own."""
    asyncio.run(fill(home, servers, schedules))


async def look(one: House) -> None:
    """Look at the table as the idle loop does."""
    for _ in range(LOOKS):
        await TaskRepository(one.database).earliest(KINDS)


async def look_for_due(one: House) -> None:
    """Ask for what is due."""
    for _ in range(LOOKS):
        assert await one.scheduler.run_due() == 0


async def open_due(one: House) -> None:
    """Open until nothing is due any more."""
    while await one.scheduler.run_due():
        pass


def row(name: str, found: Cost, times: int = 1, unit: float = 1.0) -> str:
    """One row: wall and processor time of one of so many times, and the longest block in milliseconds."""
    parts = (f"{part * unit / times:.3f}" for part in (found.wall, found.processor))
    return line(name, *parts, f"{found.blocked * 1000:.0f}")


async def measure(home: Path, servers: int, schedules: int) -> list[str]:
    """The table."""
    process, count = psutil.Process(), servers * schedules
    async with house(home) as one:
        await one.servers.get(ServerId(1))
        words_for("en")  # the bot has read its words before it does anything
        gc.collect()
        gc.freeze()  # as the bot does once it has started
        before = process.memory_info().rss
        laid = await cost(lambda: one.opening.lay_all(lambda: one.now))
        again = await cost(lambda: one.opening.lay_all(lambda: one.now))
        gc.collect()
        held = (process.memory_info().rss - before) / 2**20
        looked, asked = await cost(lambda: look(one)), await cost(lambda: look_for_due(one))
        one.now += BEFORE
        opened = await cost(lambda: open_due(one))
        posted = len(one.discord.posts)
        await pause_all(one)
        paused = await cost(lambda: one.opening.lay_all(lambda: one.now))
    return [
        line(f"{count} schedules in {servers} servers", "wall", "processor", "blocked ms"),
        row("laying all openings, the first time, s", laid),
        row("laying all openings again, as at each start, s", again),
        row("laying when all are paused, s", paused),
        row("one look when nothing is due, ms", looked, LOOKS, 1000),
        row("one question for what is due, ms", asked, LOOKS, 1000),
        line("looking for a day, every 30 s, s", "", f"{looked.processor / LOOKS * LOOKS_A_DAY:.2f}"),
        row(f"opening {posted} at one minute, s", opened),
        line("memory held after laying, MB", f"{held:.1f}"),
    ]


async def main(servers: int, schedules: int) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as beside:
            beside.submit(fill_beside, Path(folder), servers, schedules).result()
        show(await measure(Path(folder), servers, schedules))


if __name__ == "__main__":
    chosen = [int(word) for word in sys.argv[1:]]
    asyncio.run(main(*(chosen + [SERVERS, SCHEDULES][len(chosen) :])))
