"""What the clock does with schedules: lays the next opening, opens what is due, leaves out what is late, falls silent.

Every step can be repeated after a crash, at any later time. Not here: facilitators (`checkin_schedules.py`), and posts.
"""

import asyncio
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Final, final

import structlog

from bot.core.checkin import Round
from bot.core.identity import Clock, PlanId, RoundId, ServerId
from bot.core.recurrence import Opening
from bot.core.schedule import (
    Pause,
    Plan,
    Schedule,
    closing_of,
    due,
    reminder_of,
    upcoming,
    with_conclusion,
    with_handled,
)
from bot.core.template import Template
from bot.services.alerting import waking
from bot.services.audiences import Audiences, refuse_small_audience
from bot.services.checkin_rounds import KnownRound
from bot.services.checkin_templates import CheckinTemplates
from bot.services.clock_watch import is_day
from bot.services.problems import Refused
from bot.services.round_keeping import RoundKeeping
from bot.services.schedule_book import KnownSchedule, ScheduleBook
from bot.services.scheduler import Scheduler, Task
from bot.services.server_records import Server
from bot.services.servers import Servers
from bot.store.several import for_each, some_at_a_time

OPEN_TASK: Final = "checkin:open"
FORGET_TASK: Final = "checkin:forget"
_NEXT: Final = "next"
"""A schedule has one task: its next opening. Laying another moves it."""
LATE: Final = "late"
"""Why an opening was left out that is past by more than the grace period."""
_NO_TEMPLATE: Final = "checkin-template-unknown"
_UNSAVED_FOR: Final = timedelta(days=1)
_ID_BYTES: Final = 16

log: structlog.typing.FilteringBoundLogger = structlog.get_logger(__name__)


@dataclass(frozen=True)
class LeftOut:
    """Openings that did not happen, for the facilitators: the key of the reason, and the local dates."""

    why: str
    dates: tuple[date, ...]


@dataclass(frozen=True)
class Work:
    """What became due for a schedule."""

    server: Server
    schedule_id: PlanId
    plan: Plan
    template: Template | None
    opened: KnownRound | None
    left_out: Sequence[LeftOut]
    handled: date | None
    """Everything up to this local date has been dealt with."""


