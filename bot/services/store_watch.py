"""Tells the staff when nothing can be saved for more than a minute, once, and when it works again; tells the log too.

While all is well it does nothing at all. What it says holds nothing about anybody. Not here: what each person is told
whose press could not be saved (the door).
"""

import asyncio
from collections.abc import Awaitable, Mapping
from datetime import datetime, timedelta
from typing import Final, Protocol, final

import structlog

from bot.core.identity import Clock, ServerId
from bot.services.problems import CannotReach, Why
from bot.services.server_records import Server
from bot.services.servers import Servers
from bot.store.database import Database
from bot.store.probing import works_again

PATIENCE: Final = timedelta(minutes=1)
"""What is over sooner is told to nobody but those whom it met."""
LOOK_EVERY = 15.0
"""Seconds between two looks, while something ails."""

log: structlog.typing.FilteringBoundLogger = structlog.get_logger(__name__)


class StoreNotice(Protocol):
    """Says it in the moderators' channel. Raises `CannotReach`."""

    async def cannot_save(self, server: Server) -> None: ...

    async def saves_again(self, server: Server) -> None: ...


@final
class StoreWatch:
    """Looks after databases that ail until they are well. To be closed."""

    def __init__(self, databases: Mapping[str, Database], servers: Servers, notice: StoreNotice, clock: Clock) -> None:
        """Begin to listen.

        Args:
            databases: by what the log calls them.
            servers: those in memory are told: nothing else can be read then.
            notice: tells them.
            clock: the bot's clock.
        """
        self._databases = databases
        self._servers = servers
        self._notice = notice
        self._clock = clock
        self._since: datetime | None = None
        self._told: set[ServerId] = set()
        self._logged = False
        self._turn = asyncio.Lock()
        self._closed = False
        self._watching: asyncio.Task[None] | None = None
        for database in databases.values():
            database.condition.listen(self._begin)

    def _begin(self) -> None:
        if not self._closed and (self._watching is None or self._watching.done()):
            self._since = self._clock()
            self._watching = asyncio.create_task(self._watch(), name="store watch")

    async def close(self) -> None:
        """Stop looking, for good."""
        self._closed = True
        if self._watching is not None:
            self._watching.cancel()
            await asyncio.wait((self._watching,))

    async def _watch(self) -> None:
        while not await self.look():
            await _pause()

    async def look(self) -> bool:
        """Look at what ails, and tell of it; whether all is well and everybody told knows it."""
        async with self._turn:
            return await self._looked()

    async def _looked(self) -> bool:
        ailing = [name for name, database in self._databases.items() if not await _is_well(database)]
        if not ailing:
            await self._all_is_well()
            # While somebody was told, it may have failed again: nothing else would begin a watch then.
            return not self._told and all(one.condition.problem is None for one in self._databases.values())
        since = self._since = self._since or self._clock()
        if self._clock() - since >= PATIENCE:
            await self._tell_trouble(ailing)
        return False

    async def _tell_trouble(self, ailing: list[str]) -> None:
        if not self._logged:
            self._logged = True
            problems = {name: self._databases[name].condition.problem for name in ailing}
            log.error("nothing can be saved", **{name: kind.__name__ for name, kind in problems.items() if kind})
        for server in self._servers.in_memory():
            if server.server_id not in self._told and await _said(self._notice.cannot_save(server)):
                self._told.add(server.server_id)

    async def _all_is_well(self) -> None:
        """Those who were told of the trouble are told of its end."""
        if self._logged:
            log.warning("everything can be saved again")
        self._since, self._logged = None, False
        known = {server.server_id: server for server in self._servers.in_memory()}
        for server_id in tuple(self._told):
            server = known.get(server_id)
            if server is None or await _said(self._notice.saves_again(server)):
                self._told.discard(server_id)


async def _said(saying: Awaitable[None]) -> bool:
    """Whether nothing more is to be done; False while Discord does not answer."""
    try:
        await saying
    except CannotReach as error:
        return error.why is not Why.DISCORD_DOWN
    return True


async def _pause() -> None:
    await asyncio.sleep(LOOK_EVERY)


async def _is_well(database: Database) -> bool:
    return database.condition.problem is None or await works_again(database)
