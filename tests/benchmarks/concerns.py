"""Prints one table: how long members wait when they press *Send*, how long a code resists a search, what a slot tells.

The real process over loopback sockets. Figures are read, never asserted; that every case is on disk is looked at.
Usage: python -m tests.benchmarks.concerns
"""

import asyncio
import secrets
import sqlite3
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import discord.utils

from bot.core.identity import ServerId
from bot.core.receipt import RECEIPT_BYTES, Receipt, lookup_of
from bot.core.sealing import new_key
from bot.core.slots import REST, slot_after
from tests.benchmarks.measure import Storm, storm
from tests.benchmarks.table import line, show
from tests.end_to_end.concerns import to_review
from tests.standin.stage import StandInStage
from tests.standin.storm import Press
from tests.stories import ready

ALONE, ALONE_RATE = 150, 5.0
TOGETHER, TOGETHER_RATE = 300, 100.0
GUESSES = 20_000
YEAR = 365.25 * 86_400


async def reviewed(stage: StandInStage, first: int, count: int) -> list[Press]:
    """So many new members' presses on *Send*, each before their own review page."""
    presses: list[Press] = []
    for number in range(first, first + count):
        member = stage.join(f"member-{number}")
        presses.append(member.pressing(await to_review(member), "Send"))
    return presses


def rows(name: str, came: Storm) -> Iterator[str]:
    """The rows of one crowd."""
    yield line(name, f"{came.presses}")
    yield line("  unanswered", f"{came.waits.missing}/{came.presses}")
    yield line("  acknowledged, median ms", f"{came.waits.median:.1f}")
    yield line("  acknowledged, 99th pct ms", f"{came.waits.ninety_ninth:.1f}")
    yield line("  acknowledged, worst ms", f"{came.waits.worst:.1f}")
    yield line("  processor ms a press", f"{came.processor_per_press:.2f}")


async def sending(home: Path) -> list[str]:
    """*Send* by one member at a time, then by many together; and how many cases lie on disk then."""
    async with StandInStage(home, start=discord.utils.utcnow(), patience=120) as stage:
        await ready(stage)
        first, crowd = await reviewed(stage, 0, ALONE), await reviewed(stage, ALONE, TOGETHER)
        # Without the launcher's watching, as operators run it; drafts outlive the restart.
        stage.process.command = ("-m", "bot", "run")
        await stage.process.restart()
        alone = await storm(stage.stand_in, stage.process, first, ALONE_RATE)
        together = await storm(stage.stand_in, stage.process, crowd, TOGETHER_RATE)
        await stage.process.stop()
    with sqlite3.connect(home / "data" / "common-ground.db") as database:
        (stored,) = database.execute("SELECT count(*) FROM concern_case").fetchone()
    return [
        *rows("Send, one member at a time", alone),
        *rows(f"Send, {TOGETHER_RATE:.0f} a second", together),
        line("  cases on disk", f"{stored}/{ALONE + TOGETHER}"),
    ]


def code() -> Iterator[str]:
    """How long somebody who has every key, and a copy of the database, searches for the code of one case."""
    secret, server_id = new_key(secrets.token_bytes), ServerId(1)
    begun = time.perf_counter()
    for _ in range(GUESSES):
        lookup_of(Receipt(secrets.token_bytes(RECEIPT_BYTES)), server_id, secret)
    rate = GUESSES / (time.perf_counter() - begun)
    bits = RECEIPT_BYTES * 8
    yield line("a code, bits", bits)
    yield line("  guesses a second on one core, with every key", f"{rate:,.0f}")
    yield line("  years to the middle of the search at that rate", f"{2 ** (bits - 1) / rate / YEAR:.1e}")
    yield line("  ... at a million a second", f"{2 ** (bits - 1) / 1e6 / YEAR:.1e}")
    yield line("  ... at a million million a second", f"{2 ** (bits - 1) / 1e12 / YEAR:.1e}")


def spans(hours: Sequence[int], zone: ZoneInfo, days: int) -> list[timedelta]:
    """For each slot of so many days, how long a time its concerns may have been sent in."""
    slots = [datetime(2026, 1, 1, tzinfo=UTC)]
    while slots[-1] < slots[0] + timedelta(days=days):
        slots.append(slot_after(slots[-1], hours, zone))
    return [later - earlier for earlier, later in pairwise(slots[1:])]


def slots() -> Iterator[str]:
    """Given the slot of a card, in how many hours its concern may have been sent."""
    for hours in ((9, 14, 19), (9,), tuple(range(0, 24, 2))):
        found = [span.total_seconds() / 3600 for span in spans(hours, ZoneInfo("Europe/Berlin"), 730)]
        name = "slots at " + ", ".join(str(hour) for hour in hours[:3]) + (" ..." if hours[3:] else "")
        yield line(name, f"{min(found):.0f} h at least", f"{max(found):.0f} h at most")
    yield line("the shortest that can be set", f"{REST.total_seconds() / 3600:.0f} h")


async def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        show([*await sending(Path(folder)), *code(), *slots()])


if __name__ == "__main__":
    asyncio.run(main())
