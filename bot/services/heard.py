"""After a result: a facilitator tells the group what was heard and what will be done, in a post seen before.

If nobody does, facilitators are reminded once. Not here: the first draft (its words are content), and the pages.
"""

import asyncio
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Final, Protocol, final

from bot.core.hearing import NUDGED_AFTER, RATED, Ended, Loop, loop_closed, to_be_nudged
from bot.core.identity import Clock, MessageId, RoundId, ServerId
from bot.core.publishing import Result
from bot.core.slots import local_day, slot_after, slot_at_or_after
from bot.services.audit import Audit
from bot.services.checkin_rounds import CheckinRounds, KnownRound
from bot.services.clock_watch import may_remind
from bot.services.heard_book import LONGEST, HeardBook, Said
from bot.services.people import Person, require_facilitator
from bot.services.problems import CannotReach, Refused, Why
from bot.services.scheduler import Scheduler, Task
from bot.services.server_records import Server
from bot.services.servers import Servers
from bot.services.template_input import text_of

NUDGE_TASK: Final = "heard:nudge"
MOST_LISTED: Final = 25
_LOOKED_THROUGH: Final = 200
"""Closed rounds of a server, the last ones: more than a quarter has of them."""
_NUDGED: Final = "heard nudged"
"""The note of the day on which facilitators were reminded last."""
_APART: Final = timedelta(days=28)
"""Between two reminders, however many results there are: who does not do it shall not be told so every week."""
_GAP: Final = re.compile(r"\[[^\[\]\n]+\](?!\()")
"""What is still to be filled in; not a link."""


@dataclass(frozen=True)
class After:
    """A closed round with a result, and what was said after it."""

    known: KnownRound
    result: Result
    said: Said

    @property
    def ended(self) -> Ended:
        """The same as the rules see it."""
        return Ended(self.known.facts, self.result, self.said.post is not None, self.said.nudged)

    @property
    def has_gaps(self) -> bool:
        """Something is still to be filled in."""
        return bool(_GAP.search(self.said.heard) or _GAP.search(self.said.will_do))


@dataclass(frozen=True)
class Overview:
    """What there is to answer, and how often it was."""

    rounds: Sequence[After]
    """Of the last quarter, the last one first."""
    loop: Loop


class Board(Protocol):
    """Discord's side. Whatever stands already is not posted again."""

    async def tell(self, server: Server, after: After) -> MessageId:
        """Tell the group; the post."""
        ...

    async def nudge(self, server: Server, known: KnownRound) -> None:
        """Remind the facilitators of a result."""
        ...


