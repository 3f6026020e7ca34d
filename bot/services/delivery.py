"""What moves at a delivery slot: cards appear, a reporter's lines and withdrawals arrive, clocks are looked at.

One standing task for each server, due at its slots whether or not there is a concern, so that no row tells of one.
Not here: what is due for one case (`case_delivery.py`).
"""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Collection, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Final

import structlog

from bot.core.case import Case
from bot.core.case_readers import was_told
from bot.core.identity import CaseId, Clock, MemberId, ServerId
from bot.core.slots import slot_after
from bot.services.card_keeping import CardKeeping
from bot.services.cards import Cards
from bot.services.case_delivery import CaseDelivery
from bot.services.channel_watch import ChannelWatch
from bot.services.clock_watch import may_remind
from bot.services.cluster_watch import ClusterWatch
from bot.services.problems import CannotReach
from bot.services.readers import Readers, Roll
from bot.services.scheduler import Scheduler, Task
from bot.services.server_records import Server
from bot.services.servers import Servers
from bot.store.cases import CaseGone, CaseRepository, Kept
from bot.store.problems import StoreProblem
from bot.store.several import for_each

SLOT_TASK: Final = "concern:slot"
CARD_LIFETIME: Final = timedelta(hours=48)
TRIED_AGAIN_EVERY: Final = timedelta(minutes=10)
"""What failed is tried again at the next of these: the row that says so must not tell the minute of an act."""

Following = Callable[[Server], Awaitable[None]]
"""Does what follows from cases, such as erasing what belonged to one that is no more; twice is fine."""

