"""Two processes on one database, each with shards of its own: neither touches what is the other's, dead or alive.

Each test has its twin: a process that does not know of shards does the very harm.
"""

import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.identity import CaseId, KeyId, ServerId
from bot.core.sealing import Key, new_key
from bot.core.sharding import ALL, Elsewhere, Shards, shard_of
from bot.services.departures import LEFT
from bot.services.erasing_servers import ERASE_TASK
from bot.services.server_records import ServerRecord
from bot.store.case_writes import Doom, doom_key
from bot.store.cases import CaseRepository
from bot.store.concern_tables import doomed_table
from bot.store.database import Database
from bot.store.keystore import KeyStore
from tests.services.concern_house import HERE, MARA, OTTO, ConcernHouse, house_with_lead
from tests.services.fake_discord import SETTINGS
from tests.services.filled_servers import FilledHouse
from tests.services.refusals import refusal
from tests.services.scheduler_hands import START, Hands
from tests.services.test_cases import NOWHERE
from tests.services.test_departures import Leaving, Presence
from tests.services.test_setup import ADA, CHOSEN, NOW
from tests.store_fixtures import Addresses, opened

FIRST, SECOND = ServerId(40 << 22), ServerId(41 << 22)
"""Of two shards, the one and the other."""
DAY = timedelta(days=1)

Open = Callable[[Shards], Awaitable[tuple[Database, KeyStore]]]


@pytest.fixture
async def process(addresses: Addresses, operator_key: Key) -> AsyncIterator[Open]:
    """Opens the stores as another process does, which owns these shards."""
    async with AsyncExitStack() as ending:

        async def open_for(shards: Shards) -> tuple[Database, KeyStore]:
            database = await ending.enter_async_context(opened(addresses.database, shards=shards))
            keys = await KeyStore.open(addresses.keys, operator_key, secrets.token_bytes)
            ending.push_async_callback(keys.close)
            return database, keys

        yield open_for


def only(shard: int) -> Shards:
    return Shards(frozenset({shard}), 2)


def test_the_two_servers_are_of_two_shards() -> None:
    assert [shard_of(one, 2) for one in (FIRST, SECOND)] == [0, 1]


@pytest.mark.parametrize(("shards", "harmed"), [(only(0), False), (ALL, True)])
async def test_a_server_of_another_process_was_not_left(process: Open, shards: Shards, *, harmed: bool) -> None:
    """The most dangerous mistake of all: everything of it would be erased 30 days later."""
    other = Leaving(*await process(only(1)), Presence())
    await other.setup.start(SECOND, ADA, CHOSEN, NOW)
    house = Leaving(*await process(shards), Presence())
    await house.setup.start(FIRST, ADA, CHOSEN, NOW)
    await house.departures.compare([FIRST])
    assert await house.at(60) == ([SECOND] if harmed else [])
    fresh = Leaving(*await process(only(1)), Presence())
    assert (LEFT in (await fresh.servers.get(SECOND)).record.notes) == harmed


async def test_a_server_that_was_left_is_erased_by_its_own_process_alone(process: Open) -> None:
    own, other = [Leaving(*await process(only(shard)), Presence()) for shard in (1, 0)]
    await own.setup.start(SECOND, ADA, CHOSEN, NOW)
    await own.departures.compare([])
    assert await other.at(60) == []
    assert await own.at(60) == [SECOND]


async def test_each_process_does_what_is_due_in_its_servers(process: Open) -> None:
    hands = [Hands((await process(only(shard)))[0]) for shard in (0, 1)]
    for server, name in ((FIRST, b"first"), (SECOND, b"second"), (None, b"nobody's")):
        await hands[0].scheduler.schedule("note", START, server, name)
    assert [await one.tasks.earliest(("note",)) for one in hands] == [int(START.timestamp())] * 2
    for one in hands:
        await one.scheduler.run_due()
    assert [set(one.subjects) for one in hands] == [{b"first", b"nobody's"}, {b"second"}]
    assert [await one.tasks.first_due() for one in hands] == [None, None]


async def test_what_waits_for_a_dead_process_keeps_no_other_from_sleeping_and_is_not_late(process: Open) -> None:
    hands = Hands((await process(only(0)))[0])
    await hands.scheduler.schedule("note", START - DAY, SECOND, b"overdue")
    assert await hands.tasks.earliest(("note",)) is None
    assert await hands.tasks.first_due() is None
    naive = Hands((await process(ALL))[0])
    assert await naive.tasks.first_due() == int((START - DAY).timestamp())


@pytest.mark.parametrize(("shards", "harmed"), [(only(0), False), (ALL, True)])
async def test_a_start_takes_nothing_from_a_process_that_works_on_it(
    process: Open, shards: Shards, *, harmed: bool
) -> None:
    working, starting = Hands((await process(only(1)))[0]), Hands((await process(shards))[0])
    started = starting.scheduler

    async def while_at_work(_task: object) -> None:
        loop = started.run()
        started.end()
        await loop

    working.scheduler.register("note", while_at_work)
    await working.scheduler.schedule("note", START, SECOND)
    await working.scheduler.run_due()
    assert (await working.tasks.earliest(("note",)) is not None) == harmed


