"""Several real processes and one PostgreSQL: each serves its servers, and one that is killed is replaced.

What was told and done is compared in the channels of every server: nothing is left out, nothing is done twice.
"""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.faults.scenes import ANSWER, answered, results, unforeseen
from tests.faults.test_schedule_kill import open_posts, opens_in, until
from tests.payloads import validate
from tests.postgres import PostgresServer
from tests.stage import Unanswered
from tests.standin.fleet import Fleet, ServerStage
from tests.standin.process import DidNotStart
from tests.stories import ready

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
    await refused(fleet, "0", "another process runs")
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


async def refused(fleet: Fleet, shards: str, told: str) -> None:
    """Another process for shards that somebody has ends with a word, and nobody is harmed."""
    second = fleet.another(shards, "second")
    with pytest.raises(DidNotStart, match="exit code 1"):
        await fleet.start(second)
    assert told in second.tail().lower()


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
