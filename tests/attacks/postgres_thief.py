"""A thief with a copy of everything that a PostgreSQL server keeps: tables, write-ahead log, statistics, its own log.

Not here: what they look for (`test_postgres_*.py`).
"""

import secrets
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bot.core.sealing import Key, new_key
from bot.store.connections import sqlite_address
from bot.store.database import Database
from bot.store.keystore import KeyStore
from bot.store.opening import Stores
from tests.attacks.byte_search import contents
from tests.postgres import PostgresServer
from tests.store.samples import tell

HEADER: Final = 24
"""Bytes before the first column of a row; they begin with the number of the transaction that wrote it."""
LOG: Final = "pg_wal"


@dataclass(frozen=True)
class Stolen:
    """Every file of the server but those of other databases, by its path below the server's directory."""

    files: Mapping[Path, bytes]
    own: str
    """The directory of the database's own tables."""

    @property
    def tables(self) -> dict[Path, bytes]:
        """The files of its tables and indexes."""
        return {path: data for path, data in self.files.items() if self.own in str(path.parent)}

    @property
    def log(self) -> dict[Path, bytes]:
        """The write-ahead log."""
        return {path: data for path, data in self.files.items() if LOG in path.parts}

    @property
    def others(self) -> dict[Path, bytes]:
        """What is neither: states of transactions, statistics, what the server says."""
        return {path: data for path, data in self.files.items() if path not in self.tables and path not in self.log}

    def first_written(self, key: bytes, before: int) -> int:
        """The number of the transaction that first wrote a row with this key, as far as any page still tells.

        Args:
            key: as the row holds it.
            before: how many bytes of its columns stand before it.
        """
        written: list[int] = []
        for data in self.tables.values():
            at = data.find(key)
            while at >= 0:
                start = at - before - HEADER
                # The 23rd byte says where the columns begin; in an index it does not.
                if start >= 0 and data[start + HEADER - 2] == HEADER:
                    written.append(int.from_bytes(data[start : start + 4], "little"))
                at = data.find(key, at + 1)
        return min(written)


@dataclass(frozen=True)
class Home:
    """A database on a server of its own that may be robbed, beside it a key store in a file as the bot has it."""

    server: PostgresServer
    stores: Stores
    operator: Key
    folder: Path
    name: str

    @property
    def database(self) -> Database:
        return self.stores.database

    @property
    def keys(self) -> KeyStore:
        return self.stores.keys

    async def robbed(self) -> Stolen:
        """A copy of it all: the log as it is, then what a checkpoint brings to the disk, which lets old pieces go."""
        own = await self.database.write(tell, "SELECT oid FROM pg_database WHERE datname = current_database()")
        data = self.server.directory / "data"
        log = self._below(data / LOG)
        await self.database.read(lambda connection: connection.exec_driver_sql("CHECKPOINT"))
        parts = (place for place in data.iterdir() if place.name not in {LOG, "base"})
        files = [self._below(place) for place in (*parts, data / "base" / str(own))]
        said = self.server.directory / "log"
        all_files = {path: held for one in (log, *files) for path, held in one.items()}
        return Stolen({**all_files, Path("log"): said.read_bytes()}, f"base/{own}")

    def _below(self, place: Path) -> dict[Path, bytes]:
        return {path.relative_to(self.server.directory): held for path, held in contents(place).items()}


@asynccontextmanager
async def home(server: PostgresServer, folder: Path) -> AsyncGenerator[Home]:
    """A fresh database on this server, for the length of the block."""
    name = await server.create()
    operator = new_key(secrets.token_bytes)
    database = await Database.open(server.url(name))
    keys = await KeyStore.open(sqlite_address(folder / "keys" / "keys.db"), operator, secrets.token_bytes)
    stores = Stores(database, keys, first_start=True)
    try:
        yield Home(server, stores, operator, folder, name)
    finally:
        await stores.close()
        await server.drop(name)


def ranks(numbers: Sequence[int]) -> list[int]:
    """The same as a permutation: equal ones in the order of what stands beside them, which is no order at all."""
    by_number = sorted(range(len(numbers)), key=lambda at: (numbers[at], secrets.token_bytes(8)))
    places = [0] * len(numbers)
    for place, at in enumerate(by_number):
        places[at] = place
    return places
