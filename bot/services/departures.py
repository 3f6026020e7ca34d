"""When the bot was taken out of a server: its data is erased after 30 days, unless it comes back.

An outage of Discord never starts this: only a server that is really left does, and before anything is erased Discord is
asked once more. Not here: how it is erased (`erasing_servers.py`).
"""

from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta
from typing import Final, Protocol

import structlog

from bot.core.identity import Clock, ServerId
from bot.services.erasure_notice import Eraser
from bot.services.scheduler import Scheduler, Task
from bot.services.server_records import ServerRecord
from bot.services.servers import Servers

KEPT: Final = timedelta(days=30)
"""How long everything is kept after the bot was taken out; whole days, counted from the end of that day in UTC."""

DEPARTED_TASK: Final = "care:departed"
LEFT: Final = "bot left"
"""The note with the day on which the bot was taken out."""
_ONE: Final = "left"

log: structlog.typing.FilteringBoundLogger = structlog.get_logger(__name__)


class Presence(Protocol):
    """Says in which servers the bot is."""

    async def has_left(self, server_id: ServerId) -> bool:
        """Whether the bot is really not in that server any more, by Discord's own word.

        Raises:
            CannotReach: Discord cannot say at this moment.
        """
        ...


class Departures:
    """Notes which servers were left, and lets them be erased in time."""

    def __init__(
        self, servers: Servers, scheduler: Scheduler, eraser: Eraser, presence: Presence, clock: Clock
    ) -> None:
        self._servers = servers
        self._scheduler = scheduler
        self._eraser = eraser
        self._presence = presence
        self._clock = clock
        scheduler.register(DEPARTED_TASK, self._due)

    async def left(self, server_id: ServerId) -> None:
        """The bot is out of this server: from the first day on which that was seen, its time runs."""
        if await self._servers.find(server_id) is None:
            return
        today = self._clock().date()
        server = await self._servers.change(server_id, lambda record: _left(record, today))
        await self._scheduler.schedule(DEPARTED_TASK, _end(server.record), server_id, occurrence=_ONE)

    async def is_back(self, server_id: ServerId) -> None:
        """The bot is in this server: whatever was to be erased is kept."""
        server = await self._servers.find(server_id)
        if server is not None and LEFT in server.record.notes:
            await self._servers.note(server_id, LEFT, None)
            await self._scheduler.cancel(DEPARTED_TASK, server_id, occurrence=_ONE)

    async def compare(self, present: Collection[ServerId]) -> None:
        """After each start: who left or came back while the bot was away. An unavailable server is present."""
        for server_id in await self._servers.all_ids():
            try:
                await (self.is_back(server_id) if server_id in present else self.left(server_id))
            except Exception as error:  # noqa: BLE001 - one that cannot be opened must not hide the others
                log.warning("a server cannot be looked after", error=type(error).__name__)

    async def _due(self, task: Task) -> None:
        server = await self._servers.find(task.server_id)
        if server is None or LEFT not in server.record.notes or _end(server.record) > self._clock():
            return
        if not await self._presence.has_left(server.server_id):
            await self.is_back(server.server_id)
            return
        await self._eraser.erase(server.server_id)


def _end(record: ServerRecord) -> datetime:
    day = date.fromisoformat(record.notes[LEFT])
    return datetime.combine(day + timedelta(days=1), time(), UTC) + KEPT


def _left(record: ServerRecord, today: date) -> ServerRecord:
    return record if LEFT in record.notes else record.noted(LEFT, today.isoformat())
