"""The one way to a case for those who take concerns: it is there for whoever may read it now, and for nobody else.

Whoever may not read a case is told what is told about a case that does not exist. Not here: what readers do with it
(`case_desk.py`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from bot.core.case import may_read
from bot.core.identity import CaseId, MemberId, ServerId
from bot.core.sealing import CannotOpen
from bot.core.sharding import Elsewhere
from bot.core.slots import local_day
from bot.services.people import Person
from bot.services.problems import Refused
from bot.services.readers import Readers, takes_concerns
from bot.services.server_records import Server
from bot.services.servers import Servers
from bot.store.cases import CaseRepository, Kept

UNKNOWN: Final = "case-unknown"
ELSEWHERE: Final = "elsewhere"
"""Said in a direct message where several processes share the servers: what one of them has is told like nothing."""


@dataclass(frozen=True, repr=False)
class At:
    """A case, and the reader who has it before them with the right to."""

    server: Server
    kept: Kept
    reader: MemberId
    is_new: bool = True
    """The last act changed something."""

    def day(self, now: datetime) -> date:
        """Today, by the server's calendar."""
        return local_day(now, self.server.zone)


class CaseDoor:
    """Lets readers in and everybody else not."""

    def __init__(self, servers: Servers, cases: CaseRepository, readers: Readers) -> None:
        self._servers = servers
        self._cases = cases
        self._readers = readers

    async def readable_by(self, server: Server, person: Person) -> Sequence[Kept]:
        """Every case of the server that this person may read; none for whoever does not take concerns."""
        return await self._all(server, person.member_id) if takes_concerns(server, person) else ()

    async def all_of(self, at: At) -> Sequence[Kept]:
        """Every case of the server that this reader may read."""
        return await self._all(at.server, at.reader)

    async def image(self, at: At) -> bytes | None:
        """The picture that came with it, a JPEG or PNG; None if there is none."""
        return await self._cases.image(at.kept.case_id)

    async def reader(self, case_id: CaseId, person: Person, somewhere: ServerId | None) -> At:
        """The case, before somebody who may read it.

        Args:
            case_id: which.
            person: who presses, with the roles of this very press.
            somewhere: the server of the press; None in a direct message, where Discord is asked for the roles.

        Raises:
            Refused: it does not exist, as far as this person is concerned.
        """
        unknown = UNKNOWN if somewhere is not None or self._servers.are_all_here else ELSEWHERE
        try:
            kept = await self._found(case_id)
        except Elsewhere:
            raise Refused(unknown) from None
        # First what is known here: asking Discord takes its time and can fail, which would tell that there is one.
        if kept is None or somewhere not in (None, kept.server_id) or not may_read(kept.case, person.member_id):
            raise Refused(unknown)
        server = await self._servers.get(kept.server_id)
        asking = person if somewhere is not None else await self._readers.now(server, person)
        if asking is None or not takes_concerns(server, asking):
            raise Refused(unknown)
        return At(server, kept, asking.member_id)

    async def matter(self, at: At) -> Sequence[At]:
        """The cases joined with this one that the same person may read, in a fixed order."""
        found = [await self._found(one) for one in at.kept.case.joined]
        mine = [
            one
            for one in found
            if one is not None and one.server_id == at.server.server_id and may_read(one.case, at.reader)
        ]
        return [At(at.server, one, at.reader) for one in sorted(mine, key=lambda one: one.case.label)]

    async def gone(self, case_ids: Sequence[CaseId]) -> Sequence[CaseId]:
        """Those of them that are no more."""
        return [one for one in case_ids if await self._found(one) is None]

    async def _all(self, server: Server, reader: MemberId) -> Sequence[Kept]:
        return [one for one in await self._cases.in_server(server.server_id) if may_read(one.case, reader)]

    async def _found(self, case_id: CaseId) -> Kept | None:
        try:
            return await self._cases.find(case_id)
        except (CannotOpen, ValueError):
            # A damaged case must answer like one that does not exist: anything else would tell that there is one.
            return None
