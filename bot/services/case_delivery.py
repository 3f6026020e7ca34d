"""What is due for one case: it is delivered, its card shown and taken away, and a case without a reader finds others.

Not here: when that is looked at (`delivery.py`), where a card stands (`card_keeping.py`), whom a missed clock is told
(`clock_watch.py`), and when a case is over (`case_ending.py`).
"""

from dataclasses import replace
from datetime import date, datetime

from bot.core.case import Case, State, is_barred, is_open
from bot.core.case_delivery import deliver, deliver_lines
from bot.core.case_readers import was_told
from bot.core.identity import CaseId, Clock
from bot.core.slots import local_day
from bot.services.card_keeping import CardKeeping
from bot.services.cards import Cards
from bot.services.case_ending import CaseEnding
from bot.services.clock_watch import ClockWatch, may_deliver
from bot.services.readers import Roll, Staff
from bot.services.server_records import Server
from bot.store.cases import CaseRepository


class CaseDelivery:
    """Does what is due for one case, once, whatever happened before. One at a time in a server: see `Delivery`."""

    def __init__(self, cases: CaseRepository, cards: Cards, keeping: CardKeeping, clock: Clock) -> None:
        self._cases = cases
        self._cards = cards
        self._keeping = keeping
        self._ending = CaseEnding(cases)
        self._clocks = ClockWatch(cases, cards)
        self._clock = clock

    async def look_after(self, server: Server, case_id: CaseId, now: datetime, roll: Roll) -> None:
        """Do what is due for one case."""
        kept = await self._cases.find(case_id)
        if kept is None or await self._ending.ended(server, kept, now):
            return
        case, today = kept.case, local_day(now, server.zone)
        if not self._rests(server, case):
            case = await self._cases.change(case_id, lambda before: _moved(before, now, today))
        if case.delivered_on is None:
            return
        await self._show(server, case_id, await self._read_by_somebody(case_id, case, roll), roll)

    async def look_again(self, server: Server, case_id: CaseId, now: datetime, roll: Roll) -> None:
        """Take the card from where it may not be any more, and show it where it may."""
        case = await self._taken(server, case_id, now)
        if case is not None:
            await self._show(server, case_id, case, roll)

    async def take_away(self, server: Server, case_id: CaseId, now: datetime) -> None:
        """Take the card from where it may not be any more."""
        await self._taken(server, case_id, now)

    async def look_at_clock(self, server: Server, case_id: CaseId, now: datetime, roll: Roll) -> None:
        """Tell whoever is to be told that its clock is missed, if it is."""
        kept = await self._cases.find(case_id)
        if kept is not None and is_open(kept.case):
            await self._clocks.look(server, case_id, kept.case, await roll.staff(), now)

    async def _taken(self, server: Server, case_id: CaseId, now: datetime) -> Case | None:
        found = await self._cases.find(case_id)
        if found is None or found.case.delivered_on is None or await self._ending.ended(server, found, now):
            return None
        return await self._kept_apart(server, case_id, found.case)

    async def _kept_apart(self, server: Server, case_id: CaseId, case: Case) -> Case:
        """Take the card from everybody who is out, wherever they have it."""
        case = await self._keeping.taken_from_those_out(server, case_id, case)
        return await self._keeping.checked(server, case_id, case)

    async def _show(self, server: Server, case_id: CaseId, case: Case, roll: Roll) -> None:
        """Keep the card where it may stand, and show it if it is due and this is the time."""
        case = await self._kept_apart(server, case_id, case)
        if self._rests(server, case):
            return
        if case.card_due and await self._keeping.shown(server, case_id, case, await roll.staff()):
            case = await self._cases.change(case_id, lambda before: replace(before, card_due=False))
        for member in case.to_tell:
            reading = (await roll.staff()).reading(case) if is_open(case) else ()
            await self._cards.show_directly(server, case_id, [one for one in reading if one == member])
            await self._cases.change(case_id, lambda before, one=member: was_told(before, one))

    def _rests(self, server: Server, case: Case) -> bool:
        """A slot that was missed is not caught up at night, unless the case is urgent: it waits for the next one."""
        return not case.urgent and not may_deliver(server, self._clock())

    async def _read_by_somebody(self, case_id: CaseId, case: Case, roll: Roll) -> Case:
        """Free the case of whoever left, stopped or lost the role; where no reader is left, the later ones read it."""
        if not is_open(case):
            return case
        staff = await roll.staff()
        return await self._cases.change(case_id, lambda before: _without_the_gone(before, staff))


def _moved(case: Case, now: datetime, today: date) -> Case:
    if case.deliver_at > now or case.state is State.HELD:
        return case
    if case.delivered_on is None and case.withdraw_at is not None:
        return case
    return deliver_lines(deliver(case, today), now, today)


def _without_the_gone(case: Case, staff: Staff) -> Case:
    able = staff.able
    is_left = case.assigned is not None and case.assigned not in able
    # Nobody who was to read it can: it goes to whom the reporter was told of for that.
    heirs = () if staff.reading(case) else tuple(one for one in case.later if one in able and not is_barred(case, one))
    if not is_left and not heirs:
        return case
    return replace(
        case,
        assigned=None if is_left else case.assigned,
        readers=(*case.readers, *heirs),
        later=tuple(one for one in case.later if one not in heirs),
        card_due=True,
    )
