"""The bot's life in the simulated Discord: start, stop, restart, and the clock.

    async with Simulation(lambda: create_bot(settings)) as simulation:
        answer = await simulation.people.slash("mia", "agreement")
        await simulation.advance(timedelta(days=1))

The clock stands still by itself; only `advance` moves it (and a wait of the bot's of less than a second).
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import TracebackType
from typing import Self

import discord
import simcord

from bot.rehearsal import cast
from bot.rehearsal.simulator import patches
from bot.rehearsal.simulator.people import People
from bot.rehearsal.simulator.world import World

SETTLE_SECONDS = 20.0
"""Real seconds after which a bot that is still busy with one action, or one day, counts as stuck."""
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Request:
    """One request that the bot sent to Discord; `body` is its JSON, `path` without host and version."""

    method: str
    path: str
    body: object
    at: datetime
    """The simulated moment, in UTC."""


class Simulation:
    """A server with its cast and the bot that `factory` makes; an asynchronous context. One at a time in a loop."""

    def __init__(self, factory: Callable[[], discord.Client], *, start: datetime = cast.START) -> None:
        patches.install()
        self._factory = factory
        self._start = start

    async def __aenter__(self) -> Self:
        self.bot = self._factory()
        self._env = simcord.Env(self.bot, settle_timeout=SETTLE_SECONDS)
        self._moments = patches.note_moments(self._env)
        self.world = World(self._env, self._start)
        self.people = People(self.world)
        try:
            await self._env.start()
        except BaseException:
            await self.bot.close()
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._close_bot()
        await self._env.shutdown()

    async def restart(self) -> None:
        """Stop the bot and start a new one from the factory, in the same Discord and at the same moment.

        Raises:
            simcord.SetupError: an action is under way; then nothing has happened.
        """
        with patches.alone(self._env, "restart"):
            await self._close_bot()
            self.bot = self._factory()
            await self._env.restart_bot(self.bot)

    async def _close_bot(self) -> None:
        async with asyncio.timeout(SETTLE_SECONDS):
            await patches.in_bot(self._env, self.bot.close)

    def now(self) -> datetime:
        """The simulated moment, aware, in UTC."""
        return self._env.now()

    async def advance(self, way: timedelta) -> None:
        """Move the clock forward, and wait until the bot has done what became due."""
        target = self.now() + way
        while (left := target - self.now()) > DAY:
            await self._env.advance_time(DAY.total_seconds())
        await self._env.advance_time(max(0.0, left.total_seconds()))

    async def settle(self) -> None:
        """Wait until the bot has done all it can do now, for instance after somebody did something to the server."""
        await patches.settle(self._env, after="settle")

    @property
    def requests(self) -> Sequence[Request]:
        """Every request of the bot's so far, oldest first."""
        return self.requests_after(0)

    @property
    def requests_so_far(self) -> int:
        """How many there are."""
        return len(self._moments)

    def requests_after(self, number: int) -> list[Request]:
        """The requests of the bot's after so many, oldest first."""
        fresh = zip(self._env.http_requests[number:], self._moments[number:], strict=True)
        return [Request(one.method, one.path, one.json, at) for one, at in fresh]

    @property
    def errors(self) -> list[BaseException]:
        """What the bot's event handlers and commands let escape so far."""
        return self._env.errors
