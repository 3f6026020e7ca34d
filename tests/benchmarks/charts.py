"""What a picture of a trend costs: prints one table of time, and of the memory of the process that draws.

Nothing here is a test: figures are read, never asserted. On Linux, whose /proc tells the most memory ever held.
Usage: python -m tests.benchmarks.charts [pictures]
"""

import asyncio
import re
import sys
import time
from pathlib import Path
from statistics import median

import psutil

from bot.ui.charts.chart import MOST_ROUNDS, MOST_ROWS, Chart, ChartRow
from bot.ui.charts.room import ChartRoom

LEVELS = ("few", "some", "about half or more", "most")
PICTURES = 20


def trend() -> Chart:
    """The largest chart there is."""
    rows = [
        ChartRow(f"How much do you belong here, question {number}", "10 to 14 answers", (0, 1, 2) * 4, (3, 2, 1) * 4)
        for number in range(MOST_ROWS)
    ]
    rounds = tuple(f"{number + 1} Jan" for number in range(MOST_ROUNDS))
    return Chart("Weekly pulse", LEVELS, "low or very low", "good or very good", rounds, tuple(rows))


async def seconds(room: ChartRoom, chart: Chart) -> float:
    """How long one picture takes."""
    start = time.perf_counter()
    if await room.draw(chart) is None:
        raise RuntimeError("the picture could not be drawn")
    return time.perf_counter() - start


def megabytes() -> float:
    """The most memory that the process which draws ever held."""
    [process] = psutil.Process().children()
    [peak] = re.findall(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{process.pid}/status").read_text("ascii"))
    return int(peak) / 1024


async def main(pictures: int) -> None:
    """Measure and print."""
    room, chart = ChartRoom(), trend()
    try:
        first = await seconds(room, chart)
        later = [await seconds(room, chart) for _ in range(pictures)]
        size = len(await room.draw(chart) or b"")
        memory = megabytes()
    finally:
        await room.close()
    table = {
        "first picture, seconds": f"{first:.2f}",
        f"later pictures, median of {pictures}, seconds": f"{median(later):.2f}",
        "the slowest of them, seconds": f"{max(later):.2f}",
        "size of the picture, kilobytes": f"{size / 1000:.0f}",
        "most memory of the process, megabytes": f"{memory:.0f}",
    }
    sys.stdout.write("\n".join(f"{name:<44} | {value:>8}" for name, value in table.items()) + "\n")


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else PICTURES))