Places = Callable[[], Awaitable[Collection[ServerId]]]
"""Where there may be something to look after."""

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
        keeping = CardKeeping(cases, readers, cards)
        self._one = CaseDelivery(cases, cards, keeping, clock)
        self._clusters = ClusterWatch(cases, cards)
        self._channel = ChannelWatch(servers, cards, keeping)
        self._scheduler = scheduler
        self._clock = clock
        self._turns: defaultdict[ServerId, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._following: list[Following] = []
        self._places: list[Places] = [cases.servers]
        scheduler.register(SLOT_TASK, self._at_slot)

    def when_looked_after(self, following: Following, where: Places | None = None) -> None:
        """Let this be done after the cases of a server were looked after, at each slot at least.

        Args:
            following: what is done.
            where: the servers in which it may be owed although no case is there any more.
        """
        self._following.append(following)
        if where is not None:
            self._places.append(where)

    async def start(self) -> None:
        """Finish what a crash left. Before anybody can press anything."""
        await self._cases.tidy(await self._servers.all_ids())

    async def waiting(self) -> set[ServerId]:
        """The servers in which something may have become due while the bot was away; in all others there is nothing."""
        return {server_id for place in self._places for server_id in await place()}

    async def keep_slots(self, server_id: ServerId) -> None:
        """Set the next slot's task; doing it again changes nothing. Before anybody took concerns there is none."""
        slot = await self._next_slot(server_id)
        if slot is not None:
            await self._scheduler.schedule(SLOT_TASK, slot, server_id)

    async def keep_all_slots(self) -> None:
        """Set in all servers what a crash left unset. Those that are set already are read together, and left."""
        planned = await self._scheduler.planned(SLOT_TASK)

        async def keep(server_id: ServerId) -> None:
            slot = await self._next_slot(server_id)
            if slot is not None and slot not in planned.get((server_id, b""), ()):
                await self._scheduler.schedule(SLOT_TASK, slot, server_id)

        await for_each(await self._servers.all_ids(), keep)

    async def _next_slot(self, server_id: ServerId) -> datetime | None:
        server = await self._servers.find(server_id)
        if server is None or not server.record.has_begun:
            return None
        return slot_after(self._clock(), server.settings.delivery_hours, server.zone)

    async def catch_up(self, server_id: ServerId) -> None:
        """Do now what became due while the bot was away. What did not come to its end is tried again soon."""
        done = False
        try:
            done = await self._pass(server_id)
        finally:
            if not done:
                await self._try_again_soon(server_id)

    async def deliver_now(self, server: Server, kept: Kept, now: datetime) -> None:
        """Deliver one case right after it was sent. What fails is tried again soon, without waiting for the slot."""
        await self._do_now(server, lambda roll: self._one.look_after(server, kept.case_id, now, roll))

    async def look_again(self, server: Server, kept: Kept, now: datetime) -> None:
        """Take cards from where they may not be any more and show them where they may: after the readers changed."""
        await self._do_now(server, lambda roll: self._one.look_again(server, kept.case_id, now, roll))

    async def take_away(self, server: Server, kept: Kept, now: datetime) -> None:
        """Take cards from where they may not be any more: after the reporter named somebody.

        What is due in their place goes at a slot: no message may tell the minute in which a reporter wrote.
        """
        await self._do_now(server, lambda _: self._one.take_away(server, kept.case_id, now))

    async def tell_reader(self, server: Server, case_id: CaseId, member: MemberId) -> bool:
        """Send the card to somebody who was brought in or handed the case; False if it did not reach them.

        When Discord does not answer it counts as sent: the case says whom to tell, and they are told soon.
        """
        try:
            reached = await self._cards.show_directly(server, case_id, (member,))
        except CannotReach:
            await self._try_again_soon(server.server_id)
            return True
        with suppress(CaseGone):
            await self._cases.change(case_id, lambda before: was_told(before, member))
        return reached

    async def tell_reporter(self, server: Server, case: Case) -> None:
        """Tell the reporter that a note waits, if they asked for it. For a closing: the case as it was before."""
        if case.message_me is not None:
            await self._cards.say_note_waits(server, case.message_me)

    async def _do_now(self, server: Server, act: Callable[[Roll], Awaitable[None]]) -> None:
        async with self._turns[server.server_id]:
            done = [await _succeeds(act(Roll(self._readers, server)), is_logged=False)]
            done += [await _succeeds(following(server), is_logged=False) for following in self._following]
        if not all(done):
            await self._try_again_soon(server.server_id)

    async def _try_again_soon(self, server_id: ServerId) -> None:
        now = self._clock()
        since = (now - datetime.min.replace(tzinfo=UTC)) % TRIED_AGAIN_EVERY
        # What this follows from is kept and must not be told as failed: without this row the slot comes all the same.
        with suppress(StoreProblem):
            await self._scheduler.schedule(SLOT_TASK, now - since + TRIED_AGAIN_EVERY, server_id)

    async def _at_slot(self, task: Task) -> None:
        if task.server_id is None:
            return
        await self.keep_slots(task.server_id)
        if not await self._pass(task.server_id) and not await self._is_overtaken(task):
            raise NotAllDelivered

    async def _is_overtaken(self, task: Task) -> bool:
        """Whether a later slot has come: its own task tries again, and tries do not pile up through a long outage."""
        server = await self._servers.find(task.server_id)
        return server is None or slot_after(task.due, server.settings.delivery_hours, server.zone) <= self._clock()

    async def _pass(self, server_id: ServerId) -> bool:
        """Look after every case of the server; False if something has to be tried again."""
        server = await self._servers.find(server_id)
        if server is None:
            return True
        now, roll = self._clock(), Roll(self._readers, server)
        async with self._turns[server_id]:
            all_kept = await self._cases.in_server(server_id)
            await _succeeds(self._channel.follow(server, all_kept))
            done = [await _succeeds(self._one.look_after(server, kept.case_id, now, roll)) for kept in all_kept]
            done += [await _succeeds(following(server)) for following in self._following]
            if may_remind(server, now):
                done += [await _succeeds(self._one.look_at_clock(server, kept.case_id, now, roll)) for kept in all_kept]
                done.append(await _succeeds(self._clusters.look(server, roll, now)))
                await _succeeds(self._channel.tell(server))
            await self._cards.remove_older(server, _card_holders(server, all_kept), now - CARD_LIFETIME)
        return all(done)


async def _succeeds(attempt: Awaitable[None], *, is_logged: bool = True) -> bool:
    """Whether it went well; the trouble of one case is not the others'.

    What fails in the moment of an act is not logged before it is tried again: the line would tell that moment.
    """
    try:
        await attempt
    except CaseGone:
        return True
    except Exception as error:  # noqa: BLE001 - the other cases must go on; this one is tried again
        if is_logged:
            _log.warning("case not delivered", kind=type(error).__name__)
        return False
    return True


class NotAllDelivered(Exception):
    """Something has to be tried again; the scheduler does, without content in its log."""


def _card_holders(server: Server, all_kept: Sequence[Kept]) -> tuple[MemberId, ...]:
    """Everybody who may have a card or a reminder; those who stopped since keep theirs no longer than anybody."""
    lead = () if server.settings.lead is None else (server.settings.lead,)
    readers = (reader for kept in all_kept for reader in kept.case.readers)
    return tuple(dict.fromkeys((*server.enrolled, *lead, *readers)))
