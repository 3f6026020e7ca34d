"""Several real processes and one PostgreSQL: each serves its servers, and one that is killed is replaced.

What was told and done is compared in the channels of every server: nothing is left out, nothing is done twice.
"""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.store.fence import WRITING
from tests.direct_presses import IN_THE_SERVER
from tests.faults.scenes import ANSWER, answered, results, told, unforeseen
from tests.faults.test_schedule_kill import open_posts, opens_in, until
from tests.payloads import validate
from tests.postgres import PostgresServer
from tests.screen import Screen
from tests.stage import Unanswered
from tests.standin.fleet import SHARD_IDS, Fleet, ServerStage
from tests.standin.process import BotProcess, DidNotStart
from tests.stories import publish, ready

STORY = "Someone repeated what I said on Tuesday"
TWO = ("0", "1")
FOUR = ("0", "1", "2", "3")
SEVERAL = [TWO, pytest.param(FOUR, marks=pytest.mark.prove), pytest.param(("0,3", "1,2"), marks=pytest.mark.prove)]


@pytest.fixture(params=SEVERAL, ids=" ".join)
async def fleet(
    request: pytest.FixtureRequest, tmp_path: Path, postgres: PostgresServer, templates: tuple[str, str]
) -> AsyncIterator[Fleet]:
    names = [await postgres.create(template) for template in templates]
    shards: tuple[str, ...] = request.param
    count = len(",".join(shards).split(","))
    async with Fleet(tmp_path, shards, count, (postgres.url(names[0]), postgres.url(names[1])), validate) as fleet:
        yield fleet
        assert [line for server in fleet.servers for line in unforeseen(server)] == []
    for name in names:
        await postgres.drop(name)


async def test_each_process_is_told_of_its_servers_alone(fleet: Fleet) -> None:
    sessions = fleet.switchboard.gateway.sessions.values()
    told = [world.guild_id for session in sessions for world in fleet.switchboard.gateway.held_by(session)]
    assert sorted(told) == sorted(server.stand_in.world.guild_id for server in fleet.servers)
    assert sum(server.stand_in.commands.synced for server in fleet.servers) == 1


async def test_one_is_killed_and_replaced_and_the_schedules_of_its_servers_go_on(fleet: Fleet) -> None:
    """Everybody's next check-in comes due while one process is dead."""
    opens = [await scheduled(server) for server in fleet.servers]
    lost = fleet.servers[-1].process
    await until(fleet.servers[0], max(opens) - 60)
    await lost.kill()
    await fleet.advance(minutes=2)
    for server in fleet.servers:
        alive = server.process is not lost
        assert len(open_posts(server)) == alive
        if alive:
            await answered(server.person("agreed0"), open_posts(server)[0])
        else:
            with pytest.raises(Unanswered):
                await server.person("mia").slash("agreement")
    await refused(fleet, next(one for one in fleet.processes if one is not lost))
    await fleet.replace(lost)
    await fleet.settle()
    for server in fleet.servers:
        (post,) = open_posts(server)
        for name in ("agreed1", "agreed2"):
            await answered(server.person(name), post)
    await fleet.advance(hours=49)
    assert [len(results(server)) for server in fleet.servers] == [1] * len(fleet.servers)
    assert [len(open_posts(server)) for server in fleet.servers] == [0] * len(fleet.servers)


async def scheduled(server: ServerStage) -> int:
    """When the first check-in of a group that was just set up opens; in seconds since 1970."""
    await ready(server)
    return await opens_in(server)


async def refused(fleet: Fleet, owner: BotProcess) -> None:
    """Another process for shards that somebody has ends with a word, before it is connected."""
    second, connected = fleet.another(owner.environment[SHARD_IDS], "second"), fleet.switchboard.gateway.identified
    with pytest.raises(DidNotStart, match="exit code 1"):
        await fleet.start(second)
    assert "Another process runs that owns one of the shards" in second.tail()
    assert fleet.switchboard.gateway.identified == connected


