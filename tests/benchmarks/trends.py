"""Prints one table: pictures of a trend asked for while members press, and what the presses wait for it.

The real process over loopback sockets. Figures are read, never asserted. Usage: python -m tests.benchmarks.trends
"""

import asyncio
import tempfile
from collections.abc import Sequence
from pathlib import Path

import discord.utils

from tests.benchmarks.measure import Waits
from tests.benchmarks.rivals import Rival, a_group
from tests.benchmarks.table import line, show
from tests.faults.scenes import FIVE, answered, open_round
from tests.standin.interactions import COMMAND
from tests.standin.stage import StandInStage
from tests.standin.storm import Press

RATE, SECONDS = 100, 20
PICTURES = 20
"""One a second, asked for by a facilitator."""


async def a_closed_round(stage: StandInStage) -> None:
    """A check-in that five answered, and its result."""
    post = await open_round(stage)
    for name in FIVE:
        if name not in {person.name for person in stage.stand_in.world.people.values()}:
            stage.join(name)
        await answered(stage.person(name), post)
    await stage.advance(hours=49)


def asking(stage: StandInStage) -> Press:
    """A facilitator asks for the trend."""
    world = stage.stand_in.world
    fay, room = world.person("fay"), world.channel("facilitators")
    return Press(fay, room, None, stage.stand_in.commands.used(fay, room, "facilitate checkin trend", {}), COMMAND)


def apart(presses: Sequence[Press], seconds: Sequence[float]) -> tuple[list[float], list[float]]:
    """The times of ordinary presses, and those of the asking."""
    times = list(zip(presses, seconds, strict=True))
    asked = [time for press, time in times if press.kind == COMMAND]
    return [time for press, time in times if press.kind != COMMAND], asked


def row(name: str, seconds: Sequence[float]) -> str:
    """How long so many waited."""
    waits = Waits.of(seconds)
    times = (waits.median, waits.ninety_ninth, waits.worst)
    return line(name, *(f"{each:.1f}" for each in times), f"{waits.missing}/{len(seconds)}")


async def main() -> None:
    """Measure and print."""
    table = [line("milliseconds", "median", "99th", "worst", "unanswered")]
    with tempfile.TemporaryDirectory() as folder:
        async with StandInStage(Path(folder), start=discord.utils.utcnow(), patience=120) as stage:
            one = Rival("ours", stage, await a_group(stage), "agreement:accept:1")
            await a_closed_round(stage)
            await stage.storm(one.crowd(500), RATE)
            alone = await stage.storm(one.crowd(RATE * SECONDS), RATE)
            crowd, every = one.crowd(RATE * SECONDS), RATE * SECONDS // PICTURES
            for number in range(PICTURES):
                crowd.insert(number * (every + 1), asking(stage))
            beside = await stage.storm(crowd, RATE)
    table.append(row(f"I agree, {RATE} a second", alone.acknowledged))
    presses, _ = apart(crowd, beside.acknowledged)
    _, pictures = apart(crowd, beside.answered)
    table.append(row("  the same beside a picture a second", presses))
    table.append(row("  a picture, until it is there", pictures))
    show(table)


if __name__ == "__main__":
    asyncio.run(main())
