"""What one running bot costs: time to ready, memory, processor time and how long presses wait for their answer."""

import asyncio
import math
import time
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from statistics import quantiles

import psutil

from tests.standin.process import BotProcess
from tests.standin.standin import StandIn
from tests.standin.storm import Press


@dataclass(frozen=True)
class Idle:
    """A bot that was started and left alone."""

    seconds_to_ready: float
    megabytes: float


@dataclass(frozen=True)
class Waits:
    """How long many waited, in milliseconds; infinite where nobody's wait ended."""

    median: float
    ninety_ninth: float
    slowest_thousandth: float
    """The 99.9th percentile."""
    worst: float
    missing: int
    """How many waited in vain; the times are of the others."""

    @classmethod
    def of(cls, seconds: Sequence[float]) -> "Waits":
        """Of so many seconds each, infinite for a wait in vain."""
        waited = sorted(each * 1000 for each in seconds if each < math.inf)
        cuts = quantiles(waited, n=1000, method="inclusive") if len(waited) > 1 else [*waited, math.inf][:1] * 999
        return cls(cuts[499], cuts[989], cuts[998], waited[-1] if waited else math.inf, len(seconds) - len(waited))


@dataclass(frozen=True)
class Storm:
    """A storm of presses."""

    presses: int
    waits: Waits
    """From each press to its acknowledgement."""
    processor_per_press: float
    """Milliseconds of processor time of the bot's process."""
    per_second: float
    """Presses answered a second, from the first press to the last answer."""
    lag: float
    """Milliseconds by which the generator itself fell behind at worst."""


async def idle(process: BotProcess, *, settle: float = 4.0) -> Idle:
    """Start the bot, wait until it is ready, leave it alone for a while, look at its memory."""
    loop = asyncio.get_running_loop()
    start = loop.time()
    await process.start()
    ready = loop.time() - start
    await asyncio.sleep(settle)
    return Idle(ready, psutil.Process(process.id).memory_info().rss / 2**20)


async def storm(stand_in: StandIn, process: BotProcess, presses: Sequence[Press], rate: float) -> Storm:
    """Let these presses come at this rate a second and wait for every answer."""
    bot = psutil.Process(process.id)
    before = sum(bot.cpu_times()[:2])
    result = await stand_in.storm(presses, rate)
    used = sum(bot.cpu_times()[:2]) - before
    waits = Waits.of(result.acknowledged)
    return Storm(
        presses=len(presses),
        waits=waits,
        processor_per_press=used * 1000 / len(presses),
        per_second=(len(presses) - waits.missing) / (result.elapsed or math.inf),
        lag=result.lag * 1000,
    )


@dataclass
class Block:
    """How long nothing but one piece of work was done."""

    seconds: float = 0.0


@asynccontextmanager
async def longest_block(look: float = 0.005) -> AsyncGenerator[Block]:
    """The longest time, within the block of code, for which this event loop worked and did not come round.

    Time in which the machine gave its processors to others does not count.
    """
    loop, found = asyncio.get_running_loop(), Block()

    async def watch() -> None:
        while True:
            before, worked = loop.time(), time.thread_time()
            await asyncio.sleep(look)
            late, worked = loop.time() - before - look, time.thread_time() - worked
            found.seconds = max(found.seconds, min(late, worked))

    watching = asyncio.create_task(watch())
    try:
        yield found
    finally:
        watching.cancel()
