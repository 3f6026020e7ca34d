"""What a member does with the agreement: agree, look where they stand, withdraw.

Not here: publishing (`publishing_agreements.py`) and the role for those who agreed (`agreed_role.py`).
"""

import asyncio
from dataclasses import dataclass
from datetime import datetime
from typing import final

from bot.core.agreement import Change, Standing, Version, changes, standing
from bot.core.identity import RoleId, ServerId
from bot.services.agreed_role import AgreedRole
from bot.services.agreement_book import AgreementBook
from bot.services.people import Person
from bot.services.problems import Refused
from bot.services.server_records import Server
from bot.services.servers import Servers
from bot.store.agreements import Acceptance, AgreementRepository


@dataclass(frozen=True)
class Accepted:
    """The press counted, or had counted before."""

    number: int
    already: bool
    role_follows: bool


@dataclass(frozen=True)
class Outdated:
    """The button belonged to a version that is no longer in force; nothing was counted."""

    in_force: Version
    pressed: int
    changes: tuple[Change, ...] | None
    """Between the two; None if there is no such version any more."""
    role: RoleId | None
    """Makes visible who agreed."""
    taken_back: bool = False
    """The version of the button was published by mistake."""


@dataclass(frozen=True)
class Withdrawn:
    """Nothing is kept of this member's agreement any more."""

    in_force: int
    """The version they can agree to again."""
    role_goes: bool


@dataclass(frozen=True)
class MyAgreement:
    """The agreement in force and where one member stands towards it."""

    in_force: Version
    standing: Standing
    accepted: int | None
    changes: tuple[Change, ...] | None
    """Since the older version they agreed to; None if they agreed to none or to this one."""


@final
class Agreements:
    """The use cases of members. Agreeing reads nothing and rides once on the writer."""

    def __init__(
        self, servers: Servers, repository: AgreementRepository, book: AgreementBook, role: AgreedRole
    ) -> None:
        self._servers = servers
        self._repository = repository
        self._book = book
        self._role = role

    async def accept(self, server_id: ServerId, person: Person, number: int, now: datetime) -> Accepted | Outdated:
        """Count that this member agrees to the version whose button they pressed, and to no other.

        Raises:
            Refused: no agreement is in force.
        """
        server = await self._servers.get(server_id)
        on_offer = await self._book.on_offer(server)
        if on_offer.open_for(number) is None:
            return await self._outdated(server, number)
        acceptance = Acceptance(server_id, server.pseudonym(person.member_id), number)
        if not self._role.follows(server, person):
            return Accepted(number, await self._repository.accept(acceptance), role_follows=False)
        # Together, so that both ride on one transaction: a crash keeps both or neither.
        already, _ = await asyncio.gather(self._repository.accept(acceptance), self._role.adjust(server, person, now))
        return Accepted(number, already, role_follows=True)

    async def mine(self, server_id: ServerId, person: Person) -> MyAgreement:
        """The agreement in force, and whether this member agreed to it, to an older one, or not.

        Raises:
            Refused: no agreement is in force.
        """
        server = await self._servers.get(server_id)
        in_force = await self._in_force(server)
        accepted = await self._repository.accepted(server_id, server.pseudonym(person.member_id))
        where = standing(accepted, in_force.number)
        older = accepted if where is Standing.AGREED_TO_OLDER else None
        return MyAgreement(in_force, where, accepted, await self._changes_since(server, older, in_force))

    async def withdraw(self, server_id: ServerId, person: Person, now: datetime) -> Withdrawn | None:
        """Forget that this member agreed; None if they had not.

        Raises:
            Refused: no agreement is in force.
        """
        server = await self._servers.get(server_id)
        in_force = await self._in_force(server)
        role_goes = server.settings.agreed_role is not None
        forgetting = self._repository.withdraw(server_id, server.pseudonym(person.member_id))
        if role_goes:
            withdrawn, _ = await asyncio.gather(forgetting, self._role.adjust(server, person, now))
        else:
            withdrawn = await forgetting
        return Withdrawn(in_force.number, role_goes) if withdrawn else None

    async def _outdated(self, server: Server, pressed: int) -> Outdated:
        in_force = await self._in_force(server)
        version = await self._book.version(server, pressed)
        taken_back = version is not None and version.taken_back
        changed = None if version is None or taken_back else changes(version.text, in_force.text)
        return Outdated(in_force, pressed, changed, server.settings.agreed_role, taken_back)

    async def _in_force(self, server: Server) -> Version:
        on_offer = await self._book.on_offer(server)
        if on_offer.in_force is None:
            raise Refused("agreement-none")
        return on_offer.in_force

    async def _changes_since(self, server: Server, number: int | None, in_force: Version) -> tuple[Change, ...] | None:
        older = None if number is None else await self._book.version(server, number)
        return None if older is None else changes(older.text, in_force.text)
