"""Looks at the running bot every few seconds: connected, stores well, event loop free. Nobody's deeds show in it.

Not here: whom it tells (the health file and the figures).
"""

import asyncio
import math
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final, cast, final

import discord
import structlog

from bot.services.health import State

if TYPE_CHECKING:
    from discord.gateway import DiscordWebSocket

BEAT: Final = 15
"""Seconds from one look to the next while all is well."""
_log = structlog.get_logger("common_ground")


@dataclass(frozen=True)
class Vital:
    """What one look found."""

    state: State
    latency: float | None
    """Seconds from a heartbeat to Discord's answer; None: not connected."""
    lag: float
    """Seconds: the longest time for which the event loop was held up since the look before."""
    late: timedelta
    """For how long the task has waited that should have happened first; zero: none waits."""


@final
class Pulse:
    """Looks, and tells."""

    def __init__(
        self,
        client: discord.Client,
        stores: Callable[[], Awaitable[timedelta | None]],
        listeners: Sequence[Callable[[Vital], None]],
    ) -> None:
        """Make a pulse.

        Args:
            client: the bot.
            stores: for how long the oldest task waits; None: the stores are in trouble.
            listeners: are told what each look found.
        """
        self._client = client
        self._stores = stores
        self._listeners = listeners
        self._before: State | None = None

    async def run(self) -> None:
        """Look until cancelled: at once, every second until all is well, then at each beat."""
        lag = 0.0
        while True:
            vital = await self.look(lag)
            self._tell(vital)
            lag = await _longest_delay(BEAT if vital.state is State.READY else 1)

    async def look(self, lag: float) -> Vital:
        """How it is now."""
        late = await self._stores()
        connected = _is_connected(self._client)
        state = State.STORE_TROUBLE if late is None else State.READY if connected else State.CONNECTING
        latency = self._client.latency if connected else math.nan
        return Vital(state, latency if math.isfinite(latency) else None, lag, late or timedelta())

    def _tell(self, vital: Vital) -> None:
        if vital.state is not self._before:
            (_log.warning if vital.state is State.STORE_TROUBLE else _log.info)(vital.state.value)
            self._before = vital.state
        for listener in self._listeners:
            listener(vital)


def _is_connected(client: discord.Client) -> bool:
    # `is_ready` stays true while a connection is away.
    if isinstance(client, discord.AutoShardedClient):
        return client.is_ready() and not any(shard.is_closed() for shard in client.shards.values())
    socket = cast("DiscordWebSocket | None", client.ws)
    return client.is_ready() and socket is not None and socket.open


async def _longest_delay(seconds: int) -> float:
    """Sleeps for so long in naps of a second; how much longer than that the longest of them took."""
    loop, longest = asyncio.get_running_loop(), 0.0
    for _ in range(seconds):
        begun = loop.time()
        await asyncio.sleep(1)
        longest = max(longest, loop.time() - begun - 1)
    return longest
