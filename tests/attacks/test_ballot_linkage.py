"""Whoever copies all files and all keys of an open round learns its answers so far, and not whose they are.

The attack is the best there is: it opens the box, knows everybody's id, and pairs people with ballots by their places.
The naive twins keep the order of answering, or name the ballot after its writer; both are broken by the same attack.
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
from bot.core.identity import KeyId, MemberId, MemberTag
from bot.core.sealing import CannotOpen, Key, new_key
from bot.services.checkin_rounds import KnownRound
from bot.store.connections import sqlite_address
from bot.store.database import Database
from bot.store.keystore import KeyStore, key_table
from bot.store.round_boxes import box_place
from tests.attacks.byte_search import contents, found
from tests.attacks.statistics import ALPHA, chance_of, hits, kendall
from tests.services.checkin_house import Discord, House, member

PEOPLE = 60
ANSWERS = 5
MEMBERS = [MemberId(1457674990387200003 + number * 4194304) for number in range(PEOPLE)]

SEEDED = random.Random(20261122).randbytes
"""Chance that is the same each time: what holds for it is no luck of the day."""


@dataclass(frozen=True)
class Copy:
    """What the thief holds of a box after everybody answered in the order of `MEMBERS`: opened, with every id known."""

    people: Sequence[MemberId]
    """In the order of their tags in the box."""
    ballots: Sequence[int]
    """The answers to the first question, in the order of the ballots in the box."""


Filling = Callable[[Sequence[int]], Copy]


def _sealed_box(given: Sequence[int]) -> Copy:
    """The box as it is; `given` by each of `MEMBERS`, in this order."""
    key = new_key(SEEDED)
    box, tags = Box(1), {answered_tag(key, member): member for member in MEMBERS}
    for person, answer in zip(MEMBERS, given, strict=True):
        ballot = ballot_handle(key, BallotKey(SEEDED(BALLOT_KEY_BYTES)))
        box.put(Entry(answered_tag(key, person), ballot, Answers(bytes([answer]))))
    packed = Box.unseal(key, box.seal(key, b"place", SEEDED), b"place").packed()
    names, ballots = packed[6 : 6 + 16 * PEOPLE], packed[6 + 16 * PEOPLE :]
    seen = [MemberTag(names[at : at + 16]) for at in range(0, len(names), 16)]
    return Copy([tags[name] for name in seen], list(ballots[16::17]))


def _in_order_of_answering(given: Sequence[int]) -> Copy:
    """A naive twin: both sets kept as they came."""
    return Copy(MEMBERS, list(given))


def _named_after_the_writer(given: Sequence[int]) -> Copy:
    """Another: the ballot is found by a hash of its writer, so both sets have the same order."""
    key = new_key(SEEDED)
    order = sorted(range(PEOPLE), key=lambda at: answered_tag(key, MEMBERS[at]))
    return Copy([MEMBERS[at] for at in order], [given[at] for at in order])


def _linked_by_place(filling: Filling) -> float:
    """The chance of doing as well as the attack: it says that the people and the ballots stand in the same order."""
    chosen = random.Random(20261122)
    worst = 1.0
    for _ in range(5):
        given = [chosen.randint(1, ANSWERS) for _ in MEMBERS]
        copy, truth = filling(given), dict(zip(MEMBERS, given, strict=True))
        worst = min(worst, chance_of(copy.ballots, [truth[person] for person in copy.people], hits))
    return min(1.0, worst * 5)


def test_people_and_ballots_cannot_be_paired() -> None:
    assert _linked_by_place(_sealed_box) > ALPHA


@pytest.mark.parametrize("twin", [_in_order_of_answering, _named_after_the_writer])
def test_the_attack_breaks_boxes_that_keep_an_order(twin: Filling) -> None:
    assert _linked_by_place(twin) <= ALPHA


def test_the_box_does_not_tell_the_order_of_answering() -> None:
    given = [1 + number % ANSWERS for number in range(PEOPLE)]
    band = 5 * (2 * (2 * PEOPLE + 5) / (9 * PEOPLE * (PEOPLE - 1))) ** 0.5
    places = {person: place for place, person in enumerate(_sealed_box(given).people)}
    assert abs(kendall([places[person] for person in MEMBERS])) < band
    # Answers that rise with time show the order of the ballots.
    rising = _sealed_box([1 + number * ANSWERS // PEOPLE for number in range(PEOPLE)]).ballots
    assert abs(kendall(rising)) < band
    assert kendall(_in_order_of_answering(list(range(PEOPLE))).ballots) == 1


@dataclass(frozen=True)
class Left:
    """A round in files, while open and after closing, and what the thief copied while it was open."""

    folder: Path
    house: House
    known: KnownRound
    key: Key
    box: bytes


@pytest.fixture
async def left(tmp_path: Path) -> Left:
    database = await Database.open(sqlite_address(tmp_path / "data" / "data.db"))
    keys = await KeyStore.open(
        sqlite_address(tmp_path / "keys" / "keys.db"), new_key(secrets.token_bytes), secrets.token_bytes
    )
    house = await House(database, keys, Discord()).set_up()
    known = await house.start()
    for number, answer in enumerate("1122334455", start=100):
        await house.answer(known, member(number), answer, "4")
    box = await house.repository.box(known.round_id)
    assert box is not None
    key = await keys.get(known.key_id)
    return Left(tmp_path, house, known, key, box)


async def test_after_closing_neither_box_nor_key_is_in_any_byte(left: Left) -> None:
    piece, key_row = left.box[40:104], bytes(left.known.key_id)
    stored = await _wrapped(left.house.keys, left.known.key_id)
    assert found([piece, key_row], contents(left.folder)) != []
    assert found([stored], contents(left.folder)) == ["keys.db"]
    # A thief with both copies opens it: that is why it has to go.
    assert Box.unseal(left.key, left.box, box_place(left.known.round_id)).people == 10
    await left.house.later(hours=49)
    assert found([piece, stored, bytes(left.key)], contents(left.folder)) == []
    assert found([left.box[at : at + 32] for at in range(0, len(left.box), 32)], contents(left.folder)) == []
    await _close(left)


async def test_an_old_copy_of_the_database_does_not_open_with_the_keys_of_today(left: Left) -> None:
    await left.house.later(hours=49)
    for key in await _every_key(left.house.keys):
        with pytest.raises(CannotOpen):
            Box.unseal(key, left.box, box_place(left.known.round_id))
    await _close(left)


async def _wrapped(keys: KeyStore, key_id: KeyId) -> bytes:
    return (await keys.database.read(_all))[key_id]


async def _all(connection: AsyncConnection) -> dict[KeyId, bytes]:
    return {KeyId(row.key_id): row.wrapped for row in await connection.execute(select(key_table))}


async def _every_key(keys: KeyStore) -> list[Key]:
    return list((await keys.get_many(list(await keys.database.read(_all)))).values())


async def _close(left: Left) -> None:
    await left.house.database.close()
    await left.house.keys.close()
