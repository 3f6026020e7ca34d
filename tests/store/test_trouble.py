"""What is said when a database cannot be opened, read or written, and that nothing half is kept."""

import asyncio
import sqlite3
from collections.abc import Sequence
from pathlib import Path

import pytest

from bot.store import connections, session
from bot.store.connections import sqlite_address
from bot.store.database import Database
from bot.store.probing import works_again
from bot.store.problems import (
    DatabaseDamaged,
    DatabaseUnreachable,
    DatabaseUnsupported,
    NotWritable,
    StoreBusy,
    StoreFull,
    StoreLost,
    StoreProblem,
)
from tests.postgres import PostgresServer
from tests.store.disks import spoil_page
from tests.store.samples import add, make_notes, names, put, tell
from tests.store_fixtures import opened


def says_nothing(error: BaseException) -> bool:
    """No words, and no other error behind it whose words a log would show."""
    return str(error) == "" and (error.__suppress_context__ or error.__context__ is None)


def content(path: Path) -> bytes:
    return path.read_bytes()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "common-ground.db"


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
    monkeypatch.setattr("bot.store.writer.QUIET_AFTER", 0.0)  # no pause for company: only the reader is waited for
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


async def test_a_page_that_is_sound_again_is_read_again(path: Path) -> None:
    """SQLite holds pages in memory, the one that was not sound among them."""
    async with opened(sqlite_address(path)) as database:
        await make_notes(database)
        page = await database.write(tell, "SELECT rootpage FROM sqlite_master WHERE name = 'note'")
    assert isinstance(page, int)
    before = content(path)
    spoil_page(path, page)
    async with opened(sqlite_address(path)) as database:
        for _ in range(2):
            with pytest.raises(DatabaseDamaged):
                await database.write(add, "meanwhile")
            with pytest.raises(DatabaseDamaged):
                await names(database)
            assert not await works_again(database)
        with path.open("r+b") as file:
            file.seek((page - 1) * 4096)
            file.write(before[(page - 1) * 4096 : page * 4096])
        assert await works_again(database)
        await database.write(add, "afterwards")
        assert await names(database) == ["afterwards"]


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
        assert database.condition.problem is StoreLost
        assert not await works_again(database)
        postgres.start()
        assert await works_again(database)
        assert database.condition.problem is None
        await database.write(add, "after")
        assert await names(database) == ["after", "before"]
    await postgres.drop(name)
