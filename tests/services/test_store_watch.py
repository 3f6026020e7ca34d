"""The staff is told once when nothing can be saved for over a minute, and once when it works again; else nothing."""

import asyncio
import secrets
import sqlite3
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Generator
from contextlib import AbstractContextManager, asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.core.identity import ServerId
from bot.core.sealing import new_key
from bot.services import store_watch
from bot.services.problems import CannotReach, StoreProblem, Why
from bot.services.server_records import Server, ServerRecord
from bot.services.servers import Servers
from bot.services.store_watch import PATIENCE, StoreWatch
from bot.store import connections
from bot.store.connections import sqlite_address
from bot.store.database import Database
from bot.store.keystore import KeyStore
from bot.store.meta import Meta
from bot.store.servers import ServerRepository
from tests.services.checkin_house import SETTINGS, START
from tests.store.disks import no_file_grows_beyond, spoil_page
from tests.store.samples import make_notes, tell
from tests.store_fixtures import opened

ONE, TWO = ServerId(900), ServerId(901)


@dataclass
class Notices:
    """What each server's moderators were told."""

    said: list[tuple[str, ServerId]] = field(default_factory=list[tuple[str, ServerId]])
    unreachable: dict[ServerId, Why] = field(default_factory=dict[ServerId, Why])
    both: asyncio.Event = field(default_factory=asyncio.Event)
    """Two were told something."""
    meanwhile: Callable[[], Awaitable[object]] | None = None
    """What happens, once, while somebody is told that all is well."""

    async def cannot_save(self, server: Server) -> None:
        self._say("cannot save", server)

    async def saves_again(self, server: Server) -> None:
        meanwhile, self.meanwhile = self.meanwhile, None
        if meanwhile is not None:
            await meanwhile()
        self._say("saves again", server)

    def _say(self, what: str, server: Server) -> None:
        if server.server_id in self.unreachable:
            raise CannotReach(self.unreachable[server.server_id])
        self.said.append((what, server.server_id))
        if len(self.said) == 2:
            self.both.set()


class Ward:
    """A database of two servers, watched, and a clock that is moved."""

    def __init__(self, database: Database, keys: KeyStore, path: Path) -> None:
        self.database, self.path, self.now = database, path, START
        self.notices = Notices()
        self.servers = Servers(ServerRepository(database), keys, secrets.token_bytes)
        databases = {"database": database, "key_store": keys.database}
        self.watch = StoreWatch(databases, self.servers, self.notices, lambda: self.now)

    async def write(self, value: bytes = b"a value") -> bool:
        """Whether it could be saved."""
        with suppress(StoreProblem):
            await Meta(self.database).put("something", value)
            return True
        return False

    async def later(self, time: timedelta) -> bool:
        """Time passes, and it is looked at; whether all is well."""
        self.now += time
        return await self.watch.look()


@pytest.fixture
async def ward(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Ward]:
    monkeypatch.setattr(connections, "BUSY_MILLISECONDS", 10)
    monkeypatch.setattr("bot.store.session.PAUSE_BETWEEN_TRIES", 0.0)
    monkeypatch.setattr(store_watch, "LOOK_EVERY", 3600.0)
    async with stores(tmp_path) as (database, keys):
        ward = Ward(database, keys, tmp_path / "data" / "common-ground.db")
        for server_id in (ONE, TWO):
            await ward.servers.create(server_id, ServerRecord(replace(SETTINGS)))
        await make_notes(database)
        yield ward
        await ward.watch.close()


@asynccontextmanager
async def stores(folder: Path) -> AsyncGenerator[tuple[Database, KeyStore]]:
    async with opened(sqlite_address(folder / "data" / "common-ground.db")) as database:
        address = sqlite_address(folder / "keys" / "keystore.db")
        keys = await KeyStore.open(address, new_key(secrets.token_bytes), secrets.token_bytes)
        yield database, keys
        await keys.close()


@contextmanager
def locked(ward: Ward) -> Generator[None]:
    connection = sqlite3.connect(ward.path, isolation_level=None)
    connection.execute("BEGIN EXCLUSIVE")
    try:
        yield
    finally:
        connection.close()


@contextmanager
def full(ward: Ward) -> Generator[None]:
    with no_file_grows_beyond(ward.path.stat().st_size):
        yield


@contextmanager
def moved_away(ward: Ward) -> Generator[None]:
    """As a disk that was unmounted and came back: SQLite takes the file for read-only meanwhile."""
    away = ward.path.with_name("away.db")
    ward.path.rename(away)
    try:
        yield
    finally:
        away.rename(ward.path)


Trouble = Callable[[Ward], AbstractContextManager[None]]
KINDS = pytest.mark.parametrize("trouble", [locked, full, moved_away])
"""What keeps the store from working, each really."""
BOTH_CANNOT = [("cannot save", ONE), ("cannot save", TWO)]
BOTH_AGAIN = [("saves again", ONE), ("saves again", TWO)]


