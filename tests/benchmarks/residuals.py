"""What no rule can prevent, in figures: colluders, and one person joining. By enumeration of every count.

Every split of the answers into low, middle and good counts alike, and so do the three sides of the one person's own.
Usage: python -m tests.benchmarks.residuals
"""

import sys
from collections.abc import Iterator
from itertools import product

from bot.core.publishing import Lines, publish

Counts = tuple[int, int, int]
"""How many gave a low, a middle and a good answer."""
SIDES: tuple[Counts, ...] = ((1, 0, 0), (0, 1, 0), (0, 0, 1))
SHOWN = (5, 6, 8, 10, 15, 20, 30, 50)


def splits(total: int) -> Iterator[Counts]:
    """Every way in which so many answers can fall."""
    for low in range(total + 1):
        for good in range(total - low + 1):
            yield low, total - low - good, good


def shown(counts: Counts) -> Lines | None:
    """What is published of them."""
    low, middle, good = counts
    return publish((low, 0, middle, 0, good), 5)


def plus(counts: Counts, side: Counts) -> Counts:
    """One answer more."""
    return counts[0] + side[0], counts[1] + side[1], counts[2] + side[2]


def colluding(total: int) -> float:
    """How often all but one, who know their own answers, learn the side of the last of `total`."""
    cases = [(others, side) for others in splits(total - 1) for side in SIDES]
    learnt = [
        [each for each in SIDES if shown(plus(others, each)) == shown(plus(others, side))] == [side]
        for others, side in cases
    ]
    return sum(learnt) / len(cases)


def joining(total: int) -> float:
    """How often somebody who knows that nobody else changed learns the side of one who joins `total` others.

    The onlooker knows how many answered, and both results; of the others' answers only what these show.
    """
    outputs: dict[tuple[Lines | None, Lines | None], set[Counts]] = {}
    for before, side in product(splits(total), SIDES):
        outputs.setdefault((shown(before), shown(plus(before, side))), set()).add(side)
    cases = list(product(splits(total), SIDES))
    return sum(len(outputs[shown(before), shown(plus(before, side))]) == 1 for before, side in cases) / len(cases)


def main() -> None:
    """Print both for several sizes of group."""
    lines = [f"{'answers':>8} {'all but one collude':>20} {'one joins':>10}"]
    lines += [f"{total:>8} {colluding(total):>20.0%} {joining(total):>10.0%}" for total in SHOWN]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
