"""The copies from before upgrades go two weeks later: what somebody had erased since is in them still."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.services.scheduler import Scheduler
from bot.services.upgrade_copies import OF_USE_FOR, UpgradeCopies
from bot.store.database import Database
from bot.store.tasks import TaskRepository

MADE = datetime(2026, 3, 1, tzinfo=UTC)


class Bot:
    """One that is started, again and again, on a directory with copies."""

    def __init__(self, database: Database, directory: Path) -> None:
        self.database, self.directory, self.now = database, directory, MADE

    def copy(self, revision: str, made: datetime = MADE) -> None:
        path = self.directory / f"before-upgrade-{revision}.db"
        path.write_bytes(b"a copy")
        os.utime(path, (made.timestamp(), made.timestamp()))

    async def runs(self, time: timedelta) -> list[str]:
        """It starts, and time passes; which copies are left."""
        scheduler = Scheduler(TaskRepository(self.database), lambda: self.now)
        await UpgradeCopies(self.directory, scheduler).start()
        self.now += time
        await scheduler.run_due()
        return sorted(path.name for path in self.directory.iterdir())


@pytest.fixture
def bot(database: Database, tmp_path: Path) -> Bot:
    (tmp_path / "copies").mkdir()
    return Bot(database, tmp_path / "copies")


async def test_each_goes_in_its_time_however_often_the_bot_is_started(bot: Bot) -> None:
    bot.copy("0007")
    bot.copy("0008", MADE + timedelta(days=3))
    both = ["before-upgrade-0007.db", "before-upgrade-0008.db"]
    for _ in range(13):
        assert await bot.runs(timedelta(days=1)) == both
    assert await bot.runs(timedelta(days=1)) == both[1:]
    assert await bot.runs(timedelta(days=3)) == []
    assert await bot.runs(timedelta(days=30)) == []


async def test_one_that_was_made_anew_stays_its_own_time(bot: Bot) -> None:
    """The upgrade did harm, the copy was restored, and the next version upgrades again from the same revision."""
    bot.copy("0007")
    assert await bot.runs(timedelta(days=10)) == ["before-upgrade-0007.db"]
    bot.copy("0007", bot.now)
    assert await bot.runs(OF_USE_FOR - timedelta(seconds=1)) == ["before-upgrade-0007.db"]
    assert await bot.runs(timedelta(seconds=1)) == []


async def test_other_files_are_left_alone(bot: Bot) -> None:
    bot.copy("notes")
    (bot.directory / "common-ground.db").write_bytes(b"the database")
    assert await bot.runs(timedelta(days=100)) == ["before-upgrade-notes.db", "common-ground.db"]
