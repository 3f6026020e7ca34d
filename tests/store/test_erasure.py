"""What is erased is not in the files any more, whatever SQLite was built to do by default."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from sqlalchemy import delete, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store import connections
from bot.store.connections import sqlite_address
from bot.store.database import Database
from bot.store.writer import together
from tests.store.samples import make_notes, note
from tests.store_fixtures import opened

SECRET = b"I have not told anyone this before. "
LENGTHS = (1, 20, 150, 800)  # rows within a page, and rows that spill over several


@together("write secrets")
async def write_secrets(connection: AsyncConnection, items: Sequence[None]) -> Sequence[None]:
    rows = [{"name": f"{times}-{number}", "text": SECRET * times} for times in LENGTHS for number in range(10)]
    await connection.execute(note.insert(), rows)
    return items


@together("overwrite secrets")
async def overwrite_secrets(connection: AsyncConnection, items: Sequence[None]) -> Sequence[None]:
    await connection.execute(update(note).where(note.c.name.like("%-1")).values(text=b"erased"))
    return items


@together("erase secrets")
async def erase_secrets(connection: AsyncConnection, items: Sequence[None]) -> Sequence[None]:
    await connection.execute(delete(note).where(note.c.text != b"erased"))
    return items


async def _copies_after_erasing(directory: Path) -> int:
    async with opened(sqlite_address(directory / "common-ground.db")) as database:
        await _written(database)
        assert _copies(directory) > 0
        await database.write(overwrite_secrets, None)
        await database.write(erase_secrets, None)
        return _copies(directory)  # at once, with the database still open


async def _written(database: Database) -> None:
    await make_notes(database)
    await database.write(write_secrets, None)


def _copies(directory: Path) -> int:
    return sum(file.read_bytes().count(SECRET) for file in directory.iterdir())


async def test_erased_text_is_gone_at_once_even_where_the_library_would_keep_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "SQLITE_FIRST_WORDS", "PRAGMA secure_delete=OFF;" + connections.SQLITE_FIRST_WORDS)
    assert await _copies_after_erasing(tmp_path) == 0


@pytest.mark.parametrize("naive", ["PRAGMA secure_delete=OFF;", "PRAGMA journal_mode=WAL;"])
async def test_the_search_finds_what_a_careless_database_keeps(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, naive: str
) -> None:
    monkeypatch.setattr(connections, "SQLITE_FIRST_WORDS", connections.SQLITE_FIRST_WORDS + naive)
    assert await _copies_after_erasing(tmp_path) > 0
