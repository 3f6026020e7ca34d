"""Schedules whose rows no longer open: facilitators are told how many there are, and can have them removed.

What was planned in them nobody can tell, so they open nothing meanwhile. Not here: how a row is sealed.
"""

from typing import final

from bot.services.checkin_opening import CheckinOpening
from bot.services.schedule_book import ScheduleBook
from bot.services.schedule_changes import Asking, ScheduleChanges
from bot.services.schedule_views import ScheduleViews


@final
class UnreadableSchedules:
    """Counts and removes them."""

    def __init__(
        self, book: ScheduleBook, views: ScheduleViews, changes: ScheduleChanges, opening: CheckinOpening
    ) -> None:
        self._book = book
        self._views = views
        self._changes = changes
        self._opening = opening

    async def count(self, by: Asking) -> int:
        """How many there are, saved or still being made when they were damaged.

        Raises:
            Refused: not a facilitator.
        """
        return len(await self._book.unreadable(await self._views.allowed(by.server_id, by.person)))

    async def remove(self, by: Asking) -> int:
        """Forget them with their openings; how many there were. Rounds that they opened go on, and results stay.

        Raises:
            Refused: not a facilitator.
        """
        server = await self._views.allowed(by.server_id, by.person)
        found = await self._book.unreadable(server)
        if found:
            await self._changes.note(server, by.person, "remove-unreadable")
        for schedule_id in found:
            await self._book.remove(schedule_id)
            await self._opening.lay(server, schedule_id, by.now)
        return len(found)
