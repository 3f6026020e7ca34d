"""Common Ground and its two yardsticks before presses at the same rate: a bare bot, and one that commits each press.

Three real processes, each with a stand-in of its own, up at the same time and driven in turn, so that what the machine
does meanwhile meets all alike. Not here: which rates, and what is printed (storms.py).
"""

from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import discord.utils

from tests.benchmarks.measure import Storm, storm
from tests.standin.stage import THE_BOT, StandInStage
from tests.standin.storm import Press
from tests.standin.world import Message
from tests.stories import publish, ready

OURS, BARE, PLAIN = "Common Ground", "bare", "commits each"


@dataclass
class Rival:
    """One running bot, and a post with a button that every member presses once."""

    name: str
    stage: StandInStage
    post: Message
    custom_id: str
    people: int = field(default=0)
    """How many have pressed."""

    def crowd(self, count: int) -> list[Press]:
        """One press each by so many new members."""
        world, first = self.stage.stand_in.world, self.people
        self.people += count
        people = [world.add_person(f"presser-{first + number}", world.clock.now()) for number in range(count)]
        return [Press.button(person, self.post, self.custom_id) for person in people]

    async def under(self, rate: float, count: int) -> Storm:
        """So many presses at this rate a second."""
        return await storm(self.stage.stand_in, self.stage.process, self.crowd(count), rate)


async def a_group(stage: StandInStage) -> Message:
    """A group that is set up, with two moderators and its agreement posted; the post is returned."""
    await ready(stage)
    await publish(stage)
    posts = stage.stand_in.world.channel("group").messages
    return next(message for message in posts.values() if "agreement:accept:1" in str(message.payload))


async def alone(stage: StandInStage, *command: str) -> None:
    """Run the bot as operators run it, without the launcher's watching."""
    stage.process.command = command
    await stage.process.restart()


async def yardstick(stage: StandInStage, name: str, module: str) -> Rival:
    """One of the two bots with a button."""
    await alone(stage, "-m", module)
    world = stage.stand_in.world
    post = stage.stand_in.messages.create(world.channel("group"), world.bot, {"content": "press"})
    return Rival(name, stage, post, "bare:press")


@asynccontextmanager
async def rivals(home: Path) -> AsyncGenerator[list[Rival]]:
    """The three, ours first. Ours still has its launcher, for whatever else is to be prepared: see `alone`."""
    async with AsyncExitStack() as running:

        async def entered(name: str, *program: str) -> StandInStage:
            folder = home / name
            folder.mkdir()
            stage = StandInStage(folder, start=discord.utils.utcnow(), program=program, patience=120)
            return await running.enter_async_context(stage)

        ours = await entered("ours", *THE_BOT)
        bare = await entered("bare", "tests.benchmarks.bare_bot")
        plain = await entered("plain", "tests.benchmarks.plain_bot")
        yield [
            Rival(OURS, ours, await a_group(ours), "agreement:accept:1"),
            await yardstick(bare, BARE, "tests.benchmarks.bare_bot"),
            await yardstick(plain, PLAIN, "tests.benchmarks.plain_bot"),
        ]
