"""The copies of the database from before upgrades: beside it, the newest two, and none for longer than it is of use.

What somebody had erased since is in them still, so they do not stay; a server that is erased goes from them at once.
Not here: how a copy is made (`copying.py`).
"""

import asyncio
import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.identity import ServerId
from bot.store.copying import as_store_problems, columns_of, image_of, rewrite_copy, write_copy

AT_MOST: Final = 2
"""How many stay, the one just made among them."""
_PREFIX: Final = "before-upgrade-"


@dataclass(frozen=True)
class UpgradeCopy:
    """One of them."""

    path: Path
    made: datetime

    @property
    def revision(self) -> str:
        """What the database was at."""
        return self.path.stem.removeprefix(_PREFIX)


async def copy_before_upgrade(connection: AsyncConnection, revision: str, directory: Path) -> None:
    """Copy the database as it is, within the transaction of its upgrade; the oldest of earlier copies go.

    Raises:
        StoreProblem: it could not be made; the upgrade must not begin.
    """
    await write_copy(await image_of(connection), directory / f"{_PREFIX}{revision}.db")
    for old in copies_beside(directory)[:-AT_MOST]:
        remove_copy(old)


def copies_beside(directory: Path) -> list[UpgradeCopy]:
    """Those that are in the database's directory, by revision."""
    paths = sorted(directory.glob(f"{_PREFIX}[0-9]*.db"))
    return [UpgradeCopy(path, datetime.fromtimestamp(path.stat().st_mtime, UTC)) for path in paths]


def remove_copy(copy: UpgradeCopy) -> None:
    """Remove it; one that is gone already is fine.

    Raises:
        NotWritable: it cannot be removed.
    """
    with as_store_problems():
        copy.path.unlink(missing_ok=True)


async def forget_server(directory: Path, server_id: ServerId) -> None:
    """Remove every row of a server from every copy; what is left of them can still be gone back to.

    Raises:
        StoreProblem: a copy could not be written anew; it is as it was.
    """
    for copy in copies_beside(directory):
        await asyncio.to_thread(rewrite_copy, copy.path, lambda connection: _without(connection, server_id))


def _without(copy: sqlite3.Connection, server_id: ServerId) -> None:
    tables = [name for (name,) in copy.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    if "concern_image" in tables:  # it names its case alone
        cases = "SELECT case_id FROM concern_case WHERE server_id = ?"
        copy.execute(f"DELETE FROM concern_image WHERE image_id IN ({cases})", (server_id,))  # noqa: S608 - our own names
    for table in tables:
        if "server_id" in columns_of(copy, table):
            copy.execute(f"DELETE FROM {table} WHERE server_id = ?", (server_id,))  # noqa: S608 - names from the schema
