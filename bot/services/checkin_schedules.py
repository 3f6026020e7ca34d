"""What facilitators do with schedules: make, look, save, pause, resume, skip a date, end; each leaves an audit line.

Not here: what the clock does with them (`checkin_opening.py`), and reading what was typed (`schedule_input.py`).
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from itertools import islice, takewhile
from typing import Final, final

from bot.core.identity import ChannelId, PlanId
from bot.core.planning import MOST_SCHEDULES
from bot.core.recurrence import Opening, Weekly
from bot.core.schedule import Pause, Plan, Schedule, planned, resumed, upcoming
from bot.core.template import Template
from bot.services.checkin_opening import CheckinOpening
from bot.services.checkin_templates import CheckinTemplates
from bot.services.problems import Refused
from bot.services.schedule_book import KnownSchedule, ScheduleBook, shown_plan
from bot.services.schedule_changes import Asking, ScheduleChanges
from bot.services.schedule_views import SHOWN_OPENINGS, ScheduleViews, Shown
from bot.services.server_records import Server
from bot.services.unreadable_schedules import UnreadableSchedules

_DEFAULT_TIME: Final = time(18)
_DEFAULT_HOURS: Final = 48
_MOST_DRAFTS: Final = 25
"""Schedules that are being made at one time, beside the saved ones."""


@final
class CheckinSchedules:
    """The facilitators' side of schedules."""

    def __init__(
        self,
        book: ScheduleBook,
        views: ScheduleViews,
        changes: ScheduleChanges,
        templates: CheckinTemplates,
        opening: CheckinOpening,
    ) -> None:
        self._book = book
        self._views = views
        self._templates = templates
        self._opening = opening
        self._changes = changes
        self.unreadable = UnreadableSchedules(book, views, changes, opening)
        templates.when_retiring(self._asking)

    async def draft(self, by: Asking, template: str | None, channel: ChannelId | None) -> Shown:
        """A new schedule to be looked at and changed; nothing opens before it is saved, and in a day it is gone.

        Raises:
            Refused: not a facilitator, no such template, or too many schedules.
        """
        server = await self._views.allowed(by.server_id, by.person)
        every = await self._book.of_server(server)
        if _saved(every) >= MOST_SCHEDULES or len(every) >= MOST_SCHEDULES + _MOST_DRAFTS:
            raise Refused("checkin-schedule-too-many", most=MOST_SCHEDULES)
        offered = await self._templates.offered(server)
        chosen = offered[0] if template is None else await self._templates.find(server, template)
        if chosen is None:
            raise Refused("checkin-template-unknown")
        today = by.now.astimezone(server.zone).date()
        plan = Plan(
            template_id=chosen.template_id,
            channel=channel or server.settings.group_channel,
            rhythm=Weekly((today.weekday(),)),
            at=_DEFAULT_TIME,
            zone=server.settings.timezone,
            hours=_DEFAULT_HOURS,
            first=today,
        )
        known = await self._book.add(server, Schedule(None, by.now, proposed=plan))
        await self._opening.forget_unsaved(known, by.now)
        return await self._views.shown(server, known, by.now)

    async def templates(self, by: Asking) -> list[Template]:
        """What can be asked in this server.

        Raises:
            Refused: not a facilitator.
        """
        return await self._templates.offered(await self._views.allowed(by.server_id, by.person))

    async def every(self, by: Asking) -> list[Shown]:
        """Every saved schedule, the one that opens next in front, those that open nothing last.

        Raises:
            Refused: not a facilitator.
        """
        server = await self._views.allowed(by.server_id, by.person)
        return await self._views.every(server, by.now)

    async def in_the_way(self, by: Asking, channel: ChannelId, until: datetime) -> list[Opening]:
        """What would open in a channel before a moment, and is left out if a round is open there until then."""
        server = await self._views.allowed(by.server_id, by.person)
        return await self._views.openings_until(server, channel, until, by.now)

    async def in_force(self, by: Asking, schedule_id: PlanId) -> Shown:
        """One schedule as it is in force.

        Raises:
            Refused: not a facilitator, or it is gone.
        """
        server = await self._views.allowed(by.server_id, by.person)
        return await self._views.in_force(server, await self._views.found(server, schedule_id), by.now)

    async def look(self, by: Asking, schedule_id: PlanId) -> Shown:
        """One schedule, with the change that is not saved yet if there is one.

        Raises:
            Refused: not a facilitator, or it is gone.
        """
        server = await self._views.allowed(by.server_id, by.person)
        return await self._views.shown(server, await self._views.found(server, schedule_id), by.now)

    async def propose(self, by: Asking, schedule_id: PlanId, change: Callable[[Plan], Plan]) -> Shown:
        """Change the plan that is looked at; nothing holds before it is saved.

        Raises:
            Refused: not a facilitator, it is gone, or `change` refuses.
        """
        server = await self._views.allowed(by.server_id, by.person)

        def proposing(facts: Schedule) -> Schedule:
            plan = change(shown_plan(facts))
            return replace(facts, proposed=None if plan == facts.plan else plan)

        return await self._views.shown(server, await self._changes.changed(server, schedule_id, proposing), by.now)

    async def save(self, by: Asking, schedule_id: PlanId) -> Shown:
        """Let the plan that is looked at hold from now on.

        Raises:
            Refused: not a facilitator, it is gone, or something stands against the plan.
        """
        server = await self._views.allowed(by.server_id, by.person)
        known = await self._views.found(server, schedule_id)
        plan = known.shown
        is_new = known.facts.plan is None
        if is_new and _saved(await self._book.of_server(server)) >= MOST_SCHEDULES:
            raise Refused("checkin-schedule-too-many", most=MOST_SCHEDULES)
        await self._views.refuse_unsuitable(server, known, plan, by.now)

        def saving(facts: Schedule) -> Schedule:
            if shown_plan(facts) != plan:
                raise Refused("checkin-schedule-changed-meanwhile")
            saved = replace(planned(facts, plan, by.now), proposed=None)
            return facts if replace(saved, since=facts.since) == facts else saved

        return await self._changes.put(by, schedule_id, "schedule" if is_new else "edit", saving)

    async def discard(self, by: Asking, schedule_id: PlanId) -> Shown | None:
        """Forget the change that is not saved; None if with it the whole schedule is gone, because it never was saved.

        Raises:
            Refused: not a facilitator, or it is gone.
        """
        server = await self._views.allowed(by.server_id, by.person)
        known = await self._changes.changed(server, schedule_id, lambda facts: replace(facts, proposed=None))
        if known.facts.plan is not None:
            return await self._views.shown(server, known, by.now)
        await self._book.remove(schedule_id)
        return None

    async def pause(self, by: Asking, schedule_id: PlanId) -> Shown:
        """Open nothing until it is resumed. An open round stays open."""
        return await self._changes.put(by, schedule_id, "pause", _paused)

    async def resume(self, by: Asking, schedule_id: PlanId) -> Shown:
        """Go on with the next opening; what was not opened meanwhile stays so.

        Raises:
            Refused: something stands against the plan as things are now.
        """
        server = await self._views.allowed(by.server_id, by.person)
        known = await self._views.found(server, schedule_id)
        if known.facts.plan is None:
            raise Refused("checkin-schedule-not-saved")
        if known.facts.pause is None:
            raise Refused("checkin-schedule-not-paused")
        await self._views.refuse_unsuitable(server, known, known.facts.plan, by.now)
        return await self._changes.put(by, schedule_id, "resume", lambda facts: resumed(facts, by.now))

    async def skip(self, by: Asking, schedule_id: PlanId, day: date) -> Shown:
        """Leave out the opening of one date.

        Raises:
            Refused: nothing opens on that date.
        """

        def skipping(facts: Schedule) -> Schedule:
            if day in facts.skipped:
                return facts
            if not _comes(facts, day, by.now):
                raise _nothing_then(facts, day, by.now)
            return replace(facts, skipped=tuple(sorted((*facts.skipped, day))))

        return await self._changes.put(by, schedule_id, "skip", skipping, date=str(day))

    async def unskip(self, by: Asking, schedule_id: PlanId, day: date) -> Shown:
        """Open on that date after all.

        Raises:
            Refused: it would not, because its time is past, or the plan has changed.
        """

        def unskipping(facts: Schedule) -> Schedule:
            opening = replace(facts, skipped=tuple(one for one in facts.skipped if one != day))
            if not _comes(opening, day, by.now):
                raise _nothing_then(facts, day, by.now)
            return opening

        return await self._changes.put(by, schedule_id, "unskip", unskipping, date=str(day))

    async def move(self, by: Asking, schedule_id: PlanId, channel: ChannelId) -> Shown:
        """Let the following openings be in another channel.

        Raises:
            Refused: it is gone, or something stands against the plan there.
        """
        server = await self._views.allowed(by.server_id, by.person)
        known = await self._views.found(server, schedule_id)
        if known.facts.plan is None:
            raise Refused("checkin-schedule-not-saved")
        plan = replace(known.facts.plan, channel=channel)
        await self._views.refuse_unsuitable(server, known, plan, by.now)
        return await self._changes.put(
            by, schedule_id, "edit", lambda facts: planned(facts, replace(facts.plan or plan, channel=channel), by.now)
        )

    async def end(self, by: Asking, schedule_id: PlanId) -> Shown:
        """Forget a schedule; an open round of it goes on, and its results stay."""
        server = await self._views.allowed(by.server_id, by.person)
        known = await self._views.found(server, schedule_id)
        shown = await self._views.in_force(server, known, by.now)
        # The line first, as with every change: afterwards there is nothing left to tell of.
        await self._changes.record(server, by.person, "end-schedule", shown)
        await self._book.remove(schedule_id)
        await self._opening.lay(server, schedule_id, by.now)
        return shown

    async def _asking(self, server: Server, template_id: str) -> list[str]:
        """The channels of saved schedules that ask a template."""
        plans = [known.facts.plan for known in await self._book.of_server(server)]
        return [f"<#{plan.channel}>" for plan in plans if plan is not None and plan.template_id == template_id]


def _saved(every: Sequence[KnownSchedule]) -> int:
    """How many of them have been saved."""
    return sum(known.facts.plan is not None for known in every)


def _comes(facts: Schedule, day: date, now: datetime) -> bool:
    """Whether something is still to open on this date."""
    return day in (opening.on for opening in takewhile(lambda each: each.on <= day, upcoming(facts, now)))


def _nothing_then(facts: Schedule, day: date, now: datetime) -> Refused:
    following = ", ".join(str(opening.on) for opening in islice(upcoming(facts, now), SHOWN_OPENINGS))
    return Refused("checkin-schedule-nothing-then", date=str(day), dates=following)


def _paused(facts: Schedule) -> Schedule:
    if facts.pause is not None:
        raise Refused("checkin-schedule-paused-already")
    return replace(facts, pause=Pause.STAFF)
