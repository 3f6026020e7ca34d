"""Prints one table: *I agree* in Common Ground beside a bare discord.py handler that stores nothing, in the same run.

Both are real processes driven over loopback sockets. Nothing here is a test: figures are read, never asserted.
Usage: python -m tests.benchmarks.presses [presses a second] [seconds]
"""

import asyncio
import sqlite3
import sys
import tempfile
from pathlib import Path

from tests.benchmarks.measure import Idle, Storm, idle, storm
from tests.benchmarks.table import line, show
from tests.standin.stage import StandInStage
from tests.standin.storm import Press
from tests.standin.world import Message
from tests.stories import publish, set_up

RUSH = 5000
RUSH_RATE = RUSH / 60
FLOOD = 3000
FLOOD_RATE = 2000.0


async def prepare(stage: StandInStage) -> Message:
    """A group that is set up, with its agreement posted; the post is returned."""
    await set_up(stage)
    await publish(stage)
    posts = stage.stand_in.world.channel("group").messages
    return next(message for message in posts.values() if "agreement:accept:1" in str(message.payload))


def presses(stage: StandInStage, post: Message, custom_id: str, count: int, first: int) -> list[Press]:
    """One press each by so many new members."""
    world = stage.stand_in.world
    people = [world.add_person(f"member-{first + number}", world.clock.now()) for number in range(count)]
    return [Press.button(person, post, custom_id) for person in people]


async def ours(home: Path, rate: float, seconds: float) -> tuple[Idle, list[Storm], int]:
    """Common Ground: idle, the steady storm, the rush of 5,000, the flood; and how many acceptances are on disk."""
    async with StandInStage(home) as stage:
        post = await prepare(stage)
        await stage.process.stop()
        stage.process.command = ("-m", "bot", "run")
        still = await idle(stage.process)
        sizes = [(int(rate * seconds), rate), (RUSH, RUSH_RATE), (FLOOD, FLOOD_RATE)]
        results: list[Storm] = []
        for count, speed in sizes:
            crowd = presses(stage, post, "agreement:accept:1", count, sum(storm.presses for storm in results))
            results.append(await storm(stage.stand_in, stage.process, crowd, speed))
        await stage.process.stop()
    with sqlite3.connect(home / "data" / "common-ground.db") as database:
        (stored,) = database.execute("SELECT count(*) FROM acceptance").fetchone()
    return still, results, stored


async def bare(home: Path, rate: float, seconds: float) -> tuple[Idle, list[Storm]]:
    """The bare handler: idle, the steady storm, the flood."""
    async with StandInStage(home, program=("tests.benchmarks.bare_bot",)) as stage:
        await stage.process.stop()
        stage.process.command = ("-m", "tests.benchmarks.bare_bot")
        still = await idle(stage.process)
        world = stage.stand_in.world
        post = stage.stand_in.messages.create(world.channel("group"), world.bot, {"content": "press"})
        results: list[Storm] = []
        for count, speed in [(int(rate * seconds), rate), (RUSH, RUSH_RATE), (FLOOD, FLOOD_RATE)]:
            crowd = presses(stage, post, "bare:press", count, sum(storm.presses for storm in results))
            results.append(await storm(stage.stand_in, stage.process, crowd, speed))
        return still, results


def storm_lines(name: str, one: Storm, other: Storm) -> list[str]:
    """The rows of one storm: ours, the bare handler's, and the ratio where it tells something."""
    ours, theirs = one.processor_per_press, other.processor_per_press
    return [
        line(name, "ours", "bare", "ratio"),
        line("  unanswered", f"{one.waits.missing}/{one.presses}", f"{other.waits.missing}/{other.presses}", ""),
        line("  acknowledged, median ms", f"{one.waits.median:.1f}", f"{other.waits.median:.1f}", ""),
        line("  acknowledged, 99th pct ms", f"{one.waits.ninety_ninth:.1f}", f"{other.waits.ninety_ninth:.1f}", ""),
        line("  acknowledged, worst ms", f"{one.waits.worst:.1f}", f"{other.waits.worst:.1f}", ""),
        line("  processor ms a press", f"{ours:.3f}", f"{theirs:.3f}", f"{ours / theirs:.2f}"),
        line("  answered a second", f"{one.per_second:.0f}", f"{other.per_second:.0f}", ""),
        line("  generator behind, worst ms", f"{one.lag:.1f}", f"{other.lag:.1f}", ""),
    ]


async def main(rate: float, seconds: float) -> None:
    """Measure both and print the table."""
    with tempfile.TemporaryDirectory() as folder:
        for name in ("ours", "bare"):
            (Path(folder) / name).mkdir()
        still, storms, stored = await ours(Path(folder) / "ours", rate, seconds)
        bare_still, bare_storms = await bare(Path(folder) / "bare", rate, seconds)
    names = [f"{rate:.0f} presses a second", f"{RUSH} presses in a minute", f"as fast as it can ({FLOOD})"]
    memory = still.megabytes / bare_still.megabytes
    table = [
        line("idle", "ours", "bare", "ratio"),
        line("  seconds to ready", f"{still.seconds_to_ready:.2f}", f"{bare_still.seconds_to_ready:.2f}", ""),
        line("  resident megabytes", f"{still.megabytes:.1f}", f"{bare_still.megabytes:.1f}", f"{memory:.2f}"),
    ]
    for name, one, other in zip(names, storms, bare_storms, strict=True):
        table += storm_lines(name, one, other)
    table.append(line("acceptances on disk", f"{stored}/{sum(one.presses for one in storms)}"))
    show(table)


if __name__ == "__main__":
    chosen = [float(word) for word in sys.argv[1:]]
    asyncio.run(main(*(chosen + [300.0, 20.0][len(chosen) :])))
