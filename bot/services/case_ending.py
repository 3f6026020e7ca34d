"""The end of a case: it was taken back, or its time is over.

Not here: when that is looked at (`delivery.py`), and what is taken back before it reached anybody (`way_back.py`).
"""

from contextlib import suppress
from datetime import date, datetime
from typing import final

from bot.core import case_life as life
from bot.core import case_work as work
from bot.core.case import Case, State
from bot.core.holding import is_spent
from bot.core.slots import local_day
from bot.services.server_records import Server
from bot.store.cases import CaseGone, CaseRepository, Kept


@final
class CaseEnding:
    """Erases what is over."""

    def __init__(self, cases: CaseRepository) -> None:
        self._cases = cases

    async def ended(self, server: Server, kept: Kept, now: datetime) -> bool:
        """Whether nothing is left to do: it was withdrawn, or its time is over and it is erased."""
        case, today = kept.case, local_day(now, server.zone)
        if not _is_over(case, today, server.settings.retention_days):
            if case.withdraw_at is None or case.withdraw_at > now:
                return case.state is State.WITHDRAWN
            if not life.vanishes_when_withdrawn(case):
                await self._leave(kept)
                await self._cases.replace(kept, life.withdrawn(case, today))
                return True
        await self._leave(kept)
        await self._cases.erase(kept)
        return True

    async def _leave(self, kept: Kept) -> None:
        """Take it out of its matter; first, for as long as it is there it tells which cases those are."""
        for other in kept.case.joined:
            with suppress(CaseGone):
                await self._cases.change(other, lambda case: work.part(case, kept.case_id))


def _is_over(case: Case, today: date, kept_days: int) -> bool:
    last = life.last_day(case)
    is_closed_long = last is not None and (today - last).days >= kept_days
    return is_closed_long or is_spent(case, today, kept_days)
