"""After a start, what was owed is done in every server: whichever fails or hangs, and however often it is begun."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable

import pytest

from bot.core.identity import ServerId
from bot.services.catching_up import CatchingUp
from bot.services.scheduler import SERVERS_AT_ONCE
from bot.services.server_records import ServerRecord
from bot.services.servers import Servers
from bot.store.database import Database
from bot.store.keystore import KeyStore
from bot.store.servers import ServerRepository
from bot.store.several import TOGETHER
from tests.services.checkin_house import SETTINGS

SERVERS = [ServerId(900 + number) for number in range(SERVERS_AT_ONCE * 2 + 3)]


@pytest.fixture
async def servers(database: Database, keys: KeyStore) -> Servers:
    """As a process knows them that has just begun."""
    before = Servers(ServerRepository(database), keys, secrets.token_bytes)
    await asyncio.gather(*(before.create(one, ServerRecord(SETTINGS)) for one in SERVERS))
    return Servers(ServerRepository(database), keys, secrets.token_bytes)


class Steps:
    """Steps that note what they do, and fail or hang where they are told to."""

    def __init__(self, fail: ServerId | None = None, hang: ServerId | None = None) -> None:
        self.done: list[tuple[str, ServerId]] = []
        self.released = asyncio.Event()
        self._fail, self._hang = fail, hang
        self._more = asyncio.Condition()

    def named(self, name: str) -> Callable[[ServerId], Awaitable[None]]:
        async def act(server_id: ServerId) -> None:
            if server_id == self._fail:
                raise RuntimeError
            if server_id == self._hang:
                await self.released.wait()
            async with self._more:
                self.done.append((name, server_id))
                self._more.notify_all()

        return act

    async def until(self, count: int) -> None:
        """Until so much was done."""
        async with self._more:
            await self._more.wait_for(lambda: len(self.done) >= count)

    def of(self, server_id: ServerId) -> list[str]:
        """What was done there, in order."""
        return [name for name, where in self.done if where == server_id]


async def test_every_server_is_in_memory_before_anything_is_done(servers: Servers) -> None:
    catching_up, known = CatchingUp(servers), list[int]()

    async def look() -> None:
        known.append(len(servers.in_memory()))

    catching_up.first(look)
    await catching_up.run()
    assert known == [len(SERVERS)]


async def test_what_fails_for_all_or_in_one_server_holds_up_nothing_else(servers: Servers) -> None:
    catching_up, steps = CatchingUp(servers), Steps(fail=SERVERS[1])

    async def broken() -> None:
        raise RuntimeError

    async def sound() -> None:
        steps.done.append(("for all", ServerId(0)))

    catching_up.first(broken)
    catching_up.first(sound)
    catching_up.then(steps.named("fails in one"))
    catching_up.then(steps.named("another"))
    await catching_up.run()
    assert steps.of(ServerId(0)) == ["for all"]
    assert steps.of(SERVERS[1]) == []
    for one in SERVERS[2:]:
        assert steps.of(one) == ["fails in one", "another"]


async def test_a_server_for_which_discord_does_not_answer_holds_up_no_other(servers: Servers) -> None:
    catching_up, steps = CatchingUp(servers), Steps(hang=SERVERS[0])
    catching_up.then(steps.named("look"))
    running = asyncio.create_task(catching_up.run())
    await steps.until(len(SERVERS) - 1)
    assert steps.of(SERVERS[0]) == []
    steps.released.set()
    await running
    assert steps.of(SERVERS[0]) == ["look"]


async def test_what_is_owed_comes_first_and_nobody_is_asked_for_what_is_not(servers: Servers) -> None:
    catching_up, steps, owed = CatchingUp(servers), Steps(), {SERVERS[-1], ServerId(77)}

    async def where() -> set[ServerId]:
        return owed

    catching_up.then(steps.named("look"))
    catching_up.then(steps.named("deliver"), where)
    await catching_up.run()
    assert [one for one in steps.done if one[0] == "deliver"] == [("deliver", SERVERS[-1])]
    assert steps.of(SERVERS[-1]) == ["deliver", "look"]
    assert {where for _, where in steps.done[: SERVERS_AT_ONCE + 1]} >= {SERVERS[-1]}
    assert {where for _, where in steps.done} == set(SERVERS)


async def test_told_of_it_again_meanwhile_it_begins_anew_when_it_is_done(servers: Servers) -> None:
    catching_up, steps = CatchingUp(servers), Steps(hang=SERVERS[0])
    catching_up.then(steps.named("look"))
    running = asyncio.create_task(catching_up.run())
    await steps.until(1)
    await catching_up.run()
    await catching_up.run()
    steps.released.set()
    await running
    assert [steps.of(one) for one in SERVERS] == [["look", "look"]] * len(SERVERS)


async def test_more_than_are_read_together_are_all_read(database: Database, keys: KeyStore) -> None:
    many = [ServerId(2000 + number) for number in range(TOGETHER + 1)]
    before = Servers(ServerRepository(database), keys, secrets.token_bytes)
    await asyncio.gather(*(before.create(one, ServerRecord(SETTINGS)) for one in many))
    servers = Servers(ServerRepository(database), keys, secrets.token_bytes)
    await CatchingUp(servers).run()
    assert sorted(one.server_id for one in servers.in_memory()) == many
