"""Fixtures of open stores for any test: `from tests.store_fixtures import *` names them in a conftest.

`database` and `keys` come once on SQLite and once on PostgreSQL; where no PostgreSQL server is installed its half is
reported as skipped.
"""

import secrets
import shutil
from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.core.sealing import Key, new_key
from bot.core.sharding import ALL, Shards
from bot.store.connections import sqlite_address
from bot.store.database import Database
from bot.store.keystore import KeyStore
from bot.store.private_files import make_private_directory
from config.pace import Pace
from tests.postgres import PostgresServer, binaries, in_a_loop_of_its_own, postgres_server

__all__ = ["Addresses", "addresses", "database", "files", "keys", "operator_key", "pace", "postgres", "templates"]


@dataclass(frozen=True)
class Addresses:
    """Where a test's two stores lie: empty, at the newest revision."""

    database: str
    keys: str


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    programs = binaries()
    if programs is None:
        pytest.skip("no PostgreSQL server is installed here")
    with postgres_server(programs) as server:
        yield server


@pytest.fixture(scope="session")
def templates(postgres: PostgresServer) -> tuple[str, str]:
    """The names of a migrated database and a migrated key store, to be copied."""
    return (
        in_a_loop_of_its_own(lambda: postgres.migrated("migrations")),
        in_a_loop_of_its_own(lambda: postgres.migrated("key_migrations")),
    )


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The same as files of SQLite."""
    database, keys = (tmp_path_factory.mktemp("migrated") / f"{name}.db" for name in ("database", "keys"))

    async def migrated(path: Path, migrations: str) -> str:
        async with opened(sqlite_address(path), migrations):
            return str(path)

    in_a_loop_of_its_own(lambda: migrated(database, "migrations"))
    in_a_loop_of_its_own(lambda: migrated(keys, "key_migrations"))
    return database, keys


@pytest.fixture(params=["sqlite", "postgresql"])
async def addresses(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Addresses]:
    """Where this test's stores lie, on either kind of database."""
    if request.param == "sqlite":
        copies = tmp_path / "data" / "common-ground.db", tmp_path / "keys" / "keys.db"
        for path, file in zip(copies, request.getfixturevalue("files"), strict=True):
            make_private_directory(path.parent)
            shutil.copy(file, path)
        yield Addresses(*map(sqlite_address, copies))
        return
    server: PostgresServer = request.getfixturevalue("postgres")
    templates: tuple[str, str] = request.getfixturevalue("templates")
    names = [await server.lend(template) for template in templates]
    yield Addresses(server.url(names[0]), server.url(names[1]))
    for name, template in zip(names, templates, strict=True):
        await server.give_back(name, template)


@pytest.fixture
def pace() -> Pace:
    """How long writes wait for company; tests of other things need not wait."""
    return Pace()


@pytest.fixture
async def database(addresses: Addresses, pace: Pace) -> AsyncIterator[Database]:
    """An open, empty database."""
    async with opened(addresses.database, pace=pace) as database:
        yield database


@pytest.fixture
def operator_key() -> Key:
    return new_key(secrets.token_bytes)


@pytest.fixture
async def keys(addresses: Addresses, operator_key: Key, pace: Pace) -> AsyncIterator[KeyStore]:
    """An open, empty key store."""
    store = await KeyStore.open(addresses.keys, operator_key, secrets.token_bytes, pace)
    yield store
    await store.close()


@asynccontextmanager
async def opened(
    url: str, migrations: str = "migrations", pace: Pace = Pace(), shards: Shards = ALL
) -> AsyncGenerator[Database]:
    """A database for the length of the block."""
    database = await Database.open(url, migrations, pace, shards)
    try:
        yield database
    finally:
        await database.close()
