"""Joins people to what they did by whatever a thief can sort either of them by, and asks whether chance does as well.

Every attack is tried: each way to sort people against each way to sort things, in both directions, and every mark that
stands in both. They are judged together, by how often the best of them does as well when who did what is drawn anew
(Westfall and Young's maximum, over `DRAWS` seeded permutations): so many attacks need no allowance besides. Not here:
what a thief can sort by (the tests).
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tests.attacks.statistics import ALPHA

DRAWS: Final = 10_000
SEED: Final = 20261122
_AT_ONCE: Final = 500
"""Permutations in memory at a time."""

Sortable = int | float | bytes | str


@dataclass(frozen=True)
class Loot:
    """What lies together - the people and the ballots of a round, the members and the concerns of a group.

    Of each, by name, whatever they can be sorted by, one value for each of them; `wrote` is the truth, which the thief
    has not: for each thing the number of its person.
    """

    people: Mapping[str, Sequence[Sortable]]
    things: Mapping[str, Sequence[Sortable]]
    wrote: Sequence[int]
    marks: Mapping[str, tuple[Sequence[bytes], Sequence[bytes]]] = field(
        default_factory=dict[str, tuple[Sequence[bytes], Sequence[bytes]]]
    )
    """What a person could be recognised by, and what is written about a thing in which it may stand."""


@dataclass(frozen=True)
class Verdict:
    """The best attack: how many of how many it joined rightly, how many the best one joins by chance, and how often
    chance does as well."""

    attack: str
    hits: int
    of: int
    by_chance: float
    chance: float
    attacks: int

    @property
    def is_better_than_chance(self) -> bool:
        return self.chance <= ALPHA

    @property
    def share(self) -> str:
        return f"{self.hits} of {self.of}"


def judge(loots: Sequence[Loot]) -> Verdict:
    """Try every attack on all of the loot together."""
    names, guesses = _attacks(loots)
    wrote = np.concatenate([np.asarray(loot.wrote) for loot in loots])
    hits = (guesses == wrote).sum(axis=1)
    best = int(hits.argmax())
    highest = _highest_by_chance(loots, guesses[(guesses >= 0).any(axis=1)])
    chance = (int((highest >= hits[best]).sum()) + 1) / (DRAWS + 1)
    return Verdict(names[best], int(hits[best]), len(wrote), float(highest.mean()), chance, len(names))


def _highest_by_chance(loots: Sequence[Loot], guesses: NDArray[np.int64]) -> NDArray[np.float32]:
    """For each permutation of who did what, within each loot, what the best attack reaches."""
    drawn, starts = np.random.default_rng(SEED), np.cumsum([0, *(len(loot.wrote) for loot in loots)])
    named = {one: (guesses == one).astype(np.float32) for one in {one for loot in loots for one in loot.wrote}}
    highest: list[NDArray[np.float32]] = []
    for _ in range(0, DRAWS, _AT_ONCE):
        hits = np.zeros((_AT_ONCE, len(guesses)), dtype=np.float32)
        for loot, start, end in zip(loots, starts[:-1], starts[1:], strict=True):
            truths = drawn.permuted(np.tile(np.asarray(loot.wrote), (_AT_ONCE, 1)), axis=1)
            for person in set(loot.wrote):
                hits += (truths == person).astype(np.float32) @ named[person][:, start:end].T
        highest.append(hits.max(axis=1))
    return np.concatenate(highest)


def _attacks(loots: Sequence[Loot]) -> tuple[list[str], NDArray[np.int64]]:
    """What each attack is called, and for each of all things the person it names."""
    first = loots[0]
    tried = {
        **{
            f"{person} ~ {thing}{' turned' * turned}": [_by_rank(loot, person, thing, turned) for loot in loots]
            for person, thing, turned in product(first.people, first.things, (False, True))
        },
        **{name: [_by_mark(*loot.marks[name]) for loot in loots] for name in first.marks},
    }
    return list(tried), np.array([[guess for guesses in found for guess in guesses] for found in tried.values()])


def _by_rank(loot: Loot, person: str, thing: str, turned: bool) -> list[int]:  # noqa: FBT001 - one of two directions
    """Whoever stands as far in the order of people as the thing does in the order of things."""
    people = _order(loot.people[person])
    things = _order(loot.things[thing])[:: -1 if turned else 1]
    guess = [0] * len(things)
    for rank, at in enumerate(things):
        guess[at] = people[rank * len(people) // len(things)]
    return guess


def _order(values: Sequence[Sortable]) -> list[int]:
    """Those that are alike stand as chance has it: the order in which the test hands them over is no finding."""
    lots = random.Random(f"{SEED} {len(values)}").sample(range(len(values)), len(values))
    return sorted(range(len(values)), key=lambda at: (values[at], lots[at]))  # type: ignore[arg-type, return-value]  # of one kind


def _by_mark(people: Sequence[bytes], things: Sequence[bytes]) -> list[int]:
    """Whoever's mark stands in what is written about the thing; nobody (-1) where none does."""
    everything = b"\0".join(things)
    known = [(at, mark) for at, mark in enumerate(people) if mark in everything]
    return [next((at for at, mark in known if mark in written), -1) for written in things]
