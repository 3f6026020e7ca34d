"""Whether an attack does better than chance: measures, and seeded permutations to compare them with."""

import random
from collections.abc import Callable, Sequence
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
