"""What was announced must not happen in the first minute after the bot stood still, or came back from an old backup.

Nobody could call it off meanwhile, and a backup may hold what was called off since. The naive twin is a bot that was
running: there it happens in time.
"""

from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.services.problems import StoreProblem
from bot.services.setup import NOTICE, PENDING_TASK
from bot.store.database import Database
from bot.store.keystore import KeyStore
from bot.store.servers import ServerRepository
from tests.services.test_erasure_notice import NAME, Erasing
from tests.services.test_setup import ADA, CHOSEN, MARA, NOW, OTTO, SERVER, Discord

AWAY = [timedelta(hours=1), timedelta(days=1, minutes=1), timedelta(days=40)]


@pytest.fixture
def again(database: Database, keys: KeyStore) -> Callable[[], Erasing]:
    def made() -> Erasing:
        house = Erasing(database, keys, Discord(MARA, OTTO))
        house.scheduler.register(PENDING_TASK, lambda task: house.setup.come_due(SERVER, task.due, house.now))
        return house

    return made


@pytest.mark.parametrize("away", AWAY)
async def test_it_is_announced_once_more_for_a_whole_week(again: Callable[[], Erasing], away: timedelta) -> None:
    before = again()
    await before.setup.start(SERVER, ADA, CHOSEN, NOW)
    await before.enrolment.enrol(SERVER, MARA)
    await before.notice.ask(SERVER, ADA, NAME, NAME, NOW)
    await before.setup.change(SERVER, ADA, {"lead": "98"}, NOW)
    for one in (before.setup, before.notice):
        await one.was_told(SERVER, MARA.member_id)

    house = again()
    house.now = back = NOW + NOTICE + away
    await house.scheduler.run_due()
    record = (await house.servers.get(SERVER)).record
    if away < timedelta(days=1):
        assert house.eraser.erased == [SERVER]
        assert record.settings.lead == 98
        return
    assert house.eraser.erased == []
    assert record.settings.lead is None
    for announced in (record.pending, record.erasure):
        assert announced is not None
        assert announced.effective == back + NOTICE
        assert announced.untold == (MARA.member_id,)
    house.now = back + NOTICE + timedelta(seconds=1)
    await house.scheduler.run_due()
    assert house.eraser.erased == [SERVER]
    assert (await house.servers.get(SERVER)).settings.lead == 98


async def test_where_nobody_ever_took_concerns_there_is_nothing_to_announce(again: Callable[[], Erasing]) -> None:
    before = again()
    await before.setup.start(SERVER, ADA, CHOSEN, NOW)
    before.eraser.fails = 1
    with pytest.raises(StoreProblem):
        await before.notice.at_once(SERVER, ADA, NOW)
    house = again()
    house.now = NOW + timedelta(days=40)
    await house.scheduler.run_due()
    assert house.eraser.erased == [SERVER]


async def test_a_change_of_who_may_read_waits_until_the_server_can_be_read_again(
    again: Callable[[], Erasing], database: Database, keys: KeyStore
) -> None:
    before = again()
    await before.setup.start(SERVER, ADA, CHOSEN, NOW)
    await before.enrolment.enrol(SERVER, MARA)
    await before.setup.change(SERVER, ADA, {"lead": "98"}, NOW)
    row = await ServerRepository(database).load(SERVER)
    assert row is not None
    key = await keys.get(row.key_id)
    await keys.destroy(row.key_id)  # as where an older copy of the keys was put back

    house = again()
    house.now = NOW + NOTICE
    await house.scheduler.run_due()
    await keys.put(row.key_id, key)
    house.now += timedelta(hours=2)
    await house.scheduler.run_due()
    assert (await house.servers.get(SERVER)).settings.lead == 98
