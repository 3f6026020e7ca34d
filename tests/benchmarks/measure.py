"""What one running bot costs: time to ready, memory, processor time and how long presses wait for their answer."""

import asyncio
import math
from collections.abc import Sequence
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
class Storm:
    """A storm of presses. Times in milliseconds from the press to its acknowledgement."""

    presses: int
    unanswered: int
    median: float
    ninety_ninth: float
    worst: float
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
    waited = sorted(seconds * 1000 for seconds in result.acknowledged if seconds < math.inf)
    cuts = quantiles(waited, n=100) if len(waited) > 1 else [math.inf] * 99
    return Storm(
        presses=len(presses),
        unanswered=len(presses) - len(waited),
        median=cuts[49],
        ninety_ninth=cuts[98],
        worst=waited[-1] if waited else math.inf,
        processor_per_press=used * 1000 / len(presses),
        per_second=len(waited) / result.elapsed,
        lag=result.lag * 1000,
    )
