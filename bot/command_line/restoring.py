"""`restore`: shows what would be put where, and puts it there once that was agreed to; overwrites nothing.

Not here: what a backup must be like to be taken (`bot/store/restoring.py`).
"""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import discord

from bot.command_line.problems import DONE, CannotDo, Misused
from bot.command_line.settings_read import read_settings
from bot.command_line.speaking import agreed, say
from bot.store.connections import address, is_sqlite
from bot.store.restoring import DatabasePart, KeysPart, RestorePlan, carry_out, plan_restore
from bot.store.run_lock import run_lock
from bot.ui.words import Words
from config.settings import Settings

_KILOBYTE: Final = 1000


def restore(database_from: Path | None, keys_from: Path | None, words: Words) -> int:
    """Put a backup back: of the database, of the keys, or both.

    Raises:
        CannotDo: neither was named, it was not agreed to, or what is to be restored is not a file.
        StoreProblem: the bot runs, something is there already, or the backup is of no use. Nothing was changed.
    """
    if database_from is None and keys_from is None:
        raise Misused("restore-what")
    settings = read_settings()
    if keys_from is not None and not is_sqlite(address(settings.keystore_address)):
        raise CannotDo("restore-keys-postgresql")
    file = _file(settings, asked=database_from is not None)
    with run_lock(settings.data_dir, settings.key_dir):
        plan = asyncio.run(
            plan_restore(database_from, keys_from, file, settings.key_dir.resolve(), discord.utils.utcnow())
        )
        say("\n".join(_in_words(plan, words)))
        if not agreed(words, "restore-type", words("restore-word")):
            raise CannotDo("restore-not-done")
        asyncio.run(carry_out(plan))
    say(words("restore-done"))
    return DONE


def _file(settings: Settings, *, asked: bool) -> Path:
    url = address(settings.database_address)
    if asked and not is_sqlite(url):
        raise CannotDo("restore-postgresql")
    return Path(url.database or "")


def _in_words(plan: RestorePlan, words: Words) -> Iterator[str]:
    if plan.keys is not None:
        yield from _keys_in_words(plan, plan.keys, words)
    if plan.database is not None:
        yield from _database_in_words(plan, plan.database, words)


def _keys_in_words(plan: RestorePlan, keys: KeysPart, words: Words) -> Iterator[str]:
    days = max(0, plan.days_since(keys.made))
    yield words("restore-keys", source=str(keys.source), to=str(keys.to), days=days, count=str(keys.count))
    yield words("restore-keys-old")


def _database_in_words(plan: RestorePlan, database: DatabasePart, words: Words) -> Iterator[str]:
    yield words(
        "restore-database",
        source=str(database.source),
        to=str(database.to),
        size=str(database.size // _KILOBYTE),
        servers=database.servers,
    )
    if database.made is None:
        yield words("restore-age-unknown")
    else:
        yield words("restore-age", days=max(0, plan.days_since(database.made)))
    if database.open_rounds:
        yield words("restore-open", rounds=database.open_rounds)
    if database.is_older:
        yield words("restore-older", revision=database.revision)
