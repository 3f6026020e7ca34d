"""Answers for what facilitators write: journals, which are private to their writers, and what groups were told.

Not here: what may be done with them (`reflections.py`, `heard.py`).
"""

from collections.abc import Sequence
from datetime import datetime
from typing import final

from bot.services.journal_book import JournalBook
from bot.services.keepers import Remark
from bot.services.people import Person
from bot.services.server_records import Server
from bot.store.plans import PlanRepository


@final
class ReflectionsKeeper:
    """Of a member it knows their own journal; what a group was told names nobody."""

    name = "reflections"
    tables = frozenset({"journal", "heard"})

    def __init__(self, journals: JournalBook, heard: PlanRepository) -> None:
        self._journals = journals
        self._heard = heard

    async def about(self, server: Server, person: Person, now: datetime) -> Sequence[Remark]:
        """How much this member wrote for themselves; the words themselves are shown where they were written."""
        _ = now
        journal = await self._journals.read(server, person.member_id)
        written = len(journal.reflections) + len(journal.intents)
        return [Remark("privacy-reflections-written", {"count": written})] if written else []

    async def erase(self, server: Server, person: Person, now: datetime) -> Sequence[Remark]:
        """Erase this member's journal; nothing of it stays."""
        _ = now
        await self._journals.erase(server, person.member_id)
        return []

    async def erase_server(self, server: Server) -> None:
        """Erase every journal, and all that was said after results."""
        await self._journals.erase_server(server)
        await self._heard.erase_server(server.server_id)
