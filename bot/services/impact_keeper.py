"""Answers for what is kept of impact: actions, and the counts of a quarter. Not for what they mean.

An action names nobody who did it, wrote it down or answered; the counts are of answers, not of people.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import final

from bot.services.keepers import Remark
from bot.services.people import Person
from bot.services.server_records import Server
from bot.store.plans import PlanRepository


@final
class ImpactKeeper:
    """Of a member it knows nothing."""

    name = "impact"
    tables = frozenset({"action", "quarter_count"})

    def __init__(self, actions: PlanRepository, counts: PlanRepository) -> None:
        self._actions = actions
        self._counts = counts

    async def about(self, server: Server, person: Person, now: datetime) -> Sequence[Remark]:
        """Nothing."""
        _ = server, person, now
        return ()

    async def erase(self, server: Server, person: Person, now: datetime) -> Sequence[Remark]:
        """Nothing that could be found for anybody."""
        _ = server, person, now
        return ()

    async def erase_server(self, server: Server) -> None:
        """Erase every action and count."""
        await self._actions.erase_server(server.server_id)
        await self._counts.erase_server(server.server_id)
