"""The trail as one moderator may see it: lines about no case, and lines of cases they may read at this moment.

Of the whole trail it tells only whether it is intact; nothing shows that a line is not there. Not here: writing lines
(`audit.py`).
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from bot.core.identity import KeyId, ServerId
from bot.services.audit import Audit, AuditLine
from bot.services.case_acts import BESIDE, WITH
from bot.services.case_desk import CaseDesk
from bot.services.people import Person, require_moderator

LINES_A_PAGE: Final = 12


@dataclass(frozen=True)
class Trail:
    """One page of it, the newest first."""

    lines: tuple[AuditLine, ...]
    page: int
    """From 0."""
    pages: int
    is_intact: bool


class CaseLog:
    """Shows the trail."""

    def __init__(self, desk: CaseDesk, audit: Audit) -> None:
        self._desk = desk
        self._audit = audit

    async def look(self, server_id: ServerId, person: Person, page: int) -> Trail:
        """One page; the nearest there is, if there are fewer by now.

        Raises:
            Refused: neither a moderator nor the lead.
        """
        server = await self._desk.servers.get(server_id)
        if person.member_id != server.settings.lead:
            require_moderator(server, person)
        mine = {KeyId(one.case_id) for one in await self._desk.door.readable_by(server, person)}
        marks = await self._audit.marks(mine)
        # Lines of old hold the ids themselves.
        known = {*marks.values(), *(one.hex() for one in mine)}
        lines = [
            line
            for line in reversed(await self._audit.lines(server))
            if (line.case_key_id is None or line.case_key_id in mine) and _is_of_theirs(line, known)
        ]
        pages = max(1, -(-len(lines) // LINES_A_PAGE))
        here = min(max(page, 0), pages - 1)
        shown = lines[here * LINES_A_PAGE : (here + 1) * LINES_A_PAGE]
        return Trail(tuple(shown), here, pages, await self._audit.intact(server))


def _is_of_theirs(line: AuditLine, known: Collection[str]) -> bool:
    """Whether this person may know of the other cases that a line is about: else it would tell that there are any.

    Of joining and parting hears who may read one of them; of looking at several together, who may read all.
    """
    others, together = (line.details.get(detail, "").split() for detail in (WITH, BESIDE))
    return (not others or any(one in known for one in others)) and all(one in known for one in together)
