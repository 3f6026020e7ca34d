"""Lets the copies of the database from before upgrades go when they are of no more use."""

from datetime import timedelta
from pathlib import Path
from typing import Final, final

from bot.services.scheduler import Scheduler, Task
from bot.store.upgrade_copies import copies_beside, remove_copy

TASK: Final = "store:upgrade-copy"
OF_USE_FOR: Final = timedelta(days=14)
"""Whoever notices later that an upgrade did harm has a backup of a later day."""


@final
class UpgradeCopies:
    """Looks at them at each start, and removes each when its time has come."""

    def __init__(self, directory: Path, scheduler: Scheduler) -> None:
        self._directory = directory
        self._scheduler = scheduler
        scheduler.register(TASK, self._at_its_end)

    async def start(self) -> None:
        """Let each go in its time."""
        for copy in copies_beside(self._directory):
            due = copy.made + OF_USE_FOR
            await self._scheduler.schedule(TASK, due, None, copy.revision.encode(), occurrence="end")

    async def _at_its_end(self, task: Task) -> None:
        for copy in copies_beside(self._directory):
            # Another upgrade from the same revision may have made it anew.
            if copy.revision.encode() == task.subject and copy.made + OF_USE_FOR <= task.due:
                remove_copy(copy)
