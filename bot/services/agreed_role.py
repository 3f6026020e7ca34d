"""The role for those who agreed, where a server has chosen one: given and taken a little later, from the task table.

A row of that table names the member only sealed under the server's key, and its moment is a whole day or the first
delivery slot of a week. What it does follows from what is kept by then: a row that runs twice, or late, does no harm.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Protocol, final

from bot.core.agreement import Version, grace_is_over
from bot.core.identity import Chance, Clock, MemberId, MemberTag, RoleId, ServerId
from bot.core.sealing import Key, derive, seal, unseal
from bot.core.slots import local_day, slot_of_next_week
from bot.services.agreement_book import AgreementBook
from bot.services.people import Person
from bot.services.problems import CannotReach, StoreProblem, Why
from bot.services.scheduler import Scheduler, Task, TryAgainAt
from bot.services.server_records import Server
from bot.services.servers import Servers
from bot.store.agreements import AgreementRepository

ROLE_TASK: Final = "agreement:role"
TRIED_FOR: Final = timedelta(days=2)
"""From the row's moment on, so that a role follows once its trouble is mended; then the row is dropped."""
_PAUSE: Final = timedelta(hours=1)
"""All rows are tried again together, at a full hour: pauses of their own would tell when each member agreed."""

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


@dataclass(frozen=True)
class RoleEnds:
    """The grace period is over, and this member's role goes."""

    role_id: RoleId
    in_force: int
    """The version to agree to for whoever wants to keep it."""
    when: datetime


@final
class AgreedRole:
    """Keeps the role in step with who has agreed."""

    def __init__(  # noqa: PLR0913 - the stores and services it stands on
        self,
        servers: Servers,
        repository: AgreementRepository,
        book: AgreementBook,
        scheduler: Scheduler,
        roles: Roles,
        clock: Clock,
        chance: Chance,
    ) -> None:
        self._servers = servers
        self._repository = repository
        self._book = book
        self._scheduler = scheduler
        self._roles = roles
        self._clock = clock
        self._chance = chance
        self._ending: set[tuple[ServerId, MemberTag, int]] = set()
        scheduler.register(ROLE_TASK, self.run)

    def follows(self, server: Server, person: Person) -> bool:
        """Whether this person still has to be given a role when they agree."""
        role_id = server.settings.agreed_role
        return role_id is not None and role_id not in person.role_ids

    async def adjust(self, server: Server, person: Person, now: datetime) -> None:
        """Soon give or take the role, whichever fits what is kept then."""
        await self._queue(server, person, now.replace(hour=0, minute=0, second=0, microsecond=0))

    async def look_after(self, server: Server, person: Person, now: datetime) -> RoleEnds | None:
        """Whether this member's role goes because they agreed to an older version only, told once.

        Everyone sees a role go. So all that end in a week go together at the first slot of the next: at the very next
        slot it would say who did something with the bot shortly before a concern, or a suggestion, arrived there.
        """
        role_id = server.settings.agreed_role
        if role_id is None or role_id not in person.role_ids:
            return None
        in_force = await self._after_grace(server, now)
        if in_force is None:
            return None
        tag = server.pseudonym(person.member_id)
        accepted = await self._repository.accepted(server.server_id, tag)
        told = (server.server_id, tag, in_force.number)
        if accepted is None or accepted >= in_force.number or told in self._ending:
            return None
        self._ending.add(told)  # before anything else is awaited: of two acts at once, one is told
        ends = RoleEnds(role_id, in_force.number, slot_of_next_week(now, server.settings.delivery_hours, server.zone))
        try:
            await self._queue(server, person, ends.when)
        except StoreProblem:
            self._ending.discard(told)
            raise
        return ends

    def was_not_told(self, server: Server, person: Person, ends: RoleEnds) -> None:
        """The member could not be reached: their next act is told again."""
        self._ending.discard((server.server_id, server.pseudonym(person.member_id), ends.in_force))

    def forget(self, server_id: ServerId) -> None:
        """Forget whom of this server the memory knows."""
        self._ending = {told for told in self._ending if told[0] != server_id}

    async def forget_member(self, server: Server, person: Person) -> None:
        """Drop every row that waits and names this member."""
        self._ending = {
            told for told in self._ending if told[:2] != (server.server_id, server.pseudonym(person.member_id))
        }
        for subject in await self._scheduler.subjects(ROLE_TASK, server.server_id):
            if _member_in(server, subject) == person.member_id:
                await self._scheduler.cancel(ROLE_TASK, server.server_id, subject)

    async def _after_grace(self, server: Server, now: datetime) -> Version | None:
        """The version in force, if those who agreed to an older one had their time to read it."""
        in_force = (await self._book.on_offer(server)).in_force
        if in_force is None:
            return None
        today, days = local_day(now, server.zone), server.settings.grace_days
        return in_force if grace_is_over(in_force, today, days) else None

    async def _queue(self, server: Server, person: Person, when: datetime) -> None:
        sealed = seal(_key(server), int(person.member_id).to_bytes(_ID_BYTES), _place(server.server_id), self._chance)
        await self._scheduler.schedule(ROLE_TASK, when, server.server_id, sealed, occurrence="")

    async def run(self, task: Task) -> None:
        """Give or take the role now.

        Raises:
            TryAgainAt: it is worth trying again later.
        """
        server = await self._servers.find(task.server_id)
        if server is None or server.settings.agreed_role is None:
            return
        role_id = server.settings.agreed_role
        member_id = _member_in(server, task.subject)
        try:
            await self._fit(server, member_id, role_id)
        except CannotReach as trouble:
            if await self._is_worth_another_try(server, member_id, role_id, trouble.why, task.due):
                hour = self._clock().replace(minute=0, second=0, microsecond=0)
                raise TryAgainAt(hour + _PAUSE) from trouble
        else:
            await self._mark_mended(server)

    async def _fit(self, server: Server, member_id: MemberId, role_id: RoleId) -> None:
        accepted = await self._repository.accepted(server.server_id, server.pseudonym(member_id))
        strict = await self._after_grace(server, self._clock())
        if accepted is None or (strict is not None and accepted < strict.number):
            await self._roles.take_role(server.server_id, member_id, role_id)
        else:
            await self._roles.give_role(server.server_id, member_id, role_id)

    async def _is_worth_another_try(
        self, server: Server, member_id: MemberId, role_id: RoleId, why: Why, since: datetime
    ) -> bool:
        if why is not Why.DISCORD_DOWN:
            if not await self._roles.people(server.server_id, [member_id]):
                return False
            await self._tell_once(server, role_id, why)
        return self._clock() - since < TRIED_FOR

    async def _tell_once(self, server: Server, role_id: RoleId, why: Why) -> None:
        told = str(role_id)
        if server.record.notes.get(_TOLD) == told:
            return
        await self._roles.tell_role_trouble(server, role_id, why)
        await self._servers.note(server.server_id, _TOLD, told)

    async def _mark_mended(self, server: Server) -> None:
        if _TOLD in server.record.notes:
            await self._servers.note(server.server_id, _TOLD, None)


def _member_in(server: Server, subject: bytes) -> MemberId:
    return MemberId(int.from_bytes(unseal(_key(server), subject, _place(server.server_id))))


def _key(server: Server) -> Key:
    return derive(server.key, "agreement role")


def _place(server_id: ServerId) -> bytes:
    return b"task:agreement:role:%d" % server_id
