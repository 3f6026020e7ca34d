"""Closes rounds when the clock says so: the result is made once and posted once, with its picture.

Not here: what a result is (the service), what it looks like (`posts.py`), and posts of open rounds (`posting.py`).
"""

from datetime import datetime, timedelta
from typing import Final

import structlog

from bot.core.checkin import GRACE, Trouble
from bot.core.identity import Clock, MessageId, RoundId
from bot.core.publishing import Result
from bot.services.checkin_opening import CheckinOpening
from bot.services.checkin_rounds import KnownRound
from bot.services.problems import CannotReach, Why
from bot.services.round_keeping import CLOSE_TASK, COMMENTS_TASK, NOTE_TASK, RoundKeeping
from bot.services.scheduler import Scheduler, Task
from bot.ui.messenger import Messenger
from bot.ui.page import Picture
from cogs.checkin import posts
from cogs.checkin.ids import reminder_id, result_id
from cogs.checkin.pictures import CheckinPictures, with_or_without
from cogs.checkin.posting import CheckinPosting
from cogs.checkin.staff_notes import StaffNotes, nonce

KEPT_TRYING: Final = timedelta(days=7)
"""How long after closing a result that cannot be posted is tried again."""

log: structlog.typing.FilteringBoundLogger = structlog.get_logger(__name__)


class CheckinClosing:
    """The ends of rounds."""

    def __init__(  # noqa: PLR0913 - what the end of a round touches
        self,
        keeping: RoundKeeping,
        opening: CheckinOpening,
        posting: CheckinPosting,
        notes: StaffNotes,
        pictures: CheckinPictures,
        messenger: Messenger,
        clock: Clock,
    ) -> None:
        self._keeping = keeping
        self._opening = opening
        self._posting = posting
        self._notes = notes
        self._pictures = pictures
        self._messenger = messenger
        self._clock = clock

    def register(self, scheduler: Scheduler) -> None:
        """Tell the scheduler which tasks are served here."""
        scheduler.register(CLOSE_TASK, self.close)
        scheduler.register(COMMENTS_TASK, self.erase_comments)
        scheduler.register(NOTE_TASK, self.tell_of_silence)

    async def erase_comments(self, task: Task) -> None:
        """The time of a closed round's comments is over."""
        await self._keeping.erase_comments(RoundId(task.subject))

    async def tell_of_silence(self, task: Task) -> None:
        """The night is over in which a schedule fell silent."""
        known = await self._keeping.find(RoundId(task.subject))
        if known is not None:
            await self._notes.tell_once(known, Trouble.SILENT)

    async def close(self, task: Task) -> None:
        """Close a round: its result is made once, posted once, and the round's post says that it is closed.

        The result of one that should have closed in an outage is made at once, and told in the morning.
        """
        missing = await self._posting.to_post(task)
        if missing is not None:
            await self._posting.bring_into_channel(missing)
        now, unposted = self._clock(), await self._keeping.not_yet_posted(RoundId(task.subject))
        if unposted is not None:
            is_untold = missing is not None and not unposted.facts.waits
            if is_untold and await self._keeping.put_off(CLOSE_TASK, unposted, unposted.facts.opened, now):
                return
            await self._keeping.withdraw(unposted)
        known = await self._keeping.close(RoundId(task.subject))
        if known is None or known.result is None:
            return
        is_silent = await self._opening.concluded(known, now)
        if known.facts.result_post is not None or not await self._keeping.put_off(
            CLOSE_TASK, known, known.facts.closes, now
        ):
            # Whatever is this late may have been posted by a process that died before it could note that.
            tried = task.attempts > 0 or now - known.facts.closes > GRACE
            await self._tell(known, known.result, now, is_silent=is_silent, may_stand_already=tried)
        await self._posting.redraw(known)
        await self._take_reminder_away(known)

    async def _tell(
        self, known: KnownRound, result: Result, now: datetime, *, is_silent: bool, may_stand_already: bool
    ) -> None:
        """Tell the staff what they must know of it, and the group its result."""
        if result.broken:
            await self._notes.tell_once(known, Trouble.BROKEN)
        if is_silent and not await self._keeping.waits_for_morning(known, now):
            await self._notes.tell_once(known, Trouble.SILENT)
        if known.facts.result_post is None:
            await self._post_result(known, result, may_stand_already=may_stand_already)

    async def _post_result(self, known: KnownRound, result: Result, *, may_stand_already: bool) -> None:
        try:
            message = await self._result_message(known, result, may_stand_already=may_stand_already)
        except CannotReach as error:
            if error.why is Why.DISCORD_DOWN:
                raise
            await self._notes.tell_once(known, Trouble.NOT_POSTED)
            if self._clock() < known.facts.closes + KEPT_TRYING:
                raise
            log.warning("result-not-posted")
        else:
            await self._keeping.result_posted(known, message)

    async def _result_message(self, known: KnownRound, result: Result, *, may_stand_already: bool) -> MessageId:
        channel = known.facts.channel
        found = await self._messenger.find_own(channel, result_id(known.round_id)) if may_stand_already else None
        if found is not None:
            return found
        words = await self._notes.words(known)
        picture = None if result.too_few else await self._pictures.of_round(words, known)

        async def post(shown: Picture | None) -> MessageId:
            page = posts.result_post(words, known.round_id, known.facts, result, shown)
            return await self._messenger.post(channel, page, nonce("done", known.round_id))

        return await with_or_without(picture, post)

    async def _take_reminder_away(self, known: KnownRound) -> None:
        """A reminder of a closed round would ask people in vain. The process may have died right after posting it."""
        channel, message = known.facts.channel, known.facts.reminded
        if known.facts.reminder is None:
            return
        try:
            message = message or await self._messenger.find_own(channel, reminder_id(known.round_id))
            if message is not None:
                await self._messenger.delete(channel, message)
        except CannotReach as error:
            if error.why is Why.DISCORD_DOWN:
                raise
