"""The writer's own connection and its transactions, spoken to the driver directly so that COMMIT can be said again.

Not here: which writes go together (writer.py).
"""

import asyncio
from collections.abc import Awaitable
from typing import Protocol, cast

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.store.fence import Fence
from bot.store.problems import StoreBusy, StoreLost
from bot.store.translation import translated

COMMIT_TRIES = 4
"""How often COMMIT is said while the database is locked; SQLite waits each time before it gives up."""
PAUSE_BETWEEN_TRIES = 0.05


class _Driver(Protocol):
    def execute(self, statement: str, /) -> Awaitable[object]: ...


class WriteSession:
    """One connection, taken when first needed, kept between transactions, replaced when it breaks."""

    def __init__(self, engine: AsyncEngine, fence: Fence | None = None) -> None:
        self._engine = engine
        self._fence = fence
        self._had_one = False
        self._begin = "BEGIN IMMEDIATE" if engine.dialect.name == "sqlite" else "BEGIN"
        self._connection: AsyncConnection | None = None
        self._driver: _Driver | None = None

    async def begin(self) -> AsyncConnection:
        """Open a transaction; a connection that broke while idle is replaced."""
        try:
            return await self._begun()
        except Exception as error:
            if not isinstance(translated(error), StoreLost):
                raise
        await self.close()
        return await self._begun()

    async def _begun(self) -> AsyncConnection:
        if self._connection is None:
            self._connection = await self._engine.connect()
            raw = await self._connection.get_raw_connection()
            self._driver = cast("_Driver", raw.driver_connection)
            await self._enter(self._connection)
        await self._say(self._begin)
        return self._connection

    async def _enter(self, connection: AsyncConnection) -> None:
        if self._fence is None:
            return
        try:
            await self._fence.enter(connection, again=self._had_one)
        except BaseException:
            await self.close()  # it must not be taken for one that has entered
            raise
        self._had_one = True

    async def commit(self) -> None:
        """Put the transaction on disk; said again while somebody else holds the database locked."""
        for remaining in reversed(range(COMMIT_TRIES)):
            try:
                await self._say("COMMIT")
            except Exception as error:
                if remaining == 0 or not isinstance(translated(error), StoreBusy):
                    raise
                await asyncio.sleep(PAUSE_BETWEEN_TRIES)
            else:
                return

    async def rollback(self) -> None:
        """Undo the transaction. Never raises: a connection that cannot even do that is dropped."""
        try:
            await self._say("ROLLBACK")
        except Exception:  # noqa: BLE001 - SQLite may have rolled back by itself; a fresh connection knows nothing of it
            await self.close()

    async def _say(self, statement: str) -> None:
        if self._driver is None:
            raise StoreLost
        await self._driver.execute(statement)

    async def close(self) -> None:
        """Give the connection up; the next transaction takes a fresh one."""
        connection, self._connection, self._driver = self._connection, None, None
        if connection is not None:
            await connection.invalidate()
            await connection.close()
