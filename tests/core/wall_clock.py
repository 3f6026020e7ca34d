"""What the clocks on the wall of a zone show, found by walking through the moments.

An oracle for `recurrence.py`: it asks a zone only what it shows at a moment, never at which moment it shows something.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from itertools import pairwise
from zoneinfo import ZoneInfo

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)

NASTY = (
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "America/Nuuk",  # an hour before midnight on Saturday is left out
    "America/Scoresbysund",  # the same, elsewhere
    "America/Santiago",  # the first hour of Sunday is left out
    "America/Havana",
    "Asia/Beirut",
    "Atlantic/Azores",
    "Africa/Cairo",  # the first hour of Friday is left out
    "Africa/Casablanca",  # clocks go back for Ramadan
    "Asia/Gaza",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",  # half an hour
    "Antarctica/Troll",  # two hours
    "Pacific/Chatham",  # at a quarter to three
    "Pacific/Easter",  # at ten in the evening
    "Pacific/Kiritimati",
    "Pacific/Apia",
    "Pacific/Pago_Pago",
)


@dataclass(frozen=True)
class Stretch:
    """A time through which a zone keeps its offset."""

    begins: datetime
    ends: datetime
    offset: timedelta


class Wall:
    """The clocks of one zone from one local date to another, both included."""

    def __init__(self, name: str, first: date, last: date, step: timedelta = timedelta(hours=6)) -> None:
        self.name = name
        self.zone = ZoneInfo(name)
        self.first = first
        self.last = last
        self._step = step
        self._looked_at: dict[date, tuple[Stretch, ...]] = {}

    def shown(self, moment: datetime) -> datetime:
        """What the clocks show at a moment, without a zone."""
        return moment.astimezone(self.zone).replace(tzinfo=None, fold=0)

    @property
    def days(self) -> Iterator[date]:
        """Every date of the calendar."""
        return (self.first + at * DAY for at in range((self.last - self.first).days + 1))

    @cached_property
    def stretches(self) -> tuple[Stretch, ...]:
        """Walked through step by step; where the offset differs, the change is looked for to the minute."""
        begin, end = (datetime.combine(day, time(), UTC) for day in (self.first - 3 * DAY, self.last + 4 * DAY))
        edges = [begin, *self._changes(begin, end), end]
        return tuple(Stretch(begins, ends, self._offset(begins)) for begins, ends in pairwise(edges))

    @property
    def changes(self) -> tuple[datetime, ...]:
        """The first moments with another offset."""
        return tuple(stretch.begins for stretch in self.stretches[1:])

    def first_shown(self, day: date, at: time) -> datetime | None:
        """The first moment at which the clocks show this."""
        wanted = datetime.combine(day, at, UTC)
        for stretch in self._around(day):
            if stretch.begins <= wanted - stretch.offset < stretch.ends:
                return wanted - stretch.offset
        return None

    def instead(self, day: date, at: time) -> datetime | None:
        """The moment that stands for a time which is left out: counted on from the change, or back if that is late."""
        wanted = datetime.combine(day, at, UTC)
        for before, after in pairwise(self._around(day)):
            later, earlier = wanted - before.offset, wanted - after.offset
            if earlier < after.begins <= later:
                return next((moment for moment in (later, earlier) if self.shown(moment).date() == day), None)
        return None

    def minutes(self, begin: datetime, end: datetime) -> dict[datetime, datetime]:
        """For everything the clocks show between two moments, the first moment at which they do, minute by minute."""
        found: dict[datetime, datetime] = {}
        moment = begin
        while moment < end:
            found.setdefault(self.shown(moment), moment)
            moment += MINUTE
        return found

    def _around(self, day: date) -> tuple[Stretch, ...]:
        if day not in self._looked_at:
            noon = datetime.combine(day, time(12), UTC)
            begin, end = noon - 3 * DAY, noon + 3 * DAY
            self._looked_at = {day: tuple(each for each in self.stretches if each.begins < end and each.ends > begin)}
        return self._looked_at[day]

    def _changes(self, begin: datetime, end: datetime) -> Iterator[datetime]:
        moment = begin
        while moment < end:
            following = moment + self._step
            if self._offset(moment) != self._offset(following):
                yield self._change_between(moment, following)
            moment = following

    def _change_between(self, same: datetime, other: datetime) -> datetime:
        offset = self._offset(same)
        while other - same > MINUTE:
            middle = same + (other - same) // (2 * MINUTE) * MINUTE
            same, other = (middle, other) if self._offset(middle) == offset else (same, middle)
        return other

    def _offset(self, moment: datetime) -> timedelta:
        return moment.astimezone(self.zone).utcoffset() or timedelta()
