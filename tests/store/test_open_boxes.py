"""Open boxes lie in a table of their own: the upgrade moves them there, and a round that lost its box takes nothing."""

import secrets
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import inspect, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.ballot import Outcome
from bot.core.identity import RoundId
from bot.store.connections import sqlite_address
from bot.store.database import Database
from bot.store.rounds import RoundRepository
from bot.store.writer import each
from tests.postgres import PostgresServer
from tests.store.samples import tell
from tests.store.test_database import STORE
from tests.store.test_rounds import KEY, ONE, TWO, HandedIn, closing, entry, row
from tests.store_fixtures import opened

CLOSED, DAMAGED = RoundId(b"3" * 16), RoundId(b"4" * 16)


@pytest.fixture
async def empty_postgres(postgres: PostgresServer) -> AsyncIterator[str]:
    name = await postgres.create()
    yield postgres.url(name)
    await postgres.drop(name)


@pytest.fixture
def empty_sqlite(tmp_path: Path) -> str:
    return sqlite_address(tmp_path / "data" / "common-ground.db")


@pytest.fixture(params=["empty_sqlite", "empty_postgres"])
def empty(request: pytest.FixtureRequest) -> str:
    """The address of a database without any table."""
    return request.getfixturevalue(request.param)


def migrations_before(revision: str, folder: Path) -> Path:
    """The migrations up to but without this one."""
    copied = folder / "migrations"
    shutil.copytree(STORE / "migrations", copied, ignore=shutil.ignore_patterns("__pycache__"))
    for path in (copied / "versions").iterdir():
        if path.name >= revision:
            path.unlink()
    return copied


@each
async def _insert(connection: AsyncConnection, rows: list[dict[str, object]]) -> None:
    names = "round_id, server_id, key_id, facts, result, box, comments"
    places = ", ".join(f":{name}" for name in names.split(", "))
    await connection.execute(text(f"INSERT INTO checkin_round ({names}) VALUES ({places})"), rows)  # noqa: S608 - ours


def old_row(round_id: RoundId, **values: bytes | None) -> dict[str, object]:
    """A round as it lay there before."""
    row: dict[str, object] = {"round_id": round_id, "server_id": 10, "key_id": b"i" * 16, "facts": b"facts"}
    return {**row, "result": None, "box": None, "comments": None, **values}


async def test_the_upgrade_moves_open_boxes_and_leaves_what_was_published(empty: str, tmp_path: Path) -> None:
    async with opened(empty, str(migrations_before("0008", tmp_path))) as database:
        rows = [
            old_row(ONE, box=b"the first box", comments=b"its comments"),
            old_row(TWO, box=b"the second box"),
            old_row(CLOSED, result=b"result", comments=b"published"),
            old_row(DAMAGED),
        ]
        await database.write(_insert, rows)
    async with opened(empty) as database:
        rounds = RoundRepository(database, secrets.token_bytes)
        assert (await rounds.box(ONE), await rounds.comments(ONE)) == (b"the first box", b"its comments")
        assert (await rounds.box(TWO), await rounds.comments(TWO)) == (b"the second box", None)
        assert (await rounds.box(CLOSED), await rounds.comments(CLOSED)) == (None, b"published")
        assert await rounds.box(DAMAGED) is None
        columns = await database.read(lambda c: c.run_sync(lambda sync: inspect(sync).get_columns("checkin_round")))
        assert "box" not in {column["name"] for column in columns}
        assert await database.write(tell, "SELECT count(*) FROM checkin_round WHERE comments IS NOT NULL") == 1


async def test_a_round_without_its_box_takes_no_answer_and_closes_without_one(database: Database) -> None:
    """As a restored backup leaves it."""
    rounds = RoundRepository(database, secrets.token_bytes)
    await rounds.add(row(ONE), KEY, questions=2, takes_comments=True)
    await database.write(tell, "DELETE FROM open_box")
    assert await rounds.answer(HandedIn(ONE, KEY, entry(1, 1, 1))) is Outcome.BROKEN
    await rounds.add(row(ONE), KEY, questions=2, takes_comments=True)
    assert await rounds.box(ONE) is None, "it gets no new box: those who had answered could answer again"
    assert await rounds.close(closing(ONE)) == b"result"


async def test_what_is_removed_takes_its_box_along_and_no_other(database: Database) -> None:
    rounds = RoundRepository(database, secrets.token_bytes)
    for one in (ONE, TWO, CLOSED):
        await rounds.add(row(one), KEY, questions=1)
    await rounds.close(closing(CLOSED))
    await rounds.remove(ONE)
    assert await database.write(tell, "SELECT count(*) FROM open_box") == 1
    assert await rounds.box(TWO) is not None
    await rounds.erase_server(row(TWO).server_id)
    assert await database.write(tell, "SELECT count(*) FROM open_box") == 0
