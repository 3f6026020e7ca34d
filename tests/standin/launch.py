"""Runs the bot's own `main` under a clock that a test can move, and tells the stand-in when the bot has done its part.

It changes nothing of the bot: `discord.utils.utcnow` adds an offset read from a file, the scheduler looks at the clock
more often (and at stores in trouble), a silent gateway is given up sooner if asked for, and two finished pieces of work
are reported: an interaction's tasks, and a look at the due tasks.
Not here: which bot, data and server (environment variables, see process.py).
"""

import asyncio
import importlib
import os
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import aiohttp
import discord
import discord.utils
import yarl
from discord.state import ConnectionState

CLOCK_FILE = Path(os.environ["STAND_IN_CLOCK"])
API = yarl.URL(os.environ["COMMON_GROUND_API_URL"])
SILENCE = os.environ.get("STAND_IN_SILENCE", "")
LONGEST_SLEEP = 0.05

_real_utcnow = discord.utils.utcnow
_reporting: set[asyncio.Task[None]] = set()


@dataclass(frozen=True)
class Setting:
    """What the clock file says: its number, the offset in seconds, and whether reports are wanted (1 or 0)."""

    number: str
    offset: timedelta
    watched: bool


@lru_cache(maxsize=1)
def _setting_of(*_: int) -> Setting:
    number, seconds, watched = CLOCK_FILE.read_text(encoding="ascii").split()
    return Setting(number, timedelta(seconds=float(seconds)), watched == "1")


def setting() -> Setting:
    """The clock's setting now."""
    found = CLOCK_FILE.stat()
    return _setting_of(found.st_ino, found.st_mtime_ns)


def moved_utcnow() -> datetime:
    """The time of the stand-in's world, aware UTC."""
    return _real_utcnow() + setting().offset


async def report(kind: str, value: str, after: Iterable[asyncio.Task[Any]] = ()) -> None:
    """Tell the stand-in, once these tasks are done."""
    await asyncio.gather(*after, return_exceptions=True)
    try:
        async with aiohttp.ClientSession() as session, session.post(API.with_path(f"/_standin/{kind}/{value}")):
            pass
    except aiohttp.ClientError:
        return  # the stand-in has gone: nobody waits any more


def report_later(kind: str, value: str, after: Iterable[asyncio.Task[Any]] = ()) -> None:
    """The same in a task of its own."""
    task = asyncio.get_running_loop().create_task(report(kind, value, after), name="stand-in report")
    _reporting.add(task)
    task.add_done_callback(_reporting.discard)


def watch_interactions() -> None:
    """Report each interaction when every task that its arrival started is done."""
    parse = ConnectionState.parse_interaction_create

    def watched(self: Any, data: Any) -> None:
        if not setting().watched:
            return parse(self, data)
        before = asyncio.all_tasks()
        parse(self, data)
        return report_later("finished", data["id"], asyncio.all_tasks() - before)

    ConnectionState.parse_interaction_create = watched


def watch_scheduler() -> None:
    """Report the setting of the clock at which nothing was left to do."""
    from bot.services import scheduler  # noqa: PLC0415 - only after the clock is replaced

    until_next = scheduler.Scheduler._until_next  # pyright: ignore[reportPrivateUsage] - no public word tells it
    last = ""

    async def watched(self: scheduler.Scheduler) -> float:
        nonlocal last
        number = setting().number
        pause = await until_next(self)
        if pause > 0 and number != last:
            last = number
            report_later("looked", number)
        return pause

    sleep = scheduler.Scheduler._sleep  # pyright: ignore[reportPrivateUsage] - as above

    async def briefly(self: scheduler.Scheduler, pause: float) -> None:
        await sleep(self, min(pause, LONGEST_SLEEP))

    scheduler.Scheduler._until_next = watched  # pyright: ignore[reportPrivateUsage] - as above
    scheduler.Scheduler._sleep = briefly  # pyright: ignore[reportPrivateUsage] - as above


def watch_stores() -> None:
    """Look more often whether stores in trouble are well again."""
    from bot.services import store_watch  # noqa: PLC0415 - only after the clock is replaced

    store_watch.LOOK_EVERY = LONGEST_SLEEP


def lose_patience() -> None:
    """Take the gateway's line for dead after so many seconds of silence; discord.py waits for sixty."""
    if SILENCE:
        former = ConnectionState.__init__

        def impatient(self: Any, *, heartbeat_timeout: float = float(SILENCE), **options: Any) -> None:
            former(self, heartbeat_timeout=heartbeat_timeout, **options)

        ConnectionState.__init__ = impatient


def main() -> int:
    """Run the `main` of the module that is named first, with the arguments that follow (as sys.argv too)."""
    discord.utils.utcnow = moved_utcnow
    watch_interactions()
    watch_scheduler()
    watch_stores()
    lose_patience()
    sys.argv = sys.argv[1:]
    return int(importlib.import_module(sys.argv[0]).main())


if __name__ == "__main__":
    sys.exit(main())
