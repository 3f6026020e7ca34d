"""The sealed ballot box of one open check-in: who has answered, and the ballots, with no link between the two.

Both are sets sorted by pseudonyms, without times or order: the same people and ballots give the same bytes, in
whatever order they came and whoever gave which ballot. Not here: what the answers mean (`checkin.py`) and what a
group may be shown of them (`publishing.py`).
"""

import hmac
from bisect import bisect_left
from dataclasses import dataclass
from enum import Enum
from hashlib import sha256
from typing import Final, NewType

from bot.core.identity import Chance, MemberId, MemberTag
from bot.core.sealing import CannotOpen, Key, derive, pad, pseudonym, seal, unpad, unseal

BallotKey = NewType("BallotKey", bytes)
"""16 random bytes that only the member's own form and confirmation carry."""
BallotHandle = NewType("BallotHandle", bytes)
"""16 bytes: where the ballot with one ballot key lies in the box; nobody finds it without that key."""
Answers = NewType("Answers", bytes)
"""One byte a question: `PASSED`, or 1 for the worst answer up to the number of answers for the best."""

PASSED: Final = 0
BALLOT_KEY_BYTES: Final = 16

_NAME: Final = 16
_LAYOUT: Final = b"\x01"
_HEADER: Final = 6
"""Layout (1), questions (1), people (4)."""
_STEP: Final = 4096
"""Bytes: boxes differ in size only from one such step to the next, 110 to 130 answers."""


class Outcome(Enum):
    """What became of answers that were handed in."""

    TAKEN = "taken"
    REPLACED = "replaced"
    """Their own ballot was found and now holds these answers; also when the very same form comes twice."""
    ALREADY = "already"
    """This member has answered, and the ballot key is not that of a ballot: nothing was changed."""
    CLOSED = "closed"
    BROKEN = "broken"
    """The box does not open: nothing was changed."""


@dataclass(frozen=True, repr=False)
class Entry:
    """Answers on their way into the box. Lives in memory only."""

    tag: MemberTag
    handle: BallotHandle
    answers: Answers


def new_ballot_key(chance: Chance) -> BallotKey:
    """A key for a ballot that is not yet in the box."""
    return BallotKey(chance(BALLOT_KEY_BYTES))


def answered_tag(box_key: Key, member: MemberId) -> MemberTag:
    """How this one box recognises that a member has answered."""
    return pseudonym(derive(box_key, "has answered"), member)


def ballot_handle(box_key: Key, ballot_key: BallotKey) -> BallotHandle:
    """Where the ballot with this key lies."""
    return BallotHandle(hmac.digest(derive(box_key, "ballot"), ballot_key, sha256)[:_NAME])


class Box:
    """An opened box: fixed-width records, kept as sorted bytes, so that 10,000 ballots cost a millisecond."""

    def __init__(self, questions: int) -> None:
        """An empty box for ballots with this many answers."""
        self._questions = questions
        self._tags = bytearray()
        self._ballots = bytearray()

    @classmethod
    def unseal(cls, box_key: Key, sealed: bytes, place: bytes) -> "Box":
        """The box that was sealed at this place.

        Raises:
            CannotOpen: wrong key, changed bytes, another place, or not a box.
        """
        packed = unpad(unseal(_sealing_key(box_key), sealed, place))
        box = cls(packed[1] if len(packed) >= _HEADER else 0)
        people = int.from_bytes(packed[2:_HEADER])
        if packed[:1] != _LAYOUT or len(packed) != _HEADER + people * (_NAME + box._width):
            raise CannotOpen
        middle = _HEADER + people * _NAME
        box._tags = bytearray(packed[_HEADER:middle])
        box._ballots = bytearray(packed[middle:])
        return box

    def seal(self, box_key: Key, place: bytes, chance: Chance) -> bytes:
        """The box, padded and encrypted for this place."""
        return seal(_sealing_key(box_key), pad(self.packed(), _STEP), place, chance)

    def packed(self) -> bytes:
        """What is sealed: two sorted sets, one after the other."""
        header = _LAYOUT + self._questions.to_bytes(1) + self.people.to_bytes(4)
        return header + bytes(self._tags) + bytes(self._ballots)

    @property
    def people(self) -> int:
        """How many have answered; there are as many ballots."""
        return len(self._tags) // _NAME

    def has_answered(self) -> set[MemberTag]:
        """The tags of those who have answered."""
        return {MemberTag(bytes(self._tags[at : at + _NAME])) for at in range(0, len(self._tags), _NAME)}

    def put(self, entry: Entry) -> Outcome:
        """Take the answers in, or replace those of the member's own ballot.

        Raises:
            ValueError: not one answer for each question.
        """
        if len(entry.answers) != self._questions:
            raise ValueError("answers do not fit the questions")
        tag_at, answered = _search(self._tags, entry.tag, _NAME)
        ballot_at, own = _search(self._ballots, entry.handle, self._width)
        if answered and own:
            self._ballots[ballot_at + _NAME : ballot_at + self._width] = entry.answers
            return Outcome.REPLACED
        if answered or own:
            return Outcome.ALREADY
        self._tags[tag_at:tag_at] = entry.tag
        self._ballots[ballot_at:ballot_at] = entry.handle + entry.answers
        return Outcome.TAKEN

    def tally(self, question: int, answers: int) -> list[int]:
        """How many gave each answer of a question, worst first; those who passed are in none.

        `question` counts from 0, `answers` is how many there are to choose from.
        """
        column = self._ballots[_NAME + question :: self._width]
        return [column.count(answer) for answer in range(1, answers + 1)]

    @property
    def _width(self) -> int:
        return _NAME + self._questions


def _search(records: bytearray, name: bytes, width: int) -> tuple[int, bool]:
    """Offset at which a record of this name stands or would stand, and whether it does."""
    place = bisect_left(range(len(records) // width), name, key=lambda at: records[at * width : at * width + _NAME])
    offset = place * width
    return offset, bytes(records[offset : offset + _NAME]) == name


def _sealing_key(box_key: Key) -> Key:
    return derive(box_key, "box")
