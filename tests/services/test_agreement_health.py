"""The post of the version in force is missed, and posted again without asking anybody to agree anew."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.core.agreement import Standing
from bot.core.identity import ChannelId
from bot.core.setup_check import AgreementFacts
from bot.services.agreement_health import PostedAgain
from bot.services.people import Person
from bot.services.problems import Refused, Why
from tests.services.agreement_house import FAY, MIA, SERVER, Died, Discord, House


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    house = await House.open(tmp_path, Discord(parts=2))
    await house.publish()
    await house.accept(MIA, 1)
    yield house
    await house.close()


async def missing(house: House) -> bool:
    return await facts(house) is AgreementFacts.GONE


async def facts(house: House) -> AgreementFacts:
    return await house.health.facts(await house.servers.get(SERVER))


async def repost(house: House, person: Person = FAY) -> PostedAgain:
    return await house.health.repost(SERVER, person, house.now)


def shown(house: House) -> list[str]:
    return list(house.discord.posts.values())


async def test_it_is_missed_where_one_of_its_posts_is_gone_or_the_channel_is_another(house: House) -> None:
    assert await facts(house) is AgreementFacts.POSTED
    house.discord.trouble["is_there"] = Why.FORBIDDEN
    assert not await missing(house)
    await house.settings(group_channel=ChannelId(5))
    assert await missing(house)
    assert (await house.publishing.status(SERVER, FAY)).is_there is False


async def test_before_anything_is_published_nothing_is_missed(tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    house = await House.open(tmp_path / "new", Discord())
    assert await facts(house) is AgreementFacts.NONE
    with pytest.raises(Refused, match="agreement-none"):
        await repost(house)
    await house.close()


@pytest.mark.parametrize("person", [FAY, replace(MIA, is_administrator=True)])
async def test_posted_again_it_is_the_same_version_and_stands_once(house: House, person: Person) -> None:
    del house.discord.posts[next(iter(house.discord.posts))]
    posted = await repost(house, person)
    assert (posted.version.number, posted.is_whole, posted.pinned) == (1, True, True)
    assert shown(house) == ["1/0", "1/1"]
    assert house.discord.pinned >= {posted.version.message_ids[0]}
    assert (await house.agreements.mine(SERVER, MIA)).standing is Standing.AGREED
    assert not await missing(house)
    *_, line = await house.audit.lines(await house.servers.get(SERVER))
    assert (line.act, line.details) == ("posted the agreement again", {"version": "1"})


async def test_in_another_channel_the_old_posts_go_once_the_new_ones_stand(house: House) -> None:
    await house.settings(group_channel=ChannelId(5))
    house.discord.trouble["post"] = Why.FORBIDDEN
    with pytest.raises(Refused, match="agreement-again-forbidden"):
        await repost(house)
    assert shown(house) == ["1/0", "1/1"]
    house.discord.trouble.clear()
    posted = await repost(house)
    assert (posted.version.channel_id, shown(house)) == (5, ["1/0", "1/1"])


async def test_in_another_channel_it_is_finished_after_a_crash(house: House) -> None:
    await house.settings(group_channel=ChannelId(5))
    house.discord.dies_after = "post 1"
    with pytest.raises(Died):
        await repost(house)
    again = await house.restarted()
    await again.later(minutes=3)
    assert not await missing(again)
    assert sorted(shown(again)) == ["1/0", "1/0", "1/1", "1/1"]  # the old ones still stand in the other channel


async def test_it_is_for_facilitators_and_administrators_and_only_where_it_is_needed(house: House) -> None:
    with pytest.raises(Refused, match="only-facilitators"):
        await repost(house, MIA)
    with pytest.raises(Refused, match="agreement-again-needless"):
        await repost(house)


async def test_an_outage_only_delays_it_and_it_stays_in_force(house: House) -> None:
    house.discord.posts.clear()
    house.discord.trouble["post 1"] = Why.DISCORD_DOWN
    assert not (await repost(house)).is_whole
    assert (await house.agreements.mine(SERVER, MIA)).standing is Standing.AGREED
    await house.later(minutes=3)
    house.discord.trouble.clear()
    await house.later(minutes=5)
    assert shown(house) == ["1/0", "1/1"]
    assert not await missing(house)


@pytest.mark.parametrize("moment", ["post 0", "post 1", "pin"])
async def test_it_is_finished_after_a_crash_and_nothing_stands_twice(house: House, moment: str) -> None:
    house.discord.posts.clear()
    house.discord.dies_after = moment
    with pytest.raises(Died):
        await repost(house)
    again = await house.restarted()
    await again.later(minutes=3)
    assert shown(again) == ["1/0", "1/1"]
    assert not await missing(again)
    assert (await again.agreements.mine(SERVER, MIA)).standing is Standing.AGREED


async def test_what_is_no_longer_in_force_is_not_posted_again(house: House) -> None:
    house.discord.posts.clear()
    house.discord.trouble["post 0"] = Why.DISCORD_DOWN
    await repost(house)
    house.discord.trouble.clear()
    await house.reworded("Other words.")
    await house.publish()
    await house.later(minutes=3)
    assert shown(house) == ["2/0", "2/1"]
