"""Who takes concerns at this moment, as Discord confirms it one by one; and what must be asked of Discord to know it.

Not here: the rule who reads which concern (`core/readership.py`).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.core.case import Case
from bot.core.identity import MemberId
from bot.services.people import Person, StaffDirectory, is_moderator
from bot.services.servers import Server


class Sight(Protocol):
    """Asks Discord who can see the moderators' channel."""

    async def sees_moderators(self, server: Server, member_id: MemberId) -> bool:
        """Whether this member can see it now; True when Discord cannot tell."""
        ...


@dataclass(frozen=True)
class Staff:
    """Those who may be readers, as they are now."""

    enrolled: tuple[Person, ...]
    """Everyone who takes concerns and holds the moderators' role, away or not; by name."""
    lead: Person | None

    def names(self, member_ids: Collection[MemberId]) -> tuple[str, ...]:
        """The names of these, by name, the lead last."""
        people = (*(one for one in self.enrolled if one != self.lead), *([self.lead] if self.lead else ()))
        return tuple(person.display_name for person in people if person.member_id in member_ids)


class Readers:
    """Looks up who may read."""

    def __init__(self, directory: StaffDirectory, sight: Sight) -> None:
        self._directory = directory
        self._sight = sight

    async def staff(self, server: Server) -> Staff:
        """Everyone enrolled whose role Discord confirms now, and the lead if still in the server."""
        lead_id = server.settings.lead
        asked = dict.fromkeys((*server.enrolled, *(() if lead_id is None else (lead_id,))))
        people = await self._directory.people(server.server_id, tuple(asked))
        enrolled = [one for one in people if one.member_id in server.enrolled and is_moderator(server, one)]
        lead = next((one for one in people if one.member_id == lead_id), None)
        return Staff(tuple(sorted(enrolled, key=lambda one: one.display_name.casefold())), lead)

    async def within_sight(self, server: Server, named: Collection[MemberId]) -> bool:
        """Whether anybody named can see the moderators' channel."""
        if any(member_id in server.enrolled for member_id in named):
            return True
        for member_id in sorted(named):
            if await self._sight.sees_moderators(server, member_id):
                return True
        return False

    async def still_reading(self, server: Server, case: Case) -> Sequence[MemberId]:
        """The readers of a case who may still read it: enrolled with their role, or the lead; nobody who is named."""
        staff = await self.staff(server)
        able = {person.member_id for person in (*staff.enrolled, staff.lead) if person is not None}
        return [reader for reader in case.readers if reader in able and reader not in case.named]

    async def now(self, server: Server, person: Person) -> Person | None:
        """The person with the roles they have in this server now: in a direct message a press carries none."""
        found = await self._directory.people(server.server_id, (person.member_id,))
        return found[0] if found else None


def takes_concerns(server: Server, person: Person) -> bool:
    """Whether this person may read concerns at all: enrolled with the role, or the lead."""
    is_lead = person.member_id == server.settings.lead
    return is_lead or (person.member_id in server.enrolled and is_moderator(server, person))
