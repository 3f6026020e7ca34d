"""An alert of the early warning: told once, once more if nobody acknowledged it, and then it waits to be looked at.

Not here: whom it is told, what it says (the catalogue), and whether the night lasts (`slots.py`).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

AGAIN_AFTER: Final = timedelta(days=2)
"""Two days: whoever had a bad day has had another one, and the next weekly check-in has not opened yet."""
MOST_TELLINGS: Final = 2


class Kind(StrEnum):
    """What it is about; what can be done is said for each in the catalogue."""

    TRUST = "trust"
    """T1 rang."""
    HARM = "harm"
    """An action seems to have made things harder."""
    BOT = "bot"
    """The bot itself seems to be in the way."""


@dataclass(frozen=True)
class Alert:
    """One alert, of one occasion."""

    kind: Kind
    topic: bytes
    """A digest of what it goes on being about: the schedule, the action, the bot."""
    occasion: bytes
    """A digest of what it is of, so that one occasion has one alert."""
    day: date
    """When it arose."""
    told: tuple[date, ...] = ()
    acknowledged_on: date | None = None
    """When somebody said that they have seen it; who is kept nowhere."""

    @property
    def waits(self) -> bool:
        """Nobody has said that they saw it."""
        return self.acknowledged_on is None

    @property
    def is_done(self) -> bool:
        """It is told no more."""
        return not self.waits or is_told_enough(self.told)


def arises(alert: Alert, known: Iterable[Alert]) -> bool:
    """Whether it is one more: its occasion had none yet, and none on the same topic is still to be told.

    So weeks of trouble are not an alert a week to people who have not looked at the first; and where nobody ever looks,
    the next occasion is told all the same.
    """
    on_topic = [each for each in known if (each.kind, each.topic) == (alert.kind, alert.topic)]
    return all(each.is_done and each.occasion != alert.occasion for each in on_topic)


def is_to_be_told(alert: Alert, today: date, *, is_quiet: bool) -> bool:
    """Whether it is told now: never at a quiet time, never a third time, never once somebody acknowledged it."""
    if is_quiet or alert.is_done:
        return False
    return is_time(alert.told, today)


def is_told_enough(days: Sequence[date]) -> bool:
    """Whether what was told on these days is told no more."""
    return len(days) >= MOST_TELLINGS


def is_time(days: Sequence[date], today: date) -> bool:
    """Whether what was told on these days, and is told once more, is told today."""
    return not days or today - days[-1] >= AGAIN_AFTER


def told(alert: Alert, today: date) -> Alert:
    """Once it was told today; the same day twice counts once."""
    return alert if today in alert.told else replace(alert, told=(*alert.told, today))


def acknowledged(alert: Alert, today: date) -> Alert:
    """Somebody has seen it and says so; the first one counts."""
    return replace(alert, acknowledged_on=today) if alert.waits else alert