@KINDS
async def test_after_a_minute_each_server_is_told_once_and_once_more_when_it_works(
    ward: Ward, trouble: Trouble
) -> None:
    with trouble(ward):
        assert not await ward.write(bytes(50_000))
        assert not await ward.later(PATIENCE - timedelta(seconds=1))
        assert ward.notices.said == []
        with capture_logs() as logged:
            for _ in range(5):
                assert not await ward.later(timedelta(seconds=15))
        assert sorted(ward.notices.said) == BOTH_CANNOT
        assert [(line["event"], line["log_level"]) for line in logged] == [("nothing can be saved", "error")]
        ward.notices.said.clear()
    with capture_logs() as logged:
        assert await ward.later(timedelta(seconds=15))
    assert sorted(ward.notices.said) == BOTH_AGAIN
    assert [line["event"] for line in logged] == ["everything can be saved again"]
    assert await ward.write(bytes(50_000))
    assert await ward.later(timedelta(hours=1))
    assert sorted(ward.notices.said) == BOTH_AGAIN


@KINDS
async def test_what_is_over_within_a_minute_is_told_to_nobody(ward: Ward, trouble: Trouble) -> None:
    with trouble(ward), capture_logs() as logged:
        assert not await ward.write(bytes(50_000))
        assert not await ward.later(timedelta(seconds=45))
    assert await ward.later(timedelta(seconds=15))
    assert await ward.later(timedelta(hours=1))
    assert (ward.notices.said, logged) == ([], [])


async def test_a_page_that_is_not_sound_is_trouble_until_it_is_sound_again(ward: Ward) -> None:
    page = await ward.database.write(tell, "SELECT rootpage FROM sqlite_master WHERE name = 'note'")
    assert isinstance(page, int)
    before = ward.path.read_bytes()
    spoil_page(ward.path, page)
    # As after a restart: nothing of the page is in memory.
    async with opened(sqlite_address(ward.path)) as database:
        watch = StoreWatch({"database": database}, ward.servers, ward.notices, lambda: ward.now)
        with pytest.raises(StoreProblem):
            await database.write(tell, "SELECT count(*) FROM note")
        for _ in range(3):
            ward.now += PATIENCE
            assert not await watch.look(), "what else is written goes well, and yet the file is not sound"
        assert sorted(ward.notices.said) == BOTH_CANNOT
        await database.close()
        await watch.close()
    ward.path.write_bytes(before)
    async with opened(sqlite_address(ward.path)) as database:
        assert await database.write(tell, "SELECT count(*) FROM note") == 0


async def test_the_watch_begins_by_itself_and_ends_when_all_is_well(
    ward: Ward, monkeypatch: pytest.MonkeyPatch
) -> None:
    def tasks() -> list[asyncio.Task[object]]:
        return [task for task in asyncio.all_tasks() if task.get_name() == "store watch"]

    monkeypatch.setattr(store_watch, "LOOK_EVERY", 0.0)
    assert await ward.write()
    assert tasks() == []
    with locked(ward):
        assert not await ward.write()
        (watching,) = tasks()
        ward.now += PATIENCE
        await ward.notices.both.wait()
    await watching
    assert sorted(ward.notices.said[2:]) == BOTH_AGAIN
    with locked(ward):
        assert not await ward.write()
        assert len(tasks()) == 1, "and again, the next time"


async def test_who_cannot_be_reached_is_told_later_and_a_channel_that_is_gone_keeps_nobody(ward: Ward) -> None:
    ward.notices.unreachable = {ONE: Why.DISCORD_DOWN, TWO: Why.MISSING}
    with locked(ward):
        assert not await ward.write()
        await ward.later(timedelta())
        assert not await ward.later(PATIENCE)
        assert ward.notices.said == []
        ward.notices.unreachable = {TWO: Why.MISSING}
        assert not await ward.later(PATIENCE)
        assert ward.notices.said == [("cannot save", ONE)]
    ward.notices.unreachable[ONE] = Why.DISCORD_DOWN
    assert not await ward.later(PATIENCE)
    del ward.notices.unreachable[ONE]
    assert await ward.later(PATIENCE)
    assert ward.notices.said == [("cannot save", ONE), ("saves again", ONE)]


async def test_what_fails_while_the_end_is_told_goes_on_being_watched(ward: Ward) -> None:
    async def fails_again() -> None:
        with locked(ward):
            assert not await ward.write()

    with locked(ward):
        assert not await ward.write()
        await ward.later(timedelta())
        await ward.later(PATIENCE)
    ward.notices.meanwhile = fails_again
    assert not await ward.later(timedelta(seconds=15))
    assert await ward.later(timedelta(seconds=15))


async def test_what_was_asked_wrongly_is_no_trouble_of_the_store(ward: Ward) -> None:
    with pytest.raises(Exception, match="no such table"):
        await ward.database.write(tell, "SELECT * FROM elsewhere")
    assert ward.database.condition.problem is None


async def test_looking_leaves_nothing_behind(ward: Ward) -> None:
    with full(ward):
        assert not await ward.write(bytes(50_000))
        await ward.later(timedelta())
    assert await ward.later(timedelta())
    assert await Meta(ward.database).get("probe") is None


async def test_what_fails_after_the_end_begins_nothing_any_more(ward: Ward) -> None:
    await ward.watch.close()
    with locked(ward):
        assert not await ward.write()
    assert [task for task in asyncio.all_tasks() if task.get_name() == "store watch"] == []
