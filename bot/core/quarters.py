"""Counts that are kept for a quarter of a year and published once, when it is over, as nothing but word-levels.

For answers that come one at a time, where a result after each would tell what each was. Whose answers they are is not
kept. Not here: what is asked (content), and that one answer counts once (the transaction in which it is given).
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from bot.core.publishing import Lines, publish

_MONTHS: Final = 3


@dataclass(frozen=True, order=True)
class Quarter:
    """Three months of the calendar."""

    year: int
    number: int
    """1 to 4."""

    @property
    def following(self) -> "Quarter":
        """The next one."""
        year, number = divmod(4 * self.year + self.number, 4)
        return Quarter(year, number + 1)

    @property
    def preceding(self) -> "Quarter":
        """The one before."""
        year, number = divmod(4 * self.year + self.number - 2, 4)
        return Quarter(year, number + 1)

    @property
    def first_day(self) -> date:
        """Its first day."""
        return date(self.year, _MONTHS * (self.number - 1) + 1, 1)


def quarter_of(day: date) -> Quarter:
    """The quarter in which a day lies."""
    return Quarter(day.year, (day.month - 1) // _MONTHS + 1)


@dataclass(frozen=True)
class Tally:
    """How often each answer was given in a quarter, worst first. Sealed, and destroyed once it was published."""

    quarter: Quarter
    counts: tuple[int, ...]


def counted(tally: Tally | None, answers: int, answer: int, day: date) -> Tally:
    """With one more of this answer (0: the worst of so many); a new quarter begins at nothing.

    Publish the old quarter before: what is left of it here is dropped.
    """
    quarter = quarter_of(day)
    if tally is None or tally.quarter < quarter:
        tally = Tally(quarter, (0,) * answers)
    counts = tuple(count + (at == answer) for at, count in enumerate(tally.counts))
    return replace(tally, counts=counts)


def is_over(tally: Tally, today: date) -> bool:
    """Whether it can be published and destroyed: nothing is told while answers may still come."""
    return tally.quarter < quarter_of(today)


def told_of(tally: Tally, today: date, minimum: int) -> Lines | None:
    """What is published of a quarter that is over; None: it is not, or too few answered."""
    return publish(tally.counts, minimum) if is_over(tally, today) else None
