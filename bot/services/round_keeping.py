"""The life of one round from its opening to its result, step by step; each step can be repeated after a crash.

Not here: who may start and end one (`checkin_running.py`), answers (`checkins.py`), and posting itself (the cog).
"""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final, Protocol, final

import structlog

from bot.core.checkin import GRACE, Obstacle, Round, Trouble, obstacle
from bot.core.identity import ChannelId, MessageId, RoundId, ServerId
from bot.core.template import Template
from bot.services.alerting import waking
from bot.services.checkin_rounds import CheckinRounds, KnownRound
from bot.services.clock_watch import is_day
from bot.services.problems import Refused
from bot.services.scheduler import Scheduler
from bot.services.server_records import Server
from bot.services.servers import Servers

CLOSE_TASK: Final = "checkin:close"
POST_TASK: Final = "checkin:post"
REMIND_TASK: Final = "checkin:remind"
NOTE_TASK: Final = "checkin:note"
"""What the staff are told of a round's end waits until the night is over."""
COMMENTS_TASK: Final = "checkin:comments"
"""Published comments are erased so many days after closing as closed cases are."""
_OCCURRENCE: Final = "round"
"""A round is posted, reminded of and closed once; scheduling any of it again moves it."""
_POSTED_BY_NOW: Final = timedelta(minutes=2)
"""After this a post that was not confirmed is looked for, and posted if it is not there."""

DealtWith = Callable[[KnownRound], Awaitable[None]]
Published = Callable[[Server, KnownRound], Awaitable[None]]
"""Takes in what was published of a round; the same round again must change nothing."""

log: structlog.typing.FilteringBoundLogger = structlog.get_logger(__name__)


class AlsoAsks(Protocol):
    """Has questions of its own to add to rounds."""

    async def asked(self, server: Server, facts: Round) -> Template:
        """What a round that is about to open asks: its template, perhaps with one question more at its end."""
        ...

    async def opened(self, server: Server, known: KnownRound) -> None:
        """A round has opened, and asks what it asks. May come again for the same round."""
        ...

    async def withdrawn(self, server: Server, known: KnownRound) -> None:
        """A round that opened is forgotten, without having asked anybody. May come again for the same round."""
        ...


