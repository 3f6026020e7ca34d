"""Answers for the staff's audit trail: what somebody did for the group stays, and they are told so.

Lines about cases are left out of every count here: nothing of a concern is told. Not here: writing and reading lines.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import final

from bot.services.audit import Audit
from bot.services.keepers import Remark
from bot.services.people import Person
from bot.services.server_records import Server


@final
class TrailKeeper:
    """Of a member it knows what they did as one of the staff; a trail with lines taken out would prove nothing."""

    name = "trail"
    tables = frozenset({"audit_line", "trail_head"})

    def __init__(self, audit: Audit) -> None:
        self._audit = audit

    async def about(self, server: Server, person: Person, now: datetime) -> Sequence[Remark]:  # noqa: ARG002 - a keeper's signature
        """How many lines there are by them."""
        return await self._lines("privacy-trail-lines", server, person)

    async def erase(self, server: Server, person: Person, now: datetime) -> Sequence[Remark]:  # noqa: ARG002 - a keeper's signature
        """All of them stay."""
        return await self._lines("privacy-trail-stays", server, person)

    async def erase_server(self, server: Server) -> None:
        """Erase the whole trail."""
        await self._audit.erase_server(server)

    async def _lines(self, key: str, server: Server, person: Person) -> Sequence[Remark]:
        lines = await self._audit.lines(server)
        count = sum(line.actor == person.member_id and line.case_key_id is None for line in lines)
        return [Remark(key, {"count": count})] if count else []
