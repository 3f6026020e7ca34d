"""A clerk who runs one schedule as the service does, and what can be said against how it went.

Not the service: there is no post, no round and no store, only the rules of `schedule.py` and a clock that misbehaves.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import Enum
from functools import cache

from bot.core.checkin import GRACE
from bot.core.recurrence import Opening, dates_due
from bot.core.schedule import Due, Pause, Plan, Schedule, due, resumed, upcoming, with_handled
from tests.core.wall_clock import DAY, Wall

Looking = Callable[[Schedule, datetime], Due]
Noting = Callable[[Schedule, date, datetime], Schedule]

BETWEEN_TICKS = timedelta(minutes=95)
"""Less than the grace period: whoever lives like this misses nothing."""


class Complaint(Enum):
    """What can be said against a clerk."""

    TWICE = "a date was opened or reported twice, or both"
    LATE = "something opened before its moment, or later than the grace period allows"
    WRONG = "a date opened at a moment that is not its moment, or is none of the plan's"
    SKIPPED = "a date that was left out was opened or reported"
    LOST = "a date was neither opened nor reported"


@dataclass
class Era:
    """A time through which one plan was in force."""

    plan: Plan
    since: datetime
    handled: date | None
    seen: datetime
    """The latest moment at which the clerk looked while it ran."""


@dataclass(frozen=True)
class Act:
    """A date that was dealt with."""

    on: date
    plan: Plan
    now: datetime
    opening: Opening | None
    """None: it was reported as missed."""
    skipped: bool


def note(schedule: Schedule, on: date, _now: datetime) -> Schedule:
    """As the service notes it."""
    return with_handled(schedule, on)


@dataclass
class Clerk:
    """Runs a schedule."""

    plan: Plan
    now: datetime
    look: Looking = due
    note: Noting = note
    acts: list[Act] = field(default_factory=list[Act])
    eras: list[Era] = field(default_factory=list[Era])
    skipped: set[date] = field(default_factory=set[date])
    again: Counter[date] = field(default_factory=Counter[date])

    def __post_init__(self) -> None:
        self.schedule = Schedule(None, self.now)
        self.change(self.plan)

    def tick(self) -> None:
        """Look once, and do what is due."""
        found = self.look(self.schedule, self.now)
        for on in found.missed:
            self._deal_with(on, None)
        if found.opening is not None:
            self._deal_with(found.opening.on, found.opening)
        if self.schedule.is_running:
            self.eras[-1].seen = max(self.eras[-1].seen, self.now)

    def live(self, hours: int) -> None:
        """Look again and again, often enough."""
        end = self.now + timedelta(hours=hours)
        while self.now < end:
            self.now += BETWEEN_TICKS
            self.tick()

    def sleep(self, hours: int) -> None:
        """Look only after so many hours; less than none: the clock was put back."""
        self.now += timedelta(hours=hours)
        self.tick()

    def change(self, plan: Plan) -> None:
        """Another plan is saved."""
        self.plan = plan
        self.schedule = replace(self.schedule, plan=plan, since=self.now)
        self._begin()

    def pause(self) -> None:
        """Nothing opens."""
        self.schedule = replace(self.schedule, pause=Pause.STAFF)

    def resume(self) -> None:
        """It goes on. Dates that lie far ahead of a clock that was put back may then come again."""
        self.schedule = resumed(self.schedule, self.now)
        handled = self.schedule.handled
        self.again.update({act.on for act in self.acts if handled is not None and act.on > handled})
        self._begin()

    def skip(self) -> None:
        """The next date is left out."""
        coming = next(upcoming(self.schedule, self.now), None)
        if coming is not None:
            self.skipped.add(coming.on)
            self.schedule = replace(self.schedule, skipped=(*self.schedule.skipped, coming.on))

    def _begin(self) -> None:
        self.eras.append(Era(self.plan, self.now, self.schedule.handled, self.now))

    def _deal_with(self, on: date, opening: Opening | None) -> None:
        self.acts.append(Act(on, self.plan, self.now, opening, on in self.skipped))
        self.schedule = self.note(self.schedule, on, self.now)


def complaints(clerk: Clerk) -> set[Complaint]:
    """Everything that can be said against how it went."""
    return {*_doubled(clerk), *_ill_timed(clerk), *_lost(clerk)}


def moments(plan: Plan, begin: datetime, end: datetime) -> Iterator[Opening]:
    """The openings of a plan after one moment and up to another, as the clocks on the wall have them."""
    wall = wall_of(plan.zone)
    for day in dates_due(plan.rhythm, plan.first, begin.date() - 2 * DAY, end.date() + 2 * DAY):
        moment = wall.first_shown(day, plan.at) or wall.instead(day, plan.at)
        if day not in plan.holidays and moment is not None and begin < moment <= end:
            yield Opening(day, moment)


@cache
def wall_of(zone: str) -> Wall:
    """The clocks of a zone through the years that are lived through here."""
    return Wall(zone, date(2025, 10, 1), date(2030, 12, 31))


def _doubled(clerk: Clerk) -> Iterator[Complaint]:
    dealt_with = Counter(act.on for act in clerk.acts)
    if any(times > 1 + clerk.again[on] for on, times in dealt_with.items()):
        yield Complaint.TWICE


def _ill_timed(clerk: Clerk) -> Iterator[Complaint]:
    for act in clerk.acts:
        if act.skipped or act.on in act.plan.holidays:
            yield Complaint.SKIPPED
        if act.opening is not None:
            if not timedelta() <= act.now - act.opening.at <= GRACE:
                yield Complaint.LATE
            if act.opening not in moments(act.plan, act.opening.at - DAY, act.opening.at + DAY):
                yield Complaint.WRONG


def _lost(clerk: Clerk) -> Iterator[Complaint]:
    dealt_with = {act.on for act in clerk.acts} | clerk.skipped
    for era in clerk.eras:
        wanted = {each.on for each in moments(era.plan, era.since, era.seen)}
        if {on for on in wanted if era.handled is None or on > era.handled} - dealt_with:
            yield Complaint.LOST
