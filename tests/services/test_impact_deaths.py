"""What was done is written down once, with one line in the trail, wherever the process dies meanwhile.

Not here: the real process (tests/faults/test_moments_beside.py).
"""

import pytest

from bot.core.own_template import question_mark
from bot.services.impact_keeping import FORGET_TASK
from bot.store.database import Database
from bot.store.keystore import KeyStore
from bot.store.tasks import TaskRepository
from tests.services.checkin_house import FAY, SERVER, Discord
from tests.services.mortality import Mortal, mortal
from tests.services.test_impacts import OPENED, WRITTEN, ImpactHouse

__all__ = ["mortal"]


@pytest.fixture
async def house(database: Database, keys: KeyStore) -> ImpactHouse:
    house = ImpactHouse(database, keys, Discord())
    await house.set_up()
    return house


async def count(house: ImpactHouse, act: str) -> int:
    return sum(line.act == act for line in await house.audit.lines(await house.servers.get(SERVER)))


async def test_whoever_is_not_told_sends_the_form_again(house: ImpactHouse, mortal: Mortal) -> None:
    deaths = 0
    while await mortal.dies(house.impacts.record(SERVER, FAY, WRITTEN, house.now, f"{deaths}"), deaths + 1):
        there, lines = len(await house.impacts.mine(SERVER, FAY)), await count(house, "impact-record")
        assert lines == there, "neither without the other"
        await house.later(days=1)
        await house.impacts.record(SERVER, FAY, WRITTEN, house.now, f"{deaths}")
        deaths += 1
        assert len(await house.impacts.mine(SERVER, FAY)) == await count(house, "impact-record") == deaths
        assert await house.audit.intact(await house.servers.get(SERVER))
        await house.later(days=1)
    assert deaths >= 2
    tasks = await TaskRepository(house.database).subjects(FORGET_TASK, SERVER)
    assert len(tasks) == deaths + 1


async def test_a_form_that_comes_again_after_the_group_was_told(house: ImpactHouse) -> None:
    shown = await house.impacts.record(SERVER, FAY, WRITTEN, house.now, "F")
    await house.telling.ask(SERVER, FAY, shown.known.action_id, question_mark(OPENED), house.now)
    await house.later(days=1)
    again = await house.impacts.record(SERVER, FAY, WRITTEN, house.now, "F")
    assert again.known.action_id == shown.known.action_id
    assert again.facts.told_on is not None
    await house.impacts.record(SERVER, FAY, WRITTEN, house.now, "another")
    assert await count(house, "impact-record") == len(await house.impacts.mine(SERVER, FAY)) == 2


async def test_that_the_group_was_told_is_in_the_trail(house: ImpactHouse, mortal: Mortal) -> None:
    shown = await house.impacts.record(SERVER, FAY, WRITTEN, house.now)
    asking = (SERVER, FAY, shown.known.action_id, question_mark(OPENED), house.now)
    deaths = 0
    while await mortal.dies(house.telling.ask(*asking), deaths + 1):
        deaths += 1
    assert deaths >= 2
    assert (await house.look(shown)).facts.told_on is not None
    assert await count(house, "impact-ask") >= 1
