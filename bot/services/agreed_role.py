"""The role for those who agreed, where a server has chosen one: given and taken a little later, from the task table.

A row of that table names the member only sealed under the server's key, and its moment is a whole day. What it does
follows from what is kept by then, so a row that runs twice, or late, does no harm.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final, Protocol, final

from bot.core.identity import Chance, MemberId, RoleId, ServerId
from bot.core.sealing import Key, derive, seal, unseal
from bot.services.people import Person
from bot.services.problems import CannotReach, Why
from bot.services.scheduler import Scheduler, Task
from bot.services.servers import Server, ServerRecord, Servers
from bot.store.agreements import AgreementRepository

ROLE_TASK: Final = "agreement:role"
MOST_ATTEMPTS: Final = 26
"""About a day of tries, so that a role follows once its trouble is mended; then the row is dropped."""

_TOLD: Final = "agreement role trouble"
_ID_BYTES: Final = 8


class Roles(Protocol):
    """Discord's side: roles of single members, and a note to the staff."""

    async def give_role(self, server_id: ServerId, member_id: MemberId, role_id: RoleId) -> None:
        """Give a member a role; giving it twice is fine."""
        ...

    async def take_role(self, server_id: ServerId, member_id: MemberId, role_id: RoleId) -> None:
        """Take a role from a member; taking it twice is fine."""
        ...

    async def people(self, server_id: ServerId, member_ids: Collection[MemberId]) -> Sequence[Person]:
        """Those of them who are still in the server."""
        ...

    async def tell_role_trouble(self, server: Server, role_id: RoleId, why: Why) -> None:
        """Tell the staff that the role cannot be given, and what to do."""
        ...


@final
class AgreedRole:
    """Keeps the role in step with who has agreed."""

    def __init__(
        self,
        servers: Servers,
        repository: AgreementRepository,
        scheduler: Scheduler,
        roles: Roles,
        chance: Chance,
    ) -> None:
        self._servers = servers
        self._repository = repository
        self._scheduler = scheduler
        self._roles = roles
        self._chance = chance
        scheduler.register(ROLE_TASK, self.run)

    def follows(self, server: Server, person: Person) -> bool:
        """Whether this person still has to be given a role when they agree."""
        role_id = server.settings.agreed_role
        return role_id is not None and role_id not in person.role_ids

    async def adjust(self, server: Server, person: Person, now: datetime) -> None:
        """Soon give or take the role, whichever fits what is kept then."""
        sealed = seal(_key(server), int(person.member_id).to_bytes(_ID_BYTES), _place(server.server_id), self._chance)
        today = now.replace(hour=0, minute=0, second=0, microsecond=0)
        await self._scheduler.schedule(ROLE_TASK, today, server.server_id, sealed, occurrence="")

    async def run(self, task: Task) -> None:
        """Give or take the role now.

        Raises:
            CannotReach: it is worth trying again later.
        """
        server = None if task.server_id is None else await self._servers.find(task.server_id)
        if server is None or server.settings.agreed_role is None:
            return
        role_id = server.settings.agreed_role
        member_id = MemberId(int.from_bytes(unseal(_key(server), task.subject, _place(server.server_id))))
        try:
            await self._fit(server, member_id, role_id)
        except CannotReach as trouble:
            if await self._is_worth_another_try(server, member_id, role_id, trouble.why, task.attempts):
                raise
        else:
            await self._mark_mended(server)

    async def _fit(self, server: Server, member_id: MemberId, role_id: RoleId) -> None:
        accepted = await self._repository.accepted(server.server_id, server.pseudonym(member_id))
        if accepted is None:
            await self._roles.take_role(server.server_id, member_id, role_id)
        else:
            await self._roles.give_role(server.server_id, member_id, role_id)

    async def _is_worth_another_try(
        self, server: Server, member_id: MemberId, role_id: RoleId, why: Why, attempts: int
    ) -> bool:
        if why is not Why.DISCORD_DOWN:
            if not await self._roles.people(server.server_id, [member_id]):
                return False
            await self._tell_once(server, role_id, why)
        return attempts < MOST_ATTEMPTS

    async def _tell_once(self, server: Server, role_id: RoleId, why: Why) -> None:
        told = str(role_id)
        if server.record.notes.get(_TOLD) == told:
            return
        await self._roles.tell_role_trouble(server, role_id, why)
        await self._servers.change(server.server_id, lambda record: _noted(record, told))

    async def _mark_mended(self, server: Server) -> None:
        if _TOLD in server.record.notes:
            await self._servers.change(server.server_id, lambda record: _noted(record, None))


def _noted(record: ServerRecord, told: str | None) -> ServerRecord:
    kept = {name: value for name, value in record.notes.items() if name != _TOLD}
    return replace(record, notes=kept if told is None else {**kept, _TOLD: told})


def _key(server: Server) -> Key:
    return derive(server.key, "agreement role")


def _place(server_id: ServerId) -> bytes:
    return b"task:agreement:role:%d" % server_id
