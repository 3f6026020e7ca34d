"""Where the card of a case stands: in the moderators' channel; directly, if somebody who is out could see it there.

Not here: when cards are due (`delivery.py`), and how they look (behind `Cards`).
"""

from collections.abc import Sequence
from dataclasses import replace

from bot.core.case import Case, State
from bot.core.identity import CaseId, MemberId
from bot.services.cards import Cards
from bot.services.readers import Readers, Staff
from bot.services.server_records import Server
from bot.store.cases import CaseRepository


class CardKeeping:
    """Shows the card of a case where it may stand, and takes it from where it may not stand any more."""

    def __init__(self, cases: CaseRepository, readers: Readers, cards: Cards) -> None:
        self._cases = cases
        self._readers = readers
        self._cards = cards

    async def checked(self, server: Server, case_id: CaseId, case: Case) -> Case:
        """Take the card out of the channel if somebody who is out can see it there now; it is due directly then."""
        if not case.card_in_channel or not await self._is_seen(server, case):
            return case
        return await self.taken_back(server, case_id)

    async def taken_back(self, server: Server, case_id: CaseId) -> Case:
        """Take the card out of the channel. If it stood there, it is due again where it may stand."""
        if await self._cards.in_channel(server, case_id):
            # First what is to follow, then the taking: a process that dies in between does both again.
            await self._cases.change(case_id, lambda before: replace(before, card_due=True))
            await self._cards.take_from_channel(server, case_id)
        return await self._cases.change(case_id, lambda before: replace(before, card_in_channel=False))

    async def taken_from_those_out(self, server: Server, case_id: CaseId, case: Case) -> Case:
        """Take the card out of the direct messages of those who were named or stepped aside since it was shown."""
        if not case.card_strays:
            return case
        out, lead = {*case.named, *case.out}, server.settings.lead
        had = {*server.enrolled, *case.readers, *(() if lead is None else (lead,))}
        await self._cards.take_from(case_id, sorted(out & had))
        return await self._cases.change(
            case_id, lambda before: replace(before, card_strays={*before.named, *before.out} != out)
        )

    async def shown(self, server: Server, case_id: CaseId, case: Case, staff: Staff) -> bool:
        """Show the card to those who read the case now; False if nobody was reached."""
        reading = staff.reading(case)
        if await self._shown_in_channel(server, case_id, case):
            await self._cards.show_directly(server, case_id, _not_in_channel(server, reading))
            return True
        for readers in (_asked_to_look(case, reading), reading):
            if readers and await self._cards.show_directly(server, case_id, readers):
                return True
        return False

    async def _shown_in_channel(self, server: Server, case_id: CaseId, case: Case) -> bool:
        if case.direct or await self._is_seen(server, case):
            return False
        # Noted before it is posted: a card that nobody knows of could not be taken away.
        await self._cases.change(case_id, lambda before: replace(before, card_in_channel=True))
        return await self._cards.show(server, case_id)

    async def _is_seen(self, server: Server, case: Case) -> bool:
        return await self._readers.within_sight(server, {*case.named, *case.out})


def _not_in_channel(server: Server, reading: Sequence[MemberId]) -> list[MemberId]:
    """The lead is a person outside the moderators, so a card in their channel does not reach them."""
    return [one for one in reading if one == server.settings.lead and one not in server.enrolled]


def _asked_to_look(case: Case, reading: Sequence[MemberId]) -> list[MemberId]:
    """Who takes the second look that was just asked for."""
    is_new = case.state is State.WAITING and case.looker is not None and case.looker == case.assigned
    return [one for one in reading if is_new and one == case.looker]
