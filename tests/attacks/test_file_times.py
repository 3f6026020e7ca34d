"""When the files at rest were last written: an hour after a concern was sent, none says when that was.

A key is made for a concern and for little else, so in a quiet group the file of the keys was last written when the last
one was sent. The naive twin is the same hour without the bot's own touch. Not here: what is in the files
(`test_concern_times.py`).
"""

import os
from datetime import timedelta
from pathlib import Path

from bot.services.laying_anew import LayingAnew
from bot.store.opening import Stores
from tests.attacks.test_concern_times import housed
from tests.proof import Figure
from tests.services.concern_house import START, ConcernHouse

SENT = (START - timedelta(days=365, minutes=47, seconds=13)).timestamp()
"""An odd moment, long before that of any touch."""


def written_then(folder: Path) -> None:
    """Let every file have been written last when the concern was sent."""
    for path in folder.iterdir():
        os.utime(path, (SENT, SENT))


def telling(folder: Path) -> list[str]:
    """The files that say so."""
    return [path.name for path in folder.iterdir() if path.stat().st_mtime == SENT]


async def an_hour_later(house: ConcernHouse, folder: Path) -> list[str]:
    """The files that say when the only concern was sent, once the next full hour has come."""
    await house.sent()
    written_then(folder)
    house.discord.now = START + timedelta(hours=1)
    await house.scheduler.run_due()
    return telling(folder)


async def test_an_hour_later_no_file_says_when(tmp_path: Path, figure: Figure) -> None:
    async with housed(tmp_path / "house") as house:
        stores = Stores(house.database, house.keys, first_start=False)
        await LayingAnew(stores, house.scheduler, house.clock).start()
        assert await an_hour_later(house, tmp_path / "house") == []
    async with housed(tmp_path / "naive") as house:
        naive = await an_hour_later(house, tmp_path / "naive")
    assert "keys.db" in naive
    figure("F6", "files that were last written when a concern was sent, an hour later", 0, twin=len(naive), passes="0")
