"""What follows each start, once Discord is there: what was owed while the bot was away, beside the presses of people.

First what needs nothing but the stores, for all servers together; then one server after the other, several at a time,
those in which something waits before all others. Every step may be done twice, so that nothing is lost if the process
dies amidst them; one server that fails, or for which Discord does not answer, holds up no other. Not here: what must be
done before anybody can press anything (`bot/app.py`), and the steps.
"""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass
from typing import final

import structlog

from bot.core.identity import ServerId
from bot.services.scheduler import HANDLER_MAY_TAKE, SERVERS_AT_ONCE
from bot.services.servers import Servers
from bot.store.several import each_in_its_time, some_at_a_time

Step = Callable[[], Awaitable[None]]
"""Does something for all servers."""
StepInServer = Callable[[ServerId], Awaitable[None]]
Places = Callable[[], Awaitable[Collection[ServerId]]]

log: structlog.typing.FilteringBoundLogger = structlog.get_logger(__name__)


@dataclass(frozen=True)
class _InServer:
    act: StepInServer
    where: Places | None


@final
class CatchingUp:
    """Knows the steps, and takes them."""

    def __init__(self, servers: Servers) -> None:
        self._servers = servers
        self._for_all: list[Step] = []
        self._in_each: list[_InServer] = []
        self._wanted = False
        self._runs = False

    def first(self, step: Step) -> None:
        """Let this be done once for all servers, before any is looked after by itself. It should not ask Discord."""
        self._for_all.append(step)

    def then(self, step: StepInServer, where: Places | None = None) -> None:
        """Let this be done in each server that was set up.

        Args:
            step: what is done.
            where: in which servers it is owed to somebody: in no other it is done, these come before all others, and
                it is done there before what is owed to nobody.
        """
        self._in_each.append(_InServer(step, where))
        self._in_each.sort(key=lambda one: one.where is None)

    async def run(self) -> None:
        """Catch up. While that is going on already, it begins once more after its end instead."""
        self._wanted = True
        if self._runs:
            return
        self._runs = True
        try:
            while self._wanted:
                self._wanted = False
                await self._catch_up()
        finally:
            self._runs = False

    async def _catch_up(self) -> None:
        await _kept_apart(self._hold_all())
        for step in self._for_all:
            await _kept_apart(step())
        await _kept_apart(self._each_by_itself())

    async def _hold_all(self) -> None:
        for some in some_at_a_time(await self._servers.all_ids()):
            await self._servers.hold(some)

    async def _each_by_itself(self) -> None:
        owed = [(step.act, None if step.where is None else await step.where()) for step in self._in_each]
        soonest = {server_id for _, where in owed if where is not None for server_id in where}
        server_ids = sorted(await self._servers.all_ids(), key=lambda one: one not in soonest)

        async def look_after(server_id: ServerId) -> None:
            for act in _acts(owed, server_id):
                await _kept_apart(_in_time(act(server_id)))

        await each_in_its_time(server_ids, look_after, SERVERS_AT_ONCE)


def _acts(owed: Sequence[tuple[StepInServer, Collection[ServerId] | None]], server_id: ServerId) -> list[StepInServer]:
    """What is to be done in this server."""
    return [act for act, where in owed if where is None or server_id in where]


async def _in_time(work: Awaitable[None]) -> None:
    async with asyncio.timeout(HANDLER_MAY_TAKE.total_seconds()):
        await work


async def _kept_apart(work: Awaitable[None]) -> None:
    """Do this; if it fails, it is the others' turn. Whoever owes something sees to it that it is tried again."""
    try:
        await work
    except Exception as error:  # noqa: BLE001 - whatever it is, the others must go on
        log.warning("not caught up", error=type(error).__name__)
