"""How much a published line speaks for "more people answer low than is tolerated": the increments of the early warning.

For each range of answers and each word-level, the logarithm of that level's likelihood ratio, at its smallest over the
numbers of answers that the range allows. Why the smallest, and the proof for the range without an end:
docs/early-warning.md. Not here: what is done with the increments (`warning.py`).
"""

from collections.abc import Iterable, Mapping
from functools import cache
from math import exp, fsum, inf, lgamma, log, log1p
from types import MappingProxyType
from typing import Final

from bot.core.publishing import RANGES, Level, Range, level

STEP: Final = 20
"""In the hundred: what the warning is tuned for is a share of *low* higher by this than the tolerated one."""

_ENDLESS: Final = RANGES[-1].at_least
_TENTH: Final = 10
"""In the hundred."""
_WIDEST: Final = (_ENDLESS // 10 + 1) * 10 - 1
"""Of all numbers of answers in the range without an end, the one at which a healthy group of a tenth is most often
above a tenth."""
_LOG_FACTORIAL: Final = tuple(lgamma(number + 1) for number in range(_WIDEST + 1))


def increment(answers: Range, low: Level, tolerance: int) -> float:
    """What a published line adds to the sum, at this tolerated share of *low* in the hundred; -inf: back to nothing."""
    return increments(answers, tolerance)[low]


@cache
def increments(answers: Range, tolerance: int) -> Mapping[Level, float]:
    """The increment of each level in one range, with the tolerated share of *low* in the hundred.

    Computed once for each pair, in a tenth of a second for 200 to 499 answers and in a hundredth for fewer.
    """
    if answers.at_most is None:
        return MappingProxyType(_without_end(tolerance))
    table: dict[Level, float] = {}
    for total in range(answers.at_least, answers.at_most + 1):
        for word, ratio in ratios(total, tolerance).items():
            table[word] = min(ratio, table.get(word, ratio))
    return MappingProxyType(table)


def ratios(total: int, tolerance: int) -> dict[Level, float]:
    """The logarithm of each level's likelihood ratio at exactly `total` answers, for the levels that occur."""
    counts: dict[Level, list[int]] = {}
    for count in range(total + 1):
        counts.setdefault(level(total, count), []).append(count)
    healthy, drifted = tolerance / 100, (tolerance + STEP) / 100
    return {
        word: _log_chance(total, held, drifted) - _log_chance(total, held, healthy) for word, held in counts.items()
    }


def _log_chance(total: int, counts: Iterable[int], share: float) -> float:
    """The logarithm of the chance of one of these counts. The plain sum of products underflows from 359 answers on."""
    hit, miss = log(share), log1p(-share)
    terms = [
        _LOG_FACTORIAL[total]
        - _LOG_FACTORIAL[count]
        - _LOG_FACTORIAL[total - count]
        + count * hit
        + (total - count) * miss
        for count in counts
    ]
    largest = max(terms)
    return largest + log(fsum(exp(term - largest) for term in terms))


def _without_end(tolerance: int) -> dict[Level, float]:
    """No ratio of any number of answers from `_ENDLESS` on is smaller than these.

    *few*: it falls without end, so it takes the sum back to nothing. *half* and *most*: a level's ratio lies between
    those of its counts, and the smallest count's only grows with the number of answers. *some*: see `_some`.
    """
    return {
        Level.FEW: -inf,
        Level.SOME: _some(tolerance),
        Level.HALF: _of_count(_ENDLESS // 2, tolerance),
        Level.MOST: _of_count(_ENDLESS * 9 // 10, tolerance),
    }


def _of_count(count: int, tolerance: int) -> float:
    healthy, drifted = tolerance / 100, (tolerance + STEP) / 100
    return count * log(drifted / healthy) + (_ENDLESS - count) * log((1 - drifted) / (1 - healthy))


def _some(tolerance: int) -> float:
    """The most often a healthy group is there is at `_WIDEST`, if it may be at a tenth; above that: at most always.

    The least often a drifted one is there: all that is half or more at `_ENDLESS`, where that is most likely, and all
    that is a tenth or less (Chernoff's bound) taken away.
    """
    drifted = (tolerance + STEP) / 100
    above = exp(_log_chance(_ENDLESS, range(_ENDLESS // 2, _ENDLESS + 1), drifted))
    below = exp(_ENDLESS * (0.1 * log(drifted / 0.1) + 0.9 * log((1 - drifted) / 0.9)))
    healthy = _log_chance(_WIDEST, range(_WIDEST // 10 + 1, _WIDEST + 1), tolerance / 100) if tolerance <= _TENTH else 0
    return log1p(-above - below) - healthy
