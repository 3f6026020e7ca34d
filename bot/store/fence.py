"""Lets a process write only while nobody else can own what is its own: the connection that writes holds it too.

PostgreSQL ends a transaction before it frees the locks of its connection. So where each connection that writes holds
the shards, a successor that has them knows that nothing more is written in their name, however long it takes the other
to notice that it was cut off; and a write costs nothing more. Not here: what a process holds before it opens the
stores, and how it notices that it lost that (`shard_locks.py`).
"""

import asyncio
from typing import Final, final

from sqlalchemy import TextClause, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.sharding import Shards
from bot.store.problems import OtherShardCount, ShardsLost, ShardTaken, StoreBusy
from bot.store.translation import translated

WRITING: Final = 721_504_305
COUNT: Final = 721_504_302
"""Arbitrary numbers; each is the first of the two that name a lock."""

# A machine that vanishes holds its locks until the server notices: after half a minute, not after two hours.
NOTICE_SOON: Final = (
    "SET tcp_keepalives_idle = 10",
    "SET tcp_keepalives_interval = 5",
    "SET tcp_keepalives_count = 4",
)
# The server needs a moment, too, to notice that a process was killed whose place this one takes.
PATIENCE: Final = "SET lock_timeout = '3s'"
_AS_BEFORE: Final = "RESET lock_timeout"
_HELD: Final = text("""
    SELECT DISTINCT objid::bigint FROM pg_locks
    WHERE locktype = 'advisory' AND granted AND objsubid = 2 AND classid = :kind
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
""")
_WAIT: Final = text("SELECT pg_advisory_lock(:kind, :number)")
SHARE: Final = text("SELECT pg_try_advisory_lock_shared(:kind, :number)")


@final
class Fence:
    """The shards that each connection of this process holds which writes. One for both stores."""

    def __init__(self, shards: Shards) -> None:
        self._shards = shards
        self.broken = asyncio.Event()
        """Set once a connection that held them is gone, and what is written can no longer be vouched for."""

    async def enter(self, connection: AsyncConnection, *, again: bool) -> None:
        """Hold the shards with this connection, for as long as it lasts.

        Args:
            connection: a fresh one, which is to write.
            again: it takes the place of one that broke.

        Raises:
            ShardsLost: that one held shards which somebody may have owned meanwhile; or others run now.
            ShardTaken, OtherShardCount: another process can still write.
        """
        if again and not self._shards.is_one:
            self.broken.set()
            raise ShardsLost
        try:
            await self._hold(connection)
        except OtherShardCount:
            if not again:
                raise
            self.broken.set()
            raise ShardsLost from None

    async def _hold(self, connection: AsyncConnection) -> None:
        for words in (*NOTICE_SOON, PATIENCE):
            await connection.exec_driver_sql(words)
        await agree_on_count(connection, self._shards)
        # Whoever is alone may come back after its connection broke, and need not wait until the server notices that.
        if not self._shards.is_one:
            await hold_each(connection, WRITING, self._shards)
        await connection.exec_driver_sql(_AS_BEFORE)


async def agree_on_count(connection: AsyncConnection, shards: Shards) -> None:
    """Say of how many shards these are.

    Raises:
        OtherShardCount: somebody says otherwise.
    """
    # First said, then looked: of two that start at once with different counts, at least one sees the other.
    await said_yes(connection, SHARE, COUNT, shards.count)
    if await numbers(connection, COUNT) != {shards.count}:
        raise OtherShardCount


async def hold_each(connection: AsyncConnection, kind: int, shards: Shards) -> None:
    """Hold these shards with this connection.

    Raises:
        ShardTaken: another one holds one of them, and keeps it.
    """
    # In one order, so that two that start at once do not each wait for what the other has.
    for shard in sorted(shards.ids):
        try:
            await connection.execute(_WAIT, {"kind": kind, "number": shard})
        except Exception as error:
            if isinstance(translated(error), StoreBusy):
                raise ShardTaken from None
            raise


async def said_yes(connection: AsyncConnection, asking: TextClause, kind: int, number: int) -> bool:
    """What the server answers to this."""
    return bool((await connection.execute(asking, {"kind": kind, "number": number})).scalar_one())


async def numbers(connection: AsyncConnection, kind: int) -> set[int]:
    """The second numbers of all locks of this kind that anybody holds in this database."""
    return set((await connection.execute(_HELD, {"kind": kind})).scalars())
