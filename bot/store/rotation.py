"""Puts every key under a fresh operator's key. The bot must not run meanwhile: it holds the old one in memory.

What the keys seal is not touched: they stay the same keys, wrapped anew.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy import bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.identity import Chance
from bot.core.sealing import Key, new_key, seal, unseal
from bot.store.database import Database
from bot.store.keystore import key_table
from bot.store.meta import Meta, put_value
from bot.store.operator_key import (
    KEY_FILE,
    MARK,
    check_operator_key,
    fits,
    fitting_mark,
    read_key_file,
    write_key_file,
)
from bot.store.private_files import put_in_place
from bot.store.problems import NotWritable
from bot.store.writer import each

NEXT_KEY_FILE: Final = "operator.key.next"


@dataclass(frozen=True, repr=False)
class _Rotation:
    current: Key
    fresh: Key
    chance: Chance


_WRAP_ANEW = update(key_table).where(key_table.c.key_id == bindparam("id")).values(wrapped=bindparam("wrapped_anew"))


@each
async def _wrap_all_anew(connection: AsyncConnection, rotation: _Rotation) -> None:
    rows = (await connection.execute(select(key_table))).all()
    changes: list[dict[str, bytes]] = []
    for key_id, wrapped in rows:
        key = unseal(rotation.current, wrapped, key_id)
        changes.append({"id": key_id, "wrapped_anew": seal(rotation.fresh, key, key_id, rotation.chance)})
    if changes:
        await connection.execute(_WRAP_ANEW, changes)
    await put_value(connection, MARK, fitting_mark(rotation.fresh, rotation.chance))


async def rotate_operator_key(key_dir: Path, database: Database, key_database: Database, chance: Chance) -> None:
    """Replace the operator's key in the key directory and in both stores. After a crash, run it again: it goes on.

    Raises:
        FileNotFoundError, KeyFileUnusable: there is no key file to start from.
        KeyDoesNotFit: the key file is not the one these stores were sealed with; nothing was changed.
    """
    current = read_key_file(key_dir / KEY_FILE)
    fresh = _next_key(key_dir / NEXT_KEY_FILE, chance)
    if not await fits(key_database, fresh):
        await check_operator_key(key_database, current, chance)
        await key_database.write(_wrap_all_anew, _Rotation(current, fresh, chance))
    if not await fits(database, fresh):
        await check_operator_key(database, current, chance)
        await Meta(database).put(MARK, fitting_mark(fresh, chance))
    try:
        put_in_place(key_dir / NEXT_KEY_FILE, key_dir / KEY_FILE)
    except OSError:
        raise NotWritable from None


def _next_key(path: Path, chance: Chance) -> Key:
    """The fresh key: on disk before anything is wrapped under it, and the same one when a crash came between."""
    if not path.exists():
        write_key_file(path, new_key(chance))
    return read_key_file(path)
