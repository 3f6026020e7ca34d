"""A dump that begins while tables are written anew holds every row: nothing is written anew as long as there is one.

To whoever looked before, a table that was emptied and filled again is empty. The twin does not look for dumps.
"""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import insert, text
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from bot.store import laying_anew
from bot.store.concern_tables import case_table
from bot.store.laying_anew import lay_anew
from bot.store.problems import StoreBusy
from bot.store.schema import metadata
from bot.store.writer import each
from tests.postgres import PostgresServer
from tests.store_fixtures import opened


@each
async def put(connection: AsyncConnection, number: int) -> None:
    values = {"case_id": number.to_bytes(16), "server_id": 1, "sealed": b"!"}
    await connection.execute(insert(case_table), values)


@pytest.fixture
async def url(postgres: PostgresServer, templates: tuple[str, str]) -> AsyncIterator[str]:
    name = await postgres.lend(templates[0])
    yield postgres.url(name)
    await postgres.give_back(name, templates[0])


async def dumped(url: str) -> tuple[bool, int]:
    """Whether tables were written anew while a dump ran, and how many rows it then found in one of them."""
    dumping = create_async_engine(
        url, connect_args={"server_settings": {"application_name": "pg_dump"}}, isolation_level="REPEATABLE READ"
    )
    async with opened(url) as database, dumping.connect() as dump:
        await database.write(put, 1)
        await dump.execute(text("SELECT count(*) FROM task"))  # from here on it sees what there is now
        try:
            await lay_anew(database, metadata, large_too=True)
            laid = True
        except StoreBusy:
            laid = False
        found = int((await dump.execute(text("SELECT count(*) FROM concern_case"))).scalar_one())
    await dumping.dispose()
    return laid, found


async def test_nothing_is_written_anew_while_somebody_takes_a_dump(url: str) -> None:
    assert await dumped(url) == (False, 1)
    async with opened(url) as database:
        await lay_anew(database, metadata, large_too=True)


async def test_whoever_does_not_look_for_dumps_makes_an_empty_one(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(laying_anew, "_NO_DUMP", "")
    assert await dumped(url) == (True, 0)
