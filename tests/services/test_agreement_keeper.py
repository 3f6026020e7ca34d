"""What the agreement answers about a member, and what is left when a member or a server is erased."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.services.agreed_role import ROLE_TASK
from bot.services.agreement_keeper import TABLES
from bot.services.agreements import Accepted
from bot.services.keepers import Keeper, Remark
from bot.services.people import Person
from bot.services.problems import Refused, Why
from bot.store.schema import metadata
from tests.services.agreement_house import AGREED, MIA, SERVER, Discord, House, member


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    """Mia agreed and suggested something, and a draft lies there."""
    house = await House.open(tmp_path, Discord())
    await house.settings(agreed_role=AGREED)
    await house.publish()
    await house.accept(MIA, 1)
    await house.accept(member(5), 1)
    await house.suggestions.suggest(SERVER, MIA, "whole", "Say it plainer.", house.now)
    await house.later()
    await house.reworded("Other words.")
    yield house
    await house.close()


async def rows(house: House) -> dict[str, int]:
    async def reading(connection: AsyncConnection) -> dict[str, int]:
        counts = {name: select(func.count()).select_from(metadata.tables[name]) for name in sorted(TABLES)}
        return {name: (await connection.execute(count)).scalar_one() for name, count in counts.items()}

    return await house.database.read(reading)


async def test_a_member_is_told_what_they_agreed_to_and_nothing_of_suggestions(house: House) -> None:
    keeper: Keeper = house.keeper
    server = await house.servers.get(SERVER)
    assert await keeper.about(server, MIA, house.now) == [Remark("agreement-kept-accepted", {"version": 1})]
    assert await keeper.about(server, member(9), house.now) == []


async def test_erasing_forgets_the_agreement_and_takes_the_role(house: House) -> None:
    server = await house.servers.get(SERVER)
    holder = member(2, AGREED)
    assert await house.keeper.erase(server, holder, house.now) == [Remark("agreement-stays-role", {"role": AGREED})]
    await house.later()
    assert house.discord.holders == {5}
    for _ in range(2):
        assert await house.keeper.erase(server, MIA, house.now) == []
    assert await house.keeper.about(server, MIA, house.now) == []
    assert (await rows(house))["acceptance"] == 1
    assert await house.accept(MIA, 1) == Accepted(1, already=False, role_follows=True)


@pytest.mark.parametrize("holder", [member(2, AGREED), MIA])
async def test_erasing_leaves_no_row_that_waits_and_names_the_member(house: House, holder: Person) -> None:
    await house.settings(grace_days=0)
    server = await house.servers.get(SERVER)
    await house.publish()
    await house.later(hours=2)
    for one in (member(2, AGREED), member(5, AGREED)):
        assert await house.role.look_after(server, one, house.now) is not None
    house.discord.trouble["role"] = Why.DISCORD_DOWN
    await house.role.adjust(server, holder, house.now)
    await house.later()
    assert len(await house.scheduler.subjects(ROLE_TASK, SERVER)) == 3
    await house.keeper.erase(server, holder, house.now)
    house.discord.trouble.clear()
    await house.later()
    assert len(await house.scheduler.subjects(ROLE_TASK, SERVER)) == 1


async def test_a_server_is_erased_wholly_and_forgotten(house: House) -> None:
    server = await house.servers.get(SERVER)
    assert set((await rows(house)).values()) == {1, 2}
    for _ in range(2):
        await house.keeper.erase_server(server)
    assert set((await rows(house)).values()) == {0}
    with pytest.raises(Refused, match="agreement-none"):
        await house.accept(MIA, 1)
    await house.later(days=1)
    assert set((await rows(house)).values()) == {0}
