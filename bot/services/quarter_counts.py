"""Whether responses helped, as those who raised closed concerns answered: counts of a quarter, told once it is over.

Told are word-levels, and only from as many answers on as a check-in needs; the counts are destroyed then. It is told in
the moderators' channel, so only the answer in a concern whose card may stand there counts: no figure may reach whoever
is out of it. Not here: the answer itself (`way_back.py`).
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Final, Protocol, final

import structlog

from bot.core.case import Case, Help
from bot.core.identity import Chance, Clock, MemberId, PlanId, ServerId
from bot.core.publishing import Lines
from bot.core.quarters import Quarter, Tally, counted, is_over, quarter_of, told_of
from bot.core.slots import local_day, slot_after, slot_at_or_after
from bot.services.clock_watch import may_remind
from bot.services.people import Person, is_moderator
from bot.services.problems import CannotReach, Why
from bot.services.scheduler import Scheduler, Task, TryAgainAt
from bot.services.sealed_rows import Padded, Seal, SealedRows, under_its_id
from bot.services.server_records import Server
from bot.services.servers import Servers
from bot.store.plans import PlanRepository
from bot.store.problems import StoreLost, StoreProblem

QUARTER_TASK: Final = "impact:quarter"
MOST_TOLD: Final = 4
"""Quarters that are looked back on."""
_PADDING: Final = 4096
"""Bytes: one size for all."""
_SEAL: Final = Seal("quarter count", under_its_id, "the counts of a quarter do not open; they begin anew")

log: structlog.typing.FilteringBoundLogger = structlog.get_logger(__name__)


@dataclass(frozen=True)
class ToldQuarter:
    """A quarter of which something could be told."""

    quarter: Quarter
    lines: Lines
    is_posted: bool = False


@dataclass(frozen=True)
class Counts:
    """All that is kept of a server."""

    tally: Tally | None = None
    told: tuple[ToldQuarter, ...] = ()
    """The last ones, oldest first."""


@dataclass(frozen=True, repr=False)
class _Owed:
    """An answer that is still to be counted."""

    out: frozenset[MemberId]
    """Who must not see the figure."""
    answer: Help
    delivered: datetime


class Sight(Protocol):
    """Knows who can see the moderators' channel."""

    async def within_sight(self, server: Server, named: Collection[MemberId]) -> bool:
        """Whether any of them can."""
        ...


class Board(Protocol):
    """Discord's side."""

    async def post_quarter(self, server: Server, told: ToldQuarter, *, may_stand_already: bool) -> None:
        """Tell the staff of a quarter.

        Raises:
            CannotReach: it does not stand.
        """
        ...


