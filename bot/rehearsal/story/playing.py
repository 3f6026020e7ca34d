"""Plays the year of the story through the very commands and buttons of a real group, and writes down what comes of it.

Not here: what happens in the group (`script.py`), and how it is told (`report.py`).
"""

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from bot.core.publishing import FEWEST_ANSWERS, Level, each_end, publish
from bot.core.recurrence import Weekly
from bot.core.template import Question
from bot.core.warning import Signal, Watch, begin, taken_in
from bot.rehearsal import cast
from bot.rehearsal.opening import TIMEZONE, NotAnswered, find_post, open_group, press
from bot.rehearsal.simulator import Shown, Simulation
from bot.rehearsal.story import hands, script
from bot.rehearsal.story.notebook import Caption, Mark, Notebook, Week
from bot.rehearsal.story.repair import Repair
from bot.rehearsal.story.thief import Theft, steal
from bot.rehearsal.unasked import posted
from bot.services.checkin_templates import templates_in
from bot.ui.words import Words
from cogs.checkin.ids import HELP
from cogs.moderate import cards, cluster_pages, signal_ids

ZONE: Final = ZoneInfo(TIMEZONE)
START: Final = datetime.combine(script.FIRST, time(9), ZONE).astimezone(UTC)
"""Where the clock stands when the group is set up."""
_EVENING, _MORNING, _AFTER_RESULT = time(20), time(10), time(18, 30)
_MONDAY, _, _WEDNESDAY, _THURSDAY, _FRIDAY, _SATURDAY, _SUNDAY = range(7)
_ALERT: Final = signal_ids.SEEN
_WAITING: Final = (cards.MINE, cluster_pages.LOOK)
_ANSWERS: Final = 5
_NEWS: Final = timedelta(days=13)
"""Of the fourteen days within which there is news."""
_LASTING: Final = 3
"""Results in a row in which few answer low: then it has passed."""

THEFTS: Final = (script.BREACH - 1, script.BREACH + 3, script.REPAIR + 2)
"""In these weeks somebody copies every file, while a check-in is open."""
ASKED: Final = script.REPAIR + 1
"""The check-in of this week asks whether what was done helped, and concerns are closed after it."""
CONCERNS: Final = {
    (script.BREACH, _FRIDAY): ("lena", {"category": "privacy", "about": "sam", "wish": "action", "affected": "me"}),
    (script.BREACH + 2, _SATURDAY): (
        "noor",
        {"category": "privacy", "about": "sam", "wish": "action", "affected": "several"},
    ),
    (script.BREACH + 3, _FRIDAY): ("theo", {"category": "rumours", "wish": "unsure", "affected": "group"}),
}
"""Who raises a concern in which week and on which evening, and what they choose; their words are in the catalogue."""