@final
class Heard:
    """What is said after results, and the one reminder of each."""

    def __init__(  # noqa: PLR0913 - the stores and services it stands on
        self,
        servers: Servers,
        rounds: CheckinRounds,
        book: HeardBook,
        scheduler: Scheduler,
        audit: Audit,
        board: Board,
        clock: Clock,
    ) -> None:
        self._servers = servers
        self._rounds = rounds
        self._book = book
        self._scheduler = scheduler
        self._audit = audit
        self._board = board
        self._clock = clock
        self._posting: defaultdict[ServerId, asyncio.Lock] = defaultdict(asyncio.Lock)
        scheduler.register(NUDGE_TASK, self.run)

    async def overview(self, server_id: ServerId, person: Person, now: datetime) -> Overview:
        """The results of the last quarter.

        Raises:
            Refused: not a facilitator.
        """
        server = await self._allowed(server_id, person)
        said = await self._book.of_server(server)
        found = [
            After(known, known.result, said.get(known.round_id, Said()))
            for known in await self._rounds.closed(server, _LOOKED_THROUGH)
            if known.result is not None and not known.result.too_few and now - known.facts.closes < RATED
        ]
        return Overview(found[:MOST_LISTED], loop_closed((after.ended for after in found), now))

    async def look(self, server_id: ServerId, person: Person, round_id: RoundId) -> After:
        """One result, and what was said after it.

        Raises:
            Refused: not a facilitator, or there is no such result.
        """
        after = await self._after(await self._allowed(server_id, person), round_id)
        if after is None:
            raise Refused("heard-gone")
        return after

    async def write(self, server_id: ServerId, person: Person, round_id: RoundId, heard: str, will_do: str) -> After:
        """Keep a wording, to be looked at and posted.

        Raises:
            Refused: not a facilitator, there is no such result, it was answered, or one half is empty or too long.
        """
        await self.look(server_id, person, round_id)
        server = await self._servers.get(server_id)
        words = [text_of(half, LONGEST, empty="heard-empty", too_long="heard-too-long") for half in (heard, will_do)]

        def worded(said: Said) -> Said:
            if said.post is not None:
                raise Refused("heard-posted-already")
            return replace(said, heard=words[0], will_do=words[1])

        await self._book.change(server, round_id, worded)
        return await self.look(server_id, person, round_id)

    async def post(self, server_id: ServerId, person: Person, round_id: RoundId, mark: str) -> After:
        """Let the group be told, once, however often it is asked for.

        Raises:
            Refused: not a facilitator, there is no such result, the wording is another one by now, or it has gaps.
            CannotReach: the channel is gone, closed to the bot, or Discord did not answer.
        """
        async with self._posting[server_id]:
            after = await self.look(server_id, person, round_id)
            if after.said.post is not None:
                return after
            if not after.said.is_draft or after.said.mark != mark:
                raise Refused("heard-changed")
            if after.has_gaps:
                raise Refused("heard-gaps")
            server = await self._servers.get(server_id)
            message = await self._board.tell(server, after)
            # What was posted, also if somebody changed the words in that very moment.
            posted = replace(after.said, post=message)
            await self._book.change(server, round_id, lambda said: replace(posted, nudged=said.nudged))
            facts = after.known.facts
            details = {"template": facts.template.title, "channel": f"<#{facts.channel}>"}
            await self._audit.record(server, person.member_id, "heard-posted", details)
            return await self.look(server_id, person, round_id)

    async def published(self, server: Server, known: KnownRound) -> None:
        """A result stands in its channel: look after a week whether it was answered."""
        if known.result is None or known.result.too_few:
            return
        posted = max(known.facts.closes, self._clock())
        due = slot_at_or_after(posted + NUDGED_AFTER, server.settings.delivery_hours, server.zone)
        await self._scheduler.schedule(NUDGE_TASK, due, server.server_id, known.round_id)

    async def run(self, task: Task) -> None:
        """Remind of a result nobody has answered, at a slot of the day, and not again soon after another reminder.

        Raises:
            CannotReach: Discord does not answer; it is worth trying again.
        """
        server, now = await self._servers.find(task.server_id), self._clock()
        after = None if server is None else await self._after(server, RoundId(task.subject))
        if server is None or after is None or not to_be_nudged([after.ended], now):
            return
        if not server.settings.heard_reminders:
            return
        later = _later(server, now)
        if later is not None:
            await self._scheduler.schedule(NUDGE_TASK, later, server.server_id, task.subject)
            return
        try:
            await self._board.nudge(server, after.known)
        except CannotReach as trouble:
            if trouble.why is Why.DISCORD_DOWN:
                raise
            return
        await self._book.change(server, after.known.round_id, lambda said: replace(said, nudged=True))
        await self._servers.note(server.server_id, _NUDGED, local_day(now, server.zone).isoformat())

    async def _after(self, server: Server, round_id: RoundId) -> After | None:
        known = await self._rounds.find(round_id)
        if known is None or known.server_id != server.server_id or known.result is None or known.result.too_few:
            return None
        return After(known, known.result, await self._book.find(server, round_id))

    async def _allowed(self, server_id: ServerId, person: Person) -> Server:
        server = await self._servers.get(server_id)
        require_facilitator(server, person)
        return server


def _later(server: Server, now: datetime) -> datetime | None:
    """The slot at which to look again, if facilitators are to be left alone now."""
    hours, noted = server.settings.delivery_hours, server.record.notes.get(_NUDGED)
    if noted is not None:
        rested = datetime.combine(date.fromisoformat(noted) + _APART, time(), server.zone).astimezone(UTC)
        if now < rested:
            return slot_at_or_after(rested, hours, server.zone)
    return None if may_remind(server, now) else slot_after(now, hours, server.zone)
