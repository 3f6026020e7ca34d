"""Rows are laid in random order while another process changes one of them: what that one wrote is not lost.

The twin is what a process does that shares nothing: beside another, it puts an old row in the place of a new one.
"""

import asyncio
import secrets
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest
from sqlalchemy import Delete, Update, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.sharding import ALL, Shards
from bot.store.concern_tables import case_table
from bot.store.connections import address, make_engine
from bot.store.database import Database
from bot.store.problems import StoreBusy
from bot.store.shuffling import shuffle
from bot.store.writer import TRIES, Operation, each
from tests.postgres import PostgresServer
from tests.store_fixtures import opened

OURS, THEIRS = [bytes([number]) * 16 for number in (1, 2)]
WAITING = "SELECT count(*) FROM pg_locks WHERE NOT granted"
BEFORE, AFTER = b"before", b"after"
SHARED = Shards(frozenset({0}), 2)


@each
async def put(connection: AsyncConnection, case_id: bytes) -> None:
    await connection.execute(insert(case_table), {"case_id": case_id, "server_id": 1, "sealed": BEFORE})


@each
async def lay(connection: AsyncConnection, _: None) -> None:
    await shuffle(connection, case_table, secrets.token_bytes, OURS)


@each
async def act(connection: AsyncConnection, change: Update | Delete) -> int:
    return (await connection.execute(change)).rowcount


async def cases(database: Database) -> dict[bytes, bytes]:
    async def reading(connection: AsyncConnection) -> dict[bytes, bytes]:
        found = await connection.execute(select(case_table.c.case_id, case_table.c.sealed))
        return {row.case_id: row.sealed for row in found}

    return await database.read(reading)


@pytest.fixture
async def url(postgres: PostgresServer, templates: tuple[str, str]) -> AsyncIterator[str]:
    name = await postgres.lend(templates[0])
    yield postgres.url(name)
    await postgres.give_back(name, templates[0])


@pytest.mark.parametrize(("shards", "kept"), [(SHARED, AFTER), (ALL, BEFORE)])
async def test_what_another_process_writes_meanwhile_stays(url: str, shards: Shards, kept: bytes) -> None:
    """The other has changed its row and not yet committed when this one comes to lay it."""
    async with opened(url, shards=shards) as database:
        for one in (OURS, THEIRS):
            await database.write(put, one)
        other = make_engine(address(url), 1).execution_options(isolation_level="READ COMMITTED")
        async with other.connect() as connection:
            await connection.execute(update(case_table).where(case_table.c.case_id == THEIRS).values(sealed=AFTER))
            laying = asyncio.ensure_future(database.write(lay, None))
            if shards is ALL:
                await until_somebody_waits(url)
            else:
                await laying
            await connection.commit()
            await laying
        await other.dispose()
        assert await cases(database) == {OURS: BEFORE, THEIRS: kept}


async def until_somebody_waits(url: str) -> None:
    engine = make_engine(address(url), 1)
    async with engine.connect() as connection, asyncio.timeout(20):
        while not (await connection.exec_driver_sql(WAITING)).scalar_one():  # noqa: ASYNC110 - it tells no event
            await asyncio.sleep(0.01)
    await engine.dispose()


@pytest.mark.parametrize("ends", ["changed", "gone"])
async def test_who_comes_while_rows_are_laid_finds_them_where_they_were(url: str, ends: str) -> None:
    """This one has laid the other's row and not yet committed when the other comes to change or erase it."""
    engine = make_engine(address(url), 1, is_shared=True).execution_options(isolation_level="READ COMMITTED")
    async with opened(url, shards=Shards(frozenset({1}), 2)) as database:
        for one in (OURS, THEIRS):
            await database.write(put, one)
        async with engine.connect() as connection:
            await shuffle(connection, case_table, secrets.token_bytes, OURS)
            theirs = case_table.c.case_id == THEIRS
            erasing = delete(case_table).where(theirs)
            change = update(case_table).where(theirs).values(sealed=AFTER)
            acting = asyncio.ensure_future(database.write(act, change if ends == "changed" else erasing))
            await until_somebody_waits(url)
            await connection.commit()
            assert await acting == 1
        assert await cases(database) == ({OURS: BEFORE, THEIRS: AFTER} if ends == "changed" else {OURS: BEFORE})
    await engine.dispose()


@dataclass
class Crossing:
    """Two processes that each hold what the other is to write next."""

    begun: list[bytes] = field(default_factory=list)
    both: asyncio.Event = field(default_factory=asyncio.Event)

    def writing(self) -> Operation[tuple[bytes, bytes], int]:
        """Write one row, and when the other process has written its own, that one."""

        @each
        async def write_both(connection: AsyncConnection, rows: tuple[bytes, bytes]) -> int:
            own, others = (update(case_table).where(case_table.c.case_id == one).values(sealed=AFTER) for one in rows)
            await connection.execute(own)
            self.begun.append(rows[0])
            if len(set(self.begun)) == 2:
                self.both.set()
            await self.both.wait()
            return (await connection.execute(others)).rowcount

        return write_both


async def test_of_two_that_wait_for_each_other_one_begins_again(url: str) -> None:
    """PostgreSQL ends one of them after a second. Nobody is told to try again for that."""
    crossing = Crossing()
    async with opened(url, shards=SHARED) as first, opened(url, shards=Shards(frozenset({1}), 2)) as second:
        for one in (OURS, THEIRS):
            await first.write(put, one)
        assert await asyncio.gather(
            first.write(crossing.writing(), (OURS, THEIRS)), second.write(crossing.writing(), (THEIRS, OURS))
        ) == [1, 1]
        assert len(crossing.begun) == 3
        assert await cases(first) == {OURS: AFTER, THEIRS: AFTER}


async def test_who_is_ended_again_and_again_is_told(url: str) -> None:
    tries: list[None] = []

    @each
    async def ended(connection: AsyncConnection, _: None) -> None:
        tries.append(None)
        await connection.exec_driver_sql("DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '40P01'; END $$")

    async with opened(url) as database:
        with pytest.raises(StoreBusy):
            await database.write(ended, None)
    assert len(tries) == TRIES
