"""Prints one table: whether the bot grows - over 100,000 interactions, or over as many minutes as are asked for.

One bot under a mixed load of everything that members and moderators do; memory, threads and open files are looked at
again and again. Figures are read, never asserted. Usage: python -m tests.benchmarks.lasting [--minutes MINUTES]
"""

import argparse
import asyncio
import random
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import linear_regression

import discord.utils
import psutil

from tests.benchmarks.acts import Prepared, by_others, prepared
from tests.benchmarks.measure import Waits
from tests.benchmarks.rivals import Rival, a_group, alone
from tests.benchmarks.storms import answering
from tests.benchmarks.table import line, show
from tests.standin.stage import StandInStage

INTERACTIONS = 100_000
FAST, STEADY = 600.0, 60.0
"""Presses a second: to reach so many soon, and over minutes."""
PORTION = 5000
FAMILIAR = 2000
"""Members of the group; they press again and again."""
SEED = 20261122
LONG_ENOUGH = 5.0
"""Minutes over which a pace can be told."""
LOOKED_AT = 10
"""How many rows are printed."""


@dataclass(frozen=True)
class Look:
    """How the process was after so many interactions."""

    minutes: float
    interactions: int
    megabytes: float
    threads: int
    files: int
    ninety_ninth: float
    """Milliseconds to the acknowledgement, since the look before."""


class Watch:
    """One bot, what it is asked to do, and how it was."""

    def __init__(self, stage: StandInStage, agreeing: Rival, ready: Prepared) -> None:
        self._stage, self._ready = stage, ready
        self._process = psutil.Process(stage.process.id)
        self._chance = random.Random(SEED)
        self._begun, self._interactions = time.monotonic(), 0
        members = agreeing.crowd(FAMILIAR)
        codes = by_others(stage, ready.codes, len(ready.codes))
        self._acts = ((96, members), (2, ready.cards), (2, codes))
        self.looks: list[Look] = []

    async def portion(self, count: int, rate: float) -> None:
        """So many interactions, mixed, and how the process is then."""
        weights = [weight for weight, _ in self._acts]
        kinds = self._chance.choices([presses for _, presses in self._acts], weights, k=count)
        came = await self._stage.stand_in.storm([self._chance.choice(presses) for presses in kinds], rate)
        await answering(self._ready.group, rate / 10, count // 100)
        self._interactions += count + 2 * (count // 100)
        self._stage.stand_in.sent.clear()
        await asyncio.sleep(1)
        self._look(came.acknowledged)

    def _look(self, seconds: Sequence[float]) -> None:
        with self._process.oneshot():
            memory, threads, files = (
                self._process.memory_info().rss / 2**20,
                self._process.num_threads(),
                self._process.num_fds(),
            )
        minutes = (time.monotonic() - self._begun) / 60
        waited = Waits.of(seconds).ninety_ninth
        self.looks.append(Look(minutes, self._interactions, memory, threads, files, waited))

    def table(self) -> list[str]:
        """Some of the looks, and how it grew in the second half of them."""
        step = max(1, len(self.looks) // LOOKED_AT)
        shown = [*self.looks[:-1:step], self.looks[-1]]
        later = self.looks[len(self.looks) // 2 :]
        a_minute = linear_regression([one.minutes for one in later], [one.megabytes for one in later]).slope
        grown = later[-1].megabytes - later[0].megabytes
        pace = line("  an hour at that pace", "", f"{a_minute * 60:+.1f}")
        return [
            line("minutes", "interactions", "megabytes", "threads", "files", "99th pct ms"),
            *(
                line(
                    f"{one.minutes:.1f}",
                    one.interactions,
                    f"{one.megabytes:.1f}",
                    one.threads,
                    one.files,
                    f"{one.ninety_ninth:.0f}",
                )
                for one in shown
            ),
            line("grown in the second half, megabytes", "", f"{grown:+.1f}"),
            *([pace] if later[-1].minutes - later[0].minutes > LONG_ENOUGH else []),
        ]


async def main(minutes: float | None) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        async with StandInStage(Path(folder), start=discord.utils.utcnow(), patience=120) as stage:
            agreeing = Rival("ours", stage, await a_group(stage), "agreement:accept:1")
            ready = await prepared(stage, sending=0)
            await alone(stage, "-m", "bot", "run")
            watch = Watch(stage, agreeing, ready)
            if minutes is None:
                for _ in range(INTERACTIONS // PORTION):
                    await watch.portion(PORTION, FAST)
            else:
                until = time.monotonic() + minutes * 60
                while time.monotonic() < until or len(watch.looks) < 4:
                    await watch.portion(int(STEADY * 30), STEADY)
    show(watch.table())


if __name__ == "__main__":
    wanted = argparse.ArgumentParser()
    wanted.add_argument("--minutes", type=float, default=None)
    asyncio.run(main(wanted.parse_args().minutes))
