"""What moves at a delivery slot: cards appear, a reporter's lines and withdrawals arrive, clocks are looked at.

One standing task for each server, due at its slots whether or not there is a concern, so that no row tells of one.
Not here: where a card stands (`card_keeping.py`), whom a missed clock is told (`clock_watch.py`), and when a case is
over (`case_ending.py`).
"""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Collection, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Final

import structlog

from bot.core.case import Case, State, is_barred, is_open
from bot.core.case_delivery import deliver, deliver_lines
from bot.core.case_readers import was_told
from bot.core.identity import CaseId, Clock, MemberId, ServerId
from bot.core.slots import local_day, slot_after
from bot.services.card_keeping import CardKeeping
from bot.services.cards import Cards
from bot.services.case_ending import CaseEnding
from bot.services.channel_watch import ChannelWatch
from bot.services.clock_watch import ClockWatch, may_deliver, may_remind
from bot.services.cluster_watch import ClusterWatch
from bot.services.problems import CannotReach
from bot.services.readers import Readers, Roll, Staff
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
        self._keeping = CardKeeping(cases, readers, cards)
        self._ending = CaseEnding(cases)
        self._clocks = ClockWatch(cases, cards)
        self._clusters = ClusterWatch(cases, cards)
        self._channel = ChannelWatch(servers, cards, self._keeping)
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
        await self._do_now(server, lambda roll: self._look_after(server, kept.case_id, now, roll))

    async def look_again(self, server: Server, kept: Kept, now: datetime) -> None:
        """Take cards from where they may not be any more and show them where they may: after the readers changed."""

        async def moved(roll: Roll) -> None:
            case = await self._taken(server, kept.case_id, now)
            if case is not None:
                await self._show(server, kept.case_id, case, roll)

        await self._do_now(server, moved)

    async def take_away(self, server: Server, kept: Kept, now: datetime) -> None:
        """Take cards from where they may not be any more: after the reporter named somebody.

        What is due in their place goes at a slot: no message may tell the minute in which a reporter wrote.
        """

        async def taken(_: Roll) -> None:
            await self._taken(server, kept.case_id, now)

        await self._do_now(server, taken)

    async def _taken(self, server: Server, case_id: CaseId, now: datetime) -> Case | None:
        found = await self._cases.find(case_id)
        if found is None or found.case.delivered_on is None or await self._ending.ended(server, found, now):
            return None
        return await self._kept_apart(server, case_id, found.case)

    async def _kept_apart(self, server: Server, case_id: CaseId, case: Case) -> Case:
        """Take the card from everybody who is out, wherever they have it."""
        case = await self._keeping.taken_from_those_out(server, case_id, case)
        return await self._keeping.checked(server, case_id, case)

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
            done = [await _succeeds(self._look_after(server, kept.case_id, now, roll)) for kept in all_kept]
            done += [await _succeeds(following(server)) for following in self._following]
            if may_remind(server, now):
                done += [await _succeeds(self._look_at_clock(server, kept.case_id, now, roll)) for kept in all_kept]
                done.append(await _succeeds(self._clusters.look(server, roll, now)))
                await _succeeds(self._channel.tell(server))
            await self._cards.remove_older(server, _card_holders(server, all_kept), now - CARD_LIFETIME)
        return all(done)

    async def _look_after(self, server: Server, case_id: CaseId, now: datetime, roll: Roll) -> None:
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

    async def _look_at_clock(self, server: Server, case_id: CaseId, now: datetime, roll: Roll) -> None:
        kept = await self._cases.find(case_id)
        if kept is not None and is_open(kept.case):
            await self._clocks.look(server, case_id, kept.case, await roll.staff(), now)

    async def _read_by_somebody(self, case_id: CaseId, case: Case, roll: Roll) -> Case:
        """Free the case of whoever left, stopped or lost the role; where no reader is left, the later ones read it."""
        if not is_open(case):
            return case
        staff = await roll.staff()
        return await self._cases.change(case_id, lambda before: _without_the_gone(before, staff))


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


def _card_holders(server: Server, all_kept: Sequence[Kept]) -> tuple[MemberId, ...]:
    """Everybody who may have a card or a reminder; those who stopped since keep theirs no longer than anybody."""
    lead = () if server.settings.lead is None else (server.settings.lead,)
    readers = (reader for kept in all_kept for reader in kept.case.readers)
    return tuple(dict.fromkeys((*server.enrolled, *lead, *readers)))
