"""A shard belongs to one process, however that ends; and all count their shards alike and are of one version."""

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator, Generator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.core.sharding import ALL, Shards
from bot.store import fence, shard_locks
from bot.store.connections import address, make_engine, sqlite_address
from bot.store.opening import stores_revision
from bot.store.problems import (
    AlreadyRunning,
    DatabaseUnreachable,
    OtherShardCount,
    OthersRunOlder,
    ShardsLost,
    ShardTaken,
)
from bot.store.shard_locks import ShardLocks, nobody_at_work
from tests.postgres import PostgresServer

ROOT = Path(__file__).parents[2]
REVISION = stores_revision()
PROGRAM = """
import asyncio, sys
from bot.core.sharding import Shards
from bot.store.opening import stores_revision
from bot.store.shard_locks import ShardLocks

async def hold():
    shard, count = map(int, sys.argv[2:])
    await ShardLocks.take(sys.argv[1], Shards(frozenset({shard}), count), stores_revision())
    print("held", flush=True)
    await asyncio.sleep(600)

asyncio.run(hold())
"""
BREAK = "SELECT pg_terminate_backend(pid, 5000) FROM pg_locks WHERE locktype = 'advisory' AND granted"


def of(*ids: int, count: int = 4) -> Shards:
    return Shards(frozenset(ids), count)


