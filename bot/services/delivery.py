"""What moves at a delivery slot: cards appear, a reporter's lines and withdrawals arrive, old cards go.

One standing task for each server, due at its slots whether or not there is a concern, so that no row tells of one.
Not here: how a card looks and is posted (behind `Cards`).
"""

import asyncio
from collections import defaultdict
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final

import structlog

from bot.core import case_life as life
from bot.core.case import Case
from bot.core.identity import CaseId, Clock, MemberId, ServerId
from bot.core.slots import local_day, slot_after
from bot.services.cards import Cards
from bot.services.readers import Readers
from bot.services.scheduler import Scheduler, Task
from bot.services.servers import Server, Servers
from bot.store.cases import CaseGone, CaseRepository, Kept

SLOT_TASK: Final = "concern:slot"
CARD_LIFETIME: Final = timedelta(hours=48)
TRIED_AGAIN_AFTER: Final = timedelta(minutes=1)

_log = structlog.get_logger("common_ground")


class Delivery:
    """Delivers what is due in a server, once, whatever happened before."""

    def __init__(  # noqa: PLR0913 - the stores and services it stands on
        self,
        servers: Servers,
        cases: CaseRepository,
        readers: Readers,
        cards: Cards,
        scheduler: Scheduler,
        clock: Clock,
    ) -> None:
        self._servers = servers
        self._cases = cases
        self._readers = readers
        self._cards = cards
        self._scheduler = scheduler
        self._clock = clock
        self._turns: defaultdict[ServerId, asyncio.Lock] = defaultdict(asyncio.Lock)
        scheduler.register(SLOT_TASK, self._at_slot)

    async def start(self) -> None:
        """Finish what a crash left and set the standing tasks. Before anybody can press anything."""
        server_ids = await self._servers.all_ids()
        await self._cases.tidy(server_ids)
        for server_id in server_ids:
            await self.keep_slots(server_id)

    async def keep_slots(self, server_id: ServerId) -> None:
        """Set the next slot's task; doing it again changes nothing. Without anybody enrolled there is none."""
        server = await self._servers.find(server_id)
        if server is not None and server.enrolled:
            slot = slot_after(self._clock(), server.settings.delivery_hours, server.zone)
            await self._scheduler.schedule(SLOT_TASK, slot, server_id)

    async def catch_up(self, server_id: ServerId) -> None:
        """Do now what became due while the bot was away."""
        if not await self._pass(server_id):
            await self._try_again_soon(server_id)

    async def deliver_now(self, server: Server, kept: Kept, now: datetime) -> None:
        """Deliver one case right after it was sent. What fails is tried again soon, without waiting for the slot."""
        async with self._turns[server.server_id]:
            done = await self._looked_after(server, kept, now)
        if not done:
            await self._try_again_soon(server.server_id)

    async def look_again(self, server: Server, kept: Kept, now: datetime) -> None:
        """Take cards from where they may not be any more: after somebody was named, or readers changed."""
        await self.deliver_now(server, kept, now)

    async def tell_reader(self, server: Server, case_id: CaseId, member: MemberId) -> bool:
        """Send the card to somebody who was brought in or handed the case; False if it did not reach them."""
        return await self._cards.show_directly(server, case_id, (member,))

    async def tell_reporter(self, server: Server, case: Case) -> None:
        """Tell the reporter that a note waits, if they asked for it. For a closing: the case as it was before."""
        if case.message_me is not None:
            await self._cards.say_note_waits(server, case.message_me)

    async def _try_again_soon(self, server_id: ServerId) -> None:
        await self._scheduler.schedule(SLOT_TASK, self._clock() + TRIED_AGAIN_AFTER, server_id)

    async def _at_slot(self, task: Task) -> None:
        if task.server_id is None:
            return
        await self.keep_slots(task.server_id)
        if not await self._pass(task.server_id):
            raise NotAllDelivered

    async def _pass(self, server_id: ServerId) -> bool:
        """Look after every case of the server; False if something has to be tried again."""
        server = await self._servers.find(server_id)
        if server is None:
            return True
        now = self._clock()
        async with self._turns[server_id]:
            done = [await self._looked_after(server, kept, now) for kept in await self._cases.in_server(server_id)]
            await self._cards.remove_older(server, _card_holders(server), now - CARD_LIFETIME)
        return all(done)

    async def _looked_after(self, server: Server, kept: Kept, now: datetime) -> bool:
        """Do what is due for one case; its trouble is not the others'."""
        try:
            await self._look_after(server, kept, now)
        except CaseGone:
            return True
        except Exception as error:  # noqa: BLE001 - the other cases must go on; this one is tried again
            _log.warning("case not delivered", kind=type(error).__name__)
            return False
        return True

    async def _look_after(self, server: Server, kept: Kept, now: datetime) -> None:
        if await self._ended(server, kept, now):
            return
        today = local_day(now, server.zone)
        case = await self._cases.change(kept.case_id, lambda before: _moved(before, now, today))
        if case.card_due and await self._shown(server, replace(kept, case=case)):
            await self._cases.change(kept.case_id, lambda before: replace(before, card_due=False))

    async def _ended(self, server: Server, kept: Kept, now: datetime) -> bool:
        """Whether the case was withdrawn, or closed for so long that nothing stays."""
        case, today = kept.case, local_day(now, server.zone)
        if case.closed_on is not None:
            if (today - case.closed_on).days >= server.settings.retention_days:
                await self._cases.erase(kept)
            return True
        if case.withdraw_at is None or case.withdraw_at > now:
            return False
        if life.vanishes_when_withdrawn(case):
            await self._cases.erase(kept)
        else:
            await self._cases.replace(kept, life.withdrawn(case, today))
        return True

    async def _shown(self, server: Server, kept: Kept) -> bool:
        case = kept.case
        in_channel = not case.direct and not await self._readers.within_sight(server, case.named)
        if in_channel and await self._cards.show(server, kept.case_id):
            return True
        readers = await self._readers.still_reading(server, case)
        if not readers and case.later:
            # Nobody who was to read it can: it goes to whom the reporter was told of for that.
            case = await self._cases.change(kept.case_id, _with_later_readers)
            readers = await self._readers.still_reading(server, case)
        return bool(readers) and await self._cards.show_directly(server, kept.case_id, readers)


class NotAllDelivered(Exception):
    """Something has to be tried again; the scheduler does, without content in its log."""


def _moved(case: Case, now: datetime, today: date) -> Case:
    if case.deliver_at > now:
        return case
    return life.deliver_lines(life.deliver(case, today), now, today)


def _with_later_readers(case: Case) -> Case:
    return replace(case, readers=(*case.readers, *case.later), later=())


def _card_holders(server: Server) -> tuple[MemberId, ...]:
    lead = server.settings.lead
    return (*server.enrolled, *(() if lead is None or lead in server.enrolled else (lead,)))
