"""What the process holds of a server is what was saved last, whoever looks while it changes."""

import asyncio
import secrets
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
