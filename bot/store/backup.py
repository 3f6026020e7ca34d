"""Backups while the bot runs: the database as a series, the keys in one file that is overwritten, never both together.

Every copy is opened and looked through before it counts. A copy of the database holds no open ballot box. That there
are no older keys is what makes an erasure reach old copies. Not here: how a copy is made (`copying.py`), how the keys
are packed (`key_backup.py`), and the way back (`restoring.py`).
"""

import asyncio
import shlex
from datetime import UTC, datetime
from itertools import combinations
from pathlib import Path
from typing import Final

from sqlalchemy import URL
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.copying import as_store_problems, image_of, write_copy
from bot.store.database import Database
from bot.store.key_backup import KEYS_FILE, pack, put_keys
from bot.store.operator_key import KEY_FILE, read_key_file
from bot.store.problems import BackupPlaceUnsafe, DatabaseUnsupported, NothingThere, RotationUnfinished
from bot.store.rotation import NEXT_KEY_FILE
from bot.store.writer import each

KEPT: Final = 14
"""The newest so many copies of the database stay."""
_NAME: Final = "common-ground-%Y-%m-%dT%H-%M-%SZ.db"
_LEFT_OUT: Final = "open_box"
"""The table of open ballot boxes."""


@each
async def _image(connection: AsyncConnection, _: None) -> bytes:
    return await image_of(connection)


async def back_up_database(database: Database, to: Path, now: datetime) -> Path:
    """Add a copy of a SQLite database to the series in a directory, and let the oldest go.

    Everything that was confirmed before is in it, as of one moment: it is one ride on the database's writer.

    Returns:
        The file, named with the moment in UTC.

    Raises:
        DatabaseUnsupported: the database is not SQLite; `pg_dump_line` says what to type.
        BackupPlaceUnsafe: the directory lies in the database's, or the other way round.
        StoreProblem: it could not be made; the copies from before are still there.
    """
    if not database.is_sqlite:
        raise DatabaseUnsupported
    refuse_together(to, Path(database.url.database or "").parent)
    path = to / now.astimezone(UTC).strftime(_NAME)
    await write_copy(await database.write(_image, None), path)
    await asyncio.to_thread(_let_the_oldest_go, to)
    return path


def _let_the_oldest_go(directory: Path) -> None:
    left_by_a_crash = directory.glob("common-ground-*.db.new")
    with as_store_problems():
        for old in (*(path for _, path in copies_in(directory)[KEPT:]), *left_by_a_crash):
            old.unlink(missing_ok=True)


async def back_up_keys(key_dir: Path, keys: Database, to: Path) -> Path:
    """Put the operator's key and the key store into one file in a directory, in place of the one from before.

    The bytes of the one from before are overwritten: a key that was erased since is in no backup any more.

    Raises:
        BackupPlaceUnsafe: the directory lies in the key directory, or the other way round.
        NothingThere: there is no operator's key.
        RotationUnfinished: the operator's key is just being replaced, or was when a process ended.
        StoreProblem: it could not be made; the one from before is still there.
    """
    if not keys.is_sqlite:
        raise DatabaseUnsupported
    refuse_together(to, key_dir)
    if (key_dir / NEXT_KEY_FILE).exists():
        raise RotationUnfinished
    try:
        operator_key = read_key_file(key_dir / KEY_FILE)
    except FileNotFoundError:
        raise NothingThere from None
    packed = await asyncio.to_thread(pack, operator_key, await keys.write(_image, None))
    path = to / KEYS_FILE
    await asyncio.to_thread(put_keys, packed, path)
    return path


def refuse_together(*directories: Path) -> None:
    """Refuse directories of which one lies in another, or is another.

    Raises:
        BackupPlaceUnsafe: whoever carries one away would carry the other along.
    """
    for one, other in combinations([directory.resolve() for directory in directories], 2):
        if one.is_relative_to(other) or other.is_relative_to(one):
            raise BackupPlaceUnsafe


def copies_in(directory: Path) -> list[tuple[datetime, Path]]:
    """The copies of the database in a directory and when each was made, the newest first. None there is fine."""
    found: list[tuple[datetime, Path]] = []
    for path in directory.glob("common-ground-*.db"):
        try:
            found.append((datetime.strptime(path.name, _NAME).replace(tzinfo=UTC), path))
        except ValueError:
            continue  # somebody else's
    return sorted(found, reverse=True)


def pg_dump_line(url: URL, to: Path, now: datetime) -> str:
    """What to type to back up a PostgreSQL database without open ballot boxes. The password is not in it."""
    path = to / now.astimezone(UTC).strftime(_NAME.replace(".db", ".dump"))
    return _pg_dump(url, path, f"--exclude-table-data={_LEFT_OUT}")


def pg_dump_keys_line(url: URL, to: Path) -> str:
    """The same for a key store in PostgreSQL: one file, which replaces the one from before."""
    return _pg_dump(url, to / KEYS_FILE.replace(".tar", ".dump"))


def _pg_dump(url: URL, path: Path, *options: str) -> str:
    # What asyncpg calls `ssl` is `sslmode` to PostgreSQL's own programs.
    query = {"sslmode" if name == "ssl" else name: value for name, value in url.query.items()}
    bare = URL.create("postgresql", url.username, None, url.host, url.port, url.database, query).render_as_string()
    return shlex.join(["pg_dump", "--format=custom", *options, f"--file={path}", f"--dbname={bare}"])
