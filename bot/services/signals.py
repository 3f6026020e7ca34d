"""What moderators, facilitators and the lead see of the watched questions, and the choice of what counts as ordinary.

All of it is made of posted results. Not here: how a result is taken in (`watching.py`), clusters, and alerts.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import final

from bot.core.identity import ChannelId, PlanId, ServerId
from bot.core.recurrence import Rhythm
from bot.core.template import Question
from bot.core.warning import TOLERANCES, Watch, begin, watched
from bot.services.audit import Audit
from bot.services.checkin_templates import CheckinTemplates
from bot.services.people import Person, is_staff, require_staff
from bot.services.problems import Refused
from bot.services.schedule_book import KnownSchedule, ScheduleBook
from bot.services.server_records import Server
from bot.services.servers import Servers
from bot.services.watch_book import WatchBook
from bot.services.watching import Watching


@dataclass(frozen=True)
class Signalled:
    """One schedule whose check-ins are watched."""

    schedule_id: PlanId
    title: str
    channel: ChannelId
    question: Question
    rhythm: Rhythm
    watch: Watch
    """Of this question as it is asked now."""


@final
class Signals:
    """The staff's side of the early warning."""

    def __init__(  # noqa: PLR0913 - the services it stands on
        self,
        servers: Servers,
        schedules: ScheduleBook,
        templates: CheckinTemplates,
        watches: WatchBook,
        watching: Watching,
        audit: Audit,
    ) -> None:
        self._servers = servers
        self._schedules = schedules
        self._templates = templates
        self._watches = watches
        self._watching = watching
        self._audit = audit

    async def every(self, server_id: ServerId, person: Person) -> list[Signalled]:
        """Every schedule that watches a question, by title.

        Raises:
            Refused: neither on the staff nor the lead.
        """
        server = await self._servers.get(server_id)
        require_signals(server, person)
        kept = await self._watches.of_server(server)
        known = [await self._signalled(server, each, kept) for each in await self._schedules.of_server(server)]
        found = [each for each in known if each is not None]
        return sorted(found, key=lambda each: (each.title.casefold(), each.channel, each.schedule_id))

    async def one(self, server_id: ServerId, person: Person, schedule_id: PlanId) -> Signalled:
        """One of them.

        Raises:
            Refused: neither on the staff nor the lead, or it is there no more.
        """
        found = [each for each in await self.every(server_id, person) if each.schedule_id == schedule_id]
        if not found:
            raise Refused("signals-gone")
        return found[0]

    async def tolerate(self, server_id: ServerId, person: Person, schedule_id: PlanId, tolerance: int) -> Signalled:
        """Let another share of *low*, in the hundred, count as ordinary; the sum starts again, and it is recorded.

        Raises:
            Refused: not on the staff, the schedule is there no more, or there is no such choice.
        """
        server = await self._servers.get(server_id)
        require_staff(server, person)
        before = await self.one(server_id, person, schedule_id)
        if tolerance not in TOLERANCES:
            raise Refused("button-outdated")
        if tolerance == before.watch.tolerance:
            return before
        await self._watching.tolerate(server, schedule_id, before.question, before.rhythm, tolerance)
        details = {"template": before.title, "channel": f"<#{before.channel}>", "tolerance": str(tolerance)}
        await self._audit.record(server, person.member_id, "changed what counts as ordinary", details)
        return await self.one(server_id, person, schedule_id)

    async def _signalled(
        self, server: Server, schedule: KnownSchedule, kept: Mapping[PlanId, Watch]
    ) -> Signalled | None:
        plan = schedule.facts.plan
        template = None if plan is None else await self._templates.find(server, plan.template_id)
        at = None if template is None else watched(template)
        if plan is None or template is None or at is None:
            return None
        question = template.questions[at]
        watch = _as_asked(kept.get(schedule.schedule_id), question, plan.rhythm)
        return Signalled(schedule.schedule_id, template.title, plan.channel, question, plan.rhythm, watch)


def may_see_signals(server: Server, person: Person) -> bool:
    """On the staff, or the lead."""
    return is_staff(server, person) or person.member_id == server.settings.lead


def require_signals(server: Server, person: Person) -> None:
    """Refuse everyone who is neither on the staff nor the lead."""
    if not may_see_signals(server, person):
        require_staff(server, person)


def _as_asked(kept: Watch | None, question: Question, rhythm: Rhythm) -> Watch:
    """The watch of the question as it is asked now: one that was edited has not been posted so far."""
    if kept is None:
        return begin(question, rhythm)
    if (kept.words, kept.answers) == (question.words, question.answers):
        return kept
    return replace(begin(question, rhythm), tolerance=kept.tolerance)
