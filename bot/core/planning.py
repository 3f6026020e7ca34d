"""Whether a plan for check-ins is sensible: in itself, and beside what else is planned and open in its channel."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from itertools import chain, islice, pairwise
from typing import Final

from bot.core.checkin import LONGEST, POSTS_IN_SEVEN_DAYS, SHORTEST, WEEK
from bot.core.recurrence import MOST_WEEKS, NTH, Monthly, Opening, Weekly
from bot.core.schedule import Plan, closing_of, openings

MOST_SCHEDULES: Final = 100
"""In one server."""
MOST_HOLIDAYS: Final = 100
SHORTEST_REMINDER: Final = 1
"""Hours before closing."""
_HOUR: Final = timedelta(hours=1)
_DAYS_IN_WEEK: Final = 7
_LOOKED_AT: Final = 120
"""Openings: more than a year of two a week."""


class Flaw(Enum):
    """What is wrong with a plan."""

    NO_WEEKDAY = "no-weekday"
    RHYTHM = "rhythm"
    HOURS = "hours"
    REMINDER = "reminder"
    NEVER = "never"
    """No opening comes within a year: all dates are holidays, or the first date is too far away."""
    TOO_OFTEN = "too-often"
    """A third post within seven days."""
    OVERLAP = "overlap"
    """A round would open while another is open."""


@dataclass(frozen=True)
class Objection:
    """One flaw, and the local date (in the plan's zone) at which it first shows, if it is about a date."""

    flaw: Flaw
    on: date | None = None


@dataclass(frozen=True)
class Span:
    """A post in the channel: from when to when its round is open."""

    opens: datetime
    closes: datetime
    on: date
    mine: bool = True
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
    mine = list(_spans(plan, now, handled))
    if not mine:
        return Objection(Flaw.NEVER)
    theirs = chain.from_iterable(_spans(other, now, mine=False) for other in others)
    spans = sorted((*mine, *theirs, *standing), key=lambda span: span.opens)
    last = mine[-1].closes
    spans = [span for span in spans if span.opens <= last]
    return _too_often(spans) or _overlap(spans)


def _spans(plan: Plan, now: datetime, handled: date | None = None, *, mine: bool = True) -> Iterator[Span]:
    for opening in islice(openings(plan, now, handled), _LOOKED_AT):
        yield Span(opening.at, _nominal_closing(plan, opening), opening.on, mine)


def _nominal_closing(plan: Plan, opening: Opening) -> datetime:
    """When it closes as far as others are concerned; a week that the clocks shorten is no overlap with itself."""
    closes = opening.at + timedelta(hours=plan.hours)
    shortened = closing_of(plan, opening)
    return shortened if closes - shortened <= 2 * _HOUR + _HOUR else closes


def _too_often(spans: Sequence[Span]) -> Objection | None:
    for first, *between, third in zip(*(spans[at:] for at in range(POSTS_IN_SEVEN_DAYS + 1)), strict=False):
        if third.opens - first.opens < WEEK and any(span.mine for span in (first, *between, third)):
            return Objection(Flaw.TOO_OFTEN, third.on)
    return None


def _overlap(spans: Sequence[Span]) -> Objection | None:
    for earlier, later in pairwise(spans):
        if later.opens < earlier.closes and (earlier.mine or later.mine):
            return Objection(Flaw.OVERLAP, later.on)
    return None
