"""One answer more or less: what changes in anything that is published, for whoever sees both.

Under the smallest number nothing ever changes; from there on how often it does is measured, because it is said in
`docs/promises.md`. The naive twin publishes counts: it changes each time. Not here: that no result fixes a line at
nobody or everybody (`tests/core/test_publishing.py`).
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import product

import pytest

from bot.core.publishing import FEWEST_ANSWERS, publish
from bot.core.quarters import Tally, quarter_of, told_of
from tests.proof import Figure

ANSWERS = 5
TODAY = date(2026, 11, 22)
Published = Callable[[Sequence[int], int], object]


def _check_in(counts: Sequence[int], minimum: int) -> object:
    return publish(counts, minimum)


def _quarter(counts: Sequence[int], minimum: int) -> object:
    return told_of(Tally(quarter_of(date(2026, 7, 1)), tuple(counts)), TODAY, minimum)


def _naive(counts: Sequence[int], _minimum: int) -> object:
    return tuple(counts)


def splits(total: int) -> Iterator[tuple[int, ...]]:
    """Every way in which so many can answer."""
    for counts in product(range(total + 1), repeat=ANSWERS - 1):
        if sum(counts) <= total:
            yield (*counts, total - sum(counts))


def changed(published: Published, total: int, minimum: int) -> tuple[int, int]:
    """How often one answer more than so many changes what is published, of how many ways."""
    pairs = [
        (counts, tuple(count + (at == answer) for at, count in enumerate(counts)))
        for counts in splits(total)
        for answer in range(ANSWERS)
    ]
    return sum(published(one, minimum) != published(other, minimum) for one, other in pairs), len(pairs)


@pytest.mark.parametrize("published", [_check_in, _quarter])
@pytest.mark.parametrize("minimum", [FEWEST_ANSWERS, 8])
def test_under_the_smallest_number_no_answer_changes_anything(
    published: Published, minimum: int, figure: Figure
) -> None:
    found = [changed(published, total, minimum) for total in range(minimum - 1)]
    assert sum(hits for hits, _ in found) == 0
    naive = [changed(_naive, total, minimum) for total in range(minimum - 1)]
    assert all(hits == of for hits, of in naive)
    of = sum(of for _, of in found)
    what = f"results that one answer changes, fewer than {minimum} with it, of {of:,} ways ({published.__name__[1:]})"
    figure("F16", what, 0, twin=of, passes="0")


@pytest.mark.parametrize("total", [5, 8, 10])
def test_from_there_on_most_answers_change_nothing(total: int, figure: Figure) -> None:
    hits, of = changed(_check_in, total, FEWEST_ANSWERS)
    crossing = total + 1 in {10, 15}
    assert crossing or hits < of / 2
    assert hits > 0
    what = f"ways in which one answer more than {total} changes what is published, of {of:,}"
    figure("F16", what, f"{hits:,}", twin=of, passes="stated")
