"""Has the tables of a PostgreSQL database written anew at every full hour, the large ones once a night.

Not here: why and how (`bot/store/laying_anew.py`).
"""

from datetime import timedelta
from typing import Final, final

from bot.core.identity import Clock
from bot.services.scheduler import Scheduler, Task
from bot.store.opening import Stores

TASK: Final = "store:lay-anew"
_EVERY: Final = timedelta(hours=1)
LARGE_ONES_AT: Final = 3
"""The hour, in UTC."""


@final
class LayingAnew:
    """Looks after the stores from one full hour to the next."""

    def __init__(self, stores: Stores, scheduler: Scheduler, clock: Clock) -> None:
        self._stores = stores
        self._scheduler = scheduler
        self._clock = clock
        scheduler.register(TASK, self._lay)

    async def start(self) -> None:
        """Begin with the next full hour. Several processes on one database begin once."""
        hour = self._clock().replace(minute=0, second=0, microsecond=0) + _EVERY
        await self._scheduler.schedule(TASK, hour, None)

    async def _lay(self, task: Task) -> None:
        await self.start()
        await self._stores.lay_anew(large_too=task.due.hour == LARGE_ONES_AT)