async def test_what_is_pressed_in_a_direct_message_is_served_or_says_where_to_go(fleet: Fleet) -> None:
    """Direct messages come to whoever owns the first shard, whichever server they are about."""
    for server in fleet.servers:
        await ready(server)
        mia = server.person("mia")
        conflict = await mia.press(await mia.slash("concern"), "Share a concern")
        review = await mia.submit(await mia.choose(conflict, "Otto"), **told(STORY))
        await mia.press(review, "Urgent")
    pressed = [await press_everything(fleet, server) for server in fleet.servers]
    await fleet.advance(days=6)
    pressed = [first | await press_everything(fleet, one) for first, one in zip(pressed, fleet.servers, strict=True)]
    assert pressed == [set(IN_THE_SERVER)] * len(fleet.servers)


async def press_everything(fleet: Fleet, server: ServerStage) -> set[str]:
    """Press whatever stands in a moderator's direct messages, and where it says so go to the server; what it was."""
    mara = server.person("mara")
    presses = {one.custom_id(label): (one, label) for one in server.direct("mara") for label in one.labels}
    for custom_id, (message, label) in presses.items():
        opened = await mara.press(message, label)
        if server.process is not fleet.servers[0].process:
            assert_shows_the_way(server, custom_id, opened)
            mine = await mara.slash(IN_THE_SERVER[custom_id.rpartition(":")[0]])
            opened = await mara.choose(mine, *mine.choices()["Open one"])
            assert STORY in opened.text
        assert "Privacy broken" in f"{opened.text} {opened.choices()}"
    return {custom_id.rpartition(":")[0] for custom_id in presses}


def assert_shows_the_way(server: ServerStage, custom_id: str, answer: Screen) -> None:
    """Words that name the command; and a link where the press itself names the server, so that it tells nothing."""
    action, _, key = custom_id.rpartition(":")
    guild = str(server.stand_in.world.guild_id)
    assert f"/{IN_THE_SERVER[action]}" in answer.text
    assert STORY not in answer.text
    assert answer.links == ({"Go to the server": f"https://discord.com/channels/{guild}"} if key == guild else {})


async def test_who_lost_its_shards_stops_and_comes_back_when_it_is_started_again(fleet: Fleet) -> None:
    for server in fleet.servers:
        await ready(server)
    server = fleet.servers[-1]
    await fleet.break_locks(server.process)
    async with asyncio.timeout(20):
        assert await server.process.wait() == 1
    assert "it has stopped" in server.process.tail()
    other = next(one for one in fleet.servers if one.process is not server.process)
    assert (await other.person("mia").slash("agreement")).text
    await server.process.start()
    await fleet.settle()
    assert "Europe/London" in (await server.person("ada").slash("setup show")).text


async def test_who_cannot_vouch_for_its_shards_writes_nothing_and_says_so(fleet: Fleet) -> None:
    """The connection that writes broke: whoever presses then is told, before the process has noticed anything else."""
    for server in fleet.servers:
        await ready(server)
    server = fleet.servers[-1]
    await publish(server)
    (post,) = [one for one in server.posts("group") if "I agree" in one.labels]
    await fleet.break_locks(server.process, WRITING)
    assert "could not save that" in (await server.person("theo").press(post, "I agree")).text
    async with asyncio.timeout(20):
        assert await server.process.wait() == 1
    assert "it has stopped" in server.process.tail()
    await server.process.start()
    await fleet.settle()
    assert "You had agreed" not in (await server.person("theo").press(post, "I agree")).text


async def test_a_server_that_another_process_serves_was_not_left(fleet: Fleet) -> None:
    """Every process starts again and again, and time passes: nobody's server is taken for one that was left."""
    for server in fleet.servers:
        await ready(server)
    for process in fleet.processes:
        await process.restart()
    await fleet.advance(days=40)
    for process in fleet.processes:
        await process.restart(kill=True)
    await fleet.settle()
    for server in fleet.servers:
        shown = await server.person("ada").slash("setup show")
        assert "Europe/London" in shown.text
        assert [post for post in server.posts("group") if ANSWER in post.labels] == []