@pytest.fixture(autouse=True)
def impatient(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if "killed" not in request.node.name:
        monkeypatch.setattr(fence, "PATIENCE", "SET lock_timeout = '50ms'")


@pytest.fixture
async def url(postgres: PostgresServer) -> AsyncIterator[str]:
    name = await postgres.create()
    yield postgres.url(name)
    await postgres.drop(name)


async def said(url: str, words: str) -> None:
    engine = make_engine(address(url), 1)
    async with engine.connect() as connection:
        await connection.execute(text(words))
    await engine.dispose()


@contextmanager
def another(url: str, shard: int = 1, count: int = 4) -> Generator[subprocess.Popen[str]]:
    """Another process, which owns this shard."""
    command = [sys.executable, "-c", PROGRAM, url, str(shard), str(count)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        try:
            yield process
        finally:
            process.kill()


async def test_each_shard_is_taken_once_and_free_again_afterwards(url: str) -> None:
    first = await ShardLocks.take(url, of(0, 1), REVISION)
    second = await ShardLocks.take(url, of(2, 3), REVISION)
    for shards in (of(1), of(3, 1), of(0, 1, 2, 3)):
        with pytest.raises(ShardTaken):
            await ShardLocks.take(url, shards, REVISION)
    await first.release()
    third = await ShardLocks.take(url, of(1), REVISION)
    await third.release()
    await second.release()


async def test_who_is_refused_keeps_no_part_of_what_was_free(url: str) -> None:
    first = await ShardLocks.take(url, of(1), REVISION)
    with pytest.raises(ShardTaken):
        await ShardLocks.take(url, of(0, 1), REVISION)
    second = await ShardLocks.take(url, of(0), REVISION)
    await first.release()
    await second.release()


async def test_a_process_that_is_killed_frees_its_shards_at_once(url: str) -> None:
    with another(url) as process:
        with pytest.raises(ShardTaken):
            await ShardLocks.take(url, of(1), REVISION)
        waiting = asyncio.ensure_future(ShardLocks.take(url, of(1), REVISION))
        process.kill()
        await (await waiting).release()


async def test_all_count_their_shards_alike(url: str) -> None:
    first = await ShardLocks.take(url, of(0), REVISION)
    for count in (1, 3, 8):
        with pytest.raises(OtherShardCount):
            await ShardLocks.take(url, of(0, count=count), REVISION)
    await first.release()
    second = await ShardLocks.take(url, of(0, count=8), REVISION)
    await second.release()


async def test_who_owns_everything_runs_beside_nobody(url: str) -> None:
    """Neither beside one of several, whoever came first, nor beside another that owns everything."""
    one_of_several = await ShardLocks.take(url, of(3), REVISION)
    with pytest.raises(OtherShardCount):
        await ShardLocks.take(url, ALL, REVISION)
    await one_of_several.release()
    alone = await ShardLocks.take(url, ALL, REVISION)
    with pytest.raises(OtherShardCount):
        await ShardLocks.take(url, of(3), REVISION)
    with pytest.raises(ShardTaken):
        await ShardLocks.take(url, ALL, REVISION)
    with pytest.raises(AlreadyRunning):
        async with nobody_at_work(url):
            raise AssertionError
    await alone.release()
    one_of_several = await ShardLocks.take(url, of(3), REVISION)
    await one_of_several.release()


@pytest.mark.parametrize("other", [None, ALL, of(0)])
async def test_who_owns_everything_comes_back_unless_somebody_came(
    url: str, monkeypatch: pytest.MonkeyPatch, other: Shards | None
) -> None:
    """The database may be started anew under a bot of one process."""
    monkeypatch.setattr(shard_locks, "LOOK_EVERY", 0.2)
    alone = await ShardLocks.take(url, ALL, REVISION)
    await said(url, BREAK)
    came = None if other is None else await ShardLocks.take(url, other, REVISION)
    noticing = asyncio.ensure_future(alone.until_lost())
    if came is None:
        await until_taken(url)
        noticing.cancel()
    else:
        with pytest.raises(ShardsLost):
            async with asyncio.timeout(20):
                await noticing
        await came.release()
    await alone.release()


async def until_taken(url: str) -> None:
    async with asyncio.timeout(20):
        while True:
            try:
                await (await ShardLocks.take(url, ALL, REVISION)).release()
            except ShardTaken:
                return


async def test_two_databases_on_one_server_have_nothing_to_do_with_each_other(
    url: str, postgres: PostgresServer
) -> None:
    name = await postgres.create()
    first = await ShardLocks.take(url, of(0), REVISION)
    second = await ShardLocks.take(postgres.url(name), of(0, count=8), REVISION + 1)
    await first.release()
    await second.release()
    await postgres.drop(name)


async def test_nothing_is_upgraded_under_a_process_of_an_earlier_version(url: str) -> None:
    older = await ShardLocks.take(url, of(0), REVISION)
    with pytest.raises(OthersRunOlder):
        await ShardLocks.take(url, of(1), REVISION + 1)
    await older.release()
    newer = await ShardLocks.take(url, of(1), REVISION + 1)
    await newer.release()


async def test_a_command_has_the_stores_for_itself_or_not_at_all(url: str) -> None:
    locks = await ShardLocks.take(url, of(0), REVISION)
    with pytest.raises(AlreadyRunning):
        async with nobody_at_work(url):
            raise AssertionError
    await locks.release()
    async with nobody_at_work(url):
        with pytest.raises(AlreadyRunning):
            await ShardLocks.take(url, of(0), REVISION)
    locks = await ShardLocks.take(url, of(0), REVISION)
    await locks.release()


async def test_on_a_file_the_directories_are_what_is_locked(tmp_path: Path) -> None:
    async with nobody_at_work(sqlite_address(tmp_path / "x.db")):
        pass


async def test_a_broken_connection_is_noticed(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shard_locks, "LOOK_EVERY", 0.5)
    locks = await ShardLocks.take(url, of(0), REVISION)
    noticing = asyncio.ensure_future(locks.until_lost())
    _, waiting = await asyncio.wait((noticing,), timeout=2)
    assert waiting
    await said(url, BREAK)
    with pytest.raises(ShardsLost):
        async with asyncio.timeout(20):
            await noticing
    await locks.release()
    again = await ShardLocks.take(url, of(0), REVISION)
    await again.release()


async def test_a_database_that_does_not_answer_is_told_in_our_words() -> None:
    nowhere = "postgresql+asyncpg://someone:hunter2@127.0.0.1:9/x"
    for shards in (of(0), ALL):
        with pytest.raises(DatabaseUnreachable):
            await ShardLocks.take(nowhere, shards, REVISION)
