"""What is erased is gone from every byte at once, and an old copy of the database does not open with today's keys.

SQLite's own default is forced first: it keeps what is erased. The naive twins erase a row and keep its key, or keep
SQLite's default; the same attack finds what they left. Not here: closed rounds (`test_ballot_linkage.py`).
"""

import secrets
import shutil
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.draft import LIFETIME
from bot.core.identity import KeyId
from bot.core.sealing import CannotOpen, Key, derive, new_key, unseal
from bot.services.drafts import SWEEP_TASK
from bot.services.problems import Refused
from bot.services.way_back import UNKNOWN
from bot.store import connections
from bot.store.concern_tables import case_table, draft_table
from bot.store.connections import sqlite_address
from bot.store.database import Database
from bot.store.keystore import KeyStore, key_table
from tests.attacks.byte_search import contents, found
from tests.services.concern_house import HERE, MARA, OTTO, ConcernHouse
from tests.services.deeds import acknowledging

OPERATOR = new_key(secrets.token_bytes)
OFF_FIRST = "PRAGMA secure_delete=OFF;"


@pytest.fixture(autouse=True)
def kept_by_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "SQLITE_FIRST_WORDS", OFF_FIRST + connections.SQLITE_FIRST_WORDS)


@asynccontextmanager
async def housed(folder: Path) -> AsyncGenerator[ConcernHouse]:
    """The services of concerns on files of their own."""
    database = await Database.open(sqlite_address(folder / "data" / "data.db"))
    keys = await KeyStore.open(sqlite_address(folder / "keys" / "keys.db"), OPERATOR, secrets.token_bytes)
    house = ConcernHouse(database, keys)
    await house.set_up(MARA, OTTO)
    await house.start()
    try:
        yield house
    finally:
        await database.close()
        await keys.close()


@asynccontextmanager
async def reopened(folder: Path) -> AsyncGenerator[ConcernHouse]:
    """The same again: a process that starts on what lies there."""
    database = await Database.open(sqlite_address(folder / "data" / "data.db"))
    keys = await KeyStore.open(sqlite_address(folder / "keys" / "keys.db"), OPERATOR, secrets.token_bytes)
    house = ConcernHouse(database, keys)
    await house.start()
    try:
        yield house
    finally:
        await database.close()
        await keys.close()


async def _cases(database: Database) -> list[tuple[bytes, bytes]]:
    async def reading(connection: AsyncConnection) -> list[tuple[bytes, bytes]]:
        rows = await connection.execute(select(case_table.c.case_id, case_table.c.sealed))
        return [(row.case_id, row.sealed) for row in rows]

    return await database.read(reading)


async def _drafts(database: Database) -> list[bytes]:
    async def reading(connection: AsyncConnection) -> list[bytes]:
        return list((await connection.execute(select(draft_table.c.sealed))).scalars())

    return await database.read(reading)


async def wrapped_keys(keys: KeyStore) -> dict[KeyId, bytes]:
    async def reading(connection: AsyncConnection) -> dict[KeyId, bytes]:
        return {KeyId(row.key_id): row.wrapped for row in await connection.execute(select(key_table))}

    return await keys.database.read(reading)


def pieces(sealed: bytes) -> list[bytes]:
    """Every part of a sealed value that could have stayed behind."""
    return [sealed[at : at + 24] for at in range(0, len(sealed) - 24, 24)]


async def test_a_concern_withdrawn_before_delivery_leaves_no_byte(tmp_path: Path) -> None:
    async with housed(tmp_path) as house:
        code = await house.sent()
        ((case_id, sealed),) = await _cases(house.database)
        wrapped = (await wrapped_keys(house.keys))[KeyId(case_id)]
        wanted = [case_id, wrapped, *pieces(sealed)]
        assert found(wanted, contents(tmp_path)) != []
        shutil.copy(tmp_path / "data" / "data.db", tmp_path / "old.db")
        old = contents(tmp_path / "old.db")
        await house.way_back.withdraw(HERE, code, house.discord.now)
        (tmp_path / "old.db").unlink()
        assert found(wanted, contents(tmp_path)) == []
        # The old copy still has all of it, and no key of today opens it.
        assert found(pieces(sealed), old) == ["old.db"]
        for key in (await house.keys.get_many(list(await wrapped_keys(house.keys)))).values():
            for tried in (key, derive(key, "case")):
                with pytest.raises(CannotOpen):
                    unseal(tried, sealed, b"concern_case:" + case_id)


