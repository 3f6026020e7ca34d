"""Answers for what the early warning keeps: what watches schedules, and alerts. Neither names or knows a member."""

from collections.abc import Sequence
from datetime import datetime
from typing import final

from bot.services.keepers import Remark
from bot.services.people import Person
from bot.services.server_records import Server
from bot.store.plans import PlanRepository


@final
class SignalKeeper:
    """Made of posted results; of whoever has seen an alert nothing is kept."""

    name = "signals"
    tables = frozenset({"watch", "alert"})

    def __init__(self, watches: PlanRepository, alerts: PlanRepository) -> None:
        self._watches = watches
        self._alerts = alerts

    async def about(self, server: Server, person: Person, now: datetime) -> Sequence[Remark]:
        """Nothing about anybody."""
        _ = server, person, now
        return []

    async def erase(self, server: Server, person: Person, now: datetime) -> Sequence[Remark]:
        """There is nothing to erase."""
        _ = server, person, now
        return []

    async def erase_server(self, server: Server) -> None:
        """Erase all of both."""
        await self._watches.erase_server(server.server_id)
        await self._alerts.erase_server(server.server_id)
