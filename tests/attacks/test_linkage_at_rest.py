"""Whoever copies everything at rest once, with every key, joins nobody to a ballot, a comment or a concern.

Each thing that people and what they did can be sorted by is tried against each other, and every mark that any key
makes; the best of all these attacks does no better than chance (`linkage.py` says how that is judged). The naive twins
keep a tag, keep the order, or leave rows where they fall: the same attacks join them with certainty. Not here: two
copies (`test_two_copies.py`), and what PostgreSQL's own files keep besides.
"""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from bot.core import ballot
from bot.store import agreements, case_writes, keystore
from tests.attacks.ballot_heist import ballots
from tests.attacks.concern_heist import concerns
from tests.attacks.heists import Place, place, their_tag
from tests.attacks.linkage import DRAWS, Loot, Verdict, judge
from tests.attacks.statistics import ALPHA
from tests.proof import Figure

__all__ = ["place"]

LONG = [pytest.mark.prove, pytest.mark.timeout(1200)]
PASSES = f"p above {ALPHA}, of {DRAWS:,} seeded permutations"
TWIN = "all of them"


def hand_in(figure: Figure, what: str, verdict: Verdict) -> None:
    found = f"{verdict.share}; by chance {verdict.by_chance:.1f}, p = {verdict.chance:.3f}"
    figure("linkage", f"{what}, joined by the best of {verdict.attacks:,} attacks", found, twin=TWIN, passes=PASSES)


def judged(pairs: Sequence[tuple[Loot, Loot]]) -> dict[str, Verdict]:
    """Of ballots and of comments."""
    return {"ballots": judge([one for one, _ in pairs]), "comments": judge([other for _, other in pairs])}


@pytest.mark.parametrize("rounds", [6, pytest.param(40, marks=LONG)])
async def test_one_copy_and_every_key_join_nobody_to_a_ballot_or_a_comment(
    place: Place, rounds: int, figure: Figure
) -> None:
    for what, verdict in judged(await ballots(place, rounds)).items():
        assert not verdict.is_better_than_chance, verdict
        hand_in(figure, f"{what} of {rounds} rounds of 5 to 12 members, {place.kind}", verdict)


@pytest.mark.parametrize("count", [12, pytest.param(60, marks=LONG)])
async def test_one_copy_and_every_key_join_nobody_to_a_concern(place: Place, count: int, figure: Figure) -> None:
    verdict = judge([await concerns(place, count)])
    assert not verdict.is_better_than_chance, verdict
    hand_in(figure, f"{count} concerns of {count // 2} members, {place.kind}", verdict)


async def test_where_processes_share_their_keys_the_order_of_the_last_hour_is_all_that_joins(
    place: Place, figure: Figure
) -> None:
    """Said to members: keys in PostgreSQL lie in the order in which they came until its tables are written anew."""
    if place.kind == "SQLite":
        pytest.skip("processes share their keys in PostgreSQL alone")
    within, after = [
        judge([await concerns(replace(place, shares_keys=True, is_laid_anew=laid), 12)]) for laid in (False, True)
    ]
    assert (within.hits, within.is_better_than_chance) == (within.of, True)
    assert not after.is_better_than_chance, after
    hand_in(figure, "12 concerns of 6 members, PostgreSQL with the keys in it, an hour later", after)
    what = "the same within that hour, if members agreed and wrote in one order"
    figure("linkage", what, within.share, passes="stated")


async def test_a_tag_that_is_kept_joins_all_of_them(place: Place) -> None:
    found = judged(await ballots(place, 4, their_tag))
    found["concerns"] = judge([await concerns(place, 12, their_tag)])
    assert {what: (one.hits, one.is_better_than_chance) for what, one in found.items()} == {
        what: (one.of, True) for what, one in found.items()
    }


async def test_boxes_that_keep_the_order_join_all_of_them(place: Place) -> None:
    def as_they_came(records: bytearray, name: bytes, width: int) -> tuple[int, bool]:
        known = [bytes(records[at : at + len(name)]) for at in range(0, len(records), width)]
        return (known.index(name) * width, True) if name in known else (len(records), False)

    place.monkeypatch.setattr(ballot, "_search", as_they_came)
    found = judged(await ballots(place, 4))["ballots"]
    assert (found.hits, found.is_better_than_chance) == (found.of, True)


async def test_rows_left_where_they_fall_join_them(place: Place) -> None:
    async def left_alone(*_: object) -> None:
        return

    for module, name in ((case_writes, "shuffle"), (agreements, "lay_in_order"), (keystore, "lay_in_order")):
        place.monkeypatch.setattr(module, name, left_alone)
    found = judge([await concerns(place, 12)])
    assert (found.hits, found.is_better_than_chance) == (found.of, True)
