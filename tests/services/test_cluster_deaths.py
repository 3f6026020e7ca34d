"""The process dies after every single step of telling of concerns that belong together, and of noting a look at them.

Every step, and the second database, by `make prove` (`SAMPLED_OR_WHOLE`).
"""

from collections import Counter
from dataclasses import replace

import pytest

from bot.core.case import Named
from bot.core.readership import Category
from bot.core.sealing import Key
from bot.core.side_by_side import beside
from bot.services.clustering import Together
from bot.store.database import Database
from bot.store.keystore import KeyStore
from tests.services.concern_house import ACCOUNT, HERE, MARA, NOOR, OTTO
from tests.services.concern_mortality import SAMPLED_OR_WHOLE, MortalHouse, Telling, mortal, through_every_death
from tests.services.mortality import Mortal

__all__ = ["mortal"]

pytestmark = pytest.mark.parametrize(("addresses", "stride"), SAMPLED_OR_WHOLE, indirect=["addresses"])

NOORS = NOOR.member_id
ABOUT_NOOR = replace(ACCOUNT, about=Named(NOORS, "Noor"))


@pytest.fixture
async def house(database: Database, keys: KeyStore, operator_key: Key, stride: int) -> MortalHouse:
    house = MortalHouse(database, keys, operator_key, stride)
    await house.set_up(MARA, OTTO)
    await house.start()
    return house


async def two_on_noor(house: MortalHouse) -> None:
    for category in (Category.PRIVACY, Category.HELP):
        token = await house.drafted(house.somebody(), replace(ABOUT_NOOR, category=category))
        await house.send(token)


async def seen(house: MortalHouse) -> Together:
    (one,) = await house.clusters.mine(HERE, MARA, HERE, house.clock())
    return one


async def test_telling_at_a_slot(house: MortalHouse, mortal: Mortal) -> None:
    """Both hear of it once that day, whatever died, and it is known of both."""

    async def story(house: MortalHouse) -> Telling:
        await two_on_noor(house)
        yield house.to_slot
        await house.to_slot()
        today = house.clock().date()
        assert Counter(house.discord.reminded) == {(one.member_id, today): 1 for one in (MARA, OTTO)}
        for kept in await house.all_cases():
            told = beside(kept.case.beside, NOORS).told
            assert sorted(one.member for one in told) == [MARA.member_id, OTTO.member_id]
        house.discord.now = house.discord.now.replace(hour=20)

    await through_every_death(house, mortal, story, steps=5)


async def test_noting_a_look(house: MortalHouse, mortal: Mortal) -> None:
    """Either both concerns know of it, with their lines in the trail, or neither does; doing it again is fine."""

    async def story(house: MortalHouse) -> Telling:
        await two_on_noor(house)
        await house.to_slot()
        before, key = len(await house.acts()), (await seen(house)).key
        yield lambda: house.clusters.looked(HERE, key, MARA, HERE, house.clock())
        noted = (await house.acts())[before:]
        assert len(noted) == (2 if (await seen(house)).is_seen else 0)
        await house.clusters.looked(HERE, key, MARA, HERE, house.clock())
        assert (await seen(house)).is_seen
        assert (await house.acts())[before:] == ["concern looked at again"] * 2
        house.discord.now = house.discord.now.replace(hour=20)

    await through_every_death(house, mortal, story, steps=1)
