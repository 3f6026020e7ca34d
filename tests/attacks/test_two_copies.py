"""What whoever copies an open box twice, with its key, learns that one copy does not tell: measured, to be said.

Between two copies the new tags and the new ballots are known. One of each: they belong together. Of several, each guess
is right as often as chance has it, one in so many. Backups hold no open box, so two of them tell nothing: the naive
twin is one that does. Not here: one copy (`test_linkage_at_rest.py`).
"""

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Final

import pytest

from bot.core.ballot import BALLOT_KEY_BYTES, Answers, BallotHandle, BallotKey, Box, Entry, answered_tag, ballot_handle
from bot.core.identity import MemberId, MemberTag
from bot.core.sealing import new_key
from bot.store.backup import back_up_database
from bot.store.copying import to_look_at
from bot.store.round_boxes import box_place
from tests.attacks.test_restored_round import opened
from tests.proof import Figure
from tests.services.checkin_house import Discord, House, KnownRound, member

SEED: Final = 20261122
BEFORE: Final = 6
"""Members who answered before the first copy."""
TIMES: Final = 400
HOURS: Final = 48.0
"""A round is open for two days."""
NAME: Final = 16


@dataclass(frozen=True)
class Theft:
    """An opened box at one moment: tags, and answers by the handles of their ballots; both as they lie."""

    tags: Sequence[bytes]
    ballots: dict[bytes, int]

    @classmethod
    def of(cls, box: Box) -> "Theft":
        packed = box.packed()
        middle, width = 6 + NAME * box.people, NAME + packed[1]
        tags = [packed[at : at + NAME] for at in range(6, middle, NAME)]
        records = [packed[at : at + width] for at in range(middle, len(packed), width)]
        return cls(tags, {one[:NAME]: one[NAME] for one in records})

    def since(self, earlier: "Theft") -> tuple[list[bytes], list[bytes]]:
        """The tags and the handles that came between two thefts."""
        return [one for one in self.tags if one not in earlier.tags], [
            one for one in self.ballots if one not in earlier.ballots
        ]


def answered(box: Box, chance: random.Random, people: int) -> dict[bytes, bytes]:
    """So many more answer; by the tag of each the handle of their ballot."""
    key, given = new_key(chance.randbytes), dict[bytes, bytes]()
    for _ in range(people):
        tag = answered_tag(key, MemberId(chance.getrandbits(60)))
        handle = ballot_handle(key, BallotKey(chance.randbytes(BALLOT_KEY_BYTES)))
        box.put(Entry(tag, handle, Answers(bytes([chance.randint(1, 5)]))))
        given[tag] = handle
    return given


@pytest.mark.parametrize("between", [1, 2, 3, 5, 10])
def test_of_so_many_answers_between_two_copies_one_in_so_many_is_joined(between: int, figure: Figure) -> None:
    chance, right = random.Random(SEED + between), 0
    for _ in range(TIMES):
        box = Box(1)
        answered(box, chance, BEFORE)
        first = Theft.of(box)
        truth = answered(box, chance, between)
        tags, handles = Theft.of(box).since(first)
        assert (set(tags), set(handles)) == (set(truth), set(truth.values()))
        right += sum(truth[tag] == handle for tag, handle in zip(tags, handles, strict=True))
    of = TIMES * between
    # Each box holds one right guess on average, whatever its size (the fixed points of a permutation).
    assert abs(right - TIMES) <= 4 * TIMES**0.5 if between > 1 else right == of
    figure(
        "two copies",
        f"answers joined to members, {between} given between two copies of an open box, with its key",
        f"{right:,} of {of:,}",
        passes=f"stated: one in {between}",
    )


def test_an_answer_changed_between_two_copies_is_seen_to_change_and_not_whose_it_is() -> None:
    chance, box = random.Random(SEED), Box(1)
    tag, handle = chance.choice(sorted(answered(box, chance, BEFORE).items()))
    first = Theft.of(box)
    box.put(Entry(MemberTag(tag), BallotHandle(handle), Answers(bytes([first.ballots[handle] % 5 + 1]))))
    second = Theft.of(box)
    assert second.since(first) == ([], [])
    assert [one for one in first.ballots if first.ballots[one] != second.ballots[one]] == [handle]
    # Every tag is where it was: whoever changed it is one of all.
    assert second.tags == first.tags


@pytest.mark.parametrize("every", [1.0, 6.0, 24.0])
@pytest.mark.parametrize("members", [10, 50])
def test_copies_at_regular_hours_join_those_who_answered_alone_between_two(
    every: float, members: int, figure: Figure
) -> None:
    """Members answer at any moment of two days. To be stated, because machines are copied by the hour."""
    chance, alone = random.Random(SEED), 0
    for _ in range(TIMES):
        spans = Counter(int(chance.uniform(0, HOURS) // every) for _ in range(members))
        alone += sum(count for count in spans.values() if count == 1)
    share, expected = alone / (TIMES * members), (1 - every / HOURS) ** (members - 1)
    assert abs(share - expected) < 0.03
    what = f"members joined to answers, {members} answering within two days, one copy every {every:.0f} h, with its key"
    figure("two copies", what, f"{share:.0%}", passes="stated")


async def stolen(house: House, known: KnownRound) -> Theft:
    """What the files of this moment give, with the key."""
    box = await house.repository.box(known.round_id)
    assert box is not None
    return Theft.of(Box.unseal(await house.keys.get(known.key_id), box, box_place(known.round_id)))


async def test_two_copies_of_the_files_join_and_two_backups_hold_nothing_to_join(
    tmp_path: Path, figure: Figure
) -> None:
    """The naive twin of a backup is a copy of the files."""
    async with opened(tmp_path, Discord()) as house:
        await house.set_up()
        known = await house.start()
        await house.many_answer(known, BEFORE, "1", "4")
        thefts, backups = [await stolen(house, known)], tmp_path / "copies"
        await back_up_database(house.database, backups, house.now)
        noor = member(7)
        asked = await house.answer(known, noor, "5", "4")
        thefts.append(await stolen(house, known))
        await back_up_database(house.database, backups, house.now + timedelta(days=1))
        key = await house.keys.get(known.key_id)
    tags, handles = thefts[1].since(thefts[0])
    assert tags == [answered_tag(key, noor.member_id)]
    assert handles == [ballot_handle(key, asked.ballot_key)]
    assert thefts[1].ballots[handles[0]] == 5
    rows = [_boxes_in(path) for path in sorted(backups.iterdir())]
    assert rows == [0, 0]
    figure("two copies", "open boxes in two backups of an open round", sum(rows), twin="1 in each copy", passes="0")


def _boxes_in(path: Path) -> int:
    with to_look_at(path) as copy:
        ((count,),) = copy.execute("SELECT count(*) FROM open_box").fetchall()
        assert copy.execute("SELECT count(*) FROM checkin_round").fetchall() == [(1,)]
    return int(count)
