"""Delivery slots: the few moments of a server's day at which concerns move, so that no minute points at who was online.

Local wall-clock hours through every change of clocks. Not here: what is delivered.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

REST: Final = timedelta(hours=2)
"""The shortest time between sending and delivery, and between two slots."""

_SATURDAY: Final = 5


def delivery_moment(sent: datetime, hours: Sequence[int], zone: ZoneInfo) -> datetime:
    """The first slot at least two hours after sending, in UTC."""
    return slot_at_or_after(sent + REST, hours, zone)


def slot_at_or_after(moment: datetime, hours: Sequence[int], zone: ZoneInfo) -> datetime:
    """The first slot that is not before this moment, in UTC.

    Raises:
        ValueError: no hours.
    """
    return next(slot for slot in _slots_from(moment, hours, zone) if slot >= moment)


def slot_after(moment: datetime, hours: Sequence[int], zone: ZoneInfo) -> datetime:
    """The first slot later than this moment, in UTC.

    Raises:
        ValueError: no hours.
    """
    return next(slot for slot in _slots_from(moment, hours, zone) if slot > moment)


def slot_of_next_week(moment: datetime, hours: Sequence[int], zone: ZoneInfo) -> datetime:
    """The first slot of the week after this moment's, in UTC: what goes then tells of no day of the week before."""
    day = local_day(moment, zone)
    monday = datetime.combine(day + timedelta(days=7 - day.weekday()), time(), zone)
    return slot_at_or_after(monday.astimezone(UTC), hours, zone)


def local_day(moment: datetime, zone: ZoneInfo) -> date:
    """The date on the server's wall at this moment."""
    return moment.astimezone(zone).date()


def day_begins(moment: datetime, zone: ZoneInfo) -> datetime:
    """The first moment of this day, in UTC: kept of what goes at once, since the moment itself could point at somebody.

    Never later than `moment`.
    """
    return datetime.combine(local_day(moment, zone), time(), zone).astimezone(UTC)


def is_night(hour: int, night: tuple[int, int]) -> bool:
    """Whether the night has begun at this hour of the day and not yet ended; the same hour twice: there is no night."""
    begins, ends = night
    return begins <= hour < ends if begins <= ends else hour >= begins or hour < ends


def is_quiet(moment: datetime, night: tuple[int, int], zone: ZoneInfo, *, rests_on_weekends: bool) -> bool:
    """Whether nobody is to be reminded of anything now, by the server's clock."""
    local = moment.astimezone(zone)
    return is_night(local.hour, night) or (rests_on_weekends and local.weekday() >= _SATURDAY)


def _slots_from(moment: datetime, hours: Sequence[int], zone: ZoneInfo) -> Iterator[datetime]:
    if not hours:
        raise ValueError("no delivery hours")
    # From the day before, so that each slot that may be asked for is compared with the one that precedes it.
    day, before = local_day(moment, zone) - timedelta(days=1), datetime.min.replace(tzinfo=UTC)
    while True:
        # An hour that the clocks skip is the moment they skip to; an hour that comes twice is its first coming.
        for slot in sorted({datetime.combine(day, time(hour), zone).astimezone(UTC) for hour in hours}):
            # When clocks go forward two slots come too close: the later one would tell the hour of sending.
            if slot - before >= REST:
                yield slot
            before = slot
        day += timedelta(days=1)
