"""How a database is reached: the address, the file and its permissions, and what every connection is told first.

Not here: transactions (session.py) and migrations (upgrades.py).
"""

import os
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Final, Protocol

from sqlalchemy import URL, event, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.store import sqlite_driver
from bot.store.private_files import make_private_directory
from bot.store.problems import DatabaseUnsupported, NotWritable

BUSY_MILLISECONDS = 2000
"""How long SQLite itself waits for a lock before it says "locked"."""
CONNECT_SECONDS = 10
SHARED: Final = "several processes write"
"""The option by which a connection knows it."""

# secure_delete: erased rows are overwritten. TRUNCATE, not WAL: a write-ahead log keeps copies of erased text.
# cache_size: half a megabyte of pages for each connection; the system keeps the file in memory beyond that.
SQLITE_FIRST_WORDS = """
PRAGMA secure_delete=ON;
PRAGMA foreign_keys=ON;
PRAGMA temp_store=MEMORY;
PRAGMA cache_size=-512;
PRAGMA trusted_schema=OFF;
PRAGMA journal_mode=TRUNCATE;
PRAGMA synchronous=FULL;
"""

_DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "sqlite+aiosqlite": "sqlite+aiosqlite",
    "postgres": "postgresql+asyncpg",
    "postgresql": "postgresql+asyncpg",
    "postgresql+asyncpg": "postgresql+asyncpg",
}


class _SqliteDriver(Protocol):
    async def executescript(self, script: str) -> object: ...


class _Adapted(Protocol):
    def run_async(self, function: Callable[[_SqliteDriver], Awaitable[object]]) -> object: ...


def sqlite_address(path: Path) -> str:
    """The address of a SQLite file."""
    return URL.create("sqlite+aiosqlite", database=str(path)).render_as_string()


def address(text: str) -> URL:
    """The address with our driver in it; `postgresql://` and `sqlite:///` are understood too.

    Raises:
        DatabaseUnsupported: neither of the two, or SQLite without a file.
    """
    try:
        url = make_url(text)
    except ArgumentError:
        raise DatabaseUnsupported from None  # the message would repeat the address, password and all
    driver = _DRIVERS.get(url.drivername)
    if driver is None or not url.database or url.database == ":memory:":
        raise DatabaseUnsupported
    return url.set(drivername=driver)


def is_sqlite(url: URL) -> bool:
    return url.get_backend_name() == "sqlite"


def is_there(url: str) -> bool:
    """Whether this is the address of a SQLite file in which something was written."""
    where = address(url)
    file = Path(where.database or "") if is_sqlite(where) else None
    return file is not None and file.is_file() and file.stat().st_size > 0


def prepare_file(path: Path) -> None:
    """Make the database file for its owner alone (0600, a new directory 0700); an old file is brought to 0600.

    Raises:
        NotWritable: the file or its directory may not be written.
    """
    try:
        make_private_directory(path.parent)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
        path.chmod(0o600)
    except OSError:
        raise NotWritable from None
    if not os.access(path.parent, os.W_OK | os.X_OK):
        raise NotWritable


def make_engine(url: URL, connections: int, *, is_shared: bool = False) -> AsyncEngine:
    """An engine of that many connections, each in the driver's autocommit: transactions are begun explicitly."""
    arguments: dict[str, object] = (
        {"timeout": BUSY_MILLISECONDS / 1000, "async_creator_fn": sqlite_driver.connect}
        if is_sqlite(url)
        else {"timeout": CONNECT_SECONDS, "server_settings": {"application_name": "common-ground"}}
    )
    engine = create_async_engine(
        url,
        isolation_level="AUTOCOMMIT",
        skip_autocommit_rollback=True,
        pool_reset_on_return=None,
        pool_size=connections,
        max_overflow=0,
        hide_parameters=True,
        connect_args=arguments,
        execution_options={SHARED: is_shared},
    )
    if is_sqlite(url):
        event.listen(engine.sync_engine, "connect", _say_first_words)
    return engine


def _say_first_words(connection: _Adapted, _record: object) -> None:
    words = f"PRAGMA busy_timeout={BUSY_MILLISECONDS};{SQLITE_FIRST_WORDS}"
    connection.run_async(lambda driver: driver.executescript(words))
