"""Whoever copies all files and keys of an open round reads its comments, and not whose they are or with which ballot.

The attack opens both boxes and says that people, ballots and comments stand in the same order. Naive twins name a
comment after its ballot, name it after its writer, or keep the order of writing; all are broken by the same attack.
"""

import random
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.ballot import BALLOT_KEY_BYTES, Answers, BallotKey, Box, Entry, answered_tag, ballot_handle
from bot.core.comments import Comment, CommentBox, CommentHandle, comment_handle, publishable
from bot.core.identity import KeyId, MemberId
from bot.core.sealing import CannotOpen, Key, new_key
from bot.store.connections import sqlite_address
from bot.store.database import Database
from bot.store.keystore import KeyStore, key_table
from bot.store.round_boxes import comments_place
from bot.store.round_table import open_box_table
from tests.attacks.byte_search import contents, forms_of_text, found
from tests.attacks.statistics import ALPHA, chance_of, hits, kendall
from tests.services.checkin_house import Discord, House, member

PEOPLE = 60
MEMBERS = [MemberId(1457674990387200003 + number * 4194304) for number in range(PEOPLE)]
SEEDED = random.Random(20261122).randbytes
"""Chance that is the same each time: what holds for it is no luck of the day."""

Naming = Callable[[Key, MemberId, BallotKey], CommentHandle]
"""Under which name a member's comment lies in the box."""


@dataclass(frozen=True)
class Copy:
    """Who wrote what stands where, after everybody answered and commented in the order of `MEMBERS`."""

    tags: Sequence[int]
    ballots: Sequence[int]
    comments: Sequence[int]


def _by_ballot_key(key: Key, _: MemberId, ballot: BallotKey) -> CommentHandle:
    """As it is."""
    return comment_handle(key, ballot)


def _after_the_ballot(key: Key, _: MemberId, ballot: BallotKey) -> CommentHandle:
    """A naive twin: the comment has the name of its ballot."""
    return CommentHandle(ballot_handle(key, ballot))


def _after_the_writer(key: Key, person: MemberId, _: BallotKey) -> CommentHandle:
    """Another: the comment has the mark by which its writer is known to have answered."""
    return CommentHandle(answered_tag(key, person))


def _as_they_came(_: Key, person: MemberId, __: BallotKey) -> CommentHandle:
    """Another: comments are numbered."""
    return CommentHandle(MEMBERS.index(person).to_bytes(16))


def _filled(naming: Naming) -> Copy:
    key = new_key(SEEDED)
    box, comments = Box(1), CommentBox()
    tags: dict[bytes, int] = {}
    ballots: dict[bytes, int] = {}
    for number, person in enumerate(MEMBERS):
        ballot = BallotKey(SEEDED(BALLOT_KEY_BYTES))
        entry = Entry(answered_tag(key, person), ballot_handle(key, ballot), Answers(bytes([1 + number % 5])))
        tags[entry.tag], ballots[entry.handle] = number, number
        box.put(entry)
        comments.put(Comment(naming(key, person, ballot), f"{number:02}"))
    packed = Box.unseal(key, box.seal(key, b"place", SEEDED), b"place").packed()
    middle = 6 + 16 * PEOPLE
    written = CommentBox.unseal(key, comments.seal(key, b"place", SEEDED), b"place").packed()
    return Copy(
        [tags[packed[at : at + 16]] for at in range(6, middle, 16)],
        [ballots[packed[at : at + 16]] for at in range(middle, len(packed), 17)],
        [int(written[at + 18 : at + 20]) for at in range(5, len(written), 20)],
    )


def _linked_by_place(naming: Naming) -> float:
    """The chance of doing as well as the attack, which pairs what stands at the same place in two of the sets."""
    worst = 1.0
    for _ in range(3):
        copy = _filled(naming)
        for other in (copy.tags, copy.ballots, range(PEOPLE)):
            worst = min(worst, chance_of(copy.comments, other, hits))
    return min(1.0, worst * 9)


def test_comments_can_be_paired_neither_with_people_nor_with_ballots_nor_with_time() -> None:
    assert _linked_by_place(_by_ballot_key) > ALPHA


@pytest.mark.parametrize("twin", [_after_the_ballot, _after_the_writer, _as_they_came])
def test_the_attack_breaks_boxes_that_name_comments_otherwise(twin: Naming) -> None:
    assert _linked_by_place(twin) <= ALPHA


def test_the_published_order_does_not_tell_the_order_of_writing() -> None:
    band = 5 * (2 * (2 * PEOPLE + 5) / (9 * PEOPLE * (PEOPLE - 1))) ** 0.5
    box = CommentBox()
    for number in range(PEOPLE):
        box.put(Comment(_as_they_came(Key(b""), MEMBERS[number], BallotKey(b"")), f"{number}"))
    shown = [int(text) for text in publishable(box, 5, SEEDED)]
    assert abs(kendall(shown)) < band
    assert kendall([int(text) for text in box.texts()]) == 1, "without shuffling it would tell it all"


WORDS = [f"quillfeather{letter}" for letter in "abcdefghij"]


@dataclass(frozen=True)
class Left:
    """A round with ten comments in files, and what the thief copied while it was open."""

    folder: Path
    house: House
    key: Key
    comments: bytes
    place: bytes


@pytest.fixture
async def left(tmp_path: Path) -> Left:
    database = await Database.open(sqlite_address(tmp_path / "data" / "data.db"))
    keys = await KeyStore.open(
        sqlite_address(tmp_path / "keys" / "keys.db"), new_key(secrets.token_bytes), secrets.token_bytes
    )
    house = await House(database, keys, Discord()).set_up()
    known = await house.start(comments=True)
    for number, word in enumerate(WORDS, start=100):
        await house.answer(known, member(number), comment=f"{word} said I")

    async def reading(connection: AsyncConnection) -> bytes:
        return (await connection.execute(select(open_box_table.c.comments))).scalar_one()

    key = await keys.get(known.key_id)
    return Left(tmp_path, house, key, await database.read(reading), comments_place(known.round_id))


async def test_no_comment_is_in_any_byte_while_open_or_after_closing(left: Left) -> None:
    forms = {form for word in WORDS for form in forms_of_text(word)}
    assert found(forms, contents(left.folder)) == []
    # The thief with the keys of the open round reads them: this is what is promised, and no more.
    assert sorted(CommentBox.unseal(left.key, left.comments, left.place).texts()) == [
        f"{word} said I" for word in WORDS
    ]
    await left.house.later(hours=49)
    assert found(forms, contents(left.folder)) == []
    planted = left.folder / "planted"
    planted.write_bytes(b"x" * 99 + min(forms) + b"y" * 99)
    assert found(forms, contents(left.folder)) == ["planted"]
    await _close(left)


async def test_after_closing_the_box_of_comments_is_in_no_byte_and_no_key_opens_a_copy(left: Left) -> None:
    pieces = [left.comments[at : at + 32] for at in range(0, len(left.comments), 32)]
    assert found(pieces, contents(left.folder)) == ["data.db"]
    await left.house.later(hours=49)
    assert found([*pieces, bytes(left.key)], contents(left.folder)) == []

    async def every(connection: AsyncConnection) -> list[KeyId]:
        return [KeyId(row.key_id) for row in await connection.execute(select(key_table.c.key_id))]

    key_ids = await left.house.keys.database.read(every)
    for key in (await left.house.keys.get_many(key_ids)).values():
        with pytest.raises(CannotOpen):
            CommentBox.unseal(key, left.comments, left.place)
    await _close(left)


async def _close(left: Left) -> None:
    await left.house.database.close()
    await left.house.keys.close()
