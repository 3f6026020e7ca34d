"""Kills the process at a moment of one of several kinds, while people act, and starts it again.

Not here: what people do (crowd.py) and what must hold afterwards (ledger.py).
"""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from random import Random
from typing import Literal, TypeVar

from tests.standin.faults import Lost
from tests.standin.stage import StandInStage

Acted = TypeVar("Acted")
ANSWERS = "/interactions/*/callback"
STARTING = "while starting"
LONGEST_LIFE = 0.5
"""Seconds: a process is killed out of the blue at latest so long after it is up."""
LATEST_REQUEST = 24
LONGEST_START = 0.5


@dataclass
class Killer:
    """Ends the process with SIGKILL; `kills` counts them by kind. `is_up` is set while people can reach the bot."""

    stage: StandInStage
    chance: Random
    is_up: asyncio.Event
    twice: bool = False
    """Whether each is followed by another while the process starts; else one in five is."""
    kills: Counter[str] = field(default_factory=Counter[str])

    async def strike(self) -> None:
        """Kill once at a moment of a kind drawn by lot; and once more while the process starts, always or at times."""
        kind, wait = self.chance.choice(
            (
                ("out of the blue", self._out_of_the_blue),
                ("out of the blue", self._out_of_the_blue),
                ("done, but not told", lambda: self._at_request("POST", ANSWERS, "before")),
                ("told", lambda: self._at_request("POST", ANSWERS, "after")),
                ("any request, not carried out", lambda: self._at_request("*", "*", "before")),
                ("any request, carried out", lambda: self._at_request("*", "*", "after")),
            )
        )
        await wait()
        self.kills[kind] += 1
        if self.twice or self.chance.random() < 0.2:
            await self.stage.process.spawn()
            await asyncio.sleep(self.chance.uniform(0, LONGEST_START))
            await self.stage.process.kill()
            self.kills[STARTING] += 1

    async def revive(self, look: Callable[[], Awaitable[None]]) -> None:
        """Start the process, look at what it shows, and let people in again."""
        await self.stage.process.start()
        await self.stage.settle()
        await look()
        self.is_up.set()

    @property
    def moments(self) -> int:
        """How many there were, those of starts not counted."""
        return self.kills.total() - self.kills[STARTING]

    async def _out_of_the_blue(self) -> None:
        await asyncio.sleep(self.chance.uniform(0, LONGEST_LIFE))
        await self._kill()

    async def _at_request(self, method: str, path: str, when: Literal["before", "after"]) -> None:
        """Kill at the nth such request from now: before it is carried out (then it never is), or right after."""
        remaining = self.chance.randint(1, LATEST_REQUEST)
        dead = asyncio.Event()

        async def count_down() -> None:
            nonlocal remaining
            remaining -= 1
            if remaining == 0:
                await self._kill()
                dead.set()
            if remaining <= 0:
                raise Lost

        fault = self.stage.stand_in.faults.meanwhile(method, path, count_down, when=when, times=None)
        await dead.wait()
        self.stage.stand_in.faults.active.remove(fault)

    async def _kill(self) -> None:
        self.is_up.clear()
        assert await self.stage.process.kill() == -9


async def unless_it_ends(acting: asyncio.Future[Acted], striking: Coroutine[object, object, None]) -> None:
    """Strike; but if those who act end meanwhile, which they do by an error alone, raise it."""
    strike = asyncio.ensure_future(striking)
    await asyncio.wait((acting, strike), return_when=asyncio.FIRST_COMPLETED)
    if acting.done():
        strike.cancel()
        await acting
    await strike
