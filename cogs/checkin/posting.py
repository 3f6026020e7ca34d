"""Posts rounds, on a facilitator's word or when the clock says so, and reminds of them; never twice, through crashes.

Not here: closing (`closing.py`), and what a post looks like (`posts.py`).
"""

import structlog

from bot.core.checkin import GRACE, Trouble
from bot.core.identity import Clock, RoundId
from bot.services.checkin_rounds import KnownRound
from bot.services.problems import CannotReach, Refused, Why
from bot.services.round_keeping import POST_TASK, REMIND_TASK, RoundKeeping
from bot.services.scheduler import Scheduler, Task
from bot.ui.messenger import Messenger
from bot.ui.page import Page
from bot.ui.words import Words
from cogs.checkin import posts
from cogs.checkin.ids import open_id, reminder_id
from cogs.checkin.staff_notes import StaffNotes, nonce

log: structlog.typing.FilteringBoundLogger = structlog.get_logger(__name__)


class CheckinPosting:
    """The posts of check-ins."""

    def __init__(
        self, keeping: RoundKeeping, notes: StaffNotes, messenger: Messenger, clock: Clock, promise: str
    ) -> None:
        """`promise` is the key of what posts say of how answers are kept."""
        self._promise = promise
        self._keeping = keeping
        self._notes = notes
        self._messenger = messenger
        self._clock = clock

    def register(self, scheduler: Scheduler) -> None:
        """Tell the scheduler which tasks are served here."""
        scheduler.register(POST_TASK, self.post_if_missing)
        scheduler.register(REMIND_TASK, self.remind)

    async def post(self, known: KnownRound) -> KnownRound:
        """Post a round that was just started.

        Raises:
            Refused: the channel cannot be posted in; the round is forgotten.
            CannotReach: Discord is down; the clock will post the round.
        """
        try:
            return await self._posted(known)
        except CannotReach as error:
            if error.why is Why.DISCORD_DOWN:
                raise
            await self._keeping.withdraw(known)
            raise Refused("checkin-cannot-post", channel=known.facts.channel) from error

    async def post_opened(self, known: KnownRound) -> None:
        """Post a round that a schedule just opened; while Discord is down, the clock will try again."""
        try:
            await self.bring_into_channel(known)
        except CannotReach as error:
            log.warning("post-waits", why=error.why.value)

    async def post_moved(self, known: KnownRound) -> KnownRound:
        """Post a round that was moved to this channel; where that fails it goes on waiting for a channel.

        Raises:
            CannotReach: the channel cannot be posted in, or Discord is down; then the clock will try again.
        """
        try:
            return await self._posted(known)
        except CannotReach as error:
            if error.why is not Why.DISCORD_DOWN:
                await self._keeping.staff_told(known, Trouble.NO_CHANNEL)
            raise

    async def post_if_missing(self, task: Task) -> None:
        """Post a round whose post was not confirmed, unless it stands in the channel already."""
        known = await self.to_post(task)
        if known is None:
            return
        try:
            await self.bring_into_channel(known)
        except CannotReach as error:
            if self._clock() - known.facts.opened > GRACE:
                raise
            # The pauses of the scheduler grow too long for what is to be posted within the grace period.
            log.warning("post-waits", why=error.why.value)
            await self._keeping.post_again(known, self._clock())

    async def to_post(self, task: Task) -> KnownRound | None:
        """The round if it is still to be posted, and not waiting for the staff to choose a channel."""
        known = await self._keeping.not_yet_posted(RoundId(task.subject))
        return None if known is None or known.facts.waits else known

    async def bring_into_channel(self, known: KnownRound) -> None:
        """Post a round that may stand in its channel already; one that is late by more than the grace is given up.

        At night nobody is told that: it is left as it is until the morning.

        Raises:
            CannotReach: Discord is down.
        """
        try:
            found = await self._messenger.find_own(known.facts.channel, open_id(known.round_id))
            if found is not None:
                await self._keeping.posted(known, found)
            elif self._clock() - known.facts.opened > GRACE:
                await self._given_up(known, Trouble.TOO_LATE)
            else:
                await self._posted(known)
        except CannotReach as error:
            if error.why is Why.DISCORD_DOWN:
                raise
            await self._without_channel(known)

    async def _without_channel(self, known: KnownRound) -> None:
        """What a schedule opened is kept, to be moved; what somebody started can be started again."""
        if known.facts.schedule_id is None:
            await self._given_up(known, Trouble.NOT_STARTED)
        elif not await self._keeping.put_off(POST_TASK, known, known.facts.opened, self._clock()):
            await self._notes.tell_once(known, Trouble.NO_CHANNEL)

    async def _given_up(self, known: KnownRound, trouble: Trouble) -> None:
        if await self._keeping.put_off(POST_TASK, known, known.facts.opened, self._clock()):
            return
        await self._notes.tell_once(known, trouble)
        await self._keeping.withdraw(known)

    async def remind(self, task: Task) -> None:
        """Remind the channel of a round, once; a channel that cannot be posted in is not reminded."""
        known = await self._keeping.to_remind(RoundId(task.subject), self._clock())
        if known is None:
            return
        channel = known.facts.channel
        try:
            found = await self._messenger.find_own(channel, reminder_id(known.round_id)) if task.attempts else None
            page = posts.reminder(await self._notes.words(known), known.round_id, known.facts)
            message = found or await self._messenger.post(channel, page, nonce("mind", known.round_id))
        except CannotReach as error:
            if error.why is Why.DISCORD_DOWN:
                raise
            log.warning("channel-not-reminded", why=error.why.value)
        else:
            await self._keeping.reminded(known, message)

    async def redraw(self, known: KnownRound) -> None:
        """Let the round's post say what holds now. One that is gone, or can no longer be edited, is left alone."""
        if known.facts.post is None:
            return
        words = await self._notes.words(known)
        page = self._post(words, known) if known.is_open else posts.closed_post(words, known.facts)
        try:
            await self._messenger.edit(known.facts.channel, known.facts.post, page)
        except CannotReach as error:
            if error.why is Why.DISCORD_DOWN:
                raise

    async def _posted(self, known: KnownRound) -> KnownRound:
        page = self._post(await self._notes.words(known), known)
        message = await self._messenger.post(known.facts.channel, page, nonce("post", known.round_id))
        return await self._keeping.posted(known, message)

    def _post(self, words: Words, known: KnownRound) -> Page:
        return posts.post(words, known.round_id, known.facts, self._promise)
