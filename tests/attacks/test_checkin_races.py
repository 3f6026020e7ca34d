"""Two facilitators, or a facilitator and the clock, at the same round or schedule at the same moment.

Not here: members answering at once (`test_races.py`).
"""

import asyncio
import secrets
from collections.abc import AsyncIterator, Awaitable
from datetime import timedelta
from pathlib import Path

import pytest

from bot.core.checkin import Trouble
from bot.core.identity import ChannelId
from bot.core.sealing import new_key
from bot.services.checkin_rounds import KnownRound
from bot.services.checkin_running import StartRequest
from bot.services.problems import CannotReach, Refused, Why
from bot.store.connections import sqlite_address
from bot.store.database import Database
from bot.store.keystore import KeyStore
from tests.services.checkin_house import FAY, GROUP, SERVER, Discord, House
from tests.services.schedule_hands import CREW, GARDEN, LOU, LOUNGE, changed, live, posted


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    database = await Database.open(sqlite_address(tmp_path / "data.db"))
    keys = await KeyStore.open(sqlite_address(tmp_path / "keys.db"), new_key(secrets.token_bytes), secrets.token_bytes)
    yield await House(database, keys, Discord()).set_up()
    await database.close()
    await keys.close()


async def outcome(action: Awaitable[object]) -> str:
    """What became of it: done, or the reason why not."""
    try:
        await action
    except Refused as refused:
        return refused.key
    return "done"


async def waiting(house: House) -> KnownRound:
    """A round of a schedule whose channel is closed to the bot."""
    await house.plan()
    house.discord.trouble[GROUP] = Why.FORBIDDEN
    await live(house, days=1)
    (known,) = [one for one in await house.rounds.recent(await house.servers.get(SERVER), house.now) if one.is_open]
    assert known.facts.told == (Trouble.NO_CHANNEL,)
    return known


async def test_a_round_moved_by_two_at_once_is_posted_once(house: House) -> None:
    known = await waiting(house)

    async def move(channel: ChannelId) -> None:
        moved = await house.running.move(SERVER, LOU, known.round_id, channel, house.now)
        await house.posting.post_moved(moved)

    first = await house.running.move(SERVER, FAY, known.round_id, LOUNGE, house.now)
    assert await outcome(move(GARDEN)) == "checkin-move-too-late", "Fay's is on its way to Discord"
    await house.posting.post_moved(first)
    assert await outcome(move(GARDEN)) == "checkin-move-too-late"
    assert (len(posted(house, LOUNGE)), len(posted(house, GARDEN))) == (1, 0)


async def test_a_round_moved_in_vain_can_be_moved_again(house: House) -> None:
    known = await waiting(house)
    house.discord.trouble[LOUNGE] = Why.MISSING
    moved = await house.running.move(SERVER, FAY, known.round_id, LOUNGE, house.now)
    with pytest.raises(CannotReach):
        await house.posting.post_moved(moved)
    again = await house.running.move(SERVER, LOU, known.round_id, GARDEN, house.now)
    await house.posting.post_moved(again)
    assert posted(house, GARDEN) == [known.round_id.hex()]


async def test_ending_a_round_while_it_is_being_posted_keeps_its_post(house: House) -> None:
    known = await house.running.start(SERVER, FAY, StartRequest(None, 72, None), house.now)
    read = house.rounds.recent
    has_read, goes_on = asyncio.Event(), asyncio.Event()

    async def slowly(*about: object) -> list[KnownRound]:
        found = await read(*about)  # type: ignore[arg-type]  # as it was asked
        has_read.set()
        await goes_on.wait()
        return found

    house.rounds.recent = slowly  # type: ignore[method-assign]  # the same, with a pause in which the other goes on
    ending = asyncio.create_task(house.running.end(SERVER, LOU, None, house.now))
    await has_read.wait()
    await house.posting.post(known)
    goes_on.set()
    ended = await ending
    assert ended.facts.post is not None, "without it the round is taken for never posted, and its answers are lost"
    assert ended.facts.closes == known.facts.opened + timedelta(days=1)


async def test_moving_a_schedule_loses_nothing_that_another_saved_meanwhile(house: House) -> None:
    house.discord.holders[CREW] = 20
    shown = await house.plan(audience=CREW)
    begun = False

    async def counting(*_: object) -> int:
        """Lou saves a change while Discord counts for Fay."""
        nonlocal begun
        if not begun:
            begun = True
            await changed(house, shown, comments=True)
        return 20

    house.discord.role_count = counting  # type: ignore[method-assign]  # the same, with another at work meanwhile
    moved = await house.schedules.move(house.by(), shown.known.schedule_id, LOUNGE)
    assert (moved.known.shown.channel, moved.known.shown.comments) == (LOUNGE, True)
