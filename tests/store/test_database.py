"""Opening a database: what it is told, who may read its files, and how it is upgraded."""

import asyncio
import importlib
import pkgutil
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData, inspect, text
from sqlalchemy.ext.asyncio import AsyncConnection

import bot.store
from bot.store import connections
from bot.store.connections import sqlite_address
from bot.store.database import Database
from bot.store.problems import (
    DatabaseNewer,
)
from bot.store.schema import key_metadata, metadata
from bot.store.upgrades import revisions
from tests.postgres import PostgresServer
from tests.store.samples import add, make_notes, names, put, tell
from tests.store_fixtures import Addresses, opened

FOLDERS = ["migrations", "key_migrations"]
STORE = Path(bot.store.__file__).parent


def modes(directory: Path) -> dict[str, int]:
    return {file.name: stat.S_IMODE(file.stat().st_mode) for file in directory.iterdir()}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "common-ground.db"


# What a connection is told


async def test_every_connection_overwrites_what_is_erased_and_keeps_no_log_of_it(path: Path) -> None:
    wanted = {
        "secure_delete": 1,
        "foreign_keys": 1,
        "temp_store": 2,
        "trusted_schema": 0,
        "journal_mode": "truncate",
        "synchronous": 2,
        "busy_timeout": connections.BUSY_MILLISECONDS,
    }

    async def told(connection: AsyncConnection) -> dict[str, object]:
        return {name: (await connection.execute(text(f"PRAGMA {name}"))).scalar() for name in wanted}

    async with opened(sqlite_address(path)) as database:
        assert await database.read(told) == wanted
        assert {name: await database.write(tell, f"PRAGMA {name}") for name in wanted} == wanted


async def test_files_are_the_owners_alone(path: Path) -> None:
    async with opened(sqlite_address(path)) as database:
        await make_notes(database)
        assert set(modes(path.parent).values()) == {0o600}
    assert modes(path.parent.parent)["data"] == 0o700


async def test_a_file_that_others_could_read_is_closed_to_them(path: Path) -> None:
    put(path, b"")
    async with opened(sqlite_address(path)):
        assert modes(path.parent)["common-ground.db"] == 0o600


# Upgrades


@pytest.mark.parametrize("folder", FOLDERS)
def test_the_revisions_are_one_line_and_named_as_their_files(folder: str) -> None:
    script = ScriptDirectory(str(STORE / folder))
    walked = [(found.revision, found.down_revision) for found in script.walk_revisions()][::-1]
    known = revisions(STORE / folder)
    assert walked == list(zip(known, [None, *known[:-1]], strict=True))


@pytest.mark.parametrize("folder", FOLDERS)
async def test_the_migrations_make_what_the_repositories_describe(folder: str, addresses: Addresses) -> None:
    for module in pkgutil.iter_modules(bot.store.__path__, "bot.store."):
        if not module.name.endswith("migrations"):
            importlib.import_module(module.name)
    described: MetaData = metadata if folder == "migrations" else key_metadata
    address = addresses.database if folder == "migrations" else addresses.keys

    def difference(connection: Connection) -> object:
        return compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), described)

    async with opened(address, folder) as database:
        assert await database.read(lambda connection: connection.run_sync(difference)) == []


@pytest.mark.parametrize("folder", FOLDERS)
async def test_no_table_has_hidden_row_numbers(folder: str, path: Path) -> None:
    async with opened(sqlite_address(path), folder):
        pass
    with sqlite3.connect(path) as connection:
        tables = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'").fetchall()
    numbered = {name for name, sql in tables if "WITHOUT ROWID" not in sql.upper()}
    assert numbered == {"alembic_version"}


async def test_an_upgrade_that_fails_changes_nothing(path: Path, tmp_path: Path) -> None:
    folder = _migrations_with(tmp_path, 'op.execute("CREATE TABLE half (a INT)")\n    raise ValueError("on purpose")')
    with pytest.raises(ValueError, match="on purpose"):
        await Database.open(sqlite_address(path), str(folder))
    with sqlite3.connect(path) as connection:
        assert connection.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)


async def test_an_older_database_is_upgraded_and_keeps_what_it_holds(addresses: Addresses, tmp_path: Path) -> None:
    async with opened(addresses.database) as database:
        await make_notes(database)
        await database.write(add, "kept")
    newest = revisions(STORE / "migrations")[-1]
    folder = _migrations_with(tmp_path, 'op.execute("CREATE TABLE fresh (a INT)")', after=newest)
    async with opened(addresses.database, str(folder)) as database:
        assert await names(database) == ["kept"]
        assert await database.read(lambda c: c.run_sync(lambda sync: inspect(sync).has_table("fresh")))


def _migrations_with(tmp_path: Path, body: str, after: str | None = None) -> Path:
    """A folder of migrations whose last one does this; those before it are only known by name."""
    folder = tmp_path / "other%migrations"
    (folder / "versions").mkdir(parents=True)
    (folder / "env.py").write_text((STORE / "migrations" / "env.py").read_text())
    before = [] if after is None else [revision for revision in revisions(STORE / "migrations") if revision <= after]
    for number, revision in enumerate(before):
        down = None if number == 0 else before[number - 1]
        _write_version(folder, revision, down, "pass")
    _write_version(folder, "9999", after, body)
    return folder


def _write_version(folder: Path, revision: str, down: str | None, body: str) -> None:
    lines = f"from alembic import op\nrevision = {revision!r}\ndown_revision = {down!r}\ndef upgrade():\n    {body}\n"
    (folder / "versions" / f"{revision}_test.py").write_text(lines)


async def test_a_newer_database_is_refused_and_left_alone(addresses: Addresses, tmp_path: Path) -> None:
    newest = revisions(STORE / "migrations")[-1]
    folder = _migrations_with(tmp_path, "pass", after=newest)
    async with opened(addresses.database, str(folder)):
        pass
    with pytest.raises(DatabaseNewer):
        await Database.open(addresses.database)
    async with opened(addresses.database, str(folder)) as database:
        found = await database.write(tell, "SELECT version_num FROM alembic_version")
        assert found == "9999"


async def test_two_that_start_at_once_upgrade_once(postgres: PostgresServer) -> None:
    name = await postgres.create()
    both = await asyncio.gather(*(Database.open(postgres.url(name)) for _ in range(2)))
    for database in both:
        await database.close()
    await postgres.drop(name)


def test_a_start_with_nothing_to_upgrade_does_not_load_alembic(path: Path) -> None:
    program = (
        "import asyncio, sys\n"
        "from bot.store.database import Database\n"
        "async def main():\n"
        "    await (await Database.open(sys.argv[1])).close()\n"
        "asyncio.run(main())\n"
        "print('alembic' in sys.modules)\n"
    )
    command = [sys.executable, "-c", program, sqlite_address(path)]
    runs = [subprocess.run(command, check=True, capture_output=True, text=True) for _ in range(2)]
    assert [run.stdout.strip() for run in runs] == ["True", "False"]
