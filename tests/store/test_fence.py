"""Who was cut off writes nothing more once another may own its shards, whether or not it has noticed.

The twin is a process that has the locks and no fence: what it writes meanwhile is stored.
"""

import asyncio
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import NamedTuple

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.sharding import ALL, Shards
from bot.store import fence
from bot.store.connections import address, make_engine
from bot.store.database import Database
from bot.store.fence import WRITING
from bot.store.meta import Meta
from bot.store.opening import Stores, open_stores, stores_revision
from bot.store.operator_key import load_or_create_operator_key
from bot.store.problems import ShardsLost, ShardTaken, StoreLost
from bot.store.shard_locks import SHARD, ShardLocks
from bot.store.writer import each
from tests.postgres import PostgresServer

OURS = Shards(frozenset({0, 2}), 4)
_HOLDERS = "SELECT pg_terminate_backend(pid, 5000) FROM pg_locks WHERE classid = :kind AND granted"
WORD = "what was written"


class Process(NamedTuple):
    """What a process of the bot has open."""

    locks: ShardLocks
    stores: Stores


Start = Callable[..., Awaitable[Process]]


@pytest.fixture
async def pair(postgres: PostgresServer, templates: tuple[str, str]) -> AsyncIterator[tuple[str, str]]:
    names = [await postgres.lend(template) for template in templates]
    yield postgres.url(names[0]), postgres.url(names[1])
    for name, template in zip(names, templates, strict=True):
        await postgres.give_back(name, template)


@pytest.fixture
async def start(pair: tuple[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Start]:
    """Starts a process that owns these shards, as `bot/app.py` does; or one that knows of no fence."""
    monkeypatch.setattr(fence, "PATIENCE", "SET lock_timeout = '50ms'")
    load_or_create_operator_key(tmp_path, secrets.token_bytes)
    async with AsyncExitStack() as ending:

        async def started(shards: Shards = OURS, *, fenced: bool = True) -> Process:
            locks = await ShardLocks.take(pair[0], shards, stores_revision())
            ending.push_async_callback(locks.release)
            here = locks.fence if fenced else None
            stores = await open_stores(*pair, tmp_path, secrets.token_bytes, shards=shards, fence=here)
            ending.push_async_callback(stores.close)
            return Process(locks, stores)

        yield started


async def cut(urls: tuple[str, ...], *kinds: int) -> None:
    """Cut the connections that hold locks of these kinds."""
    for url in urls:
        engine = make_engine(address(url), 1)
        async with engine.connect() as connection:
            for kind in kinds:
                await connection.execute(text(_HOLDERS), {"kind": kind})
        await engine.dispose()


def of(process: Process, store: str) -> Database:
    return process.stores.database if store == "database" else process.stores.keys.database


async def written(process: Process, store: str = "database") -> bytes | None:
    return await Meta(of(process, store)).get(WORD)


async def write(process: Process, store: str = "database") -> None:
    await Meta(of(process, store)).put(WORD, b"!")


@pytest.mark.parametrize("store", ["database", "keys"])
async def test_what_is_written_after_another_took_over_is_refused(
    pair: tuple[str, str], start: Start, store: str
) -> None:
    first = await start()
    await cut(pair, SHARD, WRITING)
    second = await start()
    for _ in range(2):
        with pytest.raises(ShardsLost):
            await write(first, store)
    assert await written(second, store) is None
    async with asyncio.timeout(1):
        with pytest.raises(ShardsLost):
            await first.locks.until_lost()
    await write(second, store)


@pytest.mark.parametrize("store", ["database", "keys"])
async def test_without_a_fence_it_is_stored(pair: tuple[str, str], start: Start, store: str) -> None:
    first = await start(fenced=False)
    await cut(pair, SHARD)
    second = await start(fenced=False)
    await write(first, store)
    assert await written(second, store) is not None


async def test_what_was_begun_before_is_undone_before_another_can_take_over(
    pair: tuple[str, str], start: Start
) -> None:
    first = await start()
    wrote = asyncio.Event()

    @each
    async def put_and_wait(connection: AsyncConnection, _: None) -> None:
        await connection.exec_driver_sql("INSERT INTO meta (name, value) VALUES ('what was written', '!')")
        wrote.set()
        await connection.exec_driver_sql("SELECT pg_sleep(600)")

    writing = asyncio.ensure_future(first.stores.database.write(put_and_wait, None))
    await wrote.wait()
    await cut(pair, SHARD, WRITING)
    second = await start()
    with pytest.raises(StoreLost):
        await writing
    assert await written(second) is None


@pytest.mark.parametrize("shards", [OURS, Shards(frozenset({2}), 4), Shards(frozenset({2, 3}), 4)])
async def test_nobody_takes_over_while_the_other_can_still_write(
    pair: tuple[str, str], start: Start, shards: Shards
) -> None:
    """Only the lock is lost, and not the connections that write."""
    first = await start()
    await cut(pair, SHARD)
    with pytest.raises(ShardTaken):
        await start(shards)
    await write(first)


async def test_other_shards_are_not_touched(pair: tuple[str, str], start: Start) -> None:
    await start()
    second = await start(Shards(frozenset({1, 3}), 4))
    await write(second)
    await write(second, "keys")


async def test_who_owns_everything_writes_on_after_its_connections_broke(pair: tuple[str, str], start: Start) -> None:
    alone = await start(ALL)
    await cut(pair, SHARD, fence.COUNT)
    await write(alone)
    await write(alone, "keys")
    assert await written(alone) is not None


@pytest.mark.parametrize("store", ["database", "keys"])
async def test_who_owned_everything_is_refused_once_several_run(
    pair: tuple[str, str], start: Start, store: str
) -> None:
    alone = await start(ALL)
    await cut(pair, SHARD, fence.COUNT)
    several = await start()
    with pytest.raises(ShardsLost):
        await write(alone, store)
    assert await written(several, store) is None


async def test_writes_wait_for_locks_as_long_as_before(start: Start) -> None:
    """The patience with which shards are taken is not that of everything later."""

    @each
    async def patience(connection: AsyncConnection, _: None) -> object:
        return (await connection.exec_driver_sql("SHOW lock_timeout")).scalar_one()

    process = await start()
    assert await process.stores.database.write(patience, None) == "0"
