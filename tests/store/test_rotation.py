"""A fresh operator's key: every key still opens, the old key opens nothing, and a crash in between loses nothing."""

import os
import secrets
from pathlib import Path

import pytest

from bot.core.identity import KeyId
from bot.core.sealing import Key
from bot.store import rotation
from bot.store.keystore import KeyStore
from bot.store.meta import Meta
from bot.store.opening import open_existing, open_stores
from bot.store.operator_key import KEY_FILE, check_operator_key, load_or_create_operator_key, write_key_file
from bot.store.problems import KeyDoesNotFit, RotationUnfinished, StoreFull
from bot.store.rotation import rotate_operator_key
from tests.store_fixtures import Addresses, opened


async def _started(addresses: Addresses, key_dir: Path) -> tuple[Key, dict[KeyId, Key]]:
    """Stores in use: the operator's key, and the keys in them."""
    key, _ = load_or_create_operator_key(key_dir)
    store = await KeyStore.open(addresses.keys, key, secrets.token_bytes)
    made = dict([await store.create() for _ in range(5)])
    await store.close()
    async with opened(addresses.database) as database:
        await check_operator_key(database, key, secrets.token_bytes)
    return key, made


def _key_files(key_dir: Path) -> set[str]:
    return {file.name for file in key_dir.iterdir() if file.name.startswith("operator")}


async def _rotate(addresses: Addresses, key_dir: Path) -> None:
    async with opened(addresses.database) as database, opened(addresses.keys, "key_migrations") as keys:
        await rotate_operator_key(key_dir, database, keys, secrets.token_bytes)


async def _keys_under(addresses: Addresses, key: Key, wanted: dict[KeyId, Key]) -> dict[KeyId, Key]:
    store = await KeyStore.open(addresses.keys, key, secrets.token_bytes)
    found = await store.get_many(wanted)
    await store.close()
    async with opened(addresses.database) as database:
        await check_operator_key(database, key, secrets.token_bytes)
    return found


async def test_all_keys_open_with_the_fresh_key_and_none_with_the_old(addresses: Addresses, tmp_path: Path) -> None:
    old, made = await _started(addresses, tmp_path)
    await _rotate(addresses, tmp_path)
    fresh, created = load_or_create_operator_key(tmp_path)
    assert not created
    assert fresh != old
    assert await _keys_under(addresses, fresh, made) == made
    with pytest.raises(KeyDoesNotFit):
        await _keys_under(addresses, old, made)


@pytest.mark.parametrize("crash", ["before the key store", "before the database", "before the file"])
async def test_after_a_crash_it_goes_on_where_it_was(
    addresses: Addresses, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, crash: str
) -> None:
    old, made = await _started(addresses, tmp_path)
    steps = {"before the key store": "fits", "before the database": "Meta", "before the file": "put_in_place"}

    def power_cut(*_asked_for: object) -> None:
        raise StoreFull

    with monkeypatch.context() as patch:
        patch.setattr(rotation, steps[crash], power_cut)
        with pytest.raises(StoreFull):
            await _rotate(addresses, tmp_path)
    assert load_or_create_operator_key(tmp_path) == (old, False)
    await _rotate(addresses, tmp_path)
    fresh, _ = load_or_create_operator_key(tmp_path)
    assert await _keys_under(addresses, fresh, made) == made
    assert _key_files(tmp_path) == {KEY_FILE}


async def test_the_bytes_of_the_old_key_are_overwritten(addresses: Addresses, tmp_path: Path) -> None:
    await _started(addresses, tmp_path)
    os.link(tmp_path / KEY_FILE, tmp_path / "the blocks of the old one")
    await _rotate(addresses, tmp_path)
    assert set((tmp_path / "the blocks of the old one").read_bytes()) == {0}


async def test_what_a_crash_left_is_named_until_it_is_run_again(
    addresses: Addresses, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A key that does not fit would send the operator to look for another one."""
    await _started(addresses, tmp_path)

    async def power_cut(*_: object) -> None:
        raise StoreFull

    with monkeypatch.context() as patch:
        patch.setattr(Meta, "put", power_cut)
        with pytest.raises(StoreFull):
            await _rotate(addresses, tmp_path)
    for opening in (open_stores, open_existing):
        with pytest.raises(RotationUnfinished):
            await opening(addresses.database, addresses.keys, tmp_path, secrets.token_bytes)
    await _rotate(addresses, tmp_path)
    await (await open_existing(addresses.database, addresses.keys, tmp_path, secrets.token_bytes)).close()


async def test_a_key_file_that_does_not_fit_changes_nothing(addresses: Addresses, tmp_path: Path) -> None:
    old, made = await _started(addresses, tmp_path)
    write_key_file(tmp_path / KEY_FILE, Key(secrets.token_bytes(32)))
    with pytest.raises(KeyDoesNotFit):
        await _rotate(addresses, tmp_path)
    assert await _keys_under(addresses, old, made) == made
