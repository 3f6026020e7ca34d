"""Who is asking, and which roles let them: read from the interaction itself, kept nowhere."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.core.identity import MemberId, RoleId, ServerId
from bot.services.problems import Refused
from bot.services.server_records import Server
from bot.services.servers import Servers


@dataclass(frozen=True)
class Person:
    """One person as Discord describes them at this moment; never stored."""

    member_id: MemberId
    role_ids: frozenset[RoleId]
    joined_at: datetime | None
    is_administrator: bool
    """Holds *Manage Server*."""
    display_name: str
    is_bot: bool = False


class StaffDirectory(Protocol):
    """Asks Discord about members, one by one: the bot keeps no member list."""

    async def people(self, server_id: ServerId, member_ids: Collection[MemberId]) -> Sequence[Person]:
        """Those of them who are still in the server."""
        ...


def is_facilitator(server: Server, person: Person) -> bool:
    """Holds the facilitators' role."""
    return server.settings.facilitators in person.role_ids


def is_moderator(server: Server, person: Person) -> bool:
    """Holds the moderators' role."""
    return server.settings.moderators in person.role_ids


def is_staff(server: Server, person: Person) -> bool:
    """Holds either staff role."""
    return is_moderator(server, person) or is_facilitator(server, person)


def require_facilitator(server: Server, person: Person) -> None:
    """Refuse everyone who does not hold the facilitators' role."""
    if not is_facilitator(server, person):
        raise Refused("only-facilitators", role=server.settings.facilitators)


async def server_for_facilitators(servers: Servers, server_id: ServerId, person: Person) -> Server:
    """The server, for its facilitators.

    Raises:
        Refused: nobody set it up, or not a facilitator.
    """
    server = await servers.get(server_id)
    require_facilitator(server, person)
    return server


def require_moderator(server: Server, person: Person) -> None:
    """Refuse everyone who does not hold the moderators' role."""
    if not is_moderator(server, person):
        raise Refused("only-moderators", role=server.settings.moderators)


def require_staff(server: Server, person: Person) -> None:
    """Refuse everyone who holds neither staff role."""
    if not is_staff(server, person):
        raise Refused("only-staff", moderators=server.settings.moderators, facilitators=server.settings.facilitators)


def require_administrator(person: Person) -> None:
    """Refuse everyone without *Manage Server*."""
    if not person.is_administrator:
        raise Refused("only-administrators")
