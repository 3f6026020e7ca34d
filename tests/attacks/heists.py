"""What lies at rest after a group answered check-ins or wrote concerns, copied once with every key, as `Loot`.

Everybody agrees, answers and writes in one order, so that whatever keeps an order on both sides joins them. Chance is
seeded: what holds is no luck of the day. Not here: whether the loot tells who did what (`test_linkage_at_rest.py`).
"""

import hmac
import random
import secrets
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache
from hashlib import sha256
from itertools import product
from pathlib import Path
from typing import Final

import pytest
from sqlalchemy.engine import make_url

from bot.core.ballot import BallotKey, answered_tag, ballot_handle
from bot.core.case import Case
from bot.core.codec import Codec
from bot.core.comments import comment_handle
from bot.core.identity import CaseId, ChannelId, KeyId, MemberId
from bot.core.receipt import read
from bot.core.sealing import Key, derive, new_key, pseudonym, unpad, unseal
from bot.services.checkin_rounds import KnownRound
from bot.services.checkins import Checkins
from bot.services.receipts import find_by_receipt
from bot.services.servers import Server
from bot.store.agreements import Acceptance, AgreementRepository
from bot.store.connections import sqlite_address
from bot.store.database import Database
from bot.store.keystore import KeyStore
from bot.store.round_boxes import box_place, comments_place
from bot.store.schema import key_metadata, metadata
from tests.attacks.linkage import Loot, Sortable
from tests.attacks.thief import rows
from tests.services import checkin_house, concern_house
from tests.services.checkin_house import SERVER, Discord
from tests.services.concern_house import ACCOUNT, HERE, LENA, MARA, OTTO, ConcernHouse
from tests.services.deeds import acknowledging
from tests.store_fixtures import Addresses

SEED: Final = 20261122
MEMBERS: Final = [MemberId(1457674990387200003 + number * 4194304) for number in range(14)]
PURPOSES: Final = (
    "member tag",
    "has answered",
    "ballot",
    "comment",
    "reporter",
    "receipt",
    "choice",
    "journal tag",
    "case",
)
NAME: Final = 16
"""Bytes of every tag and handle."""

TABLES: Final = ("concern_case", "receipt", "wrapped_key")

Rows = Mapping[str, Sequence[tuple[object, ...]]]


@dataclass(frozen=True)
class Copy:
    """Everything at rest at one moment, with every key."""

    rows: Rows
    """Of both stores, each table as it lies."""
    files: bytes
    """Every byte, one file after the other; empty where a server of its own keeps them."""
    keys: Mapping[KeyId, Key]

    def sealed(self, table: str) -> dict[bytes, bytes]:
        """By the key of each row what is sealed in it."""
        return {_bytes(row[0]): _bytes(row[-1]) for row in self.rows[table]}

    def lies(self, table: str, values: Sequence[bytes]) -> list[Sortable]:
        """For each value the number of the row that holds it."""
        places = {value: number for number, row in enumerate(self.rows[table]) for value in row}
        return [places[value] for value in values]

    def offsets(self, values: Sequence[bytes]) -> list[Sortable]:
        """For each value where it stands last in the files."""
        return [self.files.rfind(value) for value in values]


@dataclass(frozen=True)
class Place:
    """Where a group is robbed: its database, of either kind, and its key store, which is a file all the same."""

    addresses: Addresses
    folder: Path
    monkeypatch: pytest.MonkeyPatch

    @property
    def kind(self) -> str:
        """Of database."""
        return "SQLite" if self.addresses.database.startswith("sqlite") else "PostgreSQL"

    @property
    def paths(self) -> list[Path]:
        """The files that are there."""
        paths = [Path(make_url(self.addresses.database).database or ""), self.folder / "keystore.db"]
        return [path for path in paths if path.is_file()]


