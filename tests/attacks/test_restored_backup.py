"""A backup of the database from before an erasure is put back after it: what is gone stays gone.

The bot starts on it and says nothing of it. Not here: bytes that an erasure could leave behind (`test_erasure.py`), and
check-ins that were open (`test_restored_round.py`).
"""

import secrets
import shutil
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
import structlog
from sqlalchemy import Table, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.identity import CaseId, KeyId
from bot.core.receipt import case_id_of
from bot.core.sealing import CannotOpen, derive, unseal
from bot.services.case_acts import Ending
from bot.services.problems import Refused
from bot.services.sending import How
from bot.store.backup import back_up_database, back_up_keys, copies_in
from bot.store.concern_tables import case_table, image_table, receipt_table
from bot.store.connections import sqlite_address
from bot.store.keystore import key_table
from bot.store.opening import open_stores
from bot.store.operator_key import KEY_FILE, read_key_file
from bot.store.restoring import carry_out, plan_restore
from tests.proof import Figure
from tests.services.concern_house import HERE, MARA, OTTO
from tests.services.concern_mortality import MortalHouse, code_of
from tests.services.deeds import acknowledging, closing_with

NOW = datetime(2026, 6, 1, tzinfo=UTC)

Erasing = Callable[["MortalHouse", "Before"], Awaitable[None]]


@asynccontextmanager
async def opened(folder: Path) -> AsyncGenerator[MortalHouse]:
    """The services of concerns on files of their own."""
    stores = await open_stores(*addresses(folder), folder / "keys", secrets.token_bytes)
    try:
        yield MortalHouse(stores.database, stores.keys, read_key_file(folder / "keys" / KEY_FILE))
    finally:
        await stores.close()


def addresses(folder: Path) -> tuple[str, str]:
    return sqlite_address(folder / "data" / "common-ground.db"), sqlite_address(folder / "keys" / "keystore.db")


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
    await house.start()
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


async def back_up(house: MortalHouse, folder: Path) -> None:
    """As the operator does every night."""
    await back_up_database(house.database, folder / "copies", house.clock())
    await back_up_keys(folder / "keys", house.keys.database, folder / "keys apart")


async def put_back(folder: Path, *, keys: bool) -> None:
    """The database was lost, and with it the keys or not; the oldest copy is restored."""
    for lost in ("data", "keys") if keys else ("data",):
        shutil.rmtree(folder / lost)
    _, oldest = copies_in(folder / "copies")[-1]
    keys_from = folder / "keys apart" if keys else None
    database_to = folder / "data" / "common-ground.db"
    await carry_out(await plan_restore(oldest, keys_from, database_to, folder / "keys", NOW))


@asynccontextmanager
async def restored(
    folder: Path, erasing: Erasing, *, keys: bool = False, backed_up_again: bool = False
) -> AsyncGenerator[tuple[MortalHouse, Before]]:
    """Another process on what was put back."""
    async with opened(folder) as house:
        before = await lived(house)
        await back_up(house, folder)
        await erasing(house, before)
        assert not await house.knows(before.code)
        if backed_up_again:
            await back_up(house, folder)
        now = house.discord.now
    await put_back(folder, keys=keys)
    async with opened(folder) as house:
        house.discord.now = now
        yield house, before


@pytest.mark.parametrize("erasing", [withdrawn, over])
async def test_what_was_erased_stays_erased(tmp_path: Path, erasing: Erasing, figure: Figure) -> None:
    async with restored(tmp_path, erasing) as (house, before):
        with structlog.testing.capture_logs() as said:
            await house.come_back()
            await house.to_slot()
        assert said == []
        await nothing_opens(house, before)
        await what_stays_is_whole(house, before)
    twin = "all, with the keys of that time"
    figure("F20", f"erased concerns that an old backup brings back ({erasing.__name__})", 0, twin=twin, passes="0")


async def test_the_keys_of_the_next_backup_do_not_open_it_either(tmp_path: Path) -> None:
    """The whole machine was lost: the oldest copy of the database, and the one copy of the keys that there is."""
    async with restored(tmp_path, withdrawn, keys=True, backed_up_again=True) as (house, before):
        await house.come_back()
        await nothing_opens(house, before)
        await what_stays_is_whole(house, before)


async def test_with_the_keys_of_that_time_it_would_be_there_again(tmp_path: Path) -> None:
    """The naive twin: keys as old as the copy, because no backup was made since."""
    async with restored(tmp_path, withdrawn, keys=True) as (house, before):
        await house.come_back()
        assert await house.knows(before.code)
        assert await house.moderating.image(before.erased, MARA, HERE)


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
