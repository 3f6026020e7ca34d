"""Reminds facilitators once of a result after which nobody told the group what was heard. Not here: telling it."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Final, Protocol, final

from bot.core.hearing import NUDGED_AFTER, is_nudging_time, to_be_nudged
from bot.core.identity import Clock, RoundId
from bot.core.slots import local_day, slot_after, slot_at_or_after
from bot.services.checkin_rounds import CheckinRounds, KnownRound
from bot.services.clock_watch import may_remind
from bot.services.heard import said_after
from bot.services.heard_book import HeardBook
from bot.services.problems import CannotReach, Why
from bot.services.scheduler import Scheduler, Task
from bot.services.server_records import Server
from bot.services.servers import Servers

NUDGE_TASK: Final = "heard:nudge"
_NUDGED: Final = "heard nudged"
"""The note of the day on which facilitators were reminded last."""
_APART: Final = timedelta(days=28)
"""Between two reminders, however many results there are: who does not do it shall not be told so every week."""


class Bell(Protocol):
    """Discord's side."""

    async def nudge(self, server: Server, known: KnownRound) -> None:
        """Remind the facilitators of a result, unless the reminder stands there."""
        ...


@final
class HeardReminding:
    """The one reminder of each result."""

    def __init__(  # noqa: PLR0913 - the stores and services it stands on
        self,
        servers: Servers,
        rounds: CheckinRounds,
        book: HeardBook,
        scheduler: Scheduler,
        bell: Bell,
        clock: Clock,
    ) -> None:
        self._servers = servers
        self._rounds = rounds
        self._book = book
        self._scheduler = scheduler
        self._bell = bell
        self._clock = clock
        scheduler.register(NUDGE_TASK, self.run)

    async def published(self, server: Server, known: KnownRound) -> None:
        """A result stands in its channel: look after a week whether it was answered."""
        if known.result is None or known.result.too_few:
            return
        posted = max(known.facts.closes, self._clock())
        due = slot_at_or_after(posted + NUDGED_AFTER, server.settings.delivery_hours, server.zone)
        await self._lay(server, known, due)

    async def run(self, task: Task) -> None:
        """Remind of a result nobody has answered, at a slot of the day, and not again soon after another reminder.

        Raises:
            CannotReach: Discord does not answer; it is worth trying again.
        """
        server, now = await self._servers.find(task.server_id), self._clock()
        found = None if server is None else await said_after(self._rounds, self._book, server, RoundId(task.subject))
        if server is None or found is None or not to_be_nudged([found.ended], now):
            return
        if not server.settings.heard_reminders:
            return
        later = _later(server, now)
        if later is not None:
            await self._lay(server, found.known, later)
            return
        try:
            await self._bell.nudge(server, found.known)
        except CannotReach as trouble:
            if trouble.why is Why.DISCORD_DOWN:
                raise
            return
        await self._book.change(server, found.known.round_id, lambda said: replace(said, nudged=True))
        await self._servers.note(server.server_id, _NUDGED, local_day(now, server.zone).isoformat())

    async def _lay(self, server: Server, known: KnownRound, due: datetime) -> None:
        """Look at that moment whether it was answered, unless nobody would be reminded any more then."""
        if is_nudging_time(known.facts, due):
            await self._scheduler.schedule(NUDGE_TASK, due, server.server_id, known.round_id)


def _later(server: Server, now: datetime) -> datetime | None:
    """The slot at which to look again, if facilitators are to be left alone now."""
    hours, noted = server.settings.delivery_hours, server.record.notes.get(_NUDGED)
    if noted is not None:
        rested = datetime.combine(date.fromisoformat(noted) + _APART, time(), server.zone).astimezone(UTC)
        if now < rested:
            return slot_at_or_after(rested, hours, server.zone)
    return None if may_remind(server, now) else slot_after(now, hours, server.zone)
