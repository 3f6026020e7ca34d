"""What has come to be wrong is told once, and again only when it was mended in between."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

import pytest
from typing_extensions import override

from bot.core.identity import ChannelId, RoleId, ServerId
from bot.core.setup_check import ChannelFacts, Finding, GroupFacts, RoleFacts, check
from bot.services.care import Care, Way
from bot.services.channel_watch import CHANNEL_FAILS
from bot.services.problems import CannotReach, Why
from bot.services.server_records import Server
from bot.store.database import Database
from bot.store.keystore import KeyStore
from tests.services.test_setup import ADA, CHOSEN, NOW, SERVER, Discord, House

GONE = ChannelFacts("moderators", ChannelId(21), exists=False)
DUMB = ChannelFacts("moderators", ChannelId(21), missing=("send_messages",))
NO_PINS = ChannelFacts("group", ChannelId(22), missing=("pin_messages",))
ABOVE = RoleFacts("agreed", RoleId(14), bot_can_give=False)


class Notice:
    """What the staff was told, and by which way it can be told."""

    def __init__(self) -> None:
        self.way: Way | None = Way.CHANNEL
        self.told: list[list[str]] = []

    async def tell(self, server: Server, problems: Sequence[Finding]) -> Way:
        if self.way is None:
            raise CannotReach(Why.DISCORD_DOWN)
        if self.way is not Way.NONE:
            self.told.append([finding.key for finding in problems])
        return self.way


class Watched(House):
    """A house whose staff is told; `look` is one look at the facts."""

    def __init__(self, database: Database, keys: KeyStore) -> None:
        super().__init__(database, keys, Discord())
        self.notice = Notice()
        self.care = Care(self.servers, self.notice)

    async def look(self, *things: ChannelFacts | RoleFacts) -> list[list[str]]:
        channels = [one for one in things if isinstance(one, ChannelFacts)]
        roles = [one for one in things if isinstance(one, RoleFacts)]
        found = check(GroupFacts(channels, roles, enrolled=0, has_lead=False))
        await self.care.tell_new(await self.servers.get(SERVER), found)
        told, self.notice.told = self.notice.told, []
        return told


@pytest.fixture
async def house(database: Database, keys: KeyStore) -> Watched:
    made = Watched(database, keys)
    await made.setup.start(SERVER, ADA, CHOSEN, NOW)
    return made


async def test_each_problem_is_told_once_also_after_a_restart(
    house: Watched, database: Database, keys: KeyStore
) -> None:
    assert await house.look(NO_PINS) == [["check-permission-missing"]]
    assert await house.look(NO_PINS) == []
    assert await Watched(database, keys).look(NO_PINS) == []
    assert await house.look(NO_PINS, ABOVE) == [["check-agreed-role-above"]]


async def test_what_was_mended_is_news_when_it_comes_back(house: Watched) -> None:
    await house.look(NO_PINS, ABOVE)
    assert await house.look(ABOVE) == []
    assert await house.look(NO_PINS, ABOVE) == [["check-permission-missing"]]


async def test_the_same_fault_of_another_channel_is_another_problem(house: Watched) -> None:
    await house.look(NO_PINS)
    elsewhere = replace(NO_PINS, channel_id=ChannelId(23))
    assert await house.look(elsewhere) == [["check-permission-missing"]]


@pytest.mark.parametrize("way", [Way.NONE, None])
async def test_what_could_not_be_told_is_told_later(house: Watched, way: Way | None) -> None:
    house.notice.way = way
    if way is None:
        with pytest.raises(CannotReach):
            await house.look(NO_PINS)
    else:
        await house.look(NO_PINS)
    house.notice.way = Way.CHANNEL
    assert await house.look(NO_PINS) == [["check-permission-missing"]]


async def test_where_all_is_well_nothing_is_told_and_nothing_kept(house: Watched) -> None:
    assert await house.look(replace(GONE, exists=True)) == []
    assert (await house.servers.get(SERVER)).record.notes == {}


@pytest.mark.parametrize("facts", [GONE, DUMB], ids=["gone", "dumb"])
async def test_a_moderators_channel_that_fails_is_not_told_twice_to_the_same_people(
    house: Watched, facts: ChannelFacts
) -> None:
    house.notice.way = Way.DIRECT
    assert len(await house.look(facts)) == 1
    assert (await house.servers.get(SERVER)).record.notes[CHANNEL_FAILS] == "21"


async def test_who_was_told_when_cards_failed_is_not_told_again(house: Watched) -> None:
    await house.servers.change(SERVER, lambda record: replace(record, notes={CHANNEL_FAILS: "21"}))
    assert await house.look(GONE) == []
    assert await house.look(GONE, NO_PINS) == [["check-permission-missing"]]


async def test_told_in_a_channel_the_lead_still_learns_that_cards_come_by_direct_message(house: Watched) -> None:
    await house.look(DUMB)
    assert CHANNEL_FAILS not in (await house.servers.get(SERVER)).record.notes


class Silent(Notice):
    """Discord is silent on what is told in the first server."""

    def __init__(self) -> None:
        super().__init__()
        self.asked, self.released = asyncio.Event(), asyncio.Event()

    @override
    async def tell(self, server: Server, problems: Sequence[Finding]) -> Way:
        if server.server_id == SERVER:
            self.asked.set()
            await self.released.wait()
        return await super().tell(server, problems)


async def test_a_server_for_which_discord_is_silent_holds_up_no_other(house: Watched) -> None:
    other = ServerId(82)
    await house.setup.start(other, ADA, CHOSEN, NOW)
    notice = Silent()
    care = Care(house.servers, notice)
    found = check(GroupFacts([NO_PINS], [], enrolled=0, has_lead=False))
    first = asyncio.create_task(care.tell_new(await house.servers.get(SERVER), found))
    await notice.asked.wait()
    second = asyncio.create_task(care.tell_new(await house.servers.get(SERVER), found))
    await care.tell_new(await house.servers.get(other), found)
    assert len(notice.told) == 1
    notice.released.set()
    await asyncio.gather(first, second)
    assert len(notice.told) == 2, "in one server still one look after the other"
