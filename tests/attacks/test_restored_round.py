"""A backup made while a check-in is open is put back: no answer is in it, and the round ends as too few, kindly."""

import secrets
import shutil
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.services.problems import Refused
from bot.store.backup import back_up_database
from bot.store.connections import sqlite_address
from bot.store.opening import open_stores
from bot.store.restoring import carry_out, plan_restore
from tests.attacks.byte_search import contents, found
from tests.services.checkin_house import GROUP, MIA, Discord, House, KnownRound

PEOPLE = 8


@asynccontextmanager
async def opened(folder: Path, discord: Discord) -> AsyncGenerator[House]:
    addresses = sqlite_address(folder / "data" / "common-ground.db"), sqlite_address(folder / "keys" / "keystore.db")
    stores = await open_stores(*addresses, folder / "keys", secrets.token_bytes)
    try:
        yield House(stores.database, stores.keys, discord)
    finally:
        await stores.close()


async def put_back(folder: Path, house: House) -> None:
    shutil.rmtree(folder / "data")
    database = folder / "data" / "common-ground.db"
    await carry_out(await plan_restore(folder / "copies", None, database, folder / "keys", house.now))


async def backed_up_while_open(folder: Path, discord: Discord) -> tuple[House, KnownRound]:
    """Eight answer; then the backup is made. The stores are closed when this returns."""
    async with opened(folder, discord) as house:
        await house.set_up()
        known = await house.start(comments=True)
        await house.many_answer(known, PEOPLE, "1", "1")
        box = await house.repository.box(known.round_id)
        comments = await house.repository.comments(known.round_id)
        assert box is not None
        assert comments is not None
        await back_up_database(house.database, folder / "copies", house.now)
        pieces = [sealed[at : at + 24] for sealed in (box, comments) for at in range(0, len(sealed) - 24, 64)]
        assert found(pieces, contents(folder / "copies")) == []
        assert found(pieces, contents(folder / "data")) == ["common-ground.db"]
    return house, known


async def test_an_open_round_ends_as_too_few(tmp_path: Path) -> None:
    discord = Discord()
    before, known = await backed_up_while_open(tmp_path, discord)
    await put_back(tmp_path, before)
    async with opened(tmp_path, discord) as house:
        with capture_logs() as logged, pytest.raises(Refused) as refused:
            await house.answer(known, MIA, "5", "5")
        assert refused.value.key == "checkin-closed"
        assert [line["event"] for line in logged] == ["a ballot box does not open; its round will end as too few"]
        with capture_logs() as logged:
            await house.later(hours=49)
        assert {line["log_level"] for line in logged} <= {"error"}
        ended = await house.rounds.find(known.round_id)
        assert ended is not None
        assert ended.result is not None
        assert ended.result.too_few
        assert not any(ended.result.lines)
        assert "**most**" not in "\n".join(discord.texts(GROUP))


async def test_one_that_closed_since_the_backup_publishes_nothing_else(tmp_path: Path) -> None:
    """Its box and key are gone: the restored database knows it as open, and nothing can be made of it."""
    discord = Discord()
    _, known = await backed_up_while_open(tmp_path, discord)
    async with opened(tmp_path, discord) as house:
        await house.later(hours=49)
        posted = len(discord.texts(GROUP))
    await put_back(tmp_path, house)
    async with opened(tmp_path, discord) as house:
        with capture_logs():
            await house.later(hours=50)
        ended = await house.rounds.find(known.round_id)
        assert ended is not None
        assert ended.result is not None
        assert ended.result.too_few
        said = discord.texts(GROUP)
        assert "**most**" in "\n".join(said[:posted]), "what was published stays published"
        assert "**most**" not in "\n".join(said[posted:])
