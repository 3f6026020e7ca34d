"""Makes sure that a shard belongs to one process: locks in PostgreSQL that go with the connection, however it ends.

Beside its shards a process holds, together with all others, the count of shards and the revision that it works with;
and that it is at work at all, which commands that need the stores for themselves wait for no one to be.
Not here: the directories of one process (`run_lock.py`).
"""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Final, final

from sqlalchemy import TextClause, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.core.sharding import Shards
from bot.store.connections import address, is_sqlite, make_engine
from bot.store.problems import (
    AlreadyRunning,
    DatabaseUnreachable,
    OtherShardCount,
    OthersRunOlder,
    ShardsLost,
    ShardTaken,
    StoreBusy,
    StoreLost,
)
from bot.store.translation import translated

LOOK_EVERY: Final = 3.0
"""Seconds between two looks whether the locks are still held, and for which an answer is waited."""
SHARD: Final = 721_504_301
_COUNT: Final = 721_504_302
_REVISION: Final = 721_504_303
_AT_WORK: Final = 721_504_304
"""Arbitrary numbers; each is the first of the two that name a lock."""

# A machine that vanishes holds its locks until the server notices: after half a minute, not after two hours.
_NOTICE_SOON: Final = (
    "SET tcp_keepalives_idle = 10",
    "SET tcp_keepalives_interval = 5",
    "SET tcp_keepalives_count = 4",
)
# The server needs a moment, too, to notice that a process was killed whose place this one takes.
_PATIENCE: Final = "SET lock_timeout = '3s'"
_HELD: Final = text("""
    SELECT DISTINCT objid::bigint FROM pg_locks
    WHERE locktype = 'advisory' AND granted AND objsubid = 2 AND classid = :kind
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
""")
_TAKE: Final = text("SELECT pg_try_advisory_lock(:kind, :number)")
_WAIT: Final = text("SELECT pg_advisory_lock(:kind, :number)")
_SHARE: Final = text("SELECT pg_try_advisory_lock_shared(:kind, :number)")


@final
class ShardLocks:
    """The shards of this process, from `take` until `release`, unless they are lost."""

    def __init__(self, engine: AsyncEngine, connection: AsyncConnection) -> None:
        self._engine = engine
        self._connection = connection

    @classmethod
    async def take(cls, url: str, shards: Shards, revision: int) -> "ShardLocks":
        """Hold these shards from now on.

        Args:
            url: the database that all processes share.
            shards: those of this process.
            revision: what the stores are at when this version works on them; it grows with each change.

        Raises:
            ShardTaken, OtherShardCount, OthersRunOlder: another process runs that stands in the way.
            AlreadyRunning: a command works on the stores.
            DatabaseUnreachable: it does not answer.
        """
        engine = make_engine(address(url), 1)
        locks = cls(engine, await _connected(engine))
        try:
            await _take_all(locks._connection, shards, revision)
        except BaseException:
            await locks.release()
            raise
        return locks

    async def until_lost(self) -> None:
        """Until another process may own these shards.

        Raises:
            ShardsLost: that is so.
        """
        while True:
            await _pause()
            try:
                async with asyncio.timeout(LOOK_EVERY):
                    await self._connection.exec_driver_sql("SELECT 1")
            except Exception:  # noqa: BLE001 - whatever broke: the locks went with the connection
                raise ShardsLost from None

    async def release(self) -> None:
        """Let others have them."""
        # Closed, not given back: the locks go with it.
        await self._connection.invalidate()
        await self._connection.close()
        await self._engine.dispose()


async def refuse_beside_shards(url: str) -> None:
    """For a process that owns everything: nobody may own a part of it.

    Raises:
        OtherShardCount: somebody does.
    """
    async with _briefly(url) as connection:
        if await _numbers(connection, _COUNT):
            raise OtherShardCount


@asynccontextmanager
async def nobody_at_work(url: str) -> AsyncGenerator[None]:
    """Have the stores for oneself while the block runs, where processes that share them might be at work.

    Raises:
        AlreadyRunning: one is.
        DatabaseUnreachable: the database does not answer.
    """
    if is_sqlite(address(url)):
        yield
        return
    async with _briefly(url) as connection:
        if not await _said_yes(connection, _TAKE, _AT_WORK, 0):
            raise AlreadyRunning
        yield


@asynccontextmanager
async def _briefly(url: str) -> AsyncGenerator[AsyncConnection]:
    engine = make_engine(address(url), 1)
    connection = await _connected(engine)
    try:
        yield connection
    finally:
        await ShardLocks(engine, connection).release()


async def _connected(engine: AsyncEngine) -> AsyncConnection:
    try:
        return await engine.connect()
    except Exception as error:
        await engine.dispose()
        if isinstance(translated(error), StoreLost):
            raise DatabaseUnreachable from None
        raise


async def _take_all(connection: AsyncConnection, shards: Shards, revision: int) -> None:
    for words in (*_NOTICE_SOON, _PATIENCE):
        await connection.exec_driver_sql(words)
    if not await _said_yes(connection, _SHARE, _AT_WORK, 0):
        raise AlreadyRunning
    # First said, then looked: of two that start at once with different counts, at least one sees the other.
    await _said_yes(connection, _SHARE, _COUNT, shards.count)
    if await _numbers(connection, _COUNT) != {shards.count}:
        raise OtherShardCount
    await _said_yes(connection, _SHARE, _REVISION, revision)
    if min(await _numbers(connection, _REVISION)) < revision:
        raise OthersRunOlder
    # In one order, so that two that start at once do not each wait for what the other has.
    for shard in sorted(shards.ids):
        try:
            await connection.execute(_WAIT, {"kind": SHARD, "number": shard})
        except Exception as error:
            if isinstance(translated(error), StoreBusy):
                raise ShardTaken from None
            raise


async def _said_yes(connection: AsyncConnection, asking: TextClause, kind: int, number: int) -> bool:
    return bool((await connection.execute(asking, {"kind": kind, "number": number})).scalar_one())


async def _numbers(connection: AsyncConnection, kind: int) -> set[int]:
    return set((await connection.execute(_HELD, {"kind": kind})).scalars())


async def _pause() -> None:
    await asyncio.sleep(LOOK_EVERY)
