"""A PostgreSQL server of the tests' own, in a temporary directory. Not for any server that is already running."""

import asyncio
import os
import shutil
import subprocess
import threading
from collections import defaultdict
from collections.abc import Awaitable, Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from tempfile import mkdtemp
from typing import Final

from sqlalchemy import NullPool, text
from sqlalchemy.ext.asyncio import create_async_engine

from bot.store.database import Database

_PLACES: Final = tuple(Path(f"/usr/lib/postgresql/{version}/bin") for version in (17, 16, 15, 14))
_OURS: Final = ("listen_addresses=", "max_connections=200", "logging_collector=off")
# Nothing here must survive a power cut; what the tests ask is what was committed.
_QUICK: Final = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")

_ALONE: Final = """
    SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
_EMPTY: Final = """
    DO $$ DECLARE one text; BEGIN
        FOR one IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version' LOOP
            EXECUTE format('DELETE FROM %I', one);
        END LOOP;
    END $$
"""
_SHAPE: Final = """
    SELECT relname, attname, atttypid, attnotnull, version_num
    FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid CROSS JOIN alembic_version
    WHERE relnamespace = 'public'::regnamespace ORDER BY relname, attnum
"""
"""Of tables and indexes alike."""


def binaries() -> Path | None:
    """The directory with the server's programs, or None when no server package is installed."""
    on_path = shutil.which("initdb")
    places = ((Path(on_path).resolve().parent,) if on_path else ()) + _PLACES
    return next((place for place in places if (place / "initdb").exists() and (place / "pg_ctl").exists()), None)


@dataclass(frozen=True)
class PostgresServer:
    """A running server and its socket's directory."""

    directory: Path
    programs: Path
    user: str | None
    _numbers: Iterator[int]
    _spare: defaultdict[str, list[str]]
    """Emptied copies, by the template they are copies of."""
    _shapes: dict[str, list[tuple[object, ...]]]
    """What each template looks like."""
    settings: tuple[str, ...] = _QUICK
    """What it is told besides where it listens."""

    def url(self, name: str) -> str:
        """The address of one of its databases."""
        return f"postgresql+asyncpg://tests@/{name}?host={self.directory}"

    async def create(self, template: str = "template1") -> str:
        """A fresh database, a copy of the template; returns its name."""
        name = f"test_{next(self._numbers)}"
        await self._tell(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return name

    async def lend(self, template: str) -> str:
        """A database like the template, which holds no rows: a copy, or one that was given back."""
        return self._spare[template].pop() if self._spare[template] else await self.create(template)

    async def give_back(self, name: str, template: str) -> None:
        """Empty a database for the next test, which is ten times faster than a copy; drop one that was rebuilt."""
        if template not in self._shapes:
            self._shapes[template] = await self._emptied(template)
        if await self._emptied(name) == self._shapes[template]:
            self._spare[template].append(name)
        else:
            await self.drop(name)

    async def _emptied(self, name: str) -> list[tuple[object, ...]]:
        """Remove every row and whoever is still connected; what the database looks like then."""
        engine = create_async_engine(self.url(name), isolation_level="AUTOCOMMIT", poolclass=NullPool)
        async with engine.connect() as connection:
            await connection.execute(text(_ALONE))
            await connection.execute(text(_EMPTY))
            return [tuple(row) for row in await connection.execute(text(_SHAPE))]

    async def drop(self, name: str) -> None:
        """Remove the database, whoever is still connected to it."""
        await self._tell(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    async def _tell(self, statement: str) -> None:
        engine = create_async_engine(self.url("postgres"), isolation_level="AUTOCOMMIT", poolclass=NullPool)
        async with engine.connect() as connection:
            await connection.execute(text(statement))

    async def migrated(self, migrations: str) -> str:
        """A database at the newest revision, to be copied by each test."""
        name = await self.create()
        database = await Database.open(self.url(name), migrations)
        await database.close()
        return name

    def control(self, *words: str) -> None:
        """Run `pg_ctl` with these words, as the server's own user."""
        subprocess.run(
            [self.programs / "pg_ctl", "--pgdata", self.directory / "data", "--silent", "--wait", *words],
            check=True,
            user=self.user,
            extra_groups=None if self.user is None else [],
            cwd=self.directory,
            stdout=subprocess.DEVNULL,
        )

    def start(self) -> None:
        """Start the server on its socket."""
        options = " ".join(f"-c {setting}" for setting in (*_OURS, *self.settings, self._socket))
        self.control("--options", options, "--log", str(self.directory / "log"), "start")

    @property
    def _socket(self) -> str:
        return f"unix_socket_directories={self.directory}"

    def stop(self, mode: str = "fast") -> None:
        """Stop the server, breaking its connections; "immediate" as a crash would."""
        self.control("--mode", mode, "stop")


@contextmanager
def postgres_server(
    programs: Path, settings: tuple[str, ...] = _QUICK, *, segment: int = 16
) -> Generator[PostgresServer]:
    """A server for the length of the block; as root it runs as the unprivileged user that its package made.

    Args:
        programs: its own.
        settings: what it is told besides where it listens.
        segment: how large a piece of its log is, in MB.
    """
    user = "postgres" if os.geteuid() == 0 else None
    directory = Path(mkdtemp(prefix="cg-pg-", dir="/tmp"))  # short: a socket's path has at most 107 bytes
    server = PostgresServer(directory, programs, user, count(), defaultdict(list), {}, settings)
    try:
        if user is not None:
            shutil.chown(directory, user)
        subprocess.run(
            [
                programs / "initdb",
                "--pgdata",
                directory / "data",
                "--username",
                "tests",
                "--no-sync",
                f"--wal-segsize={segment}",
                "--auth",
                "trust",
            ],
            check=True,
            user=user,
            extra_groups=None if user is None else [],
            cwd=directory,
            stdout=subprocess.DEVNULL,
        )
        server.start()
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(directory, ignore_errors=True)


def in_a_loop_of_its_own(work: Callable[[], Awaitable[str]]) -> str:
    """Run a coroutine outside the tests' event loop, for fixtures that live as long as the session."""
    results: list[str] = []

    async def keep() -> None:
        results.append(await work())

    thread = threading.Thread(target=lambda: asyncio.run(keep()))
    thread.start()
    thread.join()
    return results[0]
