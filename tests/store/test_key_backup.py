"""The backup of the keys: one file that opens, overwritten each time, so that what was erased is in none."""

import os
import secrets
import shutil
import stat
import tarfile
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.identity import KeyId
from bot.core.sealing import Key, new_key
from bot.store.backup import back_up_keys
from bot.store.connections import sqlite_address
from bot.store.key_backup import KEYS_FILE, read_keys
from bot.store.keystore import KeyStore, key_table
from bot.store.operator_key import KEY_FILE, load_or_create_operator_key, write_key_file
from bot.store.problems import (
    BackupPlaceUnsafe,
    BackupUnsound,
    KeyDoesNotFit,
    NothingThere,
    RotationUnfinished,
    StoreProblem,
)
from bot.store.rotation import NEXT_KEY_FILE
from bot.store.writer import each
from tests.attacks.byte_search import contents, found


@dataclass
class Keys:
    """A key directory in use."""

    directory: Path
    operator_key: Key
    store: KeyStore
    to: Path

    async def backed_up(self) -> Path:
        return await back_up_keys(self.directory, self.store.database, self.to)

    async def wrapped(self, key_id: KeyId) -> bytes:
        async def reading(connection: AsyncConnection) -> bytes:
            return (
                await connection.execute(select(key_table.c.wrapped).where(key_table.c.key_id == key_id))
            ).scalar_one()

        return await self.store.database.read(reading)


@pytest.fixture
async def keys(tmp_path: Path) -> AsyncIterator[Keys]:
    directory = tmp_path / "keys"
    operator_key, _ = load_or_create_operator_key(directory)
    store = await KeyStore.open(sqlite_address(directory / "keystore.db"), operator_key, secrets.token_bytes)
    for _ in range(5):
        await store.create()
    yield Keys(directory, operator_key, store, tmp_path / "backup of keys")
    await store.close()


async def test_it_is_one_private_file_that_opens(keys: Keys) -> None:
    path = await keys.backed_up()
    assert path == keys.to / KEYS_FILE
    assert [one.name for one in keys.to.iterdir()] == [KEYS_FILE]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    backup = read_keys(path)
    assert (backup.operator_key, backup.count) == (keys.operator_key, 5)


async def test_it_can_be_unpacked_by_hand_and_is_a_key_directory_then(keys: Keys, tmp_path: Path) -> None:
    key_id, key = await keys.store.create()
    with tarfile.open(await keys.backed_up()) as archive:
        archive.extractall(tmp_path / "unpacked", filter="data")
    operator_key, created = load_or_create_operator_key(tmp_path / "unpacked")
    assert not created
    address = sqlite_address(tmp_path / "unpacked" / "keystore.db")
    store = await KeyStore.open(address, operator_key, secrets.token_bytes)
    assert await store.get(key_id) == key
    await store.close()


async def test_a_key_that_was_erased_is_in_no_byte_of_the_next_one(keys: Keys) -> None:
    key_id, _ = await keys.store.create()
    wrapped = await keys.wrapped(key_id)
    path = await keys.backed_up()
    assert found([wrapped], contents(keys.to)) == [KEYS_FILE]
    os.link(path, keys.to / "the blocks of the old one")
    await keys.store.destroy(key_id)
    await keys.backed_up()
    assert found([wrapped, bytes(key_id)], contents(keys.to)) == []
    assert set((keys.to / "the blocks of the old one").read_bytes()) == {0}


@pytest.mark.parametrize("place", ["keys", "keys/backup", "."])
async def test_never_in_the_key_directory_nor_around_it(keys: Keys, tmp_path: Path, place: str) -> None:
    keys.to = tmp_path / place
    with pytest.raises(BackupPlaceUnsafe):
        await keys.backed_up()


async def test_without_an_operators_key_there_is_nothing_to_back_up(keys: Keys) -> None:
    (keys.directory / KEY_FILE).unlink()
    with pytest.raises(NothingThere):
        await keys.backed_up()
    assert not keys.to.exists()


async def _spoil(keys: Keys) -> None:
    @each
    async def overwritten(connection: AsyncConnection, wrapped: bytes) -> None:
        await connection.execute(update(key_table).values(wrapped=wrapped))

    await keys.store.database.write(overwritten, b"not a key")


async def _replace_key(keys: Keys) -> None:
    write_key_file(keys.directory / KEY_FILE, new_key(secrets.token_bytes))


async def _begin_rotation(keys: Keys) -> None:
    write_key_file(keys.directory / NEXT_KEY_FILE, new_key(secrets.token_bytes))


@pytest.mark.parametrize(
    ("harm", "problem"),
    [(_spoil, BackupUnsound), (_replace_key, KeyDoesNotFit), (_begin_rotation, RotationUnfinished)],
)
async def test_what_would_not_open_does_not_take_the_place_of_what_does(
    keys: Keys, harm: Callable[[Keys], Awaitable[None]], problem: type[StoreProblem]
) -> None:
    path = await keys.backed_up()
    before = path.read_bytes()
    await harm(keys)
    with pytest.raises(problem):
        await keys.backed_up()
    assert contents(keys.to) == {path: before}


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-20_000])


def _empty(path: Path) -> None:
    with tarfile.open(path, "w"):
        pass


def _swap(path: Path) -> None:
    path.write_text("shopping list")


@pytest.mark.parametrize("harm", [_cut, _empty, _swap])
async def test_a_file_that_is_not_whole_is_of_no_use(keys: Keys, harm: Callable[[Path], None]) -> None:
    path = await keys.backed_up()
    harm(path)
    with pytest.raises(BackupUnsound):
        read_keys(path)


async def test_a_single_key_that_does_not_open_is_noticed(keys: Keys) -> None:
    key_id, _ = await keys.store.create()
    wrapped = await keys.wrapped(key_id)
    path = await keys.backed_up()
    path.write_bytes(path.read_bytes().replace(wrapped, wrapped[:-1] + bytes([wrapped[-1] ^ 1])))
    with pytest.raises(BackupUnsound):
        read_keys(path)


async def test_no_file_and_a_directory_in_its_place_are_nothing(keys: Keys) -> None:
    path = await keys.backed_up()
    path.unlink()
    with pytest.raises(NothingThere):
        read_keys(path)
    path.mkdir()
    with pytest.raises(NothingThere):
        read_keys(path)
    with pytest.raises(StoreProblem):
        await keys.backed_up()
    assert list(keys.to.iterdir()) == [path]
    shutil.rmtree(keys.to)
    await keys.backed_up()
