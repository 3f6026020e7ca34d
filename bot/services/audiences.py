"""Whether a role is large enough to be asked apart from the others."""

from typing import Protocol

from bot.core.checkin import FEWEST_IN_AUDIENCE
from bot.core.identity import RoleId, ServerId
from bot.services.problems import Refused


class Audiences(Protocol):
    """What Discord says about the roles of a server."""

    async def role_count(self, server_id: ServerId, role_id: RoleId) -> int | None:
        """How many hold a role; None if Discord does not say."""
        ...


def everyone_is_none(server_id: ServerId, role: RoleId | None) -> RoleId | None:
    """The role to be asked; None for everyone, also by the role that everyone has, which carries the server's id."""
    return None if role == server_id else role


async def refuse_small_audience(audiences: Audiences, server_id: ServerId, audience: RoleId | None) -> None:
    """Refuse a role that is known to be held by so few that answers could point at somebody.

    Raises:
        Refused: it is.
    """
    if audience is None:
        return
    holders = await audiences.role_count(server_id, audience)
    if holders is not None and holders < FEWEST_IN_AUDIENCE:
        raise Refused("checkin-audience-small", role=audience)
