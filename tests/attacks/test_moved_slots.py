"""An administrator who moves the delivery hours from hour to hour would read when a suggestion was sent.

The naive twin is a group without an agreement: nothing can be suggested there, and the hours are moved freely.
"""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.core.slots import REST
from bot.services.people import Person
from bot.services.problems import Refused
from bot.services.setup import SetupService
from tests.services.agreement_house import MIA, SERVER, START, Discord, House, member

ADA = Person(member(7).member_id, frozenset(), START, is_administrator=True, display_name="ada")


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    house = await House.open(tmp_path, Discord())
    yield house
    await house.close()


async def hours_that_could_be_chosen(house: House) -> int:
    """Each hour the attacker lets the next slot be the first that something sent in this hour can take."""
    setup = SetupService(house.servers, house.audit, house.scheduler, house.health)
    chosen = 0
    for _ in range(6):
        house.now += timedelta(hours=1)
        zone = (await house.servers.get(SERVER)).zone
        slot = (house.now + REST + timedelta(hours=1)).astimezone(zone).hour
        try:
            await setup.change(SERVER, ADA, {"delivery_hours": f"{slot}:00", "quiet_hours": "3-4"}, house.now)
            chosen += 1
        except Refused as refused:
            if refused.key != "setting-slots-stand":
                raise
    return chosen


@pytest.mark.parametrize("is_suggested", [True, False])
async def test_the_hours_stand_for_a_day_whether_or_not_anybody_suggested_something(
    house: House, *, is_suggested: bool
) -> None:
    await house.publish()
    if is_suggested:
        await house.suggestions.suggest(SERVER, MIA, "whole", "Say it plainer.", house.now)
    assert await hours_that_could_be_chosen(house) == 1


async def test_without_an_agreement_they_are_moved_freely(house: House) -> None:
    assert await hours_that_could_be_chosen(house) == 6
