"""What a test does with an operator's stores while no command runs: servers in them, and a look at what is there."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable
from typing import TypeVar

from bot.core.identity import ServerId
from bot.services.server_records import ServerRecord
from bot.services.servers import Servers
from bot.store.opening import Stores, open_stores
from bot.store.servers import ServerRepository
from config.settings import Settings
from tests.services.fake_discord import SETTINGS

Result = TypeVar("Result")


def with_stores(settings: Settings, work: Callable[[Stores], Awaitable[Result]]) -> Result:
    """Open both stores, do the work, close them."""

    async def working() -> Result:
        stores = await open_stores(
            settings.database_address, settings.keystore_address, settings.key_dir, secrets.token_bytes
        )
        try:
            return await work(stores)
        finally:
            await stores.close()

    return asyncio.run(working())


def set_up(settings: Settings, *servers: ServerId) -> None:
    """Set these servers up."""

    async def work(stores: Stores) -> None:
        known = Servers(ServerRepository(stores.database), stores.keys, secrets.token_bytes)
        for server_id in servers:
            await known.create(server_id, ServerRecord(SETTINGS))

    with_stores(settings, work)


def openable(settings: Settings) -> list[ServerId]:
    """The servers whose settings can be read with the keys that are there."""

    async def work(stores: Stores) -> list[ServerId]:
        known = Servers(ServerRepository(stores.database), stores.keys, secrets.token_bytes)
        return [server_id for server_id in await known.all_ids() if await known.find(server_id) is not None]

    return with_stores(settings, work)
