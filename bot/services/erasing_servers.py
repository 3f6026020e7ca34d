"""Erases everything of a server: keys first, the server's own last of all. Begun once it is carried through, whatever
stops the process: the intention lies in the table of tasks until nothing else is left.

Not here: who may ask for it and who is told (`erasure_notice.py`), and what lies where (the keepers).
"""

import asyncio
from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta
from typing import Final, Protocol, final

from bot.core.identity import Chance, ChannelId, Clock, RoleId, ServerId
from bot.core.sealing import new_key
from bot.services.keepers import Keeper
from bot.services.scheduler import Scheduler, Task
from bot.services.server_records import Server, ServerRecord, ServerSettings
from bot.services.servers import Servers

ERASE_TASK: Final = "server:erase"
TRIED_AGAIN_AFTER: Final = timedelta(minutes=10)
"""What did not come to an end is taken up again then, or at the next start."""

_LAST: Final = "server"
"""The table whose keeper comes last: with its row the server's own key is found, and destroyed."""
_ID_BYTES: Final = 8


class Traces(Protocol):
    """Where servers are still mentioned."""

    async def unfinished(self, kind: str) -> list[bytes]:
        """The subjects of all tasks of this kind, due or not."""
        ...

    async def strays(self) -> set[ServerId]:
        """Servers that some row names though they have no row of their own: nothing of them can be opened."""
        ...

    def are_mine(self, server_id: ServerId) -> bool:
        """Whether this process may touch what is left of this server."""
        ...

    async def forget_in_copies(self, server_id: ServerId) -> None:
        """Remove a server from what lies beside the database: the copies from before upgrades."""
        ...


@final
class ServerEraser:
    """Erases servers, one at a time each."""

    def __init__(self, servers: Servers, scheduler: Scheduler, traces: Traces, clock: Clock, chance: Chance) -> None:
        self._servers = servers
        self._scheduler = scheduler
        self._traces = traces
        self._clock = clock
        self._chance = chance
        self._keepers: tuple[Keeper, ...] = ()
        self._turns: defaultdict[ServerId, asyncio.Lock] = defaultdict(asyncio.Lock)
        scheduler.register(ERASE_TASK, self._run)

    def ask(self, keepers: Iterable[Keeper]) -> None:
        """Name everybody who answers for something that is kept. Once, before `start`."""
        self._keepers = tuple(sorted(keepers, key=lambda keeper: _LAST in keeper.tables))

    async def start(self) -> None:
        """Finish what a crash left. Before anybody can press anything."""
        begun = [_server_in(subject) for subject in await self._traces.unfinished(ERASE_TASK)]
        for server_id in dict.fromkeys((*begun, *sorted(await self._traces.strays()))):
            if self._traces.are_mine(server_id):
                await self.erase(server_id)

    async def erase(self, server_id: ServerId) -> None:
        """Leave nothing of the server behind. Doing it twice is fine, and so is a server that was never set up.

        Raises:
            StoreProblem: it stopped half-way; the server is closed to everybody, and it is tried again by itself.
        """
        async with self._turns[server_id]:
            subject = int(server_id).to_bytes(_ID_BYTES)
            again = self._clock() + TRIED_AGAIN_AFTER
            await self._scheduler.schedule(ERASE_TASK, again, server_id, subject, occurrence="")
            server = await self._servers.leave(server_id) or self._unopened(server_id)
            for keeper in self._keepers:
                await keeper.erase_server(server)
            await self._traces.forget_in_copies(server_id)
            await self._scheduler.cancel(ERASE_TASK, server_id, subject, occurrence="")
            await self._scheduler.cancel(ERASE_TASK, None, subject, occurrence="")  # as earlier versions kept it

    async def _run(self, task: Task) -> None:
        server_id = _server_in(task.subject)
        if self._traces.are_mine(server_id):
            await self.erase(server_id)
        else:  # an earlier version kept it under no server
            await self._scheduler.schedule(ERASE_TASK, task.due, server_id, task.subject, occurrence="")

    def _unopened(self, server_id: ServerId) -> Server:
        """Stands for a server whose key is gone: what is left of it is removed without being read."""
        nothing = ServerSettings(RoleId(0), RoleId(0), ChannelId(0), ChannelId(0), "UTC", "")
        return Server(server_id, new_key(self._chance), ServerRecord(nothing))


def _server_in(subject: bytes) -> ServerId:
    return ServerId(int.from_bytes(subject))
