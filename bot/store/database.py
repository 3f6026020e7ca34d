"""One database: opened, upgraded, read on connections of their own, written by the one writer.

Not here: what is in it (the repositories) and how writes are gathered (writer.py).
"""

from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import Final, TypeVar, final

from sqlalchemy import URL
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.core.sharding import ALL, Shards
from bot.store.condition import Condition
from bot.store.connections import address, is_sqlite, make_engine, prepare_file
from bot.store.fence import Fence
from bot.store.problems import DatabaseUnreachable, NothingThere, StoreLost, StoreProblem
from bot.store.session import WriteSession
from bot.store.translation import translated
from bot.store.upgrades import refuse_newer, upgrade
from bot.store.writer import Operation, Writer
from config.pace import Pace

READERS: Final = 2

Item = TypeVar("Item")
Result = TypeVar("Result")

_HERE = Path(__file__).parent
MIGRATIONS: Final = _HERE / "migrations"
"""The folder of those of the database itself."""
_DATABASES_OWN: Final = "migrations"
"""Not the key store's: of keys there is no copy beside them, which would keep what is erased."""


@final
class Database:
    """A SQLite file or a PostgreSQL database at its newest revision."""

    def __init__(self, readers: AsyncEngine, writers: AsyncEngine, writer: Writer, shards: Shards = ALL) -> None:
        self.shards = shards
        """Of whose servers this process reads and writes rows."""
        self._readers = readers
        self._writers = writers
        self._writer = writer
        self.condition = Condition()

    @classmethod
    async def open(
        cls,
        url: str,
        migrations: str = _DATABASES_OWN,
        pace: Pace = Pace(),
        shards: Shards = ALL,
        fence: Fence | None = None,
    ) -> "Database":
        """Open the database at this address, made and upgraded if need be.

        Args:
            url: `sqlite+aiosqlite:///path` or `postgresql+asyncpg://...`.
            migrations: the folder beside this file (or an absolute path) that holds its `versions`.
            pace: how long writes wait for company.
            shards: of whose servers this process reads and writes rows.
            fence: what keeps it from writing once others may; None: nobody else writes.

        Raises:
            DatabaseUnsupported, DatabaseUnreachable, DatabaseDamaged, DatabaseNewer, NotWritable, StoreBusy, StoreFull:
                in words of their own, without the address.
        """
        where = address(url)
        file = _file(where)
        if file is not None:
            prepare_file(file)
        copies = file.parent if file is not None and migrations == _DATABASES_OWN else None
        prepare = partial(upgrade, migrations=_HERE / migrations, copies=copies)
        return await cls._opened(where, pace, prepare, shards, fence)

    @classmethod
    async def open_as_it_is(cls, url: str, migrations: str = _DATABASES_OWN, pace: Pace = Pace()) -> "Database":
        """Open a database that is there, and do not upgrade it: a bot of an earlier version may be running on it.

        Raises:
            NothingThere: there is none.
            StoreProblem: as `open`.
        """
        where = address(url)
        file = _file(where)
        if file is not None and not file.is_file():
            raise NothingThere
        return await cls._opened(where, pace, lambda session: refuse_newer(session, _HERE / migrations))

    @classmethod
    async def _opened(
        cls,
        where: URL,
        pace: Pace,
        prepare: Callable[[WriteSession], Awaitable[None]],
        shards: Shards = ALL,
        fence: Fence | None = None,
    ) -> "Database":
        writers = make_engine(where, 1, is_shared=not shards.are_all)
        session = WriteSession(writers, fence)
        try:
            await prepare(session)
        except Exception as error:  # noqa: BLE001 - all are raised, the driver's own under our names
            await session.close()
            raise _as_told_at_opening(error) from None
        return cls(make_engine(where, READERS), writers, Writer(session, pace), shards)

    @property
    def is_sqlite(self) -> bool:
        return is_sqlite(self.url)

    @property
    def url(self) -> URL:
        """The address; its `str` hides the password."""
        return self._writers.url

    async def read(self, reading: Callable[[AsyncConnection], Awaitable[Result]]) -> Result:
        """What the function reads. Each of its statements sees what is committed at that moment.

        Raises:
            StoreBusy, StoreLost: the database cannot be read now.
        """
        try:
            async with self._readers.connect() as connection:
                return await reading(connection)
        except Exception as error:
            if (problem := translated(error)) is not None:
                self.condition.met(problem)
                raise problem from None
            raise

    async def write(self, operation: Operation[Item, Result], item: Item) -> Result:
        """Apply the operation to this item, together with what arrives at the same time. See `Writer.write`."""
        try:
            return await self._writer.write(operation, item)
        except StoreProblem as problem:
            self.condition.met(problem)
            raise

    async def close(self) -> None:
        """Wait for the writes under way and give all connections up."""
        await self._writer.close()
        await self._writers.dispose()
        await self._readers.dispose()


def _file(where: URL) -> Path | None:
    """The file of a SQLite database."""
    return Path(where.database) if is_sqlite(where) and where.database is not None else None


def _as_told_at_opening(error: Exception) -> Exception:
    problem = translated(error)
    if isinstance(problem, StoreLost):
        return DatabaseUnreachable()
    return error if problem is None else problem
