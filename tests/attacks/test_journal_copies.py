"""An older copy of the database, today's keys and every member's id together open no journal that was erased.

The naive twin erases the row and keeps the key; the same attack reads what was written. Not here: bytes that stay
(`test_erasure.py`).
"""

import secrets
from collections.abc import AsyncIterator
from contextlib import suppress

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.identity import KeyId, MemberId
from bot.core.sealing import CannotOpen, derive, new_key, unseal
from bot.store.database import Database
from bot.store.keystore import KEY_ID_BYTES, KeyStore
from bot.store.reflections import journal_table
from tests.services.checkin_house import FAY, SERVER, Discord
from tests.services.test_reflections import KIM, Study, wrapped_keys
from tests.store_fixtures import Addresses
from tests.store_fixtures import opened as open_database

WORDS = "I spoke too much on Friday."
MEMBERS = [FAY.member_id, KIM.member_id, *(MemberId(1000 + number) for number in range(20))]


async def copied(database: Database) -> list[tuple[bytes, bytes]]:
    """Every journal as it lies: its tag, and what is sealed."""

    async def reading(connection: AsyncConnection) -> list[tuple[bytes, bytes]]:
        rows = await connection.execute(select(journal_table.c.journal_tag, journal_table.c.sealed))
        return [(row.journal_tag, row.sealed) for row in rows]

    return await database.read(reading)


async def opened(copy: list[tuple[bytes, bytes]], study: Study) -> list[bytes]:
    """What the thief reads: every journal, under every key there is, for every member."""
    ids = [KeyId(key_id) for key_id in await wrapped_keys(study.keys)]
    keys = (await study.keys.get_many(ids)).values()
    read: list[bytes] = []
    for tag, sealed in copy:
        place = b"journal:%d:" % SERVER + tag
        envelope = unseal(derive((await study.server()).key, "journal envelope"), sealed, place)
        for key in keys:
            for member in MEMBERS:
                with suppress(CannotOpen):
                    read.append(unseal(derive(key, "journal", SERVER, member), envelope[KEY_ID_BYTES:], place))
    return read


@pytest.fixture
async def study(addresses: Addresses) -> AsyncIterator[Study]:
    async with open_database(addresses.database) as database:
        keys = await KeyStore.open(addresses.keys, new_key(secrets.token_bytes), secrets.token_bytes)
        house = Study(database, keys, Discord())
        await house.set_up()
        yield house
        await keys.close()


async def erased(study: Study) -> list[tuple[bytes, bytes]]:
    """Two write, and Fay erases; the copy that was made before."""
    await study.write(WORDS)
    await study.write("of kim", KIM)
    copy = await copied(study.database)
    await study.reflections.erase_all(SERVER, FAY)
    return copy


async def test_an_erased_journal_opens_in_no_older_copy(study: Study) -> None:
    copy = await erased(study)
    (read,) = await opened(copy, study)
    assert b"of kim" in read
    await study.write("something else")
    await study.keeper.erase(await study.server(), KIM, study.now)
    assert await opened(copy, study) == []


async def test_a_row_that_goes_without_its_key_is_read(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    """The naive twin."""

    async def kept(self: KeyStore, key_id: KeyId) -> None:
        return

    monkeypatch.setattr(KeyStore, "destroy", kept)
    read = await opened(await erased(study), study)
    assert any(WORDS.encode() in one for one in read)