class Year:
    """The year, from setting up to the last result."""

    def __init__(self, simulation: Simulation, words: Words, place: Path) -> None:
        """`place` is the directory below which the bot keeps everything."""
        self._place = place
        self._simulation = simulation
        self._words = words
        self._watch = begin(_question(words), Weekly((_MONDAY,)))
        self._codes: dict[str, str] = {}
        self._cases: list[Shown] = []
        self._written: list[datetime] = []
        """When each case was last answered."""
        self._looked_at: set[int] = set()
        self.notebook = Notebook()
        self._repair = Repair(simulation, words, self._show)

    async def play(self, weeks: Sequence[int] = range(script.WEEKS)) -> Notebook:
        """All of it, or some weeks; what was written down."""
        await open_group(self._simulation, self._words)
        await hands.plan_weekly(self._simulation)
        for week in weeks:
            await self._answer(week)
            await self._live(week)
        return self.notebook

    async def _answer(self, week: int) -> None:
        """The check-in of a week, from Monday evening to its result on Wednesday."""
        await self._until(week, _MONDAY, _EVENING)
        moods = list(script.moods(week).items())
        half, helped = len(moods) // 2, script.helped() if week == ASKED else None
        if week == ASKED:
            await self._repair.see_the_question()
        self._show(Caption.CHECKIN, await hands.answer_all(self._simulation, dict(moods[:half]), helped))
        if week in THEFTS:
            self.notebook.thefts.append(self._steal())
        await hands.answer_all(self._simulation, dict(moods[half:]), helped)
        if week == script.BREACH:
            await self._breach()
        await self._until(week, _WEDNESDAY, _AFTER_RESULT)
        result, before = find_post(self._simulation, cast.GROUP, HELP), self._watch
        self.notebook.weeks.append(self._published(week, result))
        self._show_result(week, result, before)

    def _show_result(self, week: int, result: Shown, before: Watch) -> None:
        if week == script.BREACH - 2:
            self._show(Caption.HEALTHY, result)
        if week == ASKED:
            self._show(Caption.HELPED, result)
        if self._watch.alarms != before.alarms:
            self.notebook.mark(Mark.ALARM, self._simulation.now())
            self.notebook.alarms += 1
            self._show(Caption.ALARM, result)
        if week == script.WEEKS - 1:
            self._show(Caption.MENDED, result)
        if week > script.REPAIR and all(one.lines.low is Level.FEW for one in self.notebook.weeks[-_LASTING:]):
            self.notebook.mark(Mark.QUIET, self._simulation.now())

    def _steal(self) -> Theft:
        people = {name: one.id for name, one in self._simulation.world.people.items()}
        secrets = [self._words(f"story-concern-{name}") for name in self._codes]
        secrets += [self._words(f"story-{name}") for name in ("feedback", "done-words", "done-intent")]
        secrets += [form for code in self._codes.values() for form in (code, code.replace("-", ""))]
        return steal(self._place, people, secrets, len(self._codes), self._simulation.now())

    def _published(self, week: int, result: Shown) -> Week:
        """What the result of a week says, by the rule of all results, and what that alone has T1 show."""
        counts = [0] * _ANSWERS
        for mood in script.moods(week).values():
            counts[round(mood * (_ANSWERS - 1))] += 1
        lines = publish(counts, FEWEST_ANSWERS)
        if lines is None:
            raise NotAnswered("result")
        opened = script.monday(week)
        self._watch = taken_in(self._watch, opened, _question(self._words), lines)
        signal = self._watch.course[-1].signal or Signal.QUIET
        return Week(opened, sum(counts[: each_end(_ANSWERS)]), lines, signal, result)

    async def _live(self, week: int) -> None:
        """The rest of a week: concerns, and moderators who look after them."""
        for day in (_THURSDAY, _FRIDAY, _SATURDAY, _SUNDAY):
            await self._until(week, day, _MORNING)
            await self._look_around(week)
            await self._look_after(week, day)
            concern = CONCERNS.get((week, day))
            if concern is not None:
                await self._until(week, day, _EVENING)
                await self._raise(*concern)
        if week == script.REPAIR:
            await self._repair.tell_the_group()
            self.notebook.mark(Mark.REPAIR, self._simulation.now())

    async def _breach(self) -> None:
        said = await self._simulation.people.say(script.TOLD_OUTSIDE, self._words("story-said-breach"))
        self.notebook.mark(Mark.BREACH, self._simulation.now())
        self._show(Caption.BREACH, said)

    async def _raise(self, name: str, told: dict[str, str]) -> None:
        story = self._words(f"story-concern-{name}")
        review, self._codes[name] = await hands.raise_concern(self._simulation, name, {**told, "story": story})
        self.notebook.mark(Mark.FIRST_CONCERN, self._simulation.now())
        self._show(Caption.REVIEW, review)

    async def _look_after(self, week: int, day: int) -> None:
        """The cards that stand in the channel are opened the next morning; cases end once the group was told."""
        if week >= script.BREACH and week < script.REPAIR:
            self._show_card()
            for case in await hands.take_up(self._simulation, "mara", self._words("story-answer")):
                self._cases.append(case)
                self._written.append(self._simulation.now())
                self._show(Caption.CASE, case)
        if (week, day) == (ASKED, _THURSDAY):
            await self._repair.close_cases(self._cases, self._codes["lena"])
        if (week, day) == (ASKED, _SATURDAY):
            await self._repair.look_at_what_came(self._cases[0])

    def _show_card(self) -> None:
        try:
            self._show(Caption.CARD, find_post(self._simulation, cast.MODERATORS_ROOM, "case:open:"))
        except NotAnswered:
            return

    async def _look_around(self, week: int) -> None:
        """Mara and Fay look at what they were told since, and from the breach on at the signals."""
        told = [one for one in self._newest(self._simulation.world.direct("mara")) if hands.marked(one, *_WAITING)]
        for shown in told:
            self._show(Caption.WAITING, shown)
        if told and week < script.REPAIR:
            await self._give_news(week)
        room = self._simulation.world.channel(cast.FACILITATORS_ROOM)
        for shown in self._newest(self._simulation.world.messages(room)):
            if hands.marked(shown, _ALERT):
                self.notebook.alerts += 1
                self._show(Caption.TRUST, shown)
                await press(self._simulation, "fay", shown, _ALERT)
        if week >= script.BREACH and week < script.REPAIR:
            await self._look_at_signals()

    async def _give_news(self, week: int) -> None:
        """Mara writes to those who have waited as long as they were told to expect."""
        now, words = self._simulation.now(), self._words(f"story-news-{script.news(week)}")
        for place, case in enumerate(self._cases):
            if now - self._written[place] >= _NEWS:
                await hands.reply(self._simulation, "mara", case, words)
                self._written[place] = now

    async def _look_at_signals(self) -> None:
        answer = await self._simulation.people.slash("mara", "moderate signals", cast.MODERATORS_ROOM)
        if answer.first is None:
            raise NotAnswered("signals")
        if Mark.ALARM in self.notebook.marks:
            self._show(Caption.SIGNALS, answer.first)
        if hands.marked(answer.first, cluster_pages.LOOK):
            self.notebook.mark(Mark.CLUSTER, self._simulation.now())
            beside = await press(self._simulation, "mara", answer.first, cluster_pages.LOOK)
            if beside.first is not None:
                self._show(Caption.CLUSTER, beside.first)

    def _newest(self, messages: list[Shown]) -> list[Shown]:
        """Those that nobody has looked at before."""
        fresh = [one for one in messages if one.message_id not in self._looked_at]
        self._looked_at |= {one.message_id for one in fresh}
        return fresh

    def _show(self, caption: Caption, shown: Shown) -> None:
        self.notebook.show(self._simulation.now(), caption, shown)

    async def _until(self, week: int, day: int, at: time) -> None:
        """Move the clock to this time of a day of the week, by the group's clocks."""
        moment = datetime.combine(script.monday(week) + timedelta(days=day), at, ZONE)
        before = self._simulation.requests_so_far
        await self._simulation.advance(moment.astimezone(UTC) - self._simulation.now())
        self.notebook.unasked += posted(self._simulation, before, ZONE)


def _question(words: Words) -> Question:
    """The watched question of the weekly pulse."""
    return templates_in(words.language)[0].questions[0]
