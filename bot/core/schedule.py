"""A schedule of check-ins: its plan, which openings are still to come, which one is due, and when it falls silent.

Not here: which dates and moments a rhythm has (`recurrence.py`), and whether a plan is sensible (`planning.py`).
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from bot.core.checkin import GRACE
from bot.core.identity import ChannelId, RoleId
from bot.core.recurrence import MOST_WEEKS, Opening, Rhythm, dates_due, moment_of

SILENT_ROUNDS: Final = 2
"""After so many rounds in a row with too few answers a schedule pauses: people fall silent when trust goes."""
HORIZON: Final = timedelta(days=400)
"""How far ahead is looked: the rarest rhythm comes several times in it."""
FARTHEST: Final = timedelta(weeks=MOST_WEEKS * 110)
"""How far ahead the next opening of a schedule is looked for: beyond a hundred holidays, even in the rarest rhythm."""
_CLOSING_BEFORE: Final = timedelta(hours=1)
_DAY: Final = timedelta(days=1)


class Pause(StrEnum):
    """Why a schedule opens nothing."""

    STAFF = "staff"
    SILENCE = "silence"
    """Too few answered, `SILENT_ROUNDS` times in a row."""
    TEMPLATE = "template"
    """What it asked is no longer there."""


@dataclass(frozen=True)
class Plan:
    """What a facilitator chose."""

    template_id: str
    channel: ChannelId
    rhythm: Rhythm
    at: time
    """Local."""
    zone: str
    """IANA name."""
    hours: int
    """How long a round stays open."""
    first: date
    """Nothing opens on an earlier local date; weeks are counted from its week."""
    audience: RoleId | None = None
    reminder_hours: int | None = None
    """The channel is reminded once, so many hours before closing."""
    comments: bool = False
    holidays: tuple[date, ...] = ()


@dataclass(frozen=True)
class Concluded:
    """How a round of a schedule ended."""

    on: date
    too_few: bool


@dataclass(frozen=True)
class Schedule:
    """A plan in force and what became of it so far."""

    plan: Plan | None
    """None: never saved yet."""
    since: datetime
    """Openings up to this moment do not count: it was saved, changed or resumed then."""
    proposed: Plan | None = None
    """A change that is not saved yet."""
    handled: date | None = None
    """The last local date whose opening was dealt with: no date up to it opens (again)."""
    skipped: tuple[date, ...] = ()
    concluded: tuple[Concluded, ...] = ()
    """The last rounds, latest date last."""
    pause: Pause | None = None

    @property
    def shown(self) -> Plan | None:
        """The plan that a facilitator looks at: the change that is not saved yet, else the one in force."""
        return self.proposed or self.plan

    @property
    def is_running(self) -> bool:
        """Saved and not paused."""
        return self.plan is not None and self.pause is None


@dataclass(frozen=True)
class Due:
    """What is to be done for a schedule now."""

    opening: Opening | None
    missed: tuple[date, ...]
    """Dates whose opening is past by more than the grace period; told to the facilitators, never made up for."""


def openings(plan: Plan, after: datetime, handled: date | None = None) -> Iterator[Opening]:
    """The openings of a plan later than a moment and a date, in order, for somewhat more than a year ahead."""
    return openings_until(plan, after, after + HORIZON, handled)


def openings_until(plan: Plan, after: datetime, until: datetime, handled: date | None) -> Iterator[Opening]:
    """The openings of a plan later than a moment and a date, up to and including `until`, in order.

    Holidays are left out.
    """
    zone = ZoneInfo(plan.zone)
    # A day more at the end: clocks that go back after midnight have shown the next date before.
    start, end = after.astimezone(zone).date(), until.astimezone(zone).date() + _DAY
    if handled is not None:
        start = max(start, handled + _DAY)
    for day in dates_due(plan.rhythm, plan.first, start, end):
        moment = None if day in plan.holidays else moment_of(day, plan.at, zone)
        if moment is not None and after < moment <= until:
            yield Opening(day, moment)


def upcoming(schedule: Schedule, now: datetime) -> Iterator[Opening]:
    """The openings to come, in order; none of a schedule that was never saved. A pause is not looked at."""
    if schedule.plan is None:
        return
    after = max(schedule.since, now)
    for opening in openings_until(schedule.plan, after, after + FARTHEST, schedule.handled):
        if opening.on not in schedule.skipped:
            yield opening


def due(schedule: Schedule, now: datetime) -> Due:
    """What is due by now: at most one opening, however long nobody looked at the clock."""
    if schedule.plan is None or schedule.pause is not None:
        return Due(None, ())
    past = [
        opening
        for opening in openings_until(schedule.plan, schedule.since, now, schedule.handled)
        if opening.on not in schedule.skipped
    ]
    if past and now - past[-1].at <= GRACE:
        return Due(past[-1], tuple(opening.on for opening in past[:-1]))
    return Due(None, tuple(opening.on for opening in past))


def closing_of(plan: Plan, opening: Opening) -> datetime:
    """When the round of an opening closes: after the plan's hours, but an hour before the plan's next opening."""
    closes = opening.at + timedelta(hours=plan.hours)
    following = next(openings_until(plan, opening.at, closes + _CLOSING_BEFORE, opening.on), None)
    return closes if following is None else following.at - _CLOSING_BEFORE


def reminder_of(plan: Plan, closes: datetime) -> datetime | None:
    """When the channel is reminded of a round that closes then."""
    return None if plan.reminder_hours is None else closes - timedelta(hours=plan.reminder_hours)


def with_handled(schedule: Schedule, on: date) -> Schedule:
    """The schedule once this date has been dealt with."""
    handled = on if schedule.handled is None else max(on, schedule.handled)
    return replace(schedule, handled=handled, skipped=tuple(day for day in schedule.skipped if day > handled))


def with_conclusion(schedule: Schedule, on: date, *, too_few: bool) -> Schedule:
    """The schedule once a round of it has ended; the same round twice counts once. It may fall silent by this."""
    if on in {each.on for each in schedule.concluded}:
        return schedule
    every = sorted((*schedule.concluded, Concluded(on, too_few)), key=lambda each: each.on)
    last = tuple(every[-SILENT_ROUNDS:])
    silent = len(last) == SILENT_ROUNDS and all(each.too_few for each in last)
    pause = Pause.SILENCE if silent and schedule.pause is None else schedule.pause
    return replace(schedule, concluded=last, pause=pause)


def planned(schedule: Schedule, plan: Plan, now: datetime) -> Schedule:
    """The schedule with this plan in force from now on.

    Dates that were dealt with stay so. But none of them can be later than tomorrow (it may be tomorrow elsewhere):
    a clock that once ran far ahead must not keep the schedule closed until then.
    """
    latest = now.astimezone(ZoneInfo(plan.zone)).date() + _DAY
    handled = None if schedule.handled is None else min(schedule.handled, latest)
    return replace(schedule, plan=plan, since=now, handled=handled)


def resumed(schedule: Schedule, now: datetime) -> Schedule:
    """The schedule, opening again from now on; former silence counts no more."""
    forgiven = tuple(replace(each, too_few=False) for each in schedule.concluded)
    going_on = schedule if schedule.plan is None else planned(schedule, schedule.plan, now)
    return replace(going_on, pause=None, since=now, concluded=forgiven)
