"""Whether an attack does better than chance: measures, and seeded permutations to compare them with."""

import math
import random
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

Item = TypeVar("Item")

ALPHA = 0.001


def kendall(places: Sequence[int]) -> float:
    """Kendall's tau between the order of a sequence and its values: 1 rising, -1 falling, about 0 for no order."""
    pairs = [(later, earlier) for later in range(len(places)) for earlier in range(later)]
    return sum(1 if places[later] > places[earlier] else -1 for later, earlier in pairs) / len(pairs)


def chance_of(
    guess: Sequence[Item], truth: Sequence[Item], score: Callable[[Sequence[Item], Sequence[Item]], float]
) -> float:
    """How often a permutation of the guess scores as well, of 10,000 seeded ones: the p-value of an attack."""
    draws, chosen = 10_000, random.Random(20261122)
    reached = score(guess, truth)
    as_good = sum(score(chosen.sample(guess, len(guess)), truth) >= reached for _ in range(draws))
    return (as_good + 1) / (draws + 1)


def hits(guess: Sequence[object], truth: Sequence[object]) -> float:
    """How many guesses are right."""
    return float(sum(one == other for one, other in zip(guess, truth, strict=True)))


def adjusted_rand(guess: Sequence[object], truth: Sequence[object]) -> float:
    """Hubert and Arabie's adjusted Rand index of two clusterings: 1 the same, about 0 no better than chance."""

    def pairs(labels: Iterable[object]) -> int:
        return sum(math.comb(count, 2) for count in Counter(labels).values())

    both, one, other = pairs(zip(guess, truth, strict=True)), pairs(guess), pairs(truth)
    by_chance = one * other / math.comb(len(truth), 2)
    highest = (one + other) / 2
    return 0.0 if highest == by_chance else (both - by_chance) / (highest - by_chance)


def kolmogorov_smirnov(one: Sequence[float], other: Sequence[float]) -> tuple[float, float]:
    """The largest distance of two distributions, 0 to 1, and how often chance parts two samples of one as far.

    The second is Kolmogorov's limit, good from some hundreds of values on.
    """
    merged = sorted([(value, 0) for value in one] + [(value, 1) for value in other])
    seen, furthest = [0, 0], 0.0
    for at, (value, which) in enumerate(merged):
        seen[which] += 1
        if at + 1 == len(merged) or merged[at + 1][0] != value:
            furthest = max(furthest, abs(seen[0] / len(one) - seen[1] / len(other)))
    scale = math.sqrt(len(one) * len(other) / (len(one) + len(other))) * furthest
    terms = (2 * (-1) ** (term - 1) * math.exp(-2 * (term * scale) ** 2) for term in range(1, 101))
    return furthest, 1.0 if scale < 0.3 else min(1.0, max(0.0, sum(terms)))
