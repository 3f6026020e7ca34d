"""Delivery slots: the few moments of a server's day at which concerns move, so that no minute points at who was online.

Local wall-clock hours through every change of clocks. Not here: what is delivered.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

REST: Final = timedelta(hours=2)
"""The shortest time between sending and delivery."""


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


def local_day(moment: datetime, zone: ZoneInfo) -> date:
    """The date on the server's wall at this moment."""
    return moment.astimezone(zone).date()


def _slots_from(moment: datetime, hours: Sequence[int], zone: ZoneInfo) -> Iterator[datetime]:
    if not hours:
        raise ValueError("no delivery hours")
    day = local_day(moment, zone)
    while True:
        # An hour that the clocks skip is the moment they skip to; an hour that comes twice is its first coming.
        yield from sorted({datetime.combine(day, time(hour), zone).astimezone(UTC) for hour in hours})
        day += timedelta(days=1)
