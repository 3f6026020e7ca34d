"""T1 at work: takes in what a round of a schedule published, and lets an alert arise when it rings.

Fed with nothing but posted results. Each step can be repeated after a crash. Not here: the rule (`core/warning.py`),
what the staff sees of it (`signals.py`), and how an alert is told (`alerting.py`).
"""

import asyncio
from collections import defaultdict
from datetime import date
from hashlib import sha256
from typing import Final, final

from bot.core.alerts import Alert, Kind
from bot.core.identity import Clock, PlanId
from bot.core.learning_cards import theme_of
from bot.core.recurrence import Rhythm
from bot.core.slots import local_day
from bot.core.template import Question
from bot.core.warning import Watch, begin, rang, taken_in, watched, with_rhythm, with_tolerance
from bot.services.alerting import Alerting
from bot.services.checkin_rounds import KnownRound
from bot.services.checkin_templates import templates_in
from bot.services.schedule_book import ScheduleBook
from bot.services.server_records import Server
from bot.services.watch_book import WatchBook

OWN: Final = "own"
"""The theme of a question that does not come with the bot."""


@final
class Watching:
    """Watches one question of each schedule. One step at a time of each."""

    def __init__(self, watches: WatchBook, schedules: ScheduleBook, alerting: Alerting, clock: Clock) -> None:
        self._watches = watches
        self._schedules = schedules
        self._alerting = alerting
        self._clock = clock
        self._turns: defaultdict[PlanId, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def published(self, server: Server, known: KnownRound) -> None:
        """Take in a round whose result was posted. One that no schedule opened, or the same again, changes nothing.

        Where it rings the alert is on disk before the watch: a process that dies between the two rings again, and the
        occasion has its alert already.
        """
        schedule_id, on = known.facts.schedule_id, known.facts.on
        if schedule_id is None or on is None:
            return
        async with self._turns[schedule_id]:
            schedule = await self._schedules.find(server, schedule_id)
            if schedule is None or schedule.facts.plan is None:
                await self._watches.forget(schedule_id)
                return
            await self._take_in(server, schedule_id, schedule.facts.plan.rhythm, known, on)

    async def forget(self, schedule_id: PlanId) -> None:
        """Forget what watched a schedule, once whatever is being taken in of it is kept."""
        async with self._turns[schedule_id]:
            await self._watches.forget(schedule_id)

    async def tolerate(
        self, server: Server, schedule_id: PlanId, question: Question, rhythm: Rhythm, tolerance: int
    ) -> None:
        """Let another share of *low* count as ordinary; the sum starts again.

        Raises:
            UnknownTolerance: it is none of `TOLERANCES`.
        """
        async with self._turns[schedule_id]:
            kept = await self._watches.find(server, schedule_id) or begin(question, rhythm)
            changed = with_tolerance(kept, tolerance)
            if changed != kept:
                await self._watches.keep(server, schedule_id, changed)

    async def _take_in(self, server: Server, schedule_id: PlanId, rhythm: Rhythm, known: KnownRound, on: date) -> None:
        at = watched(known.facts.template)
        if at is None or known.result is None:
            return
        question, lines = known.facts.template.questions[at], known.result.lines[at]
        kept = await self._watches.find(server, schedule_id)
        before = with_rhythm(kept or begin(question, rhythm), rhythm)
        after = taken_in(before, on, question, lines)
        if rang(before, after):
            await self._ring(server, schedule_id, after, known, on)
        if after != kept:
            await self._watches.keep(server, schedule_id, after)

    async def _ring(self, server: Server, schedule_id: PlanId, watch: Watch, known: KnownRound, on: date) -> None:
        now = self._clock()
        alert = Alert(Kind.TRUST, topic_of(schedule_id), _occasion(schedule_id, on), local_day(now, server.zone))
        matter = {
            "title": known.facts.template.title,
            "channel": str(known.facts.channel),
            "words": watch.words,
            "theme": _theme(server, watch),
        }
        await self._alerting.arise(server, alert, matter, now)


def topic_of(schedule_id: PlanId) -> bytes:
    """What alerts of this schedule go on being about."""
    return sha256(b"signal of schedule:" + schedule_id).digest()


def _occasion(schedule_id: PlanId, on: date) -> bytes:
    return sha256(b"signal of round:" + schedule_id + on.isoformat().encode()).digest()


def _theme(server: Server, watch: Watch) -> str:
    """The theme of the question that comes with the bot and is asked in the same words, also in a copy; else `OWN`."""
    themes = (
        theme_of(template.template_id, place)
        for template in templates_in(server.settings.language)
        for place, question in enumerate(template.questions)
        if (question.words, question.answers) == (watch.words, watch.answers)
    )
    return next(themes, OWN)
