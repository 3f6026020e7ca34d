"""The moderators' side of concerns: my day, one case, and what a reader does with it alone.

Not here: other people in it (`case_people.py`), joined cases (`case_matters.py`), the trail (`case_log.py`), cards.
"""

from dataclasses import replace
from datetime import datetime

from bot.core.identity import CaseId, ServerId
from bot.services.case_acts import Deed
from bot.services.case_desk import CaseDesk
from bot.services.case_door import UNKNOWN
from bot.services.case_views import ReadableCase, as_label, by_pressure, readable
from bot.services.people import Person, require_moderator
from bot.services.problems import Refused
from bot.services.server_records import Server

__all__ = ["UNKNOWN", "CaseService", "ReadableCase"]


class CaseService:
    """Serves those who take concerns, and the lead."""

    def __init__(self, desk: CaseDesk) -> None:
        self._desk = desk

    async def mine(self, server_id: ServerId, person: Person, now: datetime) -> list[ReadableCase]:
        """The cases this person may read, the most pressing first.

        Raises:
            Refused: neither a moderator nor the lead.
        """
        server = await self._desk.servers.get(server_id)
        if person.member_id != server.settings.lead:
            require_moderator(server, person)
        return await self._readable(server, person, now)

    async def day(
        self, server_id: ServerId, person: Person, somewhere: ServerId | None, now: datetime
    ) -> list[ReadableCase]:
        """The same from a button, in a direct message too; whoever has no list there is told like one with none."""
        server = await self._desk.servers.find(server_id)
        if server is None or somewhere not in (None, server_id):
            return []
        asking = person if somewhere is not None else await self._desk.readers.now(server, person)
        return [] if asking is None else await self._readable(server, asking, now)

    async def labelled(self, server_id: ServerId, person: Person, typed: str, now: datetime) -> list[ReadableCase]:
        """The cases this person may read whose label contains what was typed; for anybody else there are none."""
        found = await self.day(server_id, person, server_id, now)
        return [one for one in found if as_label(typed) in one.case.label]

    async def named(self, server_id: ServerId, label: str, person: Person, now: datetime) -> ReadableCase:
        """Open the case with this label, its reading recorded first.

        Raises:
            Refused: there is none, as far as this person is concerned.
        """
        found = await self.day(server_id, person, server_id, now)
        case_id = next((one.case_id for one in found if one.case.label == as_label(label)), None)
        if case_id is None:
            raise Refused(UNKNOWN)
        return await self.open(case_id, person, server_id, now)

    async def open(self, case_id: CaseId, person: Person, somewhere: ServerId | None, now: datetime) -> ReadableCase:
        """The case, its reading recorded first.

        Args:
            case_id: which.
            person: who presses, with the roles of this very press.
            somewhere: the server of the press; None in a direct message, where Discord is asked for the roles.
            now: the present moment.

        Raises:
            Refused: it does not exist, as far as this person is concerned.
        """
        at = await self._desk.door.reader(case_id, person, somewhere)
        return await self._desk.shown(await self._desk.opened(at), now)

    async def image(self, case_id: CaseId, person: Person, somewhere: ServerId | None) -> bytes | None:
        """The picture that came with it, a JPEG or PNG; its reading recorded first. None if there is none."""
        at = await self._desk.door.reader(case_id, person, somewhere)
        return await self._desk.door.image(await self._desk.opened(at))

    async def glance(self, case_id: CaseId, person: Person, somewhere: ServerId | None, now: datetime) -> ReadableCase:
        """The case for a page that shows nothing of what was written: no reading."""
        return await self._desk.shown(await self._desk.door.reader(case_id, person, somewhere), now)

    async def do(
        self, case_id: CaseId, person: Person, somewhere: ServerId | None, deed: Deed, now: datetime
    ) -> ReadableCase:
        """Do one thing in this case.

        Raises:
            Refused: as for `open`; or it cannot be done as the case stands, or something has to be said first.
        """
        at = await self._desk.door.reader(case_id, person, somewhere)
        act = deed(reader=at.reader, today=at.day(now))
        return await self._desk.shown(await self._desk.do(at, act), now)

    async def block(self, case_id: CaseId, person: Person, somewhere: ServerId | None, now: datetime) -> ReadableCase:
        """Let whoever wrote it send no concern for a while, without anybody learning who it is.

        Raises:
            Refused: as for `open`; or who it was is not known any more.
        """
        at = await self._desk.door.reader(case_id, person, somewhere)
        if not self._desk.blocks.block(at.server.server_id, case_id):
            raise Refused("case-block-unknown")
        await self._desk.record(at, "concern blocked")
        return await self._desk.shown(at, now)

    async def lift(self, case_id: CaseId, person: Person, somewhere: ServerId | None, now: datetime) -> ReadableCase:
        """End the block; not being blocked any more is no trouble."""
        at = await self._desk.door.reader(case_id, person, somewhere)
        is_lifted = self._desk.blocks.lift(at.server.server_id, case_id)
        if is_lifted:
            await self._desk.record(at, "concern unblocked")
        return await self._desk.shown(replace(at, is_new=is_lifted), now)

    async def _readable(self, server: Server, person: Person, now: datetime) -> list[ReadableCase]:
        kept = await self._desk.door.readable_by(server, person)
        return by_pressure([readable(server, one, person.member_id, now) for one in kept])
