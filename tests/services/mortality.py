"""Lets a process of the house die right after any one thing that it does outside itself, and come back.

What it does outside itself: writes to either store, and posts, edits and removals in Discord.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Literal, TypeAlias

import pytest

from bot.store.database import Database
from bot.store.tasks import TaskRepository
from tests.services.checkin_house import Died, Discord, House
from tests.services.schedule_hands import live

Order: TypeAlias = Literal["laid first", "run first", "at once"]
"""What a new process does first: lay all openings anew, or run what is due. In the bot both begin at once."""
ORDERS: tuple[Order, ...] = ("laid first", "run first", "at once")


@dataclass
class Mortal:
    """Counts the steps of a process."""

    left: int | None = None
    """So many more steps are done before it dies; None: it lives."""
    of: str = ""
    """Only steps of this name count; empty: all."""
    done: list[str] = field(default_factory=list[str])

    def step(self, name: str) -> None:
        """One step was done."""
        self.done.append(name)
        if self.left is None or self.of not in ("", name):
            return
        self.left -= 1
        if self.left <= 0:
            self.left = None
            raise Died

    def watch(self, monkeypatch: pytest.MonkeyPatch, where: type, name: str) -> None:
        """Count each call of this method as a step, once it was done."""
        method: Callable[..., Awaitable[object]] = getattr(where, name)

        async def called(*arguments: object) -> object:
            answer = await method(*arguments)
            self.step(name)
            return answer

        monkeypatch.setattr(where, name, called)

    async def dies(self, doing: Awaitable[object], after: int, of: str = "") -> bool:
        """Do something, and die after so many steps of it (of this name); whether it came to that."""
        self.left, self.of, self.done = after, of, []
        try:
            await doing
        except Died:
            return True
        finally:
            self.left = None
        return False


@pytest.fixture
def mortal(monkeypatch: pytest.MonkeyPatch) -> Mortal:
    """Watches every store and every Discord of this test."""
    made = Mortal()

    for where, name in ((Database, "write"), (Discord, "post"), (Discord, "edit"), (Discord, "delete")):
        made.watch(monkeypatch, where, name)
    return made


async def revived(house: House, order: Order = "at once", **away: float) -> House:
    """Another process in its place after a while, as the bot starts; it then lives for twenty minutes."""
    house = house.restarted()
    house.now += timedelta(**away)
    await TaskRepository(house.database).claims.release("main", int(house.now.timestamp()))
    laying, running = house.opening.lay_all(lambda: house.now), house.scheduler.run_due()
    match order:
        case "laid first":
            await laying
            await running
        case "run first":
            await running
            await laying
        case "at once":
            await asyncio.gather(laying, running)
    await live(house, minutes=20)
    return house
