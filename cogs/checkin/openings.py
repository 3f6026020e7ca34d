"""Serves the openings that are due: has them posted, and tells the facilitators of those that did not happen.

Not here: which are due (the service), the posts themselves (`posting.py`), and moving one (`moving.py`).
"""

import structlog

from bot.core.identity import Clock
from bot.services.checkin_opening import FORGET_TASK, LATE, OPEN_TASK, CheckinOpening, LeftOut, Work
from bot.services.problems import CannotReach, Why
from bot.services.scheduler import Scheduler, Task
from bot.ui.messenger import Messenger
from bot.ui.words import words_for
from cogs.checkin import posts
from cogs.checkin.posting import CheckinPosting
from cogs.checkin.schedule_ids import custom_id
from cogs.checkin.staff_notes import nonce

log: structlog.typing.FilteringBoundLogger = structlog.get_logger(__name__)


class ScheduledOpenings:
    """The clock comes round at an opening."""

    def __init__(self, opening: CheckinOpening, posting: CheckinPosting, messenger: Messenger, clock: Clock) -> None:
        self._opening = opening
        self._posting = posting
        self._messenger = messenger
        self._clock = clock

    def register(self, scheduler: Scheduler) -> None:
        """Tell the scheduler which tasks are served here."""
        scheduler.register(OPEN_TASK, self.open)
        scheduler.register(FORGET_TASK, self._opening.forget)

    async def open(self, task: Task) -> None:
        """Open what is due. Only when that is kept and told does the schedule go on to its next opening."""
        # It was due when the scheduler looked, whatever became of the clock since.
        work = await self._opening.begin(task, max(task.due, self._clock()))
        if work is None:
            return
        is_put_off = await self._opening.put_off(work, self._clock())
        for left_out in work.left_out:
            if not is_put_off or left_out.why != LATE:
                await self._tell(work, left_out)
        if not is_put_off:
            await self._opening.finish(work, self._clock())
        if work.opened is not None and work.opened.facts.post is None:
            await self._posting.post_opened(work.opened)

    async def _tell(self, work: Work, left_out: LeftOut) -> None:
        """Tell it once: the process may have died right after. The task does not say so, it may have been laid anew."""
        known_by = custom_id("show", work.schedule_id, left_out.dates[-1].isoformat())
        channel = work.server.settings.staff_channel
        page = posts.left_out_note(words_for(work.server.settings.language), work, left_out, known_by)
        try:
            if await self._messenger.find_own(channel, known_by) is None:
                await self._messenger.post(channel, page, nonce("left", work.schedule_id, str(left_out.dates[-1])))
        except CannotReach as error:
            if error.why is Why.DISCORD_DOWN:
                raise
            log.warning("staff-not-told", why=error.why.value)