@final
class CheckinOpening:
    """The clock's side of schedules."""

    def __init__(  # noqa: PLR0913 - what an opening touches
        self,
        book: ScheduleBook,
        keeping: RoundKeeping,
        templates: CheckinTemplates,
        servers: Servers,
        scheduler: Scheduler,
        audiences: Audiences,
    ) -> None:
        self._book = book
        self._keeping = keeping
        self._templates = templates
        self._servers = servers
        self._scheduler = scheduler
        self._audiences = audiences
        keeping.when_withdrawn(self._dealt_with)
        self._laying: defaultdict[ServerId, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def lay(self, server: Server, schedule_id: PlanId, now: datetime) -> None:
        """Let the clock come round at the schedule's next opening, or never if there is none."""
        async with self._laying[server.server_id]:
            known = await self._book.find(server, schedule_id)
            await self._laid(server, schedule_id, None if known is None else _next_moment(known.facts, now))

    async def lay_all(self, clock: Clock) -> None:
        """Lay the next opening of every schedule again: clocks may be changed by law while the bot is not running.

        What lies right is left as it is; nearly everything does.
        """
        planned = await self._scheduler.planned(OPEN_TASK)

        async def lay(known: KnownSchedule) -> None:
            laid, now = planned.get((known.server_id, known.schedule_id), ()), clock()
            try:
                if not _lies_right(laid, _next_moment(known.facts, now), now):
                    # In its turn, and from what is kept then: a facilitator may be changing it.
                    await self.lay(await self._servers.get(known.server_id), known.schedule_id, now)
            except Exception as error:  # noqa: BLE001 - one that cannot be laid keeps no other from its openings
                log.warning("openings not laid", error=type(error).__name__)

        for some in some_at_a_time(await self._servers.all_ids()):
            servers = [server for one in some if (server := await self._servers.find(one)) is not None]
            await for_each(await self._book.of_servers(servers), lay)

    async def _laid(self, server: Server, schedule_id: PlanId, moment: datetime | None) -> None:
        if moment is None:
            await self._scheduler.cancel(OPEN_TASK, server.server_id, schedule_id, occurrence=_NEXT)
        else:
            await self._scheduler.schedule(OPEN_TASK, moment, server.server_id, schedule_id, occurrence=_NEXT)

    async def forget_unsaved(self, known: KnownSchedule, now: datetime) -> None:
        """Let a schedule that is never saved be forgotten after a day."""
        await self._scheduler.schedule(FORGET_TASK, now + _UNSAVED_FOR, known.server_id, known.schedule_id)

    async def forget(self, task: Task) -> None:
        """Forget a schedule that was never saved."""
        server = await self._servers.find(task.server_id)
        if server is None:
            return
        # First what could be saved: whoever saves it meanwhile has saved it, or is told that it is gone.
        known = await self._book.change(server, PlanId(task.subject), _without_draft)
        if known is not None and known.facts.plan is None:
            await self._book.remove(known.schedule_id)

    async def begin(self, task: Task, now: datetime) -> Work | None:
        """Open what is due of a schedule, as a round that is kept but not yet posted; None where there is nothing.

        The same again gives the same round.
        """
        server = await self._servers.find(task.server_id)
        known = None if server is None else await self._book.find(server, PlanId(task.subject))
        if server is None or known is None or known.facts.plan is None:
            return None
        found = due(known.facts, now)
        template = await self._templates.find(server, known.facts.plan.template_id)
        missed = [day for day in found.missed if await self._keeping.find(round_of(known.schedule_id, day)) is None]
        work = Work(
            server=server,
            schedule_id=known.schedule_id,
            plan=known.facts.plan,
            template=template,
            opened=None,
            left_out=[LeftOut(LATE, tuple(missed))] if missed else [],
            handled=found.opening.on if found.opening else max(found.missed, default=None),
        )
        return work if found.opening is None else await self._with_opening(work, found.opening, now)

    async def finish(self, work: Work, now: datetime) -> None:
        """Keep that this was dealt with, and lay the next opening. Only after the facilitators were told."""
        no_template = any(left_out.why == _NO_TEMPLATE for left_out in work.left_out)

        def finishing(facts: Schedule) -> Schedule:
            facts = facts if work.handled is None else with_handled(facts, work.handled)
            return replace(facts, pause=Pause.TEMPLATE) if no_template and facts.pause is None else facts

        await self._book.change(work.server, work.schedule_id, finishing)
        await self.lay(work.server, work.schedule_id, now)

    async def put_off(self, work: Work, now: datetime) -> bool:
        """Whether it is night, so that what was missed is told in the morning.

        The clock comes round then, or at an opening that was planned for this night.
        """
        morning = waking(work.server, now, is_day)
        if morning == now or all(left_out.why != LATE for left_out in work.left_out):
            return False
        known = await self._book.find(work.server, work.schedule_id)
        following = None if known is None else next(upcoming(known.facts, now), None)
        moment = morning if following is None else min(morning, following.at)
        await self._laid(work.server, work.schedule_id, moment)
        return True

    async def _dealt_with(self, known: KnownRound) -> None:
        """A round that is given up was told of: its date is not told once more as left out."""
        server = await self._servers.find(known.server_id)
        schedule_id, on = known.facts.schedule_id, known.facts.on
        if server is not None and schedule_id is not None and on is not None:
            await self._book.change(server, schedule_id, lambda kept: with_handled(kept, on))

    async def concluded(self, known: KnownRound, now: datetime) -> bool:
        """Count a closed round of a schedule; whether the schedule stands still because too few answered it."""
        schedule_id, on, result = known.facts.schedule_id, known.facts.on, known.result
        if schedule_id is None or on is None or result is None:
            return False
        too_few = result.too_few and not result.broken
        server = await self._servers.get(known.server_id)
        schedule = await self._book.change(server, schedule_id, lambda kept: with_conclusion(kept, on, too_few=too_few))
        if schedule is None or schedule.facts.pause is not Pause.SILENCE:
            return False
        await self.lay(server, schedule_id, now)
        return schedule.facts.concluded[-1].on == on

    async def _with_opening(self, work: Work, opening: Opening, now: datetime) -> Work:
        try:
            opened = await self._open(work, opening, now)
        except Refused as refused:
            return replace(work, left_out=[*work.left_out, LeftOut(refused.key, (opening.on,))])
        return replace(work, opened=opened)

    async def _open(self, work: Work, opening: Opening, now: datetime) -> KnownRound:
        plan = work.plan
        if work.template is None:
            raise Refused(_NO_TEMPLATE)
        await refuse_small_audience(self._audiences, work.server.server_id, plan.audience)
        closes = closing_of(plan, opening)
        facts = Round(
            template=work.template,
            channel=plan.channel,
            opened=opening.at,
            closes=closes,
            audience=plan.audience,
            comments=plan.comments,
            reminder=reminder_of(plan, closes),
            schedule=work.schedule_id.hex(),
            on=opening.on,
        )
        return await self._keeping.open(work.server, round_of(work.schedule_id, opening.on), facts, now)


def round_of(schedule_id: PlanId, on: date) -> RoundId:
    """The id of the one round that a schedule opens for a local date."""
    return RoundId(sha256(b"checkin round:" + schedule_id + on.isoformat().encode()).digest()[:_ID_BYTES])


def _without_draft(facts: Schedule) -> Schedule:
    return replace(facts, proposed=None) if facts.plan is None else facts


def _lies_right(laid: Collection[datetime], moment: datetime | None, now: datetime) -> bool:
    """Whether the clock comes round at this moment, or never if there is none. What is due already is under way."""
    if moment is None:
        return not laid
    return min(laid, default=None) == moment or (moment == now and any(one <= now for one in laid))


def _next_moment(facts: Schedule, now: datetime) -> datetime | None:
    """When the clock is to come round: at once if something is due already."""
    if not facts.is_running:
        return None
    waiting = due(facts, now)
    if waiting.opening is not None or waiting.missed:
        return now
    following = next(upcoming(facts, now), None)
    return None if following is None else following.at
