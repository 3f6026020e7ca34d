"""Makes sure that a shard belongs to one process: locks in PostgreSQL that go with the connection, however it ends.

Beside its shards a process holds, together with all others, the count of shards and the revision that it works with;
and that it is at work at all, which commands that need the stores for themselves wait for no one to be. A process that
owns everything holds the one shard of one. Not here: what keeps a process from writing that was cut off (`fence.py`),
and the directories of one process (`run_lock.py`).
"""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from typing import Final, final

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.core.sharding import Shards
from bot.store import fence
from bot.store.connections import address, is_sqlite, make_engine
from bot.store.fence import SHARE, Fence, agree_on_count, hold_each, numbers, said_yes
from bot.store.problems import (
    AlreadyRunning,
    DatabaseUnreachable,
    OtherShardCount,
    OthersRunOlder,
    ShardsLost,
    ShardTaken,
    StoreLost,
)
from bot.store.translation import translated

LOOK_EVERY: Final = 3.0
"""Seconds between two looks whether the locks are still held, and for which an answer is waited."""
SHARD: Final = 721_504_301
_REVISION: Final = 721_504_303
_AT_WORK: Final = 721_504_304
"""Arbitrary numbers; each is the first of the two that name a lock."""

_TAKE: Final = text("SELECT pg_try_advisory_lock(:kind, :number)")
_WHO: Final = text("SELECT pid, backend_start FROM pg_stat_activity WHERE pid = pg_backend_pid()")
_DISMISS: Final = text("""
    SELECT pg_terminate_backend(pid, 1000) FROM pg_stat_activity WHERE pid = :pid AND backend_start = :backend_start
""")


@final
class ShardLocks:
    """The shards of this process, from `take` until `release`, unless they are lost."""

    def __init__(self, url: str, shards: Shards, revision: int) -> None:
        self.fence = Fence(shards)
        """What every connection of this process that writes has to enter."""
        self._shards = shards
        self._revision = revision
        self._engine = make_engine(address(url), 1)
        self._connection: AsyncConnection | None = None
        self._who: dict[str, object] | None = None

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
        locks = cls(url, shards, revision)
        try:
            await locks._hold()
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
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK_EVERY):
                    await self.fence.broken.wait()
            if self.fence.broken.is_set():
                raise ShardsLost
            if not await self._are_held():
                await self._come_back()

    async def release(self) -> None:
        """Let others have them."""
        await self._let_go()
        await self._engine.dispose()

    async def _are_held(self) -> bool:
        if self._connection is None:
            return False
        try:
            async with asyncio.timeout(LOOK_EVERY):
                await self._connection.exec_driver_sql("SELECT 1")
        except Exception:  # noqa: BLE001 - whatever broke: the locks went with the connection
            return False
        return True

    async def _come_back(self) -> None:
        """Hold them again, if nobody but this process can have been there meanwhile; else it is at an end."""
        if not self._shards.is_one:
            raise ShardsLost
        await self._let_go()
        try:
            await self._hold()
        except (ShardTaken, OtherShardCount, OthersRunOlder, AlreadyRunning):
            raise ShardsLost from None
        except Exception as error:
            if translated(error) is None:
                raise
            await self._let_go()

    async def _hold(self) -> None:
        self._connection = await _connected(self._engine)
        if self._who is not None:
            # The server may not know yet that the connection before has ended, and keep the locks for it.
            await self._connection.execute(_DISMISS, self._who)
        self._who = dict((await self._connection.execute(_WHO)).mappings().one())
        await _take_all(self._connection, self._shards, self._revision)

    async def _let_go(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            await _closed(connection)


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
        if not await said_yes(connection, _TAKE, _AT_WORK, 0):
            raise AlreadyRunning
        yield


@asynccontextmanager
async def _briefly(url: str) -> AsyncGenerator[AsyncConnection]:
    engine = make_engine(address(url), 1)
    try:
        connection = await _connected(engine)
        try:
            yield connection
        finally:
            await _closed(connection)
    finally:
        await engine.dispose()


async def _connected(engine: AsyncEngine) -> AsyncConnection:
    try:
        return await engine.connect()
    except Exception as error:
        if isinstance(translated(error), StoreLost):
            raise DatabaseUnreachable from None
        raise


async def _closed(connection: AsyncConnection) -> None:
    # Closed, not given back: the locks go with it.
    await connection.invalidate()
    await connection.close()


async def _take_all(connection: AsyncConnection, shards: Shards, revision: int) -> None:
    for words in (*fence.NOTICE_SOON, fence.PATIENCE):
        await connection.exec_driver_sql(words)
    if not await said_yes(connection, SHARE, _AT_WORK, 0):
        raise AlreadyRunning
    await agree_on_count(connection, shards)
    await said_yes(connection, SHARE, _REVISION, revision)
    if min(await numbers(connection, _REVISION)) < revision:
        raise OthersRunOlder
    await hold_each(connection, SHARD, shards)
