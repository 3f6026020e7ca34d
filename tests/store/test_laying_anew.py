"""Tables are written anew while others write to them, and while somebody else does the same: no row is lost.

The twin takes no lock: what is committed between its copy and its emptying is gone.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress

import pytest
from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.sharding import Shards
from bot.store import laying_anew
from bot.store.concern_tables import case_table, receipt_table
from bot.store.database import Database
from bot.store.laying_anew import lay_anew
from bot.store.problems import StoreBusy
from bot.store.schema import metadata
from bot.store.writer import each
from tests.postgres import PostgresServer
from tests.store_fixtures import opened

TIMES = 10
LATER = 1_000_000
LATE = "INSERT INTO concern_case VALUES (decode(repeat('ff', 16), 'hex'), 1, '!')"
_LOCK = "LOCK TABLE {name} IN ACCESS EXCLUSIVE MODE;"


@each
async def put(connection: AsyncConnection, number: int) -> None:
    """Two tables in one transaction, in an order that laying anew does not follow."""
    key = number.to_bytes(16)
    await connection.execute(insert(receipt_table), {"lookup": key, "server_id": 1, "sealed": b"!"})
    await connection.execute(insert(case_table), {"case_id": key, "server_id": 1, "sealed": b"!"})


@each
async def change(connection: AsyncConnection, number: int) -> int:
    """Take every third away, and write the others again."""
    this = case_table.c.case_id == number.to_bytes(16)
    words = update(case_table).where(this).values(sealed=b"!!") if number % 3 else delete(case_table).where(this)
    return (await connection.execute(words)).rowcount


@each
async def put_late(connection: AsyncConnection, _: None) -> None:
    await connection.exec_driver_sql(LATE)


@pytest.fixture
async def url(postgres: PostgresServer, templates: tuple[str, str]) -> AsyncIterator[str]:
    name = await postgres.lend(templates[0])
    yield postgres.url(name)
    await postgres.give_back(name, templates[0])


async def rows(database: Database) -> dict[int, bytes]:
    async def reading(connection: AsyncConnection) -> dict[int, bytes]:
        found = await connection.execute(select(case_table.c.case_id, case_table.c.sealed))
        return {int.from_bytes(row.case_id): row.sealed for row in found}

    return await database.read(reading)


async def write(database: Database, first: int, laid: Sequence[asyncio.Future[None]]) -> int:
    """Each write waits for the one before, until everybody has laid; the number after the last."""
    number = first
    while not all(one.done() for one in laid):
        await database.write(put, number)
        assert await database.write(change, number) == 1
        number += 1
    return number


async def lay(database: Database) -> None:
    """Write everything anew several times; what somebody keeps for too long is tried again, as the scheduler does."""
    left = TIMES
    while left:
        with suppress(StoreBusy):
            await lay_anew(database, metadata, large_too=True)
            left -= 1


async def test_two_that_lay_at_once_lose_nothing_of_what_two_write(url: str) -> None:
    shards = [Shards(frozenset({one}), 2) for one in range(2)]
    async with opened(url, shards=shards[0]) as first, opened(url, shards=shards[1]) as second:
        laying = [asyncio.ensure_future(lay(one)) for one in (first, second)]
        ends = await asyncio.gather(write(first, 0, laying), write(second, LATER, laying))
        await asyncio.gather(*laying)
        wanted = {number for begin, end in zip((0, LATER), ends, strict=True) for number in range(begin, end)}
        assert await rows(first) == dict.fromkeys([number for number in wanted if number % 3], b"!!")
    assert min(ends[0], ends[1] - LATER) > TIMES


@pytest.mark.parametrize("locked", [True, False])
async def test_what_comes_while_a_table_is_laid_stays(
    url: str, monkeypatch: pytest.MonkeyPatch, *, locked: bool
) -> None:
    """It is committed, or waits, between the copy and the emptying."""
    anew = laying_anew._ANEW  # pyright: ignore[reportPrivateUsage] - there is no other way in between
    slow = anew.replace("TRUNCATE {name};", "SELECT pg_sleep(0.3); TRUNCATE {name};")
    monkeypatch.setattr(laying_anew, "_ANEW", slow if locked else slow.replace(_LOCK, ""))
    async with opened(url) as database, opened(url) as other:
        await database.write(put, 1)
        laying = asyncio.ensure_future(lay_anew(database, metadata, large_too=True))
        await until_somebody_sleeps(database)
        await other.write(put_late, None)
        await laying
        assert len(await rows(database)) == (2 if locked else 1)


async def until_somebody_sleeps(database: Database) -> None:
    async def asleep(connection: AsyncConnection) -> int:
        words = "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = current_database()"
        return int((await connection.exec_driver_sql(words)).scalar_one())

    async with asyncio.timeout(20):
        while not await database.read(asleep):
            pass
