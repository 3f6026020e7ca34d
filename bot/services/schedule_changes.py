"""One change of a schedule, as every act of a facilitator makes it: kept, laid anew, recorded. Not the acts."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import final

from bot.core.identity import PlanId, ServerId
from bot.core.schedule import Schedule
from bot.services.audit import Audit
from bot.services.checkin_opening import CheckinOpening
from bot.services.people import Person
from bot.services.problems import Refused
from bot.services.schedule_book import KnownSchedule, ScheduleBook
from bot.services.schedule_views import ScheduleViews, Shown
from bot.services.server_records import Server


@dataclass(frozen=True)
class Asking:
    """A facilitator at a moment."""

    server_id: ServerId
    person: Person
    now: datetime


@final
class ScheduleChanges:
    """Changes saved schedules."""

    def __init__(self, book: ScheduleBook, views: ScheduleViews, opening: CheckinOpening, audit: Audit) -> None:
        self._book = book
        self._views = views
        self._opening = opening
        self._audit = audit

    async def put(
        self, by: Asking, schedule_id: PlanId, act: str, change: Callable[[Schedule], Schedule], **details: str
    ) -> Shown:
        """Change a saved schedule, lay its next opening, and record who did it; what changes nothing leaves no line."""
        server = await self._views.allowed(by.server_id, by.person)

        def changing(facts: Schedule) -> Schedule:
            changed = change(facts)
            if changed.plan is None:
                raise Refused("checkin-schedule-not-saved")
            return changed

        before = await self._views.found(server, schedule_id)
        after = replace(before, facts=changing(before.facts))
        if after != before:
            # The line first: with a death in between it stands twice, and never not at all.
            await self.record(server, by.person, act, await self._views.in_force(server, after, by.now), **details)
        known = await self.changed(server, schedule_id, changing)
        await self._opening.lay(server, schedule_id, by.now)
        return await self._views.in_force(server, known, by.now)

    async def record(self, server: Server, person: Person, act: str, shown: Shown, **details: str) -> None:
        plan = shown.known.shown
        title = plan.template_id if shown.template is None else shown.template.title
        said = {"template": title, "channel": f"<#{plan.channel}>", "time": f"{plan.at:%H:%M} {plan.zone}", **details}
        await self.note(server, person, act, **said)

    async def note(self, server: Server, person: Person, act: str, **details: str) -> None:
        """Record an act, be it on no schedule that could be shown."""
        await self._audit.record(server, person.member_id, f"checkin-{act}", details)

    async def changed(
        self, server: Server, schedule_id: PlanId, change: Callable[[Schedule], Schedule]
    ) -> KnownSchedule:
        known = await self._book.change(server, schedule_id, change)
        if known is None:
            raise Refused("checkin-schedule-gone")
        return known
