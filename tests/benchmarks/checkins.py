"""Prints one table: how long members wait when they answer a check-in, alone and together, and what a full box costs.

The real process over loopback sockets; every form is opened and submitted. Figures are read, never asserted; that all
answers lie in the box as they were given is looked at, with the keys. Usage: python -m tests.benchmarks.checkins
"""

import asyncio
import random
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import discord.utils
import psutil

from bot.core.ballot import Box
from tests.benchmarks.crowd import ANSWER, Came, Coming, Crowd
from tests.benchmarks.measure import Waits
from tests.benchmarks.table import line, show
from tests.faults.disk import opened
from tests.faults.scenes import PASSED, QUESTIONS
from tests.screen import Screen
from tests.standin.stage import StandInStage
from tests.stories import ready

SEED = 20261122
ALONE = 200
TOGETHER, TOGETHER_SECONDS = 1000, 10.0
MANY, MANY_RATE = 10_000, 250.0
FILLING_IN = 2.0
"""Seconds for which one of the many looks at the form."""
COMMENT = "What helped me was that somebody asked at all, and that there was time for the answer. "


@dataclass
class Group:
    """A group with one open round, the bot running as operators run it; and what was answered so far."""

    stage: StandInStage
    post: Screen
    chance: random.Random = field(default_factory=lambda: random.Random(SEED))
    given: list[Counter[str]] = field(default_factory=lambda: [Counter() for _ in QUESTIONS])
    people: int = 0

    def coming(self, presses: float, submits: float, comment: str = "") -> Coming:
        """One more member, with random answers."""
        world = self.stage.stand_in.world
        self.people += 1
        person = world.add_person(f"member-{self.people}", self.stage.now() - timedelta(days=30))
        chosen = [self.chance.choice((*answers, PASSED)) for answers in QUESTIONS]
        for counter, answer in zip(self.given, chosen, strict=True):
            counter[answer] += 1
        fields = {f"question{number}": answer for number, answer in enumerate(chosen, start=1)}
        return Coming(person, presses, submits, fields | ({"comment": comment} if comment else {}))

    def is_as_given(self, box: Box) -> bool:
        """Whether the box holds one ballot of each member, with what they gave."""
        tallies = [box.tally(at, len(answers)) for at, answers in enumerate(QUESTIONS)]
        expected = [[given[answer] for answer in answers] for given, answers in zip(self.given, QUESTIONS, strict=True)]
        return box.people == self.people and tallies == expected


async def open_round(stage: StandInStage, *, comments: bool) -> Group:
    """Set the group up and start a round; then run the bot without the launcher's watching."""
    await ready(stage)
    await stage.person("fay").slash("facilitate checkin start", comments=comments)
    post = next(one for one in stage.posts("group") if ANSWER in one.labels)
    stage.process.command = ("-m", "bot", "run")
    await stage.process.restart()
    return Group(stage, post)


async def close(group: Group, launched: Sequence[str]) -> tuple[float, str]:
    """Seconds from the closing time until result and post stand, and the result."""
    stage = group.stage
    stage.process.command = tuple(launched)
    await stage.process.restart()
    await stage.settle()
    loop = asyncio.get_running_loop()
    start = loop.time()
    await stage.advance(hours=49)
    seconds = loop.time() - start
    return seconds, stage.posts("group")[-1].text


def waits(name: str, came: Came) -> Iterator[str]:
    """The rows of one crowd."""
    forms, answers = Waits.of(came.forms), Waits.of(came.answers)
    people = len(came.answers)
    yield line(name, "form", "answer")
    yield line("  unanswered", *(f"{each.missing}/{people}" for each in (forms, answers)))
    yield line("  acknowledged, median ms", *(f"{each.median:.1f}" for each in (forms, answers)))
    yield line("  acknowledged, 99th pct ms", *(f"{each.ninety_ninth:.1f}" for each in (forms, answers)))
    yield line("  acknowledged, worst ms", *(f"{each.worst:.1f}" for each in (forms, answers)))
    yield line("  told first that it takes a while", "", came.deferred)
    yield line("  processor ms a member, both together", "", f"{came.processor * 1000 / people:.2f}")
    yield line("  generator behind, worst ms", "", f"{came.lag * 1000:.1f}")


async def stored(group: Group) -> str:
    """A row: whether what lies on disk, opened with the keys, is what was given."""
    await group.stage.process.stop()
    async with opened(group.stage.process, group.stage.stand_in.world.guild_id) as disk:
        box = await disk.box()
    right = "as given" if group.is_as_given(box) else "NOT AS GIVEN"
    return line("answers on disk", f"{box.people}/{group.people}", right)


async def a_group(home: Path) -> list[str]:
    """One member at a time, then a thousand within ten seconds."""
    async with StandInStage(home, start=discord.utils.utcnow(), patience=120) as stage:
        launched = stage.process.command
        group = await open_round(stage, comments=False)
        crowd = Crowd(stage, group.post)
        alone = await crowd.one_by_one([group.coming(0, 0) for _ in range(ALONE)])
        moments = [sorted(group.chance.uniform(0, TOGETHER_SECONDS) for _ in range(2)) for _ in range(TOGETHER)]
        together = await crowd.at_their_moments([group.coming(presses, submits) for presses, submits in moments])
        table = [
            *waits(f"one member at a time ({ALONE})", alone),
            *waits(f"{TOGETHER} members within {TOGETHER_SECONDS:.0f} s", together),
            await stored(group),
        ]
        seconds, _ = await close(group, launched)
        return [*table, line("closing, with the first picture, s", f"{seconds:.2f}")]


async def a_full_box(home: Path, many: int) -> list[str]:
    """Ten thousand in one round that takes comments, of which every fifth leaves one; and some alone after them."""
    async with StandInStage(home, start=discord.utils.utcnow(), patience=120) as stage:
        launched = stage.process.command
        group = await open_round(stage, comments=True)
        crowd = Crowd(stage, group.post)
        moments = [number / MANY_RATE for number in range(many)]
        comments = [f"{COMMENT}{number}" if number % 5 == 0 else "" for number in range(many)]
        came = await crowd.at_their_moments(
            [group.coming(at, at + FILLING_IN, comment) for at, comment in zip(moments, comments, strict=True)]
        )
        memory = psutil.Process(stage.process.id).memory_info().rss / 2**20
        after = await crowd.one_by_one([group.coming(0, 0) for _ in range(ALONE)])
        table = [
            *waits(f"{many} members, {MANY_RATE:.0f} a second", came),
            line("  resident megabytes after them", f"{memory:.1f}"),
            *waits("one member at a time, into the full box", after),
            await stored(group),
        ]
        seconds, result = await close(group, launched)
        posted = "posted" if "what the group answered" in result else "NOT POSTED"
        return [*table, line("closing the full box, with the picture, s", f"{seconds:.2f}", posted)]


async def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        for name in ("group", "full"):
            (Path(folder) / name).mkdir()
        show([*await a_group(Path(folder) / "group"), *await a_full_box(Path(folder) / "full", MANY)])


if __name__ == "__main__":
    asyncio.run(main())
