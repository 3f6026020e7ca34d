"""Whether a plan for check-ins is sensible: in itself, and beside what else is planned and open in its channel."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from itertools import pairwise
from typing import Final

from bot.core.checkin import LONGEST, POSTS_IN_SEVEN_DAYS, SHORTEST, WEEK
from bot.core.recurrence import MOST_WEEKS, NTH, Monthly, Weekly
from bot.core.schedule import Plan, closing_of, openings, reminder_of

MOST_SCHEDULES: Final = 100
"""In one server."""
MOST_HOLIDAYS: Final = 100
SHORTEST_REMINDER: Final = 1
"""Hours before closing."""
_DAYS_IN_WEEK: Final = 7
_HOURS_IN_DAY: Final = 24


class Flaw(Enum):
    """What is wrong with a plan."""

    NO_WEEKDAY = "no-weekday"
    RHYTHM = "rhythm"
    HOURS = "hours"
    REMINDER = "reminder"
    """It would come as the round opens, or not at all."""
    NEVER = "never"
    """No opening comes within a year: all dates are holidays, or the first date is too far away."""
    TOO_OFTEN = "too-often"
    """A third post within seven days."""
    OVERLAP = "overlap"
    """A round would open while another is open, or should last longer than to the next of its own."""


@dataclass(frozen=True)
class Objection:
    """One flaw, and the local date of the opening at which it first shows, if it is about a date."""

    flaw: Flaw
    on: date | None = None


@dataclass(frozen=True)
class Span:
    """A post in the channel: from when to when its round is open."""

    opens: datetime
    closes: datetime
    on: date
    mine: bool = False
    """Of the plan that is looked at; what others do among themselves is not objected to."""


def objection(
    plan: Plan, others: Sequence[Plan], standing: Sequence[Span], now: datetime, handled: date | None = None
) -> Objection | None:
    """The first thing wrong with a plan, or None.

    Args:
        plan: what is to be saved.
        others: the running plans of other schedules in the same channel.
        standing: rounds of the last seven days, and open ones, in that channel.
        now: openings up to now do not count.
        handled: the last local date on which the plan's schedule opened already; nor do those up to it.
    """
    return _in_itself(plan) or _among_others(plan, others, standing, now, handled)


def _in_itself(plan: Plan) -> Objection | None:
    lasting = timedelta(hours=plan.hours)
    if not _is_rhythm(plan):
        return Objection(_rhythm_flaw(plan))
    if not SHORTEST <= lasting <= LONGEST:
        return Objection(Flaw.HOURS)
    if plan.reminder_hours is not None and not SHORTEST_REMINDER <= plan.reminder_hours < plan.hours:
        return Objection(Flaw.REMINDER)
    return None


def _is_rhythm(plan: Plan) -> bool:
    match plan.rhythm:
        case Weekly(weekdays, every):
            days = set(weekdays)
            return bool(days) and days <= set(range(_DAYS_IN_WEEK)) and 1 <= every <= MOST_WEEKS
        case Monthly(weekday, nth):
            return 0 <= weekday < _DAYS_IN_WEEK and nth in NTH


def _rhythm_flaw(plan: Plan) -> Flaw:
    match plan.rhythm:
        case Weekly(()):
            return Flaw.NO_WEEKDAY
        case _:
            return Flaw.RHYTHM


def _among_others(
    plan: Plan, others: Sequence[Plan], standing: Sequence[Span], now: datetime, handled: date | None
) -> Objection | None:
    mine = [Span(each.at, closing_of(plan, each), each.on, mine=True) for each in openings(plan, now, handled)]
    if not mine:
        return Objection(Flaw.NEVER)
    theirs = [Span(each.at, closing_of(other, each), each.on) for other in others for each in openings(other, now)]
    return _in_the_way([*mine, *theirs], standing) or _too_long(plan, mine) or _reminder_too_early(plan, mine)


def _in_the_way(coming: Sequence[Span], standing: Sequence[Span]) -> Objection | None:
    """Live through what is to come: of mine all must be posted, and of the others' all that would be without mine."""
    posted = list(standing)
    for span in sorted(coming, key=lambda each: each.opens):
        flaw = _against(span, posted)
        if flaw is None:
            posted.append(span)
        elif span.mine or _against(span, [each for each in posted if not each.mine]) is None:
            return Objection(flaw, span.on)
    return None


def _against(span: Span, posted: Sequence[Span]) -> Flaw | None:
    """What stands against one more post: the rule that `obstacle` in `checkin.py` has for rounds."""
    if sum(span.opens - earlier.opens < WEEK for earlier in posted) >= POSTS_IN_SEVEN_DAYS:
        return Flaw.TOO_OFTEN
    return Flaw.OVERLAP if any(span.opens < earlier.closes for earlier in posted) else None


def _too_long(plan: Plan, mine: Sequence[Span]) -> Objection | None:
    """A day is 24 hours long here: what a change of clocks takes, `closing_of` takes from the round."""
    for earlier, later in pairwise(mine):
        if plan.hours > _HOURS_IN_DAY * (later.on - earlier.on).days:
            return Objection(Flaw.OVERLAP, later.on)
    return None


def _reminder_too_early(plan: Plan, mine: Sequence[Span]) -> Objection | None:
    """A round that the next one cuts short may be over by then."""
    for span in mine:
        reminder = reminder_of(plan, span.closes)
        if reminder is not None and reminder <= span.opens:
            return Objection(Flaw.REMINDER, span.on)
    return None
