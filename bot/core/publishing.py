"""What a small group may be shown of its own answers: two lines, in four word-levels, with the number as a range.

Source of the thresholds and the levels: the survey of practice and the enumeration behind this rule are in the
documentation; the enumeration is repeated in the tests. Not here: how answers are kept (`ballot.py`).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

FEWEST_ANSWERS: Final = 5
"""Nothing is published under it; a server can ask for more, never for less."""
TENTHS_FROM: Final = 30
"""From so many answers on, "few" and "most" are a tenth and nine tenths."""
_FEW: Final = 2
"""Below that: people who may still be called "few"."""


class Level(StrEnum):
    """How many gave such an answer, in the only words that are ever shown."""

    FEW = "few"
    SOME = "some"
    HALF = "half"
    """About half or more."""
    MOST = "most"


@dataclass(frozen=True)
class Range:
    """The number of answers as it is shown."""

    at_least: int
    at_most: int | None
    """None: or more."""


RANGES: Final = (
    Range(5, 9),
    Range(10, 14),
    Range(15, 24),
    Range(25, 49),
    Range(50, 99),
    Range(100, 199),
    Range(200, 499),
    Range(500, None),
)


@dataclass(frozen=True)
class Lines:
    """All that is published of one question."""

    answers: Range
    low: Level
    good: Level


@dataclass(frozen=True)
class Result:
    """All that is published of one round: for each question its lines, or None where too few answered it."""

    lines: tuple[Lines | None, ...]
    broken: bool = False
    """The box could not be read; then every question has None."""
    comments: tuple[str, ...] = field(default=(), repr=False)
    """For facilitators only, shuffled; empty where too few were left, or once they are erased."""
    comments_key: str = field(default="", repr=False)
    """Where the key of the comments lies, in hexadecimal; empty where too few were left."""

    @property
    def too_few(self) -> bool:
        """Nothing can be shown."""
        return not any(self.lines)


def publish(counts: Sequence[int], minimum: int) -> Lines | None:
    """What may be shown of a question whose answers, worst first, were given so many times each; None if too few.

    The middle is never shown. `minimum` below `FEWEST_ANSWERS` counts as that.
    """
    total = sum(counts)
    if total < max(minimum, FEWEST_ANSWERS):
        return None
    end = each_end(len(counts))
    low, good = levels(total, sum(counts[:end]), sum(counts[-end:]))
    return Lines(_range(total), low, good)


def each_end(answers: int) -> int:
    """How many of a question's answers *low* holds, and as many *good*.

    The worst two and the best two of five; of three, four, six or seven as many as two fifths make, but at least one:
    1, 1, 2, 2. So there is always a middle, and the enumeration for five holds for all.
    """
    return max(1, answers * 2 // 5)


def levels(total: int, low: int, good: int) -> tuple[Level, Level]:
    """The word-levels of both lines, of `total` answers.

    Two exact halves would tell that nobody chose the middle of a group of known size: then *good* is shown as some.
    """
    if low == good and 2 * low == total:
        return Level.HALF, Level.SOME
    return level(total, low), level(total, good)


def level(total: int, count: int) -> Level:
    """The word for `count` of `total` answers, without a look at the other line."""
    if total >= TENTHS_FROM:
        few, most = 10 * count <= total, 10 * count >= 9 * total
    else:
        few, most = count <= _FEW, count >= total - _FEW
    if few:
        return Level.FEW
    if most:
        return Level.MOST
    return Level.SOME if 2 * count < total else Level.HALF


def _range(total: int) -> Range:
    return next(shown for shown in RANGES if shown.at_most is None or total <= shown.at_most)
