"""Tells people of clocks that were missed: one a day for each case, by one direct message a day without content.

Not here: the clocks (`core/clocks.py`), and whose turn it is (`core/escalation.py`).
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from hashlib import sha256
from typing import Final

from bot.core.case import Case, is_barred, is_open
from bot.core.clocks import next_date
from bot.core.escalation import told, whom_to_tell
from bot.core.identity import CaseId, MemberId
from bot.core.readership import not_away
from bot.core.slots import is_night, is_quiet, local_day
from bot.services.cards import Cards
from bot.services.readers import Staff
from bot.services.server_records import Server
from bot.store.cases import CaseRepository

_NO_NIGHT: Final = (0, 0)


def may_remind(server: Server, now: datetime) -> bool:
    """Whether direct messages may be sent that nobody asked for: not at night, nor on a free weekend."""
    rests_on_weekends = server.settings.quiet_weekends
    return not is_quiet(now, _night(server), server.zone, rests_on_weekends=rests_on_weekends)


def is_day(server: Server, now: datetime) -> bool:
    """Whether what comes late may be posted: not at night. Weekends are days."""
    return not is_quiet(now, _night(server), server.zone, rests_on_weekends=False)


def may_deliver(server: Server, now: datetime) -> bool:
    """Whether what is not urgent may be delivered: by day, and in an hour of the night only if a slot was put there."""
    return now.astimezone(server.zone).hour in server.settings.delivery_hours or is_day(server, now)


def _night(server: Server) -> tuple[int, int]:
    """The quiet hours; where all slots are in them there is no night, else nobody would ever be told of anything."""
    settings = server.settings
    always_night = all(is_night(hour, settings.quiet_hours) for hour in settings.delivery_hours)
    return _NO_NIGHT if always_night else settings.quiet_hours


class ClockWatch:
    """Looks at the clock of each case once a day."""

    def __init__(self, cases: CaseRepository, cards: Cards) -> None:
        self._cases = cases
        self._cards = cards

    async def look(self, server: Server, case_id: CaseId, case: Case, staff: Staff, now: datetime) -> None:
        """Tell whose turn it is if the clock is missed; whoever is told may read the case from then on.

        A process that dies between the telling and its record finds the same person again, and the message there.
        """
        today = local_day(now, server.zone)
        if case.delivered_on is None:
            return
        coming = next_date(case, case.delivered_on, rests_on_weekends=server.settings.quiet_weekends)
        if coming is None:
            return
        present = in_turn(server, case_id, case, staff, today)
        while (member := whom_to_tell(case, present, coming.day, today)) is not None:
            if await self._cards.remind(server, member, today):
                await self._cases.change(case_id, lambda before, one=member: _told(before, one, today))
                return
            present = [one for one in present if one != member]
            if not present:
                await self._cases.change(case_id, _nudged)


def in_turn(server: Server, case_id: CaseId, case: Case, staff: Staff, today: date) -> Sequence[MemberId]:
    """Those who can be told of this case's clock, in an order of the case's own, the lead last; none who is away."""
    able = staff.able
    asked = [one for one in dict.fromkeys((*case.readers, *case.later)) if one in able and not is_barred(case, one)]
    here = not_away([(one, server.away.get(one)) for one in asked], today)
    return sorted(here, key=lambda one: (one == server.settings.lead, _lot(case_id, one)))


def _lot(case_id: CaseId, member: MemberId) -> bytes:
    return sha256(case_id + member.to_bytes(8)).digest()


def _told(case: Case, member: MemberId, today: date) -> Case:
    return case if is_barred(case, member) or not is_open(case) else told(case, member, today)


def _nudged(case: Case) -> Case:
    """Nobody takes direct messages: the card is what is left to say that something waits."""
    return replace(case, card_due=True) if is_open(case) else case
