"""Whoever holds the files finds nothing of an erased server in any byte, even if the process died while it was erased.

The naive twin removes the rows and keeps the keys: with yesterday's copy of the database it opens everything again.
"""

import os
import secrets
import shutil
import sqlite3
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.core.identity import KeyId
from bot.core.sealing import new_key
from bot.store import connections
from bot.store.connections import sqlite_address
from bot.store.database import Database
from bot.store.keystore import KeyStore
from config.pace import Pace
from tests.attacks.byte_search import contents, forms_of_id, found
from tests.services.filled_servers import FIRST, SECOND, FilledHouse, Rows
from tests.services.mortality import Mortal

OPERATOR = new_key(secrets.token_bytes)
AT_ONCE = Pace(longest_gathering=0.0)
KEYS = "keys:wrapped_key"
OFF = "PRAGMA secure_delete=OFF;"


@pytest.fixture(autouse=True)
def kept_by_default(monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLite's own default first: it keeps what is erased."""
    monkeypatch.setattr(connections, "SQLITE_FIRST_WORDS", OFF + connections.SQLITE_FIRST_WORDS)


@asynccontextmanager
async def housed(folder: Path) -> AsyncGenerator[FilledHouse]:
    """A process on the files in this folder."""
    database = await Database.open(sqlite_address(folder / "data" / "data.db"), pace=AT_ONCE)
    keys = await KeyStore.open(sqlite_address(folder / "keys" / "keys.db"), OPERATOR, secrets.token_bytes, AT_ONCE)
    try:
        yield FilledHouse(database, keys)
    finally:
        await database.close()
        await keys.close()


@pytest.fixture
async def files(tmp_path: Path) -> tuple[Path, Rows, Rows]:
    """Two servers' files; every row before the first of them was there, and with it."""
    folder = tmp_path / "two"
    async with housed(folder) as house:
        await house.fill(SECOND)
        without = await house.rows()
        await house.fill(FIRST)
        return folder, without, await house.rows()


def traces(before: Rows, after: Rows) -> set[bytes]:
    """Every id, tag and sealed beginning that came with the first server, and that server's own id."""
    came = [value for name in after for row in after[name] if row not in before[name] for value in row]
    return forms_of_id(FIRST) | {bytes(value)[:16] for value in came if isinstance(value, bytes) and len(value) >= 16}


async def keys_left(house: FilledHouse, before: Rows, after: Rows) -> int:
    """How many of the keys that came with the first server are still there."""
    came = [row[0] for row in after[KEYS] if row not in before[KEYS]]
    return len(await house.keys.get_many([KeyId(key_id) for key_id in came if isinstance(key_id, bytes)]))


async def test_no_byte_of_it_is_left_and_no_old_copy_opens(files: tuple[Path, Rows, Rows], tmp_path: Path) -> None:
    folder, before, after = files
    yesterday = tmp_path / "yesterday"
    shutil.copytree(folder / "data", yesterday / "data")
    forms = traces(before, after)
    assert found(forms, contents(folder / "data")) == ["data.db"]
    assert found(forms, contents(folder / "keys")) == ["keys.db"]
    async with housed(folder) as house:
        await house.eraser.erase(FIRST)
        assert await house.rows() == before
    assert found(forms, contents(folder)) == []
    shutil.copytree(folder / "keys", yesterday / "keys")
    async with housed(yesterday) as house:
        assert await house.house.servers.find(FIRST) is None
        assert await house.house.servers.find(SECOND) is not None
        assert await keys_left(house, before, after) == 0


async def test_a_copy_from_before_an_upgrade_forgets_it_too(files: tuple[Path, Rows, Rows]) -> None:
    folder, before, after = files
    copy = folder / "data" / "before-upgrade-0006.db"
    shutil.copy(folder / "data" / "data.db", copy)
    sqlite3.connect(copy).executescript("DELETE FROM open_box; VACUUM;")
    os.utime(copy, (1_700_000_000, 1_700_000_000))
    forms = traces(before, after)
    async with housed(folder) as house:
        await house.eraser.erase(FIRST)
    assert found(forms, contents(folder)) == []
    with sqlite3.connect(copy) as left:
        assert left.execute("SELECT server_id FROM server").fetchall() == [(SECOND,)]
    assert (copy.stat().st_mtime, copy.stat().st_mode & 0o777) == (1_700_000_000, 0o600)


async def test_a_careless_erasure_is_found_by_the_same_attack(
    files: tuple[Path, Rows, Rows], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The naive twin: SQLite's default, and keys that stay."""

    async def kept(self: KeyStore, key_id: KeyId) -> None:
        return

    folder, before, after = files
    monkeypatch.setattr(connections, "SQLITE_FIRST_WORDS", f"{connections.SQLITE_FIRST_WORDS}{OFF}")
    monkeypatch.setattr(KeyStore, "destroy", kept)
    async with housed(folder) as house:
        await house.eraser.erase(FIRST)
        assert await keys_left(house, before, after) == len(after[KEYS]) - len(before[KEYS])
    assert found(traces(before, after), contents(folder / "data")) == ["data.db"]


async def test_a_death_after_any_write_is_made_good_at_the_next_start(
    files: tuple[Path, Rows, Rows], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, before, _ = files
    mortal = Mortal()
    mortal.watch(monkeypatch, Database, "write")
    deaths = 0
    while True:
        copy = tmp_path / f"death {deaths}"
        shutil.copytree(folder, copy)
        async with housed(copy) as house:
            if not await mortal.dies(house.eraser.erase(FIRST), deaths + 1):
                break
        async with housed(copy) as house:
            await house.eraser.start()
            assert await house.rows() == before, f"after {deaths + 1} writes"
            assert await house.house.servers.all_ids() == [SECOND]
        deaths += 1
    assert deaths > 15
