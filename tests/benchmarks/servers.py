"""Prints one table: start-up, memory and processor time with 1, 1,000 and 10,000 servers of fifty members each.

Beside it the bare bot in the same servers: what discord.py itself takes for them. Real processes, told of the servers
by the gateway as Discord does. Figures are read, never asserted.
Usage: python -m tests.benchmarks.servers [servers ...]
"""

import asyncio
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import psutil

from tests.benchmarks import many
from tests.benchmarks.table import line, show
from tests.standin.process import BotProcess
from tests.standin.standin import StandIn

SERVERS = (1, 1000, 10_000)
OURS, BARE = "Common Ground", "bare"
MODULES = {OURS: ("-m", "bot", "run"), BARE: ("-m", "tests.benchmarks.bare_bot")}
AS_INSTALLED = {"PYTHONDONTWRITEBYTECODE": ""}
"""Modules are translated once, as where people run it, and not at each start."""
QUIET_FOR = 3.0
"""Seconds in which a bot must have used next to no processor time, to be taken for settled."""
NEXT_TO_NONE = 0.02
"""Share of a processor."""
LONGEST = 600.0
"""Seconds after which a start is taken as it is."""


@dataclass(frozen=True)
class Cost:
    """What one bot took in so many servers."""

    connected: float
    """Seconds from its start to its session at Discord."""
    settled: float
    """Seconds until it had done everything that a start brings with it."""
    processor: float
    """Seconds of processor time until then."""
    megabytes: float
    """Resident then."""


async def cost(name: str, count: int, home: Path) -> Cost:
    """Start the bot in so many servers and wait until it has nothing more to do."""
    async with StandIn() as stand_in:
        stand_in.gateway.other_servers = many.told(stand_in.world, count - 1)
        process = BotProcess(stand_in, home, command=MODULES[name], environment=AS_INSTALLED)
        for directory in (process.data_dir, process.key_dir):
            directory.mkdir(parents=True)
        if name == OURS:
            many.fill(process.data_dir, process.key_dir, count - 1)
        loop = asyncio.get_running_loop()
        begun = loop.time()
        await process.spawn()
        async with asyncio.timeout(LONGEST):
            await stand_in.gateway.wait_for_session()
        connected = loop.time() - begun
        bot = psutil.Process(process.id)
        settled = await _settled(bot) - begun
        processor, memory = sum(bot.cpu_times()[:2]), bot.memory_info().rss / 2**20
        await process.stop()
        return Cost(connected, settled, processor, memory)


async def _settled(bot: psutil.Process) -> float:
    """The moment from which on it did next to nothing."""
    loop = asyncio.get_running_loop()
    until, quiet_since, used = loop.time() + LONGEST, loop.time(), sum(bot.cpu_times()[:2])
    while loop.time() - quiet_since < QUIET_FOR and loop.time() < until:
        await asyncio.sleep(0.5)
        before, used = used, sum(bot.cpu_times()[:2])
        if used - before > NEXT_TO_NONE * 0.5:
            quiet_since = loop.time()
    return quiet_since


def rows(count: int, ours: Cost, bare: Cost) -> list[str]:
    """What so many servers cost."""
    return [
        line(f"{count} servers of {many.MEMBERS} members", OURS, BARE),
        line("  from start to its session, s", f"{ours.connected:.2f}", f"{bare.connected:.2f}"),
        line("  until all of a start is done, s", f"{ours.settled:.1f}", f"{bare.settled:.1f}"),
        line("  processor time until then, s", f"{ours.processor:.2f}", f"{bare.processor:.2f}"),
        line("  resident megabytes", f"{ours.megabytes:.1f}", f"{bare.megabytes:.1f}"),
    ]


def per_server(few: int, many_of_them: int, costs: dict[tuple[str, int], Cost]) -> str:
    """How many kilobytes each further server takes."""
    each = [
        (costs[name, many_of_them].megabytes - costs[name, few].megabytes) * 1024 / (many_of_them - few)
        for name in (OURS, BARE)
    ]
    name = f"kilobytes a server, from {few} to {many_of_them}"
    return line(name, *(f"{one:.1f}" for one in each), f"{each[0] - each[1]:+.1f}")


async def main(counts: tuple[int, ...]) -> None:
    """Measure and print."""
    costs: dict[tuple[str, int], Cost] = {}
    table: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        for name in (OURS, BARE):
            await cost(name, 1, Path(folder) / f"{name}-before")  # translates the modules
        for count in counts:
            for name in (OURS, BARE):
                costs[name, count] = await cost(name, count, Path(folder) / f"{name}-{count}")
            table += rows(count, costs[OURS, count], costs[BARE, count])
    table += [per_server(counts[0], count, costs) for count in counts[1:]]
    show(table)


if __name__ == "__main__":
    asyncio.run(main(tuple(int(word) for word in sys.argv[1:]) or SERVERS))