@pytest.mark.parametrize(("shards", "harmed"), [(only(0), False), (ALL, True)])
async def test_the_key_of_a_concern_that_is_on_its_way_elsewhere_outlives_a_start(
    process: Open, shards: Shards, *, harmed: bool
) -> None:
    database, keys = await process(only(1))
    case_id = CaseId(secrets.token_bytes(16))
    await database.write(doom_key, Doom(case_id, 1))
    await keys.put(KeyId(case_id), new_key(secrets.token_bytes))
    starting = await process(shards)
    await CaseRepository(*starting, secrets.token_bytes).tidy([])
    assert (await starting[1].get_many([KeyId(case_id)]) == {}) == harmed
    await CaseRepository(*await process(only(1)), secrets.token_bytes).tidy([])
    assert await dooms(database) == []


async def test_of_a_shard_that_is_no_more_the_key_goes_at_some_start(process: Open) -> None:
    """There were eight, now there are two."""
    database, _ = await process(only(1))
    await database.write(doom_key, Doom(CaseId(secrets.token_bytes(16)), 6))
    await CaseRepository(*await process(only(0)), secrets.token_bytes).tidy([])
    assert await dooms(database) == []


async def dooms(database: Database) -> list[bytes]:
    async def reading(connection: AsyncConnection) -> list[bytes]:
        return list((await connection.execute(select(doomed_table.c.key_id))).scalars())

    return await database.read(reading)


@pytest.mark.parametrize(("shards", "harmed"), [(only(0), False), (ALL, True)])
async def test_what_another_process_erases_or_has_just_begun_is_left_to_it(
    process: Open, shards: Shards, *, harmed: bool
) -> None:
    other = FilledHouse(*await process(only(1)))
    await other.fill(SECOND)
    subject = int(SECOND).to_bytes(8)
    await other.house.scheduler.schedule(ERASE_TASK, START, SECOND, subject, occurrence="")
    starting = FilledHouse(*await process(shards), now=START + DAY)
    await starting.eraser.start()
    await starting.house.scheduler.run_due()
    assert (SECOND not in await FilledHouse(*await process(only(1))).house.servers.all_ids()) == harmed


async def test_an_erasure_that_an_earlier_version_began_ends_where_the_server_belongs(process: Open) -> None:
    own, other = [FilledHouse(*await process(only(shard)), now=START + DAY) for shard in (1, 0)]
    await own.fill(SECOND)
    await own.house.scheduler.schedule(ERASE_TASK, START, None, int(SECOND).to_bytes(8), occurrence="")
    await other.house.scheduler.run_due()
    assert await own.house.servers.all_ids() == [SECOND]
    await own.house.scheduler.run_due()
    assert await own.house.servers.all_ids() == []
    assert await own.house.scheduler.subjects(ERASE_TASK, SECOND) == []


async def test_no_process_reads_or_changes_what_is_anothers(process: Open) -> None:
    own, other = [FilledHouse(*await process(only(shard))) for shard in (1, 0)]
    server = await own.fill(SECOND)
    servers, record = other.house.servers, ServerRecord(SETTINGS)
    for attempt in (
        servers.find(SECOND),
        servers.get(SECOND),
        servers.change(SECOND, lambda before: before),
        servers.create(SECOND, record),
        servers.leave(SECOND),
        servers.erase(SECOND),
    ):
        with pytest.raises(Elsewhere):
            await attempt
    assert await servers.all_ids() == []
    assert servers.in_memory() == []
    assert await own.house.servers.find(SECOND) == server


async def test_a_case_of_another_process_is_not_opened_and_its_key_not_looked_at(
    process: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = FilledHouse(*await process(only(1)))
    await own.fill(SECOND)
    (kept,) = await CaseRepository(own.database, own.keys, secrets.token_bytes).in_server(SECOND)
    database, keys = await process(only(0))
    looked: list[object] = []
    monkeypatch.setattr(keys, "get_many", looked.append)
    with pytest.raises(Elsewhere):
        await CaseRepository(database, keys, secrets.token_bytes).find(kept.case_id)
    assert looked == []


async def test_in_a_direct_message_what_is_elsewhere_is_told_like_what_is_nowhere(process: Open) -> None:
    """Else a card from before would tell whoever is out of a concern whether there still is one."""
    own = await house_with_lead(*await process(only(0)))
    other = ConcernHouse(*await process(only(1)))
    await own.sent(await own.tag(OTTO), urgent=True)
    (kept,) = await own.cases.in_server(HERE)
    for house, case_id, who in (
        (other, kept.case_id, MARA),
        (other, kept.case_id, OTTO),
        (other, NOWHERE, MARA),
        (own, kept.case_id, OTTO),
        (own, NOWHERE, MARA),
    ):
        assert await refusal(house.moderating.open(case_id, who, None, NOW)) == "elsewhere"
    assert await refusal(own.moderating.open(kept.case_id, OTTO, HERE, NOW)) == "case-unknown"
    assert (await own.moderating.open(kept.case_id, MARA, None, NOW)).case_id == kept.case_id
