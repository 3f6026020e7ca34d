"""A copy of everything at rest, with every key, from a group in which everybody acts in one order.

So whatever keeps an order on two sides joins them. Chance is seeded: what holds is no luck of the day. Not here: what
is made of ballots (`ballot_heist.py`) and of concerns (`concern_heist.py`).
"""

import random
import secrets
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import pytest
from sqlalchemy.engine import make_url

from bot.core.identity import KeyId, MemberId
from bot.core.sealing import Key, derive, new_key, pseudonym
from bot.services.servers import Server
from bot.store.agreements import Acceptance, AgreementRepository
from bot.store.connections import sqlite_address
from bot.store.database import Database
from bot.store.keystore import KeyStore
from bot.store.laying_anew import lay_anew
from bot.store.schema import key_metadata, metadata
from tests.attacks.linkage import Sortable
from tests.attacks.thief import rows
from tests.services.checkin_house import SERVER
from tests.services.concern_house import HERE
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
        return {as_bytes(row[0]): as_bytes(row[-1]) for row in self.rows[table]}

    def lies(self, table: str, values: Sequence[bytes]) -> list[Sortable]:
        """For each value the number of the row that holds it."""
        places = {value: number for number, row in enumerate(self.rows[table]) for value in row}
        return [places[value] for value in values]

    def offsets(self, values: Sequence[bytes]) -> list[Sortable]:
        """For each value where it stands last in the files."""
        return [self.files.rfind(value) for value in values]


@dataclass(frozen=True)
class Place:
    """Where a group is robbed: its database, of either kind, and its key store, a file unless processes share it."""

    addresses: Addresses
    folder: Path
    monkeypatch: pytest.MonkeyPatch
    shares_keys: bool = False
    is_laid_anew: bool = False
    """The hour is over after which the bot writes its tables on PostgreSQL anew."""

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
    address = place.addresses.keys if place.shares_keys else sqlite_address(place.folder / "keystore.db")
    keys = await KeyStore.open(address, new_key(seeded), seeded)
    try:
        yield database, keys
    finally:
        await database.close()
        await keys.close()


async def copied(database: Database, keys: KeyStore, place: Place) -> Copy:
    """Copy all of it now."""
    if place.is_laid_anew:
        await lay_anew(database, metadata, large_too=True)
        await lay_anew(keys.database, key_metadata, large_too=True)
    both = {**await rows(database, metadata), **await rows(keys.database, key_metadata)}
    files = b"".join(path.read_bytes() for path in place.paths)
    return Copy(both, files, await keys.get_many([KeyId(as_bytes(row[0])) for row in both["wrapped_key"]]))


def as_bytes(value: object) -> bytes:
    """What a column of bytes holds."""
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


def people_of(copy: Copy, server: Server, members: Sequence[MemberId]) -> dict[str, Sequence[Sortable]]:
    """Everything that members can be sorted by."""
    agreed = [server.pseudonym(member) for member in members]
    return {
        "id": list(members),
        "tag of agreeing": agreed,
        "agreeing, as it lies": copy.lies("acceptance", agreed),
        "agreeing, in the file": copy.offsets(agreed),
    }


def tags_of(key: Key, purpose: str, members: Sequence[MemberId]) -> dict[str, list[bytes]]:
    """What a key makes of each member, used in each way that keys are used."""
    return {name: [pseudonym(one, member) for member in members] for name, one in _derived(key, purpose).items()}


@cache
def _derived(key: Key, purpose: str) -> dict[str, Key]:
    ways = {"derived": (), "of the server": (SERVER,), "of the group": (HERE,)}
    return {name: derive(key, purpose, *parts) for name, parts in ways.items()}
