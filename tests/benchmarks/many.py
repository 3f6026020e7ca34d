"""Many servers in which nothing happens: what Discord tells of each, and what Common Ground has stored of each.

Each has fifty members who agreed, two moderators who take concerns, a published agreement and a weekly schedule, whose
next opening lies in the table of tasks beside the next slot, as a bot leaves them that ran. Not here: what they cost
(servers.py).
"""

import asyncio
import secrets
import sqlite3
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from datetime import time
from multiprocessing import get_context
from pathlib import Path

import discord.utils

from bot.core.agreement import AgreementText, Version
from bot.core.identity import ChannelId, MemberId, RoleId, ServerId
from bot.core.recurrence import Weekly
from bot.core.schedule import Plan, Schedule, upcoming
from bot.core.slots import slot_after
from bot.services.agreement_book import AgreementBook
from bot.services.checkin_opening import OPEN_TASK
from bot.services.delivery import SLOT_TASK
from bot.services.schedule_book import ScheduleBook
from bot.services.scheduler import Scheduler
from bot.services.server_records import Enrolment, ServerRecord, ServerSettings
from bot.services.servers import Servers
from bot.store.agreements import AgreementRepository
from bot.store.connections import sqlite_address
from bot.store.opening import Stores, open_stores
from bot.store.plans import PlanRepository, schedule_table
from bot.store.servers import ServerRepository
from bot.store.tasks import TaskRepository
from tests.standin import payloads
from tests.standin.wire import JsonObject, as_objects, dump
from tests.standin.world import World

MEMBERS = 50
ROOMS, ROLES = 8, 5
AT_ONCE = 100
"""Servers that are stored together."""
_FIRST = 1 << 60
"""An id of Discord's size; of each server the parts are numbered on from its own."""
_STEP = 1 << 22


def ids(count: int) -> list[int]:
    """The ids of so many servers: spread over shards as Discord's are."""
    return [_FIRST + number * _STEP for number in range(count)]


def told(world: World, count: int) -> dict[int, str]:
    """What the gateway tells of each, printed."""
    return {server_id: dump(_payload(world, server_id)) for server_id in ids(count)}


def _payload(world: World, server_id: int) -> JsonObject:
    made = payloads.server(world)
    role, channel = as_objects(made["roles"])[0], as_objects(made["channels"])[0]
    roles = [role | {"id": str(server_id + number), "name": f"role {number}"} for number in range(ROLES)]
    rooms = [
        channel | {"id": str(server_id + ROLES + number), "guild_id": str(server_id), "name": f"room-{number}"}
        for number in range(ROOMS)
    ]
    mine: JsonObject = {"id": str(server_id), "name": f"Server {server_id}", "member_count": MEMBERS}
    return made | mine | {"roles": roles, "channels": rooms}


def fill(data_dir: Path, key_dir: Path, count: int) -> None:
    """Store them, from a process of its own: it takes memory that is not the benchmark's."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as beside:
        beside.submit(_fill_here, data_dir, key_dir, ids(count)).result()


def _fill_here(data_dir: Path, key_dir: Path, server_ids: Sequence[int]) -> None:
    asyncio.run(_filled(data_dir, key_dir, server_ids))


async def _filled(data_dir: Path, key_dir: Path, server_ids: Sequence[int]) -> None:
    where = sqlite_address(data_dir / "common-ground.db"), sqlite_address(key_dir / "keystore.db")
    stores = await open_stores(*where, key_dir, secrets.token_bytes)
    try:
        for first in range(0, len(server_ids), AT_ONCE):
            some = server_ids[first : first + AT_ONCE]
            await asyncio.gather(*(_one(stores, server_id) for server_id in some))
    finally:
        await stores.close()
    # At once, and in order as they lie there: one by one it would take longer than everything that is measured.
    with closing(sqlite3.connect(data_dir / "common-ground.db")) as database, database:
        tags = (
            (server_id, tag) for server_id in server_ids for tag in sorted(map(secrets.token_bytes, [16] * MEMBERS))
        )
        database.executemany("INSERT INTO acceptance (server_id, member_tag, version) VALUES (?, ?, 1)", tags)


async def _one(stores: Stores, server_id: int) -> None:
    """One server, set up just now: nothing was missed meanwhile that would have to be made up for."""
    since = discord.utils.utcnow()
    database, chance = stores.database, secrets.token_bytes
    server = await Servers(ServerRepository(database), stores.keys, chance).create(
        ServerId(server_id), ServerRecord(_settings(server_id), (_enrolled(server_id, 0), _enrolled(server_id, 1)))
    )
    version = Version(1, AgreementText("Agreement", "We listen.", (), ()), "", since.date(), _room(server_id, 0))
    await AgreementBook(AgreementRepository(database), chance).add(server, version)
    plan = Plan("weekly-pulse", _room(server_id, 0), Weekly((0,)), time(18), "Europe/London", 48, since.date())
    known = await ScheduleBook(PlanRepository(database, schedule_table), chance).add(server, Schedule(plan, since))
    scheduler = Scheduler(TaskRepository(database), discord.utils.utcnow)
    opening = next(upcoming(known.facts, since))
    await scheduler.schedule(OPEN_TASK, opening.at, server.server_id, known.schedule_id, occurrence="next")
    slot = slot_after(since, server.settings.delivery_hours, server.zone)
    await scheduler.schedule(SLOT_TASK, slot, server.server_id)


def _settings(server_id: int) -> ServerSettings:
    return ServerSettings(
        moderators=RoleId(server_id + 1),
        facilitators=RoleId(server_id + 2),
        moderator_channel=_room(server_id, 1),
        group_channel=_room(server_id, 0),
        timezone="Europe/London",
        outside_contact="The Harbour Trust, 020 7946 0018",
    )


def _room(server_id: int, number: int) -> ChannelId:
    return ChannelId(server_id + ROLES + number)


def _enrolled(server_id: int, number: int) -> Enrolment:
    return Enrolment(MemberId(server_id + ROLES + ROOMS + number))
