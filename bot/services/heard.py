"""After a result: a facilitator tells the group what was heard and what will be done, in a post seen before.

Not here: the one reminder (`heard_reminding.py`), the first draft (its words are content), and the pages.
"""

import asyncio
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Protocol, final

from bot.core.hearing import RATED, Ended, Loop, loop_closed
from bot.core.identity import Clock, MessageId, RoundId, ServerId
from bot.core.publishing import Result
from bot.services.audit import Audit
from bot.services.checkin_rounds import CheckinRounds, KnownRound
from bot.services.heard_book import LONGEST, HeardBook, Said
from bot.services.people import Person, server_for_facilitators
from bot.services.problems import CannotReach, Refused, Why
from bot.services.server_records import Server
from bot.services.servers import Servers
from bot.services.typed_text import text_of

MOST_LISTED: Final = 25
_LOOKED_THROUGH: Final = 200
"""Closed rounds of a server, the last ones: more than a quarter has of them."""
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
    """Discord's side."""

    async def find(self, after: After, since: datetime) -> MessageId | None:
        """What the group was told of a result, if that was soon after this moment."""
        ...

    async def tell(self, server: Server, after: After) -> MessageId:
        """Tell the group; the post."""
        ...


@final
class Heard:
    """What is said after results."""

    def __init__(  # noqa: PLR0913 - the stores and services it stands on
        self,
        servers: Servers,
        rounds: CheckinRounds,
        book: HeardBook,
        audit: Audit,
        board: Board,
        clock: Clock,
    ) -> None:
        self._servers = servers
        self._rounds = rounds
        self._book = book
        self._audit = audit
        self._board = board
        self._clock = clock
        self._posting: defaultdict[ServerId, asyncio.Lock] = defaultdict(asyncio.Lock)

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
        found = await said_after(self._rounds, self._book, await self._allowed(server_id, person), round_id)
        if found is None:
            raise Refused("heard-gone")
        return found

    async def write(self, server_id: ServerId, person: Person, round_id: RoundId, heard: str, will_do: str) -> After:
        """Keep a wording, to be looked at and posted.

        Raises:
            Refused: not a facilitator, there is no such result, it was answered or is being answered at this moment, or
                one half is empty or too long.
            CannotReach: whether it was answered cannot be found out now.
        """
        after = await self.look(server_id, person, round_id)
        server = await self._servers.get(server_id)
        words = [text_of(half, LONGEST, empty="heard-empty", too_long="heard-too-long") for half in (heard, will_do)]

        if self._posting[server_id].locked():
            raise Refused("heard-posting")
        await self._found(server, person, after)

        def worded(said: Said) -> Said:
            if said.post is not None:
                raise Refused("heard-posted-already")
            if said.posting != after.said.posting:
                raise Refused("heard-posting")
            return replace(said, heard=words[0], will_do=words[1], posting=None)

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
            if not await self._found(server, person, after):
                await self._post(server, person, after)
            return await self.look(server_id, person, round_id)

    async def _post(self, server: Server, person: Person, after: After) -> None:
        """Kept first: from now on the words are those that may stand there, whatever happens to this process."""
        mark = after.said.mark

        def posting(said: Said) -> Said:
            if said.mark != mark:
                raise Refused("heard-changed")
            return replace(said, posting=self._clock())

        await self._book.change(server, after.known.round_id, posting)
        try:
            message = await self._board.tell(server, after)
        except CannotReach as trouble:
            if trouble.why is not Why.DISCORD_DOWN:
                await self._book.change(server, after.known.round_id, lambda said: replace(said, posting=None))
            raise
        await self._stands(server, person, after, message)

    async def _found(self, server: Server, person: Person, after: After) -> bool:
        """Whether it stands there already, though nobody kept that: the process may have died right after."""
        if after.said.post is not None or after.said.posting is None:
            return False
        message = await self._board.find(after, after.said.posting)
        if message is not None:
            await self._stands(server, person, after, message)
        return message is not None

    async def _stands(self, server: Server, person: Person, after: After, message: MessageId) -> None:
        facts = after.known.facts
        await self._book.change(server, after.known.round_id, lambda said: replace(said, post=message, posting=None))
        details = {"template": facts.template.title, "channel": f"<#{facts.channel}>"}
        await self._audit.record(server, person.member_id, "heard-posted", details)

    async def _allowed(self, server_id: ServerId, person: Person) -> Server:
        return await server_for_facilitators(self._servers, server_id, person)


async def said_after(rounds: CheckinRounds, book: HeardBook, server: Server, round_id: RoundId) -> After | None:
    """A result of this server with what was said after it; None: there is no such result."""
    known = await rounds.find(round_id)
    if known is None or known.server_id != server.server_id or known.result is None or known.result.too_few:
        return None
    return After(known, known.result, await book.find(server, round_id))
