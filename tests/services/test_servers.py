"""What the process holds of a server is what was saved last, whoever looks while it changes."""

import asyncio
import secrets
from collections.abc import Collection
from dataclasses import replace

from typing_extensions import override

from bot.core.identity import ServerId
from bot.services.server_records import ServerRecord
from bot.services.servers import Servers
from bot.store.database import Database
from bot.store.keystore import KeyStore
from bot.store.servers import ServerRepository, ServerRow
from tests.services.checkin_house import SETTINGS

SERVER = ServerId(900)
LONG_ENOUGH = 0.2
"""Seconds in which whoever does not wait for their turn is done long since."""


class SlowOnce(ServerRepository):
    """Whoever reads first gets what they read only when somebody else is done, or had time for it."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self.read, self.others = asyncio.Event(), asyncio.Event()

    @override
    async def load(self, server_id: ServerId) -> ServerRow | None:
        row = await super().load(server_id)
        if not self.read.is_set():
            self.read.set()
            await asyncio.wait({asyncio.create_task(self.others.wait())}, timeout=LONG_ENOUGH)
        return row


async def set_up(database: Database, keys: KeyStore) -> tuple[Servers, SlowOnce]:
    await Servers(ServerRepository(database), keys, secrets.token_bytes).create(SERVER, ServerRecord(SETTINGS))
    slow = SlowOnce(database)
    return Servers(slow, keys, secrets.token_bytes), slow


async def test_who_began_to_read_before_a_change_does_not_bring_the_old_back(
    database: Database, keys: KeyStore
) -> None:
    servers, slow = await set_up(database, keys)
    reading = asyncio.create_task(servers.get(SERVER))
    await slow.read.wait()
    await servers.change(SERVER, lambda record: replace(record, notes={"told": "yes"}))
    slow.others.set()
    await reading
    assert (await servers.get(SERVER)).record.notes == {"told": "yes"}


class SlowTogether(ServerRepository):
    """Whoever reads several gets what they read only when somebody let go of it."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self.read, self.released = asyncio.Event(), asyncio.Event()

    @override
    async def load_some(self, server_ids: Collection[ServerId]) -> list[ServerRow]:
        rows = await super().load_some(server_ids)
        self.read.set()
        await self.released.wait()
        return rows


async def test_what_is_read_together_brings_back_neither_what_was_before_a_change_nor_what_was_erased(
    database: Database, keys: KeyStore
) -> None:
    await set_up(database, keys)
    gone = ServerId(901)
    await Servers(ServerRepository(database), keys, secrets.token_bytes).create(gone, ServerRecord(SETTINGS))
    slow = SlowTogether(database)
    servers = Servers(slow, keys, secrets.token_bytes)
    holding = asyncio.create_task(servers.hold([SERVER, gone]))
    await slow.read.wait()
    await servers.change(SERVER, lambda record: replace(record, notes={"told": "yes"}))
    await servers.leave(gone)
    await servers.erase(gone)
    slow.released.set()
    await holding
    assert (await servers.get(SERVER)).record.notes == {"told": "yes"}
    assert await servers.find(gone) is None


async def test_one_that_cannot_be_opened_does_not_keep_those_beside_it_out_of_memory(
    database: Database, keys: KeyStore
) -> None:
    await set_up(database, keys)
    shut = ServerId(901)
    await Servers(ServerRepository(database), keys, secrets.token_bytes).create(shut, ServerRecord(SETTINGS))
    row = await ServerRepository(database).load(shut)
    assert row is not None
    await keys.destroy(row.key_id)
    servers = Servers(ServerRepository(database), keys, secrets.token_bytes)
    await servers.hold([SERVER, shut, ServerId(902)])
    assert [one.server_id for one in servers.in_memory()] == [SERVER]
