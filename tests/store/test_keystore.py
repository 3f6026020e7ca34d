"""The key store: keys come back, are wrapped at rest, and are gone for good once destroyed."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.identity import KeyId
from bot.core.sealing import CannotOpen, Key, new_key
from bot.store import keystore
from bot.store.connections import sqlite_address
from bot.store.keystore import KeyStore, key_table
from bot.store.problems import KeyDoesNotFit, KeyMissing
from bot.store.writer import each
from tests.store_fixtures import Addresses

Reading = Callable[[AsyncConnection], Awaitable[dict[KeyId, bytes]]]


def another_key() -> Key:
    return new_key(secrets.token_bytes)


async def reopened(url: str, operator_key: Key) -> KeyStore:
    return await KeyStore.open(url, operator_key, secrets.token_bytes)


async def test_a_key_comes_back_after_a_restart(addresses: Addresses, keys: KeyStore, operator_key: Key) -> None:
    key_id, key = await keys.create()
    assert await keys.get(key_id) == key
    await keys.close()
    again = await reopened(addresses.keys, operator_key)
    assert await again.get(key_id) == key
    await again.close()


async def test_the_first_key_under_an_id_stays(keys: KeyStore) -> None:
    key_id, first, second = KeyId(secrets.token_bytes(16)), another_key(), another_key()
    assert await keys.put(key_id, first) == first
    assert await keys.put(key_id, second) == first
    assert await keys.get(key_id) == first


async def test_two_who_put_a_key_at_once_agree(keys: KeyStore) -> None:
    key_id = KeyId(secrets.token_bytes(16))
    answers = await asyncio.gather(*(keys.put(key_id, another_key()) for _ in range(5)))
    assert len(set(answers)) == 1
    assert await keys.get(key_id) == answers[0]


async def test_a_destroyed_key_is_gone_from_memory_and_disk(
    addresses: Addresses, keys: KeyStore, operator_key: Key
) -> None:
    (gone, _), (kept, key) = await keys.create(), await keys.create()
    await keys.destroy(gone)
    await keys.destroy(gone)
    with pytest.raises(KeyMissing):
        await keys.get(gone)
    assert await keys.get_many([gone, kept]) == {kept: key}
    await keys.close()
    again = await reopened(addresses.keys, operator_key)
    with pytest.raises(KeyMissing):
        await again.get(gone)
    await again.close()


async def test_a_key_that_is_destroyed_while_it_is_read_does_not_stay_in_memory(
    addresses: Addresses, keys: KeyStore, operator_key: Key, monkeypatch: pytest.MonkeyPatch
) -> None:
    key_id, _ = await keys.create()
    fresh = await reopened(addresses.keys, operator_key)
    read = fresh.database.read

    async def destroyed_right_after(reading: Reading) -> dict[KeyId, bytes]:
        found = await read(reading)
        await fresh.destroy(key_id)
        return found

    with monkeypatch.context() as patch:
        patch.setattr(fresh.database, "read", destroyed_right_after)
        await fresh.get(key_id)
    with pytest.raises(KeyMissing):
        await fresh.get(key_id)
    await fresh.close()


async def test_more_keys_than_are_remembered_are_still_found(keys: KeyStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keystore, "MOST_REMEMBERED", 3)
    made = [await keys.create() for _ in range(10)]
    read = keys.database.read
    reads: list[Reading] = []

    async def counted(reading: Reading) -> dict[KeyId, bytes]:
        reads.append(reading)
        return await read(reading)

    monkeypatch.setattr(keys.database, "read", counted)
    assert [await keys.get(key_id) for key_id, _ in made[-3:]] == [key for _, key in made[-3:]]
    assert len(reads) == 0
    assert [await keys.get(key_id) for key_id, _ in made] == [key for _, key in made]
    assert len(reads) == 10


async def test_no_key_lies_in_clear_and_a_destroyed_one_not_even_wrapped(tmp_path: Path) -> None:
    operator_key = another_key()
    store = await reopened(sqlite_address(tmp_path / "keys.db"), operator_key)
    made = [await store.create() for _ in range(40)]

    async def reading(connection: AsyncConnection) -> dict[bytes, bytes]:
        return {row.key_id: row.wrapped for row in await connection.execute(select(key_table))}

    wrapped = await store.database.read(reading)
    assert all(_found(tmp_path, wrapped[key_id]) for key_id, _ in made)
    for key_id, _ in made[::2]:
        await store.destroy(key_id)
    assert not any(_found(tmp_path, wrapped[key_id]) or _found(tmp_path, key_id) for key_id, _ in made[::2])
    assert all(_found(tmp_path, wrapped[key_id]) for key_id, _ in made[1::2])
    assert not any(_found(tmp_path, key) for key in [operator_key, *(key for _, key in made)])
    await store.close()


def _found(directory: Path, wanted: bytes) -> bool:
    return any(wanted in file.read_bytes() for file in directory.iterdir())


async def test_another_operators_key_is_refused(addresses: Addresses, keys: KeyStore, operator_key: Key) -> None:
    await keys.close()
    with pytest.raises(KeyDoesNotFit):
        await reopened(addresses.keys, another_key())
    await (await reopened(addresses.keys, operator_key)).close()


@each
async def _swap(connection: AsyncConnection, two: tuple[KeyId, KeyId]) -> None:
    first, second = two
    found = await connection.execute(select(key_table.c.wrapped).where(key_table.c.key_id == second))
    await connection.execute(key_table.update().where(key_table.c.key_id == first).values(wrapped=found.scalar_one()))


async def test_a_wrapped_key_moved_to_another_id_does_not_open(
    addresses: Addresses, keys: KeyStore, operator_key: Key
) -> None:
    (first, _), (second, _) = await keys.create(), await keys.create()
    await keys.database.write(_swap, (first, second))
    fresh = await reopened(addresses.keys, operator_key)
    with pytest.raises(CannotOpen):
        await fresh.get(first)
    await fresh.close()


steps = some.lists(some.tuples(some.sampled_from(["put", "destroy", "get"]), some.integers(0, 4)), max_size=30)


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(steps=steps, salt=some.integers())
async def test_it_behaves_like_a_mapping_that_keeps_the_first(
    keys: KeyStore, steps: list[tuple[str, int]], salt: int
) -> None:
    prefix = secrets.token_bytes(15)
    expected: dict[KeyId, Key] = {}
    for step, number in steps:
        key_id = KeyId(prefix + bytes([number]))
        if step == "put":
            key = another_key()
            assert await keys.put(key_id, key) == expected.setdefault(key_id, key)
        elif step == "destroy":
            await keys.destroy(key_id)
            expected.pop(key_id, None)
        else:
            assert (await keys.get_many([key_id])).get(key_id) == expected.get(key_id)
