"""What is kept about a member, told to that member alone, and erased when they want it.

Nothing here knows what is kept: every keeper is asked. Not here: erasing a whole server (`erasing_servers.py`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import final

from bot.core.identity import ServerId
from bot.core.slots import local_day
from bot.services.keepers import Keeper, Remark
from bot.services.people import Person
from bot.services.server_records import Server
from bot.services.servers import Servers


@dataclass(frozen=True)
class Told:
    """What the keepers told, in their order."""

    day: date
    """Today, where the server is."""
    remarks: Sequence[Remark]
    keepers: Sequence[str]
    """Names of all of them, whether or not they had anything to tell."""


@final
class OwnData:
    """The use cases of a member; nobody can ask about somebody else."""

    def __init__(self, servers: Servers, keepers: Sequence[Keeper]) -> None:
        self._servers = servers
        self._keepers = tuple(keepers)

    async def about(self, server_id: ServerId, person: Person, now: datetime) -> Told:
        """What is kept about this member at this moment.

        Raises:
            Refused: `/setup start` was never run there.
        """
        server = await self._servers.get(server_id)
        remarks = [remark for keeper in self._keepers for remark in await keeper.about(server, person, now)]
        return self._told(server, remarks, now)

    async def erase(self, server_id: ServerId, person: Person, now: datetime) -> Told:
        """Erase what is kept about this member; what has to stay for a time. Doing it twice is fine.

        Raises:
            Refused: `/setup start` was never run there.
            StoreProblem: it stopped half-way; doing it again goes on.
        """
        server = await self._servers.get(server_id)
        remarks = [remark for keeper in self._keepers for remark in await keeper.erase(server, person, now)]
        return self._told(server, remarks, now)

    def _told(self, server: Server, remarks: Sequence[Remark], now: datetime) -> Told:
        return Told(local_day(now, server.zone), remarks, [keeper.name for keeper in self._keepers])
