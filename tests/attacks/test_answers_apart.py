"""Two check-ins that are open at once, answered by the same people: whoever copies everything, with every key, joins
no ballot and no comment of one to those of the other, and so learns of nobody what they answered in both.

The naive twin keeps what comes in its order. Not here: joining members to ballots (`test_linkage_at_rest.py`), and
whoever answers so that their answers are known again.
"""

from collections.abc import Sequence

import pytest

from bot.core import ballot
from tests.attacks.ballot_heist import ballots
from tests.attacks.heists import NAME, Place, as_bytes, place
from tests.attacks.linkage import DRAWS, Loot, Verdict, judge
from tests.attacks.statistics import ALPHA
from tests.proof import Figure

__all__ = ["place"]

SIZES = 8
"""Rounds after which as many answer again (`ballot_heist.py`)."""
LONG = [pytest.mark.prove, pytest.mark.timeout(1200)]


def apart(one: Loot, other: Loot) -> Loot:
    """What is in two boxes, but for the answers themselves, as if one were the people and the other the things."""
    first, second = ({name: way for name, way in loot.things.items() if name != "answers"} for loot in (one, other))
    names = [[as_bytes(name) for name in next(iter(found.values()))] for found in (first, second)]
    assert all(len(name) == NAME for some in names for name in some)
    return Loot(first, second, one.wrote, {"the same name": (names[0], names[1])})


async def across(place: Place, rounds: int) -> dict[str, Verdict]:
    """Of ballots and of comments, each round against one that as many answered."""
    loots = await ballots(place, rounds)
    pairs = list(zip(loots, loots[SIZES:], strict=False))
    return {
        "ballots": judge([apart(one, other) for (one, _), (other, _) in pairs]),
        "comments": judge([apart(one, other) for (_, one), (_, other) in pairs]),
    }


def all_joined(found: Sequence[Verdict]) -> bool:
    return all((one.hits, one.is_better_than_chance) == (one.of, True) for one in found)


@pytest.mark.parametrize("rounds", [SIZES + 4, pytest.param(40, marks=LONG)])
async def test_nobodys_answers_in_two_open_check_ins_are_joined(place: Place, rounds: int, figure: Figure) -> None:
    for what, verdict in (await across(place, rounds)).items():
        assert not verdict.is_better_than_chance, verdict
        found = f"{verdict.share}; by chance {verdict.by_chance:.1f}, p = {verdict.chance:.3f}"
        figure(
            "F8",
            f"{what} of one writer in {rounds - SIZES} pairs of open check-ins, {place.kind}",
            found,
            twin="all of them",
            passes=f"p above {ALPHA}, of {DRAWS:,} seeded permutations",
        )


async def test_boxes_that_keep_the_order_join_the_ballots(place: Place) -> None:
    def as_they_came(records: bytearray, name: bytes, width: int) -> tuple[int, bool]:
        known = [bytes(records[at : at + len(name)]) for at in range(0, len(records), width)]
        return (known.index(name) * width, True) if name in known else (len(records), False)

    place.monkeypatch.setattr(ballot, "_search", as_they_came)
    assert all_joined([(await across(place, SIZES + 2))["ballots"]])
