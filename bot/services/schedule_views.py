"""How a facilitator sees a schedule: its next openings, and what stands against it. Reads only."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice, takewhile
from typing import Final, Protocol, final

from bot.core.identity import ChannelId, PlanId, ServerId
from bot.core.planning import Objection, Span, objection
from bot.core.recurrence import Opening
from bot.core.schedule import Plan, Schedule, closing_of, openings, upcoming
from bot.core.template import Template
from bot.services.audiences import Audiences, refuse_small_audience
from bot.services.checkin_rounds import CheckinRounds
from bot.services.checkin_templates import CheckinTemplates
from bot.services.people import Person, server_for_facilitators
from bot.services.problems import Refused
from bot.services.schedule_book import KnownSchedule, ScheduleBook
from bot.services.server_records import Server
from bot.services.servers import Servers

SHOWN_OPENINGS: Final = 3


class Surroundings(Audiences, Protocol):
    """What Discord says about channels and roles."""

    def can_post(self, server_id: ServerId, channel_id: ChannelId) -> bool:
        """Whether it is a channel of this server, and the bot can post there now."""
        ...


@dataclass(frozen=True)
class Shown:
    """A schedule as a facilitator sees it."""

    known: KnownSchedule
    template: Template | None
    """None: it is no longer there."""
    openings: Sequence[tuple[Opening, datetime]]
    """The next three of the plan that is shown, each with its closing."""
    objection: Objection | None
    """Why the change that is shown cannot be saved as it is."""


@final
class ScheduleViews:
    """Finds schedules for facilitators, and looks at plans."""

    def __init__(
        self,
        book: ScheduleBook,
        rounds: CheckinRounds,
        templates: CheckinTemplates,
        servers: Servers,
        surroundings: Surroundings,
    ) -> None:
        self._book = book
        self._rounds = rounds
        self._templates = templates
        self._servers = servers
        self._surroundings = surroundings

    async def allowed(self, server_id: ServerId, person: Person) -> Server:
        """The server, for its facilitators.

        Raises:
            Refused: not a facilitator.
        """
        return await server_for_facilitators(self._servers, server_id, person)

    async def every(self, server: Server, now: datetime) -> list[Shown]:
        """Every saved schedule as it is in force: the one that opens next in front, those that open nothing last."""
        offered = {template.template_id: template for template in await self._templates.offered(server)}
        shown = [
            Shown(_in_force(known), offered.get(plan.template_id), _soon(known.facts, plan, now), None)
            for known in await self._book.of_server(server)
            if (plan := known.facts.plan) is not None
        ]
        return sorted(shown, key=lambda each: (not each.known.facts.is_running, _next(each), each.known.schedule_id))

    async def found(self, server: Server, schedule_id: PlanId) -> KnownSchedule:
        """The schedule.

        Raises:
            Refused: it is gone.
        """
        known = await self._book.find(server, schedule_id)
        if known is None:
            raise Refused("checkin-schedule-gone")
        return known

    async def in_force(self, server: Server, known: KnownSchedule, now: datetime) -> Shown:
        """Without a change that is not saved yet; one that was never saved as it is being made."""
        return await self.shown(server, _in_force(known), now)

    async def openings_until(self, server: Server, channel: ChannelId, until: datetime, now: datetime) -> list[Opening]:
        """What running schedules open in a channel before a moment: a round that is open until then is in its way."""
        running = [known.facts for known in await self._book.of_server(server) if known.facts.is_running]
        here = [facts for facts in running if facts.plan is not None and facts.plan.channel == channel]
        return [opening for facts in here for opening in takewhile(lambda each: each.at < until, upcoming(facts, now))]

    async def shown(self, server: Server, known: KnownSchedule, now: datetime) -> Shown:
        """With the change that is not saved yet, if there is one."""
        plan = known.shown
        template = await self._templates.find(server, plan.template_id)
        found = None if known.facts.proposed is None else await self._objection(server, known, plan, now)
        return Shown(known, template, _soon(known.facts, plan, now), found)

    async def refuse_unsuitable(self, server: Server, known: KnownSchedule, plan: Plan, now: datetime) -> None:
        """Refuse a plan that something stands against.

        Raises:
            Refused: with what it is.
        """
        if await self._templates.find(server, plan.template_id) is None:
            raise Refused("checkin-template-unknown")
        found = await self._objection(server, known, plan, now)
        if found is not None:
            raise Refused(f"checkin-schedule-flaw-{found.flaw.value}", channel=plan.channel, date=str(found.on or ""))
        if not self._surroundings.can_post(server.server_id, plan.channel):
            raise Refused("checkin-schedule-cannot-post", channel=plan.channel)
        await refuse_small_audience(self._surroundings, server.server_id, plan.audience)

    async def _objection(self, server: Server, known: KnownSchedule, plan: Plan, now: datetime) -> Objection | None:
        others = [
            other.facts.plan
            for other in await self._book.of_server(server)
            if other.schedule_id != known.schedule_id and other.facts.plan is not None and other.facts.is_running
        ]
        rounds = [each.facts for each in await self._rounds.recent(server, now)]
        spans = [
            Span(facts.opened, facts.closes, facts.on or facts.opened.date(), mine=False)
            for facts in rounds
            if facts.channel == plan.channel
        ]
        here = [other for other in others if other.channel == plan.channel]
        return objection(plan, here, spans, now, known.facts.handled)


def _in_force(known: KnownSchedule) -> KnownSchedule:
    return known if known.facts.plan is None else replace(known, facts=replace(known.facts, proposed=None))


def _soon(facts: Schedule, plan: Plan, now: datetime) -> list[tuple[Opening, datetime]]:
    coming = (each for each in openings(plan, now, facts.handled) if each.on not in facts.skipped)
    return [(each, closing_of(plan, each)) for each in islice(coming, SHOWN_OPENINGS)]


def _next(shown: Shown) -> float:
    """For sorting: when the next opening is, in seconds."""
    return shown.openings[0][0].at.timestamp() if shown.openings else float("inf")
