"""`backup`: a copy of the database beside the earlier ones, and the keys in one file that is overwritten.

It may be done while the bot runs. Not here: how a copy is made and looked through (`bot/store/backup.py`).
"""

import asyncio
import secrets
from pathlib import Path

import discord

from bot.command_line.last_backup import remember_backup
from bot.command_line.problems import DONE
from bot.command_line.settings_read import read_settings
from bot.command_line.speaking import say
from bot.store.backup import KEPT, back_up_database, back_up_keys, pg_dump_keys_line, pg_dump_line, refuse_together
from bot.store.opening import open_existing
from bot.store.operator_key import KEY_FILE
from bot.ui.words import Words
from config.settings import Settings


def back_up(database_to: Path, keys_to: Path, words: Words) -> int:
    """Back both stores up, each to a place of its own.

    Raises:
        StoreProblem: the places are not apart, or a copy could not be made; those from before are still there.
    """
    settings = read_settings()
    refuse_together(database_to, keys_to, settings.data_dir, settings.key_dir)
    asyncio.run(_back_up(settings, database_to, keys_to, words))
    remember_backup(settings)
    return DONE


async def _back_up(settings: Settings, database_to: Path, keys_to: Path, words: Words) -> None:
    stores = await open_existing(
        settings.database_address, settings.keystore_address, settings.key_dir, secrets.token_bytes
    )
    now = discord.utils.utcnow()
    try:
        if stores.database.is_sqlite:
            path = await back_up_database(stores.database, database_to, now)
            say(words("backup-database", path=str(path), kept=KEPT))
        if stores.keys.database.is_sqlite:
            keys = await back_up_keys(settings.key_dir, stores.keys.database, keys_to)
            say(words("backup-keys", path=str(keys)))
        if not stores.database.is_sqlite:
            say(words("backup-postgresql", line=pg_dump_line(stores.database.url, database_to, now)))
        if not stores.keys.database.is_sqlite:
            line = pg_dump_keys_line(stores.keys.database.url, keys_to)
            say(words("backup-keys-postgresql", line=line, file=str(settings.key_dir / KEY_FILE)))
    finally:
        await stores.close()
