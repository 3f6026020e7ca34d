"""The schedules of each server as they are kept: sealed rows, changed one at a time. Not here: what they mean."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Final, final

from bot.core.identity import Chance, PlanId, ServerId
from bot.core.schedule import Plan, Schedule
from bot.services.problems import Refused
from bot.services.sealed_rows import Padded, Seal, SealedRows, under_its_id
from bot.services.server_records import Server
from bot.store.plans import PlanRepository

_PADDING: Final = 1024
"""Bytes: one size for nearly every schedule."""
_SEAL: Final = Seal("checkin schedule", under_its_id, "a schedule does not open; it is left out")

Forgetting = Callable[[PlanId], Awaitable[None]]
"""Forgets what is kept of a schedule; doing it twice is fine."""


@dataclass(frozen=True)
class KnownSchedule:
    """One schedule, saved or still being made."""

    schedule_id: PlanId
    server_id: ServerId
    facts: Schedule

    @property
    def shown(self) -> Plan:
        """See `shown_plan`."""
        return shown_plan(self.facts)


def shown_plan(facts: Schedule) -> Plan:
    """The plan that is being looked at: the change that is not saved yet, else the one in force.

    Raises:
        Refused: there is neither.
    """
    if facts.shown is None:
        raise Refused("checkin-schedule-gone")
    return facts.shown


@final
class ScheduleBook:
    """Keeps, finds and changes schedules."""

    def __init__(self, repository: PlanRepository, chance: Chance) -> None:
        self._rows = SealedRows(repository, Padded(Schedule, _PADDING), _SEAL, chance)
        self._forgetting: list[Forgetting] = []

    def when_removed(self, forget: Forgetting) -> None:
        """Let this be done with each schedule that is removed."""
        self._forgetting.append(forget)

    async def add(self, server: Server, facts: Schedule) -> KnownSchedule:
        """Keep a new schedule."""
        schedule_id = self._rows.new_id()
        await self._rows.add(server, schedule_id, facts)
        return KnownSchedule(schedule_id, server.server_id, facts)

    async def find(self, server: Server, schedule_id: PlanId) -> KnownSchedule | None:
        """The schedule if it is there, and is this server's."""
        facts = await self._rows.find(server, schedule_id)
        return None if facts is None else KnownSchedule(schedule_id, server.server_id, facts)

    async def of_server(self, server: Server) -> list[KnownSchedule]:
        """Every schedule of a server, in no order."""
        kept = await self._rows.of_server(server)
        return [KnownSchedule(schedule_id, server.server_id, facts) for schedule_id, facts in kept.items()]

    async def of_servers(self, servers: Sequence[Server]) -> list[KnownSchedule]:
        """Every schedule of these servers, read at once, in no order."""
        kept = await self._rows.of_servers(servers)
        return [
            KnownSchedule(schedule_id, server_id, facts)
            for server_id, all_facts in kept.items()
            for schedule_id, facts in all_facts.items()
        ]

    async def unreadable(self, server: Server) -> Sequence[PlanId]:
        """Those that no longer open: they are left out everywhere else."""
        return await self._rows.damaged(server)

    async def change(
        self, server: Server, schedule_id: PlanId, change: Callable[[Schedule], Schedule]
    ) -> KnownSchedule | None:
        """Change a schedule; None where it is gone. `change` is given what is kept, and may refuse."""
        facts = await self._rows.change(server, schedule_id, change)
        return None if facts is None else KnownSchedule(schedule_id, server.server_id, facts)

    async def remove(self, schedule_id: PlanId) -> None:
        """Forget a schedule with what others keep of it; its rounds stay."""
        # Before, so that a crash leaves nothing without a schedule; and after, for what was kept in between.
        await self._forget(schedule_id)
        await self._rows.remove(schedule_id)
        await self._forget(schedule_id)

    async def _forget(self, schedule_id: PlanId) -> None:
        for forget in self._forgetting:
            await forget(schedule_id)
