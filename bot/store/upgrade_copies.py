"""The copies of the database from before upgrades: beside it, the newest two, and none for longer than it is of use.

What somebody had erased since is in them still, so they do not stay. Not here: how a copy is made (`copying.py`).
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.copying import as_store_problems, image_of, write_copy

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
