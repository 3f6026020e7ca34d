"""The schedules of each server as they are kept: sealed rows, changed one at a time. Not here: what they mean."""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Final, final

import structlog

from bot.core.codec import Codec
from bot.core.identity import Chance, PlanId, ServerId
from bot.core.schedule import Plan, Schedule
from bot.core.sealing import CannotOpen, derive, pad, seal, unpad, unseal
from bot.services.problems import Refused
from bot.services.server_records import Server
from bot.store.plans import PlanRepository, PlanRow

_PADDING: Final = 1024
"""Bytes: one size for nearly every schedule."""
_ID_BYTES: Final = 16

Forgetting = Callable[[PlanId], Awaitable[None]]
"""Forgets what is kept of a schedule; doing it twice is fine."""

log: structlog.typing.FilteringBoundLogger = structlog.get_logger(__name__)


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
        self._repository = repository
        self._chance = chance
        self._codec = Codec(Schedule)
        self._turns: defaultdict[ServerId, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._forgetting: list[Forgetting] = []

    def when_removed(self, forget: Forgetting) -> None:
        """Let this be done with each schedule that is removed."""
        self._forgetting.append(forget)

    async def add(self, server: Server, facts: Schedule) -> KnownSchedule:
        """Keep a new schedule."""
        known = KnownSchedule(PlanId(self._chance(_ID_BYTES)), server.server_id, facts)
        await self._repository.add(self._row(server, known))
        return known

    async def find(self, server: Server, schedule_id: PlanId) -> KnownSchedule | None:
        """The schedule if it is there, and is this server's."""
        row = await self._repository.find(schedule_id)
        return None if row is None or row.server_id != server.server_id else self._opened(server, row)

    async def of_server(self, server: Server) -> list[KnownSchedule]:
        """Every schedule of a server, in no order."""
        opened = [self._opened(server, row) for row in await self._repository.of_server(server.server_id)]
        return [known for known in opened if known is not None]

    async def change(
        self, server: Server, schedule_id: PlanId, change: Callable[[Schedule], Schedule]
    ) -> KnownSchedule | None:
        """Change a schedule; None where it is gone. `change` is given what is kept, and may refuse."""
        async with self._turns[server.server_id]:
            known = await self.find(server, schedule_id)
            if known is None:
                return None
            changed = replace(known, facts=change(known.facts))
            if changed != known:
                await self._repository.replace(self._row(server, changed))
            return changed

    async def remove(self, schedule_id: PlanId) -> None:
        """Forget a schedule with what others keep of it; its rounds stay."""
        # Before, so that a crash leaves nothing without a schedule; and after, for what was kept in between.
        await self._forget(schedule_id)
        await self._repository.remove(schedule_id)
        await self._forget(schedule_id)

    async def _forget(self, schedule_id: PlanId) -> None:
        for forget in self._forgetting:
            await forget(schedule_id)

    def _row(self, server: Server, known: KnownSchedule) -> PlanRow:
        padded = pad(self._codec.encode(known.facts), _PADDING)
        sealed = seal(derive(server.key, "checkin schedule"), padded, known.schedule_id, self._chance)
        return PlanRow(known.schedule_id, server.server_id, sealed)

    def _opened(self, server: Server, row: PlanRow) -> KnownSchedule | None:
        """None for a damaged row: it opens no round, and holds up the end of none."""
        try:
            padded = unseal(derive(server.key, "checkin schedule"), row.sealed, row.plan_id)
            return KnownSchedule(row.plan_id, row.server_id, self._codec.decode(unpad(padded)))
        except (CannotOpen, ValueError):
            log.warning("a schedule does not open; it is left out")
            return None