@pytest.fixture
def place(addresses: Addresses, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    """Once on each kind of database."""
    return Place(addresses, tmp_path, monkeypatch)


@asynccontextmanager
async def stores(place: Place) -> AsyncGenerator[tuple[Database, KeyStore]]:
    """Both stores and all that lives on them, with chance that is the same each time."""
    seeded = random.Random(SEED).randbytes
    place.monkeypatch.setattr(secrets, "token_bytes", seeded)
    database = await Database.open(place.addresses.database)
    keys = await KeyStore.open(sqlite_address(place.folder / "keystore.db"), new_key(seeded), seeded)
    try:
        yield database, keys
    finally:
        await database.close()
        await keys.close()


async def copied(database: Database, keys: KeyStore, place: Place) -> Copy:
    """Copy all of it now."""
    both = {**await rows(database, metadata), **await rows(keys.database, key_metadata)}
    files = b"".join(path.read_bytes() for path in place.paths)
    return Copy(both, files, await keys.get_many([KeyId(_bytes(row[0])) for row in both["wrapped_key"]]))


def _bytes(value: object) -> bytes:
    assert isinstance(value, bytes)
    return value


async def all_agree(database: Database, server: Server, members: Sequence[MemberId]) -> None:
    """One after the other."""
    agreements = AgreementRepository(database)
    for member in members:
        await agreements.accept(Acceptance(server.server_id, server.pseudonym(member), 1))


Writing = Callable[[Server, MemberId], bytes | None]
"""What is kept of a member with what they hand in; None: as it is."""


def nothing(_server: Server, _member: MemberId) -> None:
    """As it is."""


def their_tag(server: Server, member: MemberId) -> bytes:
    """A naive twin: what they hand in carries the tag under which the group knows them."""
    return server.pseudonym(member)


# Ballots


@dataclass(frozen=True)
class Answered:
    """A round, and by whom which ballot is, in the order of answering."""

    known: KnownRound
    ballots: Sequence[tuple[MemberId, BallotKey]]


async def ballots(place: Place, rounds: int, writing: Writing = nothing) -> list[tuple[Loot, Loot]]:
    """So many open rounds with five answers and more, not all alike: people and ballots, people and comments."""
    async with stores(place) as (database, keys):
        house = await checkin_house.House(database, keys, Discord()).set_up()
        server = await house.servers.get(SERVER)
        await all_agree(database, server, MEMBERS)
        answered = [await _answered(house, server, number, writing) for number in range(rounds)]
        copy = await copied(database, keys, place)
    return [_ballot_loot(copy, server, one) for one in answered]


async def _answered(house: checkin_house.House, server: Server, number: int, writing: Writing) -> Answered:
    known = await house.start(channel=ChannelId(500 + number), comments=True)
    given: list[tuple[MemberId, BallotKey]] = []
    for place, member_id in enumerate(MEMBERS[: 5 + number % 8]):
        kept = writing(server, member_id)
        house.checkins = Checkins(house.rounds, house.servers, secrets.token_bytes if kept is None else kept.ljust)
        person = checkin_house.member(member_id)
        asked = await house.answer(known, person, str(1 + place % 5), "4", comment=f"{place:02}")
        given.append((member_id, asked.ballot_key))
    return Answered(known, given)


def _ballot_loot(copy: Copy, server: Server, answered: Answered) -> tuple[Loot, Loot]:
    key = copy.keys[answered.known.key_id]
    (row,) = [row for row in copy.rows["open_box"] if row[0] == answered.known.round_id]
    sealed, comments = _bytes(row[1]), _bytes(row[2])
    members = [member for member, _ in answered.ballots]
    tags = [answered_tag(key, member) for member in members]
    handles = [ballot_handle(key, ballot) for _, ballot in answered.ballots]
    names = [comment_handle(key, ballot) for _, ballot in answered.ballots]
    box = unpad(unseal(derive(key, "box"), sealed, box_place(answered.known.round_id)))
    said = unpad(unseal(derive(key, "comments"), comments, comments_place(answered.known.round_id)))
    people = _people(copy, server, members) | _sorted_by("tag", tags, box, key, sealed)
    width = (len(box) - 6) // len(tags) - NAME
    chosen = {"answers": [box[box.index(one) + NAME : box.index(one) + width] for one in handles]}
    wrote = range(len(members))
    return (
        Loot(
            people, _sorted_by("handle", handles, box, key, sealed) | chosen, wrote, _marks(copy, key, members, handles)
        ),
        Loot(people, _sorted_by("comment", names, said, key, comments), wrote, _marks(copy, key, members, names)),
    )


def _people(copy: Copy, server: Server, members: Sequence[MemberId]) -> dict[str, Sequence[Sortable]]:
    agreed = [server.pseudonym(member) for member in members]
    return {
        "id": list(members),
        "tag of agreeing": agreed,
        "agreeing, as it lies": copy.lies("acceptance", agreed),
        "agreeing, in the file": copy.offsets(agreed),
    }


def _sorted_by(
    what: str, names: Sequence[bytes], opened: bytes, key: Key, sealed: bytes
) -> dict[str, Sequence[Sortable]]:
    """Everything that tags, handles or names in an opened box can be sorted by."""
    nonce = int.from_bytes(sealed[:NAME])
    return {
        what: list(names),
        f"{what} backwards": [one[::-1] for one in names],
        f"{what}, as it lies": [opened.index(one) for one in names],
        f"{what} with the nonce": [int.from_bytes(one) ^ nonce for one in names],
        f"digest of {what}": [sha256(one).digest() for one in names],
        f"{what} under the key": [hmac.digest(key, one, sha256) for one in names],
    }


def _marks(
    copy: Copy, key: Key, members: Sequence[MemberId], written: Sequence[bytes]
) -> dict[str, tuple[Sequence[bytes], Sequence[bytes]]]:
    """Whatever any key makes of a member, and what the box's key makes of that in turn."""
    found: dict[str, tuple[Sequence[bytes], Sequence[bytes]]] = {}
    drawers = {name: derive(key, name) for name in ("ballot", "comment")}
    for number, (one, purpose) in enumerate(product(copy.keys.values(), PURPOSES)):
        for how, tags in _tags(one, purpose, members).items():
            name = f"{how}, key and purpose {number}"
            found[name] = (tags, written)
            for what, drawer in drawers.items():
                handles = [hmac.digest(drawer, tag, sha256)[:NAME] for tag in tags]
                found[f"{name}, as the key of a {what}"] = (handles, written)
    return found


def _tags(key: Key, purpose: str, members: Sequence[MemberId]) -> dict[str, list[bytes]]:
    return {name: [pseudonym(one, member) for member in members] for name, one in _derived(key, purpose).items()}


@cache
def _derived(key: Key, purpose: str) -> dict[str, Key]:
    ways = {"derived": (), "of the server": (SERVER,), "of the group": (HERE,)}
    return {name: derive(key, purpose, *parts) for name, parts in ways.items()}


# Concerns


async def concerns(place: Place, count: int, writing: Writing = nothing) -> Loot:
    """So many concerns, one of each member in turn, every second looked after; members and concerns."""
    async with stores(place) as (database, keys):
        house = ConcernHouse(database, keys)
        await house.set_up(MARA, OTTO, lead=LENA)
        await house.delivery.start()
        server = await house.servers.get(HERE)
        members = [MemberId(MEMBERS[0] + number * 4194304) for number in range(count // 2)]
        await all_agree(database, server, members)
        codes = [await _sent(house, server, members[number // 2], writing) for number in range(count)]
        await house.wait(hours=5)
        kept = [await find_by_receipt(house.cases, server, read(code)) for code in codes]
        for one in kept[::2]:
            assert one is not None
            await house.moderating.do(one.case_id, MARA, HERE, acknowledging, house.discord.now)
        copy = await copied(database, keys, place)
    return _concern_loot(copy, server, members, [(one.case_id, one.case) for one in kept if one is not None])


async def _sent(house: ConcernHouse, server: Server, member: MemberId, writing: Writing) -> str:
    kept = writing(server, member)
    account = ACCOUNT if kept is None else replace(ACCOUNT, story=kept.hex())
    house.discord.now += timedelta(minutes=3)
    return await house.sent(account=account, writer=concern_house.person(member, "Somebody"))


def _concern_loot(copy: Copy, server: Server, members: Sequence[MemberId], kept: Sequence[tuple[CaseId, Case]]) -> Loot:
    cases, receipts, wrapped = (copy.sealed(name) for name in TABLES)
    ids, lookups = [bytes(case_id) for case_id, _ in kept], [case.lookup for _, case in kept]
    opened = [Codec(Case).encode(case) for _, case in kept]
    sealed = [(cases[one], receipts[lookup]) for one, lookup in zip(ids, lookups, strict=True)]
    things: dict[str, Sequence[Sortable]] = {
        "size of the case": [len(one) for one, _ in sealed],
        "size of the receipt": [len(one) for _, one in sealed],
        "nonce of the case": [one for one, _ in sealed],
        "nonce of the receipt": [one for _, one in sealed],
        "what is written in the case": opened,
        "length of that": [len(one) for one in opened],
    }
    for name, table, values in (
        ("case", "concern_case", ids),
        ("receipt", "receipt", lookups),
        ("key", "wrapped_key", ids),
    ):
        things |= {
            name: values,
            f"{name} backwards": [one[::-1] for one in values],
            f"digest of {name}": [sha256(one).digest() for one in values],
            f"{name}, as it lies": copy.lies(table, values),
            f"{name}, in the file": copy.offsets(values),
        }
    written = [
        b"".join((one, *pair, wrapped[case_id], case_id, lookup))
        for one, pair, case_id, lookup in zip(opened, sealed, ids, lookups, strict=True)
    ]
    return Loot(
        _people(copy, server, members),
        things,
        [number // 2 for number in range(len(kept))],
        _case_marks(copy, members, written),
    )


def _case_marks(
    copy: Copy, members: Sequence[MemberId], written: Sequence[bytes]
) -> dict[str, tuple[Sequence[bytes], Sequence[bytes]]]:
    found: dict[str, tuple[Sequence[bytes], Sequence[bytes]]] = {}
    for number, (key, purpose) in enumerate(product(copy.keys.values(), PURPOSES)):
        for how, tags in _tags(key, purpose, members).items():
            found[f"{how}, key and purpose {number}"] = (tags, written)
            found[f"{how}, key and purpose {number}, written out"] = ([one.hex().encode() for one in tags], written)
    return found
