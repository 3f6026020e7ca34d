"""Opening a database: what it is told, how it is upgraded, and what is said when it cannot be."""

import asyncio
import importlib
import pkgutil
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData, inspect, text
from sqlalchemy.ext.asyncio import AsyncConnection

import bot.store
from bot.store import connections, session
from bot.store.connections import sqlite_address
from bot.store.database import Database
from bot.store.problems import (
    DatabaseDamaged,
    DatabaseNewer,
    DatabaseUnreachable,
    DatabaseUnsupported,
    NotWritable,
    StoreBusy,
    StoreFull,
    StoreProblem,
)
from bot.store.schema import key_metadata, metadata
from bot.store.upgrades import revisions
from bot.store.writer import each
from tests.postgres import PostgresServer
from tests.store.samples import add, make_notes, names
from tests.store_fixtures import Addresses, opened

FOLDERS = ["migrations", "key_migrations"]
STORE = Path(bot.store.__file__).parent


@each
async def tell(connection: AsyncConnection, statement: str) -> object:
    result = await connection.execute(text(statement))
    return result.scalar() if result.returns_rows else None


def says_nothing(error: BaseException) -> bool:
    """No words, and no other error behind it whose words a log would show."""
    return str(error) == "" and (error.__suppress_context__ or error.__context__ is None)


def put(path: Path, data: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(data)
    path.chmod(0o644)


def content(path: Path) -> bytes:
    return path.read_bytes()


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


# What can be wrong


@pytest.mark.parametrize(
    "url", ["mysql://someone:secret@host/db", "not an address", "sqlite://", "sqlite+aiosqlite:///:memory:"]
)
async def test_other_databases_are_refused_without_repeating_the_address(url: str) -> None:
    with pytest.raises(DatabaseUnsupported) as caught:
        await Database.open(url)
    assert says_nothing(caught.value)


@pytest.mark.parametrize(
    "url", ["postgresql://bot:secret@127.0.0.1:1/nothing", "postgres://bot:secret@/nothing?host=/nonexistent"]
)
async def test_a_server_that_does_not_answer_is_unreachable(url: str) -> None:
    with pytest.raises(DatabaseUnreachable) as caught:
        await Database.open(url)
    assert says_nothing(caught.value)


async def test_a_database_that_is_not_there_is_unreachable(postgres: PostgresServer) -> None:
    with pytest.raises(DatabaseUnreachable):
        await Database.open(postgres.url("nobody_made_this"))


async def test_a_file_that_is_no_database_is_damaged_and_left_alone(path: Path) -> None:
    put(path, b"shopping list" * 1000)
    with pytest.raises(DatabaseDamaged):
        await Database.open(sqlite_address(path))
    assert content(path) == b"shopping list" * 1000


async def test_a_place_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file where the directory should be")
    with pytest.raises(NotWritable):
        await Database.open(sqlite_address(tmp_path / "data" / "common-ground.db"))


async def test_a_read_only_database_is_said_at_the_start(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with opened(sqlite_address(path)):
        pass
    monkeypatch.setattr(connections, "SQLITE_FIRST_WORDS", connections.SQLITE_FIRST_WORDS + "PRAGMA query_only=ON;")
    with pytest.raises(NotWritable):
        await Database.open(sqlite_address(path))


# Full, locked, gone


async def test_a_full_disk_is_said_to_every_caller_and_nothing_is_kept(path: Path) -> None:
    async with opened(sqlite_address(path)) as database:
        await make_notes(database)
        pages = await database.write(tell, "PRAGMA page_count")
        await database.write(tell, f"PRAGMA max_page_count={pages}")
        writes = [database.write(add, f"{number:02}" * 30) for number in range(90)]
        outcomes = await asyncio.gather(*writes, return_exceptions=True)
        assert {type(outcome) for outcome in outcomes} == {StoreFull}
        assert await names(database) == []
        await database.write(tell, "PRAGMA max_page_count=1000000")
        await database.write(add, "there is room again")
        assert await names(database) == ["there is room again"]


async def test_a_database_locked_by_another_is_busy(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "BUSY_MILLISECONDS", 20)
    async with opened(sqlite_address(path)) as database:
        await make_notes(database)
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        outcomes = await asyncio.gather(*(database.write(add, name) for name in ("one", "two")), return_exceptions=True)
        other.execute("ROLLBACK")
        other.close()
        assert [type(outcome) for outcome in outcomes] == [StoreBusy, StoreBusy]
        await database.write(add, "free")
        assert await names(database) == ["free"]


class _Reader:
    """Somebody who reads at length, which keeps a writer from committing."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(path, isolation_level=None)
        self._connection.execute("BEGIN")
        self._connection.execute("SELECT count(*) FROM note").fetchone()
        self.waited = 0

    async def leave(self, _seconds: float) -> None:
        self.waited += 1
        self._connection.close()

    async def stay(self, _seconds: float) -> None:
        self.waited += 1


async def test_a_commit_that_meets_a_reader_is_tried_again(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "BUSY_MILLISECONDS", 20)
    async with opened(sqlite_address(path)) as database:
        await make_notes(database)
        reader = _Reader(path)
        monkeypatch.setattr(session.asyncio, "sleep", reader.leave)
        await database.write(add, "patient")
        assert reader.waited == 1
        assert await names(database) == ["patient"]


async def test_a_reader_who_never_leaves_makes_the_store_busy(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "BUSY_MILLISECONDS", 20)
    async with opened(sqlite_address(path)) as database:
        await make_notes(database)
        reader = _Reader(path)
        with monkeypatch.context() as patch:
            patch.setattr(session.asyncio, "sleep", reader.stay)
            with pytest.raises(StoreBusy):
                await database.write(add, "given up")
        assert reader.waited == session.COMMIT_TRIES - 1
        await reader.leave(0)
        assert await names(database) == []


@pytest.mark.parametrize(("state", "problem"), [("53100", StoreFull), ("55P03", StoreBusy), ("40P01", StoreBusy)])
async def test_what_postgresql_says_is_told_in_our_words(
    postgres: PostgresServer, templates: Sequence[str], state: str, problem: type[StoreProblem]
) -> None:
    name = await postgres.create(templates[0])
    async with opened(postgres.url(name)) as database:
        with pytest.raises(problem):
            await database.write(tell, f"DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '{state}'; END $$")
    await postgres.drop(name)


async def test_it_goes_on_after_the_server_came_back(postgres: PostgresServer, templates: Sequence[str]) -> None:
    name = await postgres.create(templates[0])
    async with opened(postgres.url(name)) as database:
        await make_notes(database)
        await database.write(add, "before")
        assert await names(database) == ["before"]
        postgres.stop()
        with pytest.raises(StoreProblem):
            await database.write(add, "meanwhile")
        with pytest.raises(StoreProblem):
            await names(database)
        postgres.start()
        await database.write(add, "after")
        assert await names(database) == ["after", "before"]
    await postgres.drop(name)
