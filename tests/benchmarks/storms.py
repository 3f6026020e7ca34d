"""Prints one table: every act that may come in a storm, at several loads, beside a bare bot and one that commits each.

Real processes driven over loopback sockets, the three in turn at each load of the same run. Nothing here is a test:
figures are read, never asserted; that everything confirmed is on disk is looked at. Usage:
python -m tests.benchmarks.storms [seconds at each load]
"""

import asyncio
import gc
import sqlite3
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from itertools import count
from pathlib import Path

from tests.benchmarks.acts import Prepared, again_and_again, by_others, prepared
from tests.benchmarks.checkins import Group
from tests.benchmarks.crowd import Came, Crowd
from tests.benchmarks.measure import Storm, Waits, storm
from tests.benchmarks.plain_bot import DATABASE
from tests.benchmarks.rivals import PLAIN, Rival, alone, rivals
from tests.benchmarks.table import line, show
from tests.faults.disk import opened
from tests.standin.stage import StandInStage
from tests.standin.storm import Press

LOADS = (50, 100, 200, 300, 500)
"""Presses on *I agree* a second."""
LONGER = {300: 2}
"""The load that the aims are about is held for so many times as long: the slowest thousandth is of six thousand."""
FLOOD, FLOOD_RATE = 3000, 2000.0
WARMING = 1000
"""Presses on each before anything is measured."""
ANSWERS = (50, 200)
SENDING = ((10, 100), (50, 250))
"""Concerns a second, and how many."""
OPENINGS = LOOKS = (20, 50)
COLUMNS = ("median", "99th", "99.9th", "worst", "processor", "a second", "unanswered")
WIDTH = 10


def row(name: str, waits: Waits, people: int, processor: float, a_second: float) -> str:
    """One row: milliseconds from the act to its acknowledgement, those of processor time an act, and the rest."""
    times = (waits.median, waits.ninety_ninth, waits.slowest_thousandth, waits.worst)
    cells = [*(f"{each:.1f}" for each in times), f"{processor:.2f}", f"{a_second:.0f}", f"{waits.missing}/{people}"]
    return line(name, *cells, width=WIDTH)


def of_storm(name: str, came: Storm) -> str:
    """The row of a storm of presses."""
    behind = f" (generator {came.lag:.0f} ms late)" if came.lag > 100 else ""
    return row(name + behind, came.waits, came.presses, came.processor_per_press, came.per_second)


def of_crowd(name: str, came: Came) -> Iterator[str]:
    """The two rows of members who open a form and submit it."""
    people, processor = len(came.answers), came.processor * 1000 / len(came.answers)
    for act, waits in (("the form", Waits.of(came.forms)), ("the answer; processor of both", Waits.of(came.answers))):
        yield row(f"{name}: {act}", waits, people, processor, (people - waits.missing) / came.elapsed)


async def agreeing(racing: Sequence[Rival], seconds: float) -> list[str]:
    """The rows of *I agree* at every load, and as fast as it can be."""
    for one in racing:
        await one.under(LOADS[-1], WARMING)
    sizes = [(f"I agree, {load} a second", load, int(load * seconds * LONGER.get(load, 1))) for load in LOADS]
    rows: list[str] = []
    for name, rate, presses in [*sizes, (f"I agree, {FLOOD} at once", FLOOD_RATE, FLOOD)]:
        gc.collect()
        gc.freeze()  # pauses of the generator would be taken for the bots'
        rows += [of_storm(f"{name}: {one.name}", await one.under(rate, presses)) for one in racing]
    return rows


async def answering(group: Group, rate: float, people: int) -> Came:
    """So many members who answer the check-in, each a second after they opened the form."""
    moments = [number / rate for number in range(people)]
    return await Crowd(group.stage, group.post).at_their_moments([group.coming(at, at + 1) for at in moments])


async def other_acts(stage: StandInStage, ready: Prepared, seconds: float) -> list[str]:
    """The rows of everything that the yardsticks cannot do."""

    async def timed(name: str, presses: Sequence[Press], rate: float) -> str:
        return of_storm(f"{name}, {rate:.0f} a second", await storm(stage.stand_in, stage.process, presses, rate))

    rows: list[str] = []
    for rate in ANSWERS:
        came = await answering(ready.group, rate, int(rate * seconds))
        rows += of_crowd(f"check in, {rate} a second", came)
    sent = count()
    for rate, presses in SENDING:
        rows.append(await timed("send a concern", [ready.sending[next(sent)] for _ in range(presses)], rate))
    for rate in OPENINGS:
        rows.append(await timed("open a case", again_and_again(ready.cards, int(rate * seconds)), rate))
    for rate in LOOKS:
        rows.append(await timed("look up a code", by_others(stage, ready.codes, int(rate * seconds)), rate))
    return rows


async def on_disk(racing: Sequence[Rival], ready: Prepared) -> list[str]:
    """The rows that tell whether everything confirmed is there."""
    ours, *_ = racing
    for one in racing:
        await one.stage.process.stop()
    process = ours.stage.process
    with closing(sqlite3.connect(process.data_dir / "common-ground.db")) as database:
        (agreed,) = database.execute("SELECT count(*) FROM acceptance").fetchone()
        (cases,) = database.execute("SELECT count(*) FROM concern_case").fetchone()
    rows = [
        line("agreements on disk", f"{agreed}/{ours.people}"),
        line("concerns on disk", f"{cases - len(ready.codes)}/{len(ready.sending)}"),
    ]
    async with opened(process, ours.stage.stand_in.world.guild_id) as disk:
        box = await disk.box()
    right = "as given" if ready.group.is_as_given(box) else "NOT AS GIVEN"
    rows.append(line("answers on disk", f"{box.people}/{ready.group.people}", right))
    for one in (one for one in racing if one.name == PLAIN):
        with closing(sqlite3.connect(one.stage.process.data_dir / DATABASE)) as database:
            (kept,) = database.execute("SELECT count(*) FROM press").fetchone()
        rows.append(line(f"presses on disk: {PLAIN}", f"{kept}/{one.people}"))
    return rows


async def main(seconds: float) -> None:
    """Measure everything and print the table."""
    with tempfile.TemporaryDirectory() as folder:
        async with rivals(Path(folder)) as racing:
            ours = racing[0].stage
            ready = await prepared(ours, sum(people for _, people in SENDING))
            await alone(ours, "-m", "bot", "run")
            table = [line("milliseconds", *COLUMNS, width=WIDTH), *await agreeing(racing, seconds)]
            table += await other_acts(ours, ready, seconds)
            table += await on_disk(racing, ready)
    show(table)


if __name__ == "__main__":
    asyncio.run(main(float(sys.argv[1]) if len(sys.argv) > 1 else 10.0))
