"""An alert of the early warning: told once, once more if nobody acknowledged it, and then it waits to be looked at.

Not here: whom it is told, what it says (the catalogue), and whether the night lasts (`slots.py`).
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from bot.core.identity import MemberId

AGAIN_AFTER: Final = timedelta(days=3)
"""A long weekend: whoever is told on a Friday has a working day before it comes again."""
MOST_TELLINGS: Final = 2


class Kind(StrEnum):
    """What it is about; what can be done is said for each in the catalogue."""

    TRUST = "trust"
    """T1 rang."""
    CLUSTER = "cluster"
    """C1: concerns cluster."""
    HARM = "harm"
    """An action seems to have made things harder."""


@dataclass(frozen=True)
class Alert:
    """One alert, of one occasion."""

    kind: Kind
    occasion: bytes
    """A digest of what it is of, so that one occasion has one alert; for a cluster under a key."""
    day: date
    """When it arose."""
    told: tuple[date, ...] = ()
    acknowledged_by: MemberId | None = None
    acknowledged_on: date | None = None

    @property
    def waits(self) -> bool:
        """Nobody has said that they saw it."""
        return self.acknowledged_by is None


def is_to_be_told(alert: Alert, today: date, *, is_quiet: bool) -> bool:
    """Whether it is told now: never at a quiet time, never a third time, never once somebody acknowledged it."""
    if is_quiet or not alert.waits or len(alert.told) >= MOST_TELLINGS:
        return False
    return not alert.told or today - alert.told[-1] >= AGAIN_AFTER


def told(alert: Alert, today: date) -> Alert:
    """Once it was told today; the same day twice counts once."""
    return alert if today in alert.told else replace(alert, told=(*alert.told, today))


def acknowledged(alert: Alert, by: MemberId, today: date) -> Alert:
    """Somebody has seen it and says so; the first one counts."""
    return replace(alert, acknowledged_by=by, acknowledged_on=today) if alert.waits else alert