async def test_a_careless_erasure_is_found_by_the_same_attack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The naive twin: SQLite's default, and a key that stays."""

    async def kept(self: KeyStore, key_id: KeyId) -> None:
        return

    first = connections.SQLITE_FIRST_WORDS
    monkeypatch.setattr(connections, "SQLITE_FIRST_WORDS", f"{first}PRAGMA secure_delete=OFF;")
    monkeypatch.setattr(KeyStore, "destroy", kept)
    async with housed(tmp_path) as house:
        code = await house.sent()
        ((case_id, sealed),) = await _cases(house.database)
        await house.way_back.withdraw(HERE, code, house.discord.now)
        assert await _cases(house.database) == []
        assert found(pieces(sealed), contents(tmp_path)) != []
        key = await house.keys.get(KeyId(case_id))
        assert unseal(derive(Key(key), "case"), sealed, b"concern_case:" + case_id)


@pytest.mark.parametrize("way", ["discarded", "expired", "sent"])
async def test_a_draft_that_ended_leaves_no_byte(tmp_path: Path, way: str) -> None:
    async with housed(tmp_path) as house:
        token = await house.begin()
        await house.tell(token)
        (sealed,) = await _drafts(house.database)
        wanted = [bytes(token.draft_id), *pieces(sealed)]
        assert found(wanted, contents(tmp_path)) != []
        if way == "discarded":
            await house.concerns.discard(token)
        elif way == "sent":
            await house.send(token)
        else:
            await house.wait(hours=LIFETIME / timedelta(hours=1) + 0.5)
        assert found(wanted, contents(tmp_path)) == []
        assert found([bytes(token.key)], contents(tmp_path)) == []


async def test_nothing_of_a_draft_outlives_its_hour_in_clear(tmp_path: Path) -> None:
    """The ten minutes beside a draft, and the task that sweeps it, go with it."""
    async with housed(tmp_path) as house:
        await house.tell(await house.begin())
        assert found([SWEEP_TASK.encode()], contents(tmp_path)) != []
        await house.wait(hours=2)
        assert found([SWEEP_TASK.encode()], contents(tmp_path)) == []


async def test_a_case_replaced_by_that_it_was_withdrawn_does_not_open_any_more(tmp_path: Path) -> None:
    async with housed(tmp_path) as house:
        code = await house.sent()
        await house.wait(hours=5)
        ((case_id, sealed),) = await _cases(house.database)
        (mine,) = await house.moderating.mine(HERE, MARA, house.discord.now)
        await house.moderating.do(mine.case_id, MARA, HERE, acknowledging, house.discord.now)
        ((_, acknowledged),) = await _cases(house.database)
        await house.way_back.withdraw(HERE, code, house.discord.now)
        await house.wait(hours=24)
        ((left, _),) = await _cases(house.database)
        assert left != case_id
        assert found([case_id, *pieces(sealed), *pieces(acknowledged)], contents(tmp_path)) == []
        # The trail of the staff lost the lines about it, and is whole.
        server = await house.servers.get(HERE)
        assert [line.act for line in await house.audit.lines(server) if "concern" in line.act] == []
        assert await house.audit.intact(server)


@pytest.mark.parametrize("keys_too", [False, True], ids=["the database", "the naive way: the keys as well"])
async def test_restoring_an_old_database_brings_nothing_back_that_was_erased(
    tmp_path: Path,
    keys_too: bool,  # noqa: FBT001 - the naive twin
) -> None:
    """The whole bot starts on the old copy: no reader finds the concern, no code opens it, and its rows are removed."""
    async with housed(tmp_path) as house:
        code = await house.sent()
        await house.wait(hours=5)
        (erased,) = await _cases(house.database)
    shutil.copytree(tmp_path / "data", tmp_path / "old data")
    shutil.copytree(tmp_path / "keys", tmp_path / "old keys")
    async with reopened(tmp_path) as house:
        await house.way_back.withdraw(HERE, code, house.discord.now)
        await house.wait(hours=30)
        assert await _cases(house.database) == []
    for name in ("data", "keys") if keys_too else ("data",):
        shutil.rmtree(tmp_path / name)
        shutil.copytree(tmp_path / f"old {name}", tmp_path / name)
    async with reopened(tmp_path) as house:
        assert (await _cases(house.database) != []) is keys_too
        assert (await house.moderating.mine(HERE, MARA, house.discord.now) != []) is keys_too
        if keys_too:
            assert await house.way_back.look(HERE, code, house.discord.now)
        else:
            with pytest.raises(Refused, match=UNKNOWN):
                await house.way_back.look(HERE, code, house.discord.now)
            shutil.rmtree(tmp_path / "old data")
            shutil.rmtree(tmp_path / "old keys")
            assert found(pieces(erased[1]), contents(tmp_path)) == []