@final
class RoundKeeping:
    """Opens rounds, keeps what was posted of them, and closes them."""

    def __init__(self, rounds: CheckinRounds, servers: Servers, scheduler: Scheduler) -> None:
        self._rounds = rounds
        self._servers = servers
        self._scheduler = scheduler
        self._dealt_with: DealtWith | None = None
        self._also: list[AlsoAsks] = []
        self._taking_in: list[Published] = []
        self._opening: defaultdict[ServerId, asyncio.Lock] = defaultdict(asyncio.Lock)

    def new_id(self) -> RoundId:
        """An id for a round that is not yet kept."""
        return self._rounds.new_id()

    async def find(self, round_id: RoundId) -> KnownRound | None:
        """The round, or None where it is gone."""
        return await self._rounds.find(round_id)

    async def open(self, server: Server, round_id: RoundId, facts: Round, now: datetime) -> KnownRound:
        """Keep a new round; the caller posts it and confirms with `posted`. The same id again is the same round.

        Raises:
            Refused: the channel is asked enough.
        """
        async with self._opening[server.server_id]:
            kept = await self._rounds.find(round_id)
            if kept is not None:
                return await self._told_of(server, kept)
            await self._refuse_when_asked_enough(server, facts, now)
            # The tasks first: one without a round does nothing, a round without them would never close.
            await self._schedule(CLOSE_TASK, facts.closes, server.server_id, round_id)
            await self._schedule(POST_TASK, now + _POSTED_BY_NOW, server.server_id, round_id)
            for also in self._also:
                facts = replace(facts, template=await also.asked(server, facts))
            minimum = server.settings.minimum_answers
            known = await self._rounds.add(server, round_id, replace(facts, minimum=minimum))
            return await self._told_of(server, known)

    async def change(self, known: KnownRound, change: Callable[[Round], Round]) -> KnownRound | None:
        """Change the facts of a round as they are now, and close it when they say."""
        changed = await self._rounds.change(known.round_id, change)
        if changed is not None:
            await self._schedule(CLOSE_TASK, changed.facts.closes, known.server_id, known.round_id)
        return changed

    async def moved(self, server: Server, known: KnownRound, channel: ChannelId, now: datetime) -> KnownRound:
        """Keep a round that was not posted as one that opens in another channel now, for as long as it was to be open.

        Raises:
            Refused: the round is gone or no longer waits for a channel, or the channel is asked enough.
        """
        async with self._opening[server.server_id]:
            await self.refuse_to_move(server, known, channel, now)
            changed = await self.change(known, lambda facts: _moved(facts, channel, now))
        if changed is None:
            raise Refused("checkin-move-too-late")
        await self._schedule(POST_TASK, now + _POSTED_BY_NOW, server.server_id, known.round_id)
        return changed

    async def refuse_to_move(self, server: Server, known: KnownRound, channel: ChannelId, now: datetime) -> None:
        """Refuse to move a round into a channel that is asked enough.

        Raises:
            Refused: it is.
        """
        here = replace(known.facts, channel=channel, opened=now)
        await self._refuse_when_asked_enough(server, here, now, besides=known.round_id)

    async def posted(self, known: KnownRound, message: MessageId) -> KnownRound:
        """Keep where the round's post stands, and remind the channel when it is time."""
        changed = await self._rounds.change(known.round_id, lambda facts: replace(facts, post=message))
        await self._scheduler.cancel(POST_TASK, known.server_id, known.round_id, occurrence=_OCCURRENCE)
        if known.facts.reminder is not None:
            await self._schedule(REMIND_TASK, known.facts.reminder, known.server_id, known.round_id)
        return changed or known

    def when_withdrawn(self, dealt_with: DealtWith) -> None:
        """Let this be done before a round is forgotten."""
        self._dealt_with = dealt_with

    def also_ask(self, also: AlsoAsks) -> None:
        """Let this add its questions to rounds that open; who came first is asked first."""
        self._also.append(also)

    def when_published(self, taking_in: Published) -> None:
        """Let this be done with each result that stands in its channel."""
        self._taking_in.append(taking_in)

    async def post_again(self, known: KnownRound, now: datetime) -> None:
        """Let it soon be tried again to post a round."""
        await self._schedule(POST_TASK, now + _POSTED_BY_NOW, known.server_id, known.round_id)

    async def withdraw(self, known: KnownRound) -> None:
        """Forget a round that could not be posted."""
        if self._dealt_with is not None:
            await self._dealt_with(known)
        server = await self._servers.get(known.server_id)
        for also in self._also:
            await also.withdrawn(server, known)
        await self._rounds.remove(known)
        for kind in (POST_TASK, REMIND_TASK, CLOSE_TASK):
            await self._scheduler.cancel(kind, known.server_id, known.round_id, occurrence=_OCCURRENCE)

    async def not_yet_posted(self, round_id: RoundId) -> KnownRound | None:
        """The round if it is still to be posted."""
        known = await self._rounds.find(round_id)
        return known if known is not None and known.is_open and known.facts.post is None else None

    async def to_remind(self, round_id: RoundId, now: datetime) -> KnownRound | None:
        """The round if its channel is to be reminded of it now."""
        known = await self._rounds.find(round_id)
        if known is None or not known.is_open or known.facts.post is None or known.facts.reminder is None:
            return None
        in_time = now - known.facts.reminder <= GRACE and now < known.facts.closes
        return known if known.facts.reminded is None and in_time else None

    async def reminded(self, known: KnownRound, message: MessageId) -> None:
        """Keep where the reminder stands."""
        await self._rounds.change(known.round_id, lambda facts: replace(facts, reminded=message))

    async def close(self, round_id: RoundId) -> KnownRound | None:
        """The round with its result, which is made once; None where there is no such round."""
        known = await self._rounds.find(round_id)
        if known is None:
            return None
        server = await self._servers.get(known.server_id)
        minimum = max(known.facts.minimum, server.settings.minimum_answers)
        closed = await self._rounds.conclude(known, minimum)
        if closed.result is not None and closed.result.comments_key:
            forgotten = known.facts.closes + timedelta(days=server.settings.retention_days)
            await self._schedule(COMMENTS_TASK, forgotten, known.server_id, round_id)
        if closed.result is not None and closed.result.broken:
            log.error("a ballot box could not be opened; its round ended as too few")
        return closed

    async def erase_comments(self, round_id: RoundId) -> None:
        """Erase the comments of a closed round: their time is over."""
        await self._rounds.erase_comments(round_id)

    async def result_posted(self, known: KnownRound, message: MessageId) -> None:
        """Keep where the result stands, once all who learn from results have taken it in."""
        server = await self._servers.get(known.server_id)
        for take_in in self._taking_in:
            await take_in(server, known)
        await self._rounds.change(known.round_id, lambda facts: replace(facts, result_post=message))

    async def staff_told(self, known: KnownRound, trouble: Trouble) -> None:
        """Keep that the staff have been told of this trouble."""
        await self._rounds.change(known.round_id, lambda facts: replace(facts, told=(*facts.told, trouble)))

    async def waits_for_morning(self, known: KnownRound, now: datetime) -> bool:
        """Whether it is night, so that what is no hurry is told in the morning; that is then arranged."""
        morning = waking(await self._servers.get(known.server_id), now)
        if morning == now:
            return False
        await self._schedule(NOTE_TASK, morning, known.server_id, known.round_id)
        return True

    async def put_off(self, kind: str, known: KnownRound, planned: datetime, now: datetime) -> bool:
        """Whether this comes so late that nobody planned it for this night; it is then done in the morning.

        `kind` is the task that does it, `planned` when it was to be done.
        """
        morning = waking(await self._servers.get(known.server_id), now, is_day)
        if morning == now or now - planned <= GRACE:
            return False
        await self._schedule(kind, morning, known.server_id, known.round_id)
        return True

    async def staff_channel(self, server_id: ServerId) -> ChannelId:
        """Where the staff are told about check-ins."""
        return (await self._servers.get(server_id)).settings.staff_channel

    async def language(self, server_id: ServerId) -> str:
        """The language in which a server's rounds are posted."""
        return (await self._servers.get(server_id)).settings.language

    async def _told_of(self, server: Server, known: KnownRound) -> KnownRound:
        for also in self._also:
            await also.opened(server, known)
        return known

    async def _refuse_when_asked_enough(
        self, server: Server, facts: Round, now: datetime, besides: RoundId | None = None
    ) -> None:
        recent = await self._rounds.recent(server, now)
        rounds = [(known.facts, known.is_open) for known in recent if known.round_id != besides]
        match obstacle(rounds, facts.channel, facts.opened):
            case Obstacle.ROUND_OPEN:
                raise Refused("checkin-round-open", channel=facts.channel)
            case Obstacle.ENOUGH_ASKED:
                raise Refused("checkin-enough-asked", channel=facts.channel)
            case None:
                return

    async def _schedule(self, kind: str, due: datetime, server_id: ServerId, round_id: RoundId) -> None:
        await self._scheduler.schedule(kind, due, server_id, round_id, occurrence=_OCCURRENCE)


def _moved(facts: Round, channel: ChannelId, now: datetime) -> Round:
    """As one that opens in this channel now. Of two who move it at once only the first does: it is posted once."""
    if not facts.waits:
        raise Refused("checkin-move-too-late")
    later = now - facts.opened
    return replace(
        facts,
        channel=channel,
        opened=now,
        closes=facts.closes + later,
        reminder=None if facts.reminder is None else facts.reminder + later,
        told=tuple(trouble for trouble in facts.told if trouble is not Trouble.NO_CHANNEL),
    )