@final
class QuarterCounts:
    """Counts answers, and tells of them a quarter at a time."""

    def __init__(  # noqa: PLR0913 - the stores and services it stands on
        self,
        repository: PlanRepository,
        servers: Servers,
        scheduler: Scheduler,
        sight: Sight,
        board: Board,
        clock: Clock,
        chance: Chance,
    ) -> None:
        self._rows = SealedRows(repository, Padded(Counts, _PADDING), _SEAL, chance)
        self._servers = servers
        self._scheduler = scheduler
        self._sight = sight
        self._board = board
        self._clock = clock
        self._owed: defaultdict[ServerId, list[_Owed]] = defaultdict(list)
        scheduler.register(QUARTER_TASK, self.run)

    async def answered(self, server: Server, case: Case, answer: Help, delivered: datetime) -> None:
        """Count the first answer of a concern's reporter; nothing of who, of which concern, or when is kept with it.

        It belongs to the quarter in which it reaches the readers: that of its writing could tell them before or after
        midnight. The answer itself is kept already, so that nothing is told as failed when the count cannot be written.
        """
        if not case.direct:
            self._owed[server.server_id].append(_Owed(frozenset({*case.named, *case.out}), answer, delivered))
            await self.catch_up(server)

    async def catch_up(self, server: Server) -> None:
        """Count what is not counted yet; while that fails it stays for the next time, in memory alone."""
        owed = self._owed.pop(server.server_id, [])
        while owed:
            try:
                await self._count(server, owed[0])
            except (StoreProblem, CannotReach):
                self._owed[server.server_id] += owed
                return
            del owed[0]

    async def told(self, server: Server, person: Person) -> Sequence[ToldQuarter]:
        """What was told of the last quarters, oldest first; nothing to whoever is neither moderator nor lead.

        It was counted for those who see the moderators' channel: others may be out of a concern that is in it.
        Never before it is posted: it depends on the fewest answers that are asked for, and whoever could change those
        and look again would learn how many there are.
        """
        if not is_moderator(server, person) and person.member_id != server.settings.lead:
            return ()
        return tuple(one for one in (await self._kept(server))[1].told if one.is_posted)

    async def run(self, task: Task) -> None:
        """A quarter is over: what can be told of it is told, and what was counted destroyed.

        Raises:
            CannotReach: Discord does not answer; it is worth trying again.
            TryAgainAt: it is night, and it may have been posted already.
        """
        server = await self._servers.find(task.server_id)
        if server is None:
            return
        now = self._clock()
        if not may_remind(server, now):
            later = slot_after(now, server.settings.delivery_hours, server.zone)
            if task.attempts:
                raise TryAgainAt(later, was_tried=True)
            await self._scheduler.schedule(QUARTER_TASK, later, server.server_id)
            return
        today = local_day(now, server.zone)
        counts = await self._changed(server, lambda before: _ended(server, before, today))
        if counts.tally is not None:
            # Not over by another time zone than the one by which this was laid.
            await self._schedule(server, counts.tally.quarter)
        for told in counts.told:
            if not told.is_posted:
                await self._post(server, told, may_stand_already=task.attempts > 0)

    async def _schedule(self, server: Server, quarter: Quarter) -> None:
        """Let a quarter be told when it is over; doing it again changes nothing."""
        due = _slot_of(server, quarter.following.first_day)
        await self._scheduler.schedule(QUARTER_TASK, due, server.server_id)

    async def _count(self, server: Server, owed: _Owed) -> None:
        lead = server.settings.lead
        if lead in owed.out or await self._sight.within_sight(server, owed.out):
            return
        today = local_day(owed.delivered, server.zone)
        await self._schedule(server, quarter_of(today))
        place = list(Help).index(owed.answer)

        def counting(counts: Counts) -> Counts:
            ended = _ended(server, counts, today)
            return replace(ended, tally=counted(ended.tally, len(Help), place, today))

        with suppress(StoreLost):  # counted or not: nobody knows, and twice would be worse
            await self._changed(server, counting)

    async def _post(self, server: Server, told: ToldQuarter, *, may_stand_already: bool) -> None:
        try:
            await self._board.post_quarter(server, told, may_stand_already=may_stand_already)
        except CannotReach as trouble:
            if trouble.why is Why.DISCORD_DOWN:
                raise
            log.warning("quarter-not-posted", why=trouble.why.value)
        posted = replace(told, is_posted=True)
        await self._changed(
            server,
            lambda counts: replace(counts, told=tuple(posted if one == told else one for one in counts.told)),
        )

    async def _changed(self, server: Server, change: Callable[[Counts], Counts]) -> Counts:
        async with self._rows.turn(server):
            count_id, before = await self._kept(server)
            after = change(before)
            if after != before:
                await self._rows.keep(server, count_id or self._rows.new_id(), after)
            return after

    async def _kept(self, server: Server) -> tuple[PlanId | None, Counts]:
        count_id = next(iter(await self._rows.ids(server)), None)
        counts = None if count_id is None else await self._rows.find(server, count_id)
        return count_id, counts or Counts()


def _ended(server: Server, counts: Counts, today: date) -> Counts:
    """With what can be told of a quarter that is over, and without its counts."""
    if counts.tally is None or not is_over(counts.tally, today):
        return counts
    lines = told_of(counts.tally, today, server.settings.minimum_answers)
    told = () if lines is None else (ToldQuarter(counts.tally.quarter, lines),)
    return Counts(None, (*counts.told, *told)[-MOST_TOLD:])


def _slot_of(server: Server, day: date) -> datetime:
    """The first delivery slot of a day."""
    return slot_at_or_after(datetime.combine(day, time(), server.zone), server.settings.delivery_hours, server.zone)
