"""The process dies after every single step of what a reporter does: sending and taking back.

Every step, and the second database, by `make prove` (`SAMPLED_OR_WHOLE`). Not here: the rest of the way
back (`test_way_back_deaths.py`), what readers do (`test_case_deaths.py`), what happens by itself
(`test_clock_deaths.py`).
"""

from dataclasses import replace

import pytest

from bot.core.case import Named, Release, State
from bot.core.sealing import Key
from bot.services.sending import How
from bot.store.database import Database
from bot.store.keystore import KeyStore
from tests.services.concern_house import ACCOUNT, CHANNEL, HERE, LENA, MARA, MIA, OTTO
from tests.services.concern_mortality import (
    PICTURE,
    SAMPLED_OR_WHOLE,
    MortalHouse,
    Telling,
    code_of,
    mortal,
    said,
    through_every_death,
)
from tests.services.deeds import acknowledging
from tests.services.mortality import Mortal
from tests.services.way_hands import KOFI

__all__ = ["mortal"]

pytestmark = pytest.mark.parametrize(("addresses", "stride"), SAMPLED_OR_WHOLE, indirect=["addresses"])

LONG = replace(ACCOUNT, more=("the second page", "the third page"))
ABOUT_LENA = replace(ACCOUNT, about=Named(LENA.member_id, "Lena"))
UNKNOWN = "concern-code-unknown"


@pytest.fixture
async def house(database: Database, keys: KeyStore, operator_key: Key, stride: int) -> MortalHouse:
    house = MortalHouse(database, keys, operator_key, stride)
    house.discord.present[KOFI.member_id] = KOFI
    await house.set_up(MARA, OTTO)
    await house.start()
    return house


# Sending


@pytest.mark.parametrize("how", How)
async def test_sending_with_pages_and_a_picture(house: MortalHouse, mortal: Mortal, how: How) -> None:
    async def story(house: MortalHouse) -> Telling:
        writer = house.somebody()
        account = LONG if how is not How.HOLD else replace(LONG, about=ABOUT_LENA.about)
        token = await house.drafted(writer, account, picture=True)
        yield lambda: house.send(token, writer, how=how)
        assert await house.knows(code_of(token)) == bool(await house.all_cases())
        await house.send(token, writer, how=how)
        (kept,) = await house.all_cases()
        assert kept.case.account == account
        assert await house.cases.image(kept.case_id) == PICTURE
        await house.to_slot()
        assert await house.knows(code_of(token))
        assert len(house.discord.cards) == int(how is not How.HOLD)
        assert (await house.the_case()).state is (State.HELD if how is How.HOLD else State.WAITING)

    await through_every_death(house, mortal, story, steps=3)


@pytest.mark.parametrize("how", How)
async def test_one_that_releases_another(house: MortalHouse, mortal: Mortal, how: How) -> None:
    """Either both stand or neither does, and no match is lost."""

    async def story(house: MortalHouse) -> Telling:
        first, second = house.somebody(), house.somebody()
        held = await house.drafted(first, ABOUT_LENA, picture=True)
        await house.send(held, first, how=How.HOLD)
        token = await house.drafted(second, ABOUT_LENA)
        yield lambda: house.send(token, second, how=how)
        states = sorted(kept.case.state for kept in await house.all_cases())
        assert states in ([State.HELD], [State.WAITING, State.WAITING])
        await house.send(token, second, how=how)
        await house.to_slot()
        releases = {kept.case.release for kept in await house.all_cases()}
        assert releases <= {None, Release.ANOTHER, Release.PERHAPS}
        assert [kept.case.delivered_on is None for kept in await house.all_cases()] == [False, False]
        assert sum(place == CHANNEL for place in house.discord.places()) == 2
        assert await house.knows(code_of(held))
        assert await house.knows(code_of(token))

    await through_every_death(house, mortal, story, steps=3)


async def test_sending_what_was_held_after_all(house: MortalHouse, mortal: Mortal) -> None:
    async def story(house: MortalHouse) -> Telling:
        token = await house.drafted(MIA, ABOUT_LENA, picture=True)
        await house.send(token, MIA, how=How.HOLD)
        yield lambda: house.way_back.send_now(HERE, code_of(token), house.clock())
        told = await said(house.way_back.send_now(HERE, code_of(token), house.clock()))
        assert told in ("done", "concern-not-now")
        await house.to_slot()
        case = await house.the_case()
        assert (case.release, case.delivered_on) == (Release.ASKED, house.clock().date())
        assert house.discord.places() == [CHANNEL]

    await through_every_death(house, mortal, story, steps=1)


# Taking back


@pytest.mark.parametrize("how", How)
async def test_taking_back_before_delivery(house: MortalHouse, mortal: Mortal, how: How) -> None:
    async def story(house: MortalHouse) -> Telling:
        writer = house.somebody()
        token = await house.drafted(writer, ABOUT_LENA, picture=True)
        house.discord.is_down = how is How.URGENT  # so that it has not reached anybody
        await house.send(token, writer, how=how)
        house.discord.is_down = False
        yield lambda: house.way_back.withdraw(HERE, code_of(token), house.clock())
        await said(house.way_back.withdraw(HERE, code_of(token), house.clock()))
        await house.to_slot()
        assert await house.all_cases() == []
        assert not await house.knows(code_of(token))

    await through_every_death(house, mortal, story, steps=1)


@pytest.mark.parametrize("how", [How.SLOT, How.URGENT])
@pytest.mark.parametrize("is_taken_up", [False, True])
async def test_taking_back_after_delivery(house: MortalHouse, mortal: Mortal, how: How, *, is_taken_up: bool) -> None:
    async def story(house: MortalHouse) -> Telling:
        token = await house.drafted(house.somebody(), picture=True)
        await house.send(token, how=how)
        await house.to_slot()
        (kept,) = await house.all_cases()
        if is_taken_up:
            await house.moderating.do(kept.case_id, MARA, HERE, acknowledging, house.clock())
        yield lambda: withdrawn(house, code_of(token))
        told = await said(house.way_back.withdraw(HERE, code_of(token), house.clock()))
        assert told in ("done", UNKNOWN)
        await house.to_slot()
        assert not await house.knows(code_of(token))
        assert [kept.case.state for kept in await house.all_cases()] == [State.WITHDRAWN] * is_taken_up
        assert [kept.case.account for kept in await house.all_cases()] == [None] * is_taken_up

    await through_every_death(house, mortal, story, steps=2)


async def withdrawn(house: MortalHouse, code: str) -> None:
    """Take it back, and let the slot come at which that arrives."""
    await house.way_back.withdraw(HERE, code, house.clock())
    await house.to_slot()
