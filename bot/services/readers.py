"""Who takes concerns at this moment, as Discord confirms it one by one; and what must be asked of Discord to know it.

Not here: the rule who reads which concern (`core/readership.py`).
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Protocol

from bot.core.case import Case, is_barred
from bot.core.identity import MemberId
from bot.services.people import Person, StaffDirectory, is_moderator
from bot.services.server_records import Server


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
        return tuple(person.display_name for person in self.people if person.member_id in member_ids)

    @property
    def people(self) -> tuple[Person, ...]:
        """All of them, the lead last."""
        return (*(one for one in self.enrolled if one != self.lead), *([self.lead] if self.lead else ()))

    @property
    def able(self) -> frozenset[MemberId]:
        """Who of the server may read concerns at all now."""
        return frozenset(person.member_id for person in self.people)

    def eligible(self, case: Case) -> tuple[Person, ...]:
        """Everyone who could read a case at all: neither named in it nor stepped aside."""
        return tuple(one for one in self.people if not is_barred(case, one.member_id))

    def reading(self, case: Case) -> list[MemberId]:
        """The readers of a case who may still read it: enrolled with their role, or the lead; nobody who is out."""
        able = self.able
        return [reader for reader in case.readers if reader in able and not is_barred(case, reader)]


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

    async def now(self, server: Server, person: Person) -> Person | None:
        """The person with the roles they have in this server now: in a direct message a press carries none."""
        found = await self._directory.people(server.server_id, (person.member_id,))
        return found[0] if found else None


class Roll:
    """The staff of one server, asked of Discord once and only if anybody wants to know."""

    def __init__(self, readers: Readers, server: Server) -> None:
        self._readers = readers
        self._server = server
        self._staff: Staff | None = None

    async def staff(self) -> Staff:
        """Everyone enrolled whose role was confirmed, and the lead."""
        self._staff = self._staff or await self._readers.staff(self._server)
        return self._staff


def takes_concerns(server: Server, person: Person) -> bool:
    """Whether this person may read concerns at all: enrolled with the role, or the lead."""
    is_lead = person.member_id == server.settings.lead
    return is_lead or (person.member_id in server.enrolled and is_moderator(server, person))
