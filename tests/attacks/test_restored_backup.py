"""A backup of the database, not of the key store, from before an erasure is put back after it: what is gone stays gone.

The bot starts on it and says nothing of it. Not here: bytes that an erasure could leave behind (`test_erasure.py`).
"""

import secrets
import shutil
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import structlog
from sqlalchemy import Table, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.identity import CaseId, KeyId
from bot.core.receipt import case_id_of
from bot.core.sealing import CannotOpen, Key, derive, new_key, unseal
from bot.services.case_acts import Ending
from bot.services.problems import Refused
from bot.services.sending import How
from bot.store.concern_tables import case_table, image_table, receipt_table
from bot.store.connections import sqlite_address
from bot.store.database import Database
from bot.store.keystore import KeyStore, key_table
from tests.services.concern_house import HERE, MARA, OTTO
from tests.services.concern_mortality import MortalHouse, code_of
from tests.services.deeds import acknowledging, closing_with

Erasing = Callable[["MortalHouse", "Before"], Awaitable[None]]


@asynccontextmanager
async def opened(folder: Path, operator_key: Key) -> AsyncGenerator[MortalHouse]:
    """The services of concerns on files of their own."""
    database = await Database.open(sqlite_address(folder / "data" / "data.db"))
    keys = await KeyStore.open(sqlite_address(folder / "keys" / "keys.db"), operator_key, secrets.token_bytes)
    try:
        yield MortalHouse(database, keys, operator_key)
    finally:
        await database.close()
        await keys.close()


@dataclass
class Before:
    """What was when the backup was made."""

    erased: CaseId
    code: str
    stays: CaseId
    its_code: str
    sealed: list[bytes]


async def lived(house: MortalHouse) -> Before:
    """One case with a picture that will be erased, and one that stays; both were taken up."""
    await house.set_up(MARA, OTTO)
    await house.delivery.start()
    tokens = [await house.drafted(house.somebody(), picture=True) for _ in range(2)]
    ids = [case_id_of(token.key) for token in tokens]
    for token, case_id in zip(tokens, ids, strict=True):
        await house.send(token, how=How.URGENT)
        await house.moderating.do(case_id, MARA, HERE, acknowledging, house.clock())
    sealed = [*await rows(house, case_table, ids[0]), *await rows(house, image_table, ids[0])]
    return Before(ids[0], code_of(tokens[0]), ids[1], code_of(tokens[1]), sealed)


async def rows(house: MortalHouse, table: Table, owner: bytes) -> list[bytes]:
    """The sealed values of one owner."""

    async def reading(connection: AsyncConnection) -> list[bytes]:
        (key,) = table.primary_key.columns
        return list((await connection.execute(select(table.c.sealed).where(key == owner))).scalars())

    return await house.database.read(reading)


async def withdrawn(house: MortalHouse, before: Before) -> None:
    await house.way_back.withdraw(HERE, before.code, house.clock())
    await house.to_slot()


async def over(house: MortalHouse, before: Before) -> None:
    ending = closing_with(Ending("recorded", "It is on record."))
    await house.moderating.do(before.erased, MARA, HERE, ending, house.clock())
    await house.to_slot(days=91)


@pytest.mark.parametrize("erasing", [withdrawn, over])
async def test_what_was_erased_stays_erased(tmp_path: Path, erasing: Erasing) -> None:
    async with restored(tmp_path, erasing, "data/data.db") as (house, before):
        with structlog.testing.capture_logs() as said:
            await house.come_back()
            await house.to_slot()
        assert said == []
        await nothing_opens(house, before)
        await what_stays_is_whole(house, before)


async def test_with_the_key_store_put_back_too_it_would_be_there_again(tmp_path: Path) -> None:
    """The naive twin: keys in the same backup."""
    async with restored(tmp_path, withdrawn, "data/data.db", "keys/keys.db") as (house, before):
        await house.come_back()
        assert await house.knows(before.code)
        assert await house.moderating.image(before.erased, MARA, HERE)


@asynccontextmanager
async def restored(tmp_path: Path, erasing: Erasing, *files: str) -> AsyncGenerator[tuple[MortalHouse, Before]]:
    """Another process on what was put back."""
    operator_key = new_key(secrets.token_bytes)
    async with opened(tmp_path, operator_key) as house:
        before = await lived(house)
        for file in files:
            shutil.copy(tmp_path / file, tmp_path / f"{Path(file).name}.backup")
        await erasing(house, before)
        assert not await house.knows(before.code)
        now = house.discord.now
    for file in files:
        shutil.copy(tmp_path / f"{Path(file).name}.backup", tmp_path / file)
    async with opened(tmp_path, operator_key) as house:
        house.discord.now = now
        yield house, before


async def nothing_opens(house: MortalHouse, before: Before) -> None:
    """Neither for its reporter nor for its readers nor for whoever has all the keys; and its rows are gone again."""
    assert not await house.knows(before.code)
    with pytest.raises(Refused, match="case-unknown"):
        await house.moderating.open(before.erased, MARA, HERE, house.clock())
    with pytest.raises(Refused, match="case-unknown"):
        await house.moderating.image(before.erased, MARA, HERE)
    lines = await house.audit.lines(await house.servers.get(HERE))
    assert {line.case_key_id for line in lines} == {before.stays}
    for table in (case_table, image_table):
        assert await rows(house, table, before.erased) == []
    keys = await house.keys.get_many(await every_key_id(house))
    for key in keys.values():
        for purpose, place in (("case", b"concern_case:"), ("image", b"concern_image:")):
            for sealed in before.sealed:
                with pytest.raises(CannotOpen):
                    unseal(derive(key, purpose), sealed, place + before.erased)


async def every_key_id(house: MortalHouse) -> list[KeyId]:
    async def reading(connection: AsyncConnection) -> list[KeyId]:
        return [KeyId(key_id) for key_id in (await connection.execute(select(key_table.c.key_id))).scalars()]

    return await house.keys.database.read(reading)


async def what_stays_is_whole(house: MortalHouse, before: Before) -> None:
    assert await house.knows(before.its_code)
    shown = await house.moderating.open(before.stays, MARA, HERE, house.clock())
    assert shown.case.acknowledged_by == MARA.member_id
    assert await house.moderating.image(before.stays, MARA, HERE)
    case = await house.the_case()
    assert len(await rows(house, receipt_table, case.lookup)) == 1
