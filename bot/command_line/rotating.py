"""`rotate-key`: a fresh operator's key, while the bot stands still. Stopped at any point, it goes on when run again."""

import asyncio
import secrets

from bot.command_line.existing import require_stores
from bot.command_line.problems import DONE
from bot.command_line.settings_read import read_settings
from bot.command_line.speaking import say
from bot.store.database import Database
from bot.store.keystore import KEY_MIGRATIONS
from bot.store.rotation import rotate_operator_key
from bot.store.run_lock import run_lock
from bot.store.shard_locks import nobody_at_work
from bot.ui.words import Words
from config.settings import Settings


def rotate_key(words: Words) -> int:
    """Replace the operator's key.

    Raises:
        StoreProblem: the bot runs, a store cannot be opened, or the key that is there does not fit.
    """
    settings = read_settings()
    with run_lock(settings.data_dir, settings.key_dir):
        asyncio.run(_rotate(settings))
    say(words("rotate-done", keys=str(settings.key_dir)))
    if settings.key_database_url is not None:
        say(words("rotate-copy"))
    return DONE


async def _rotate(settings: Settings) -> None:
    await require_stores(settings)
    async with nobody_at_work(settings.database_address):
        await _rotate_alone(settings)


async def _rotate_alone(settings: Settings) -> None:
    keys = await Database.open(settings.keystore_address, KEY_MIGRATIONS)
    try:
        database = await Database.open(settings.database_address)
        try:
            await rotate_operator_key(settings.key_dir, database, keys, secrets.token_bytes)
        finally:
            await database.close()
    finally:
        await keys.close()
