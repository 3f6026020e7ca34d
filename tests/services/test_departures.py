"""The bot is taken out of a server: everything is erased after 30 days, unless it comes back; an outage is nothing."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.core.identity import ServerId
from bot.services.departures import KEPT, LEFT, Departures
from bot.services.problems import CannotReach, Why
from bot.store.database import Database
from bot.store.keystore import KeyStore
from bot.store.servers import ServerRepository
from tests.services.test_erasure_notice import Eraser
from tests.services.test_setup import ADA, CHOSEN, NOW, SERVER, Discord, House

DAY = timedelta(days=1)


class Presence:
    """What Discord says when it is asked."""

    def __init__(self) -> None:
        self.has_gone: bool | None = True
        """None: it does not answer."""

    async def has_left(self, server_id: ServerId) -> bool:
        if self.has_gone is None:
            raise CannotReach(Why.DISCORD_DOWN)
        return self.has_gone


class Leaving(House):
    """A house that can be left."""

    def __init__(self, database: Database, keys: KeyStore, presence: Presence) -> None:
        super().__init__(database, keys, Discord())
        self.presence = presence
        self.eraser = Eraser()
        self.departures = Departures(self.servers, self.scheduler, self.eraser, presence, lambda: self.now)

    async def at(self, days: float) -> list[ServerId]:
        self.now = NOW + timedelta(days=days)
        await self.scheduler.run_due()
        return self.eraser.erased


@pytest.fixture
def presence() -> Presence:
    return Presence()


@pytest.fixture
def again(database: Database, keys: KeyStore, presence: Presence) -> Callable[[], Leaving]:
    return lambda: Leaving(database, keys, presence)


@pytest.fixture
async def house(again: Callable[[], Leaving]) -> Leaving:
    made = again()
    await made.setup.start(SERVER, ADA, CHOSEN, NOW)
    return made


async def test_it_is_erased_when_30_whole_days_are_over(house: Leaving) -> None:
    await house.departures.left(SERVER)
    assert await house.at(KEPT.days) == []
    assert await house.at(KEPT.days + 1) == [SERVER]


async def test_only_the_day_is_kept(house: Leaving) -> None:
    await house.departures.left(SERVER)
    assert (await house.servers.get(SERVER)).record.notes[LEFT] == "2027-01-05"


async def test_who_comes_back_in_time_finds_everything(house: Leaving) -> None:
    await house.departures.left(SERVER)
    await house.at(29)
    await house.departures.is_back(SERVER)
    assert LEFT not in (await house.servers.get(SERVER)).record.notes
    assert await house.at(60) == []
    await house.departures.left(SERVER)
    assert await house.at(60 + KEPT.days) == []
    assert await house.at(61 + KEPT.days) == [SERVER]


async def test_a_server_left_while_the_bot_was_off_is_noticed_at_start_and_its_time_is_not_begun_anew(
    house: Leaving, again: Callable[[], Leaving]
) -> None:
    await house.setup.start(ServerId(82), ADA, CHOSEN, NOW)
    await house.departures.compare([ServerId(82)])
    later = again()
    later.now = NOW + 20 * DAY
    await later.departures.compare([ServerId(82)])
    assert await later.at(KEPT.days + 1) == [SERVER]


async def test_a_server_that_cannot_be_opened_does_not_hide_the_others(
    house: Leaving, again: Callable[[], Leaving], database: Database, keys: KeyStore
) -> None:
    await house.setup.start(ServerId(1), ADA, CHOSEN, NOW)
    row = await ServerRepository(database).load(ServerId(1))
    assert row is not None
    await keys.destroy(row.key_id)
    later = again()
    await later.departures.compare([])
    assert LEFT in (await later.servers.get(SERVER)).record.notes


async def test_a_server_that_is_there_at_start_is_kept(house: Leaving) -> None:
    await house.departures.left(SERVER)
    await house.departures.compare([SERVER])
    assert await house.at(60) == []


async def test_before_erasing_discord_is_asked_once_more(house: Leaving, presence: Presence) -> None:
    await house.departures.left(SERVER)
    presence.has_gone = False
    assert await house.at(40) == []
    assert LEFT not in (await house.servers.get(SERVER)).record.notes


async def test_while_discord_does_not_answer_nothing_is_erased_and_it_is_tried_again(
    house: Leaving, presence: Presence
) -> None:
    await house.departures.left(SERVER)
    presence.has_gone = None
    assert await house.at(40) == []
    presence.has_gone = True
    assert await house.at(40.1) == [SERVER]


async def test_a_task_that_outlived_the_return_does_nothing(house: Leaving, again: Callable[[], Leaving]) -> None:
    """The process may die between the note and the task."""
    await house.departures.left(SERVER)
    await house.servers.change(SERVER, lambda record: type(record)(record.settings))
    assert await again().at(60) == []


async def test_a_server_that_was_never_set_up_leaves_no_trace(house: Leaving) -> None:
    await house.departures.left(ServerId(99))
    await house.departures.is_back(ServerId(99))
    assert await house.at(60) == []
