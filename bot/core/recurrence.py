"""When a check-in opens: on which local dates, and at which moment of each. Not here: pauses (`schedule.py`).

Dates are walked one by one and each is turned into a moment in its own time zone (the way RFC 5545 reads local times),
so that no change of clocks moves an opening to another date, doubles it or loses it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

LAST: Final = -1
"""The last such weekday of a month."""
NTH: Final = (1, 2, 3, 4, LAST)
MOST_WEEKS: Final = 12
_DAY: Final = timedelta(days=1)
_DAYS_IN_WEEK: Final = 7


@dataclass(frozen=True)
class Weekly:
    """Every so many weeks on these weekdays."""

    weekdays: tuple[int, ...]
    """0 is Monday."""
    every: int = 1
    """Weeks, counted from the week of the first date; at most `MOST_WEEKS`."""


@dataclass(frozen=True)
class Monthly:
    """Once a month, on the nth or last of a weekday."""

    weekday: int
    """0 is Monday."""
    nth: int
    """1 to 4, or `LAST`."""


Rhythm = Weekly | Monthly


@dataclass(frozen=True)
class Opening:
    """One opening: for which local date, and when."""

    on: date
    at: datetime
    """In UTC."""


def dates_due(rhythm: Rhythm, first: date, start: date, end: date) -> Iterator[date]:
    """The local dates of a rhythm that begins with `first`, from `start` to `end`, both included."""
    begin = max(first, start)
    days = (begin + ahead * _DAY for ahead in range((end - begin).days + 1))
    return (day for day in days if _is_due(rhythm, first, day))


def _is_due(rhythm: Rhythm, first: date, day: date) -> bool:
    match rhythm:
        case Weekly(weekdays, every):
            weeks = (_monday(day) - _monday(first)).days // _DAYS_IN_WEEK
            return day.weekday() in weekdays and weeks % every == 0
        case Monthly(weekday, nth):
            return day.weekday() == weekday and _is_nth(day, nth)


def _monday(day: date) -> date:
    return day - day.weekday() * _DAY


def _is_nth(day: date, nth: int) -> bool:
    """Whether it is the nth, or last, of its weekday in its month."""
    if nth == LAST:
        return (day + _DAYS_IN_WEEK * _DAY).month != day.month
    return (day.day - 1) // _DAYS_IN_WEEK + 1 == nth


def moment_of(day: date, at: time, zone: ZoneInfo) -> datetime | None:
    """The moment, in UTC, at which the clocks of a zone show this time on this date.

    A time that comes twice is the first of the two. One that is left out, because clocks go forward, is read with the
    offset from before, so a little later; if that would be the next date already, with the offset from after, so a
    little earlier. None: the whole date is left out (a zone that moved over the date line).
    """
    for fold in (0, 1):
        moment = datetime.combine(day, at.replace(fold=fold), zone).astimezone(UTC)
        if moment.astimezone(zone).date() == day:
            return moment
    return None
