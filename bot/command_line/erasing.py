"""`erase-server`: everything of one server goes, keys included, while the bot stands still.

For a group that has left without `/setup erase`, or an operator who stops hosting it. Nobody is told by it.
"""

import asyncio
import secrets

import discord

from bot.command_line.existing import require_stores
from bot.command_line.problems import DONE, CannotDo
from bot.command_line.settings_read import read_settings
from bot.command_line.speaking import agreed, say
from bot.core.identity import ServerId
from bot.furnishing.privacy import eraser_without_discord
from bot.store.opening import open_stores
from bot.store.run_lock import run_lock
from bot.store.servers import ServerRepository
from bot.store.shard_locks import nobody_at_work
from bot.ui.words import Words
from config.settings import Settings


def erase_server(server_id: ServerId, words: Words) -> int:
    """Erase the server once its id was typed again.

    Raises:
        CannotDo: nothing is kept of this server, or its id was not typed again.
        StoreProblem: the bot runs, or a store cannot be opened.
    """
    settings = read_settings()
    with run_lock(settings.data_dir, settings.key_dir):
        asyncio.run(_erase(settings, server_id, words))
    return DONE


async def _erase(settings: Settings, server_id: ServerId, words: Words) -> None:
    await require_stores(settings)
    async with nobody_at_work(settings.database_address):
        await _erase_alone(settings, server_id, words)


async def _erase_alone(settings: Settings, server_id: ServerId, words: Words) -> None:
    stores = await open_stores(
        settings.database_address, settings.keystore_address, settings.key_dir, secrets.token_bytes
    )
    try:
        known = await ServerRepository(stores.database).all_ids()
        if server_id not in known:
            raise CannotDo("erase-unknown", known=", ".join(str(one) for one in known) or words("erase-none-known"))
        say(words("erase-what", server=str(server_id)))
        if not agreed(words, "erase-type", str(server_id)):
            raise CannotDo("erase-not-done")
        await eraser_without_discord(stores, discord.utils.utcnow, secrets.token_bytes).erase(server_id)
        say(words("erase-done"))
    finally:
        await stores.close()
