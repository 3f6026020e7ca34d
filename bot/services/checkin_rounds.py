"""The rounds of check-ins as this process holds them: facts unsealed, and of each open round who has answered.

A press that opens the form reads memory only; what is in memory follows what was committed. Not here: who may do what
(`checkins.py` for members, `checkin_running.py` for facilitators and the clock).
"""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final, final

import structlog

from bot.core.ballot import Entry, Outcome
from bot.core.checkin import Round, conclude, conclude_broken
from bot.core.comments import Comment, publishable
from bot.core.identity import Chance, KeyId, MemberTag, RoundId, ServerId
from bot.core.publishing import Result
from bot.core.sealing import CannotOpen, Key
from bot.services.published_comments import PublishedComments
from bot.services.round_seal import RoundSeal, opened_box, opened_comments
from bot.services.server_records import Server
from bot.services.servers import Servers
from bot.store.keystore import KeyStore
from bot.store.problems import KeyMissing
from bot.store.round_boxes import Closing, Concluded, HandedIn
from bot.store.rounds import RoundRepository, RoundRow

_ID_BYTES: Final = 16
_EVER: Final = 0
"""Before the first day there is, as `date.toordinal` counts."""
_RECENT: Final = timedelta(days=8)
"""Seven days, and one because days are whole."""

log: structlog.typing.FilteringBoundLogger = structlog.get_logger(__name__)


@dataclass(frozen=True)
class KnownRound:
    """One round, open or closed, without its box."""

    round_id: RoundId
    server_id: ServerId
    key_id: KeyId
    facts: Round
    result: Result | None
    """None while the round is open."""

    @property
    def is_open(self) -> bool:
        """Not yet concluded; it may be past its time."""
        return self.result is None


@dataclass(repr=False)
class OpenRound:
    """An open round in memory."""

    known: KnownRound
    box_key: Key
    answered: set[MemberTag]


@final
class CheckinRounds:
    """Keeps, finds and changes rounds."""

    def __init__(self, repository: RoundRepository, keys: KeyStore, servers: Servers, chance: Chance) -> None:
        self._repository = repository
        self._keys = keys
        self._servers = servers
        self._chance = chance
        self._seal = RoundSeal(chance)
        self._comments = PublishedComments(repository, keys, chance)
        self._open: dict[RoundId, OpenRound] = {}
        self._changing = asyncio.Lock()

    def new_id(self) -> RoundId:
        """An id for a round that is not yet kept."""
        return RoundId(self._chance(_ID_BYTES))

    async def add(self, server: Server, round_id: RoundId, facts: Round) -> KnownRound:
        """Keep a new round, open, with empty boxes under a key of its own."""
        key_id, box_key = await self._keys.create()
        sealed = self._seal.sealed_facts(server, round_id, facts)
        row = RoundRow(round_id, server.server_id, key_id, sealed, None, facts.opened.toordinal())
        await self._repository.add(row, box_key, len(facts.template.questions), takes_comments=facts.comments)
        return KnownRound(round_id, server.server_id, key_id, facts, None)

    async def find(self, round_id: RoundId) -> KnownRound | None:
        """The round, or None where it is gone (or its server is)."""
        row = await self._repository.find(round_id)
        server = None if row is None else await self._servers.find(row.server_id)
        return None if row is None or server is None else self._known(server, row)

    async def recent(self, server: Server, now: datetime) -> list[KnownRound]:
        """The rounds of a server that are open, or opened in the last seven days; latest opening first."""
        since = (now - _RECENT).toordinal()
        return self._latest_first(server, await self._repository.recent(server.server_id, since))

    async def closed(self, server: Server, most: int) -> list[KnownRound]:
        """At most so many closed rounds of a server, latest opening first."""
        return self._latest_first(server, await self._repository.closed(server.server_id, most))

    async def open(self, round_id: RoundId) -> OpenRound | None:
        """The round if it is open and its box can be used: from memory after the first time."""
        if round_id not in self._open:
            loaded = await self._loaded(round_id)
            if loaded is None:
                return None
            # Whoever loaded it meanwhile may have noted an answer in theirs already.
            self._open.setdefault(round_id, loaded)
        return self._open[round_id]

    async def answer(self, round_id: RoundId, box_key: Key, entry: Entry, comment: Comment | None) -> Outcome:
        """Put answers into the box, and with them a comment if the round takes any; on disk when this returns."""
        outcome = await self._repository.answer(HandedIn(round_id, box_key, entry, comment))
        if outcome in (Outcome.CLOSED, Outcome.BROKEN):
            self._open.pop(round_id, None)
        elif outcome is not Outcome.ALREADY and round_id in self._open:
            self._open[round_id].answered.add(entry.tag)
        return outcome

    async def change(self, round_id: RoundId, change: Callable[[Round], Round]) -> KnownRound | None:
        """Change the facts of a round; None where it is gone. `change` is given the facts in force."""
        async with self._changing:
            known = await self.find(round_id)
            if known is None:
                return None
            facts = change(known.facts)
            server = await self._servers.get(known.server_id)
            sealed = self._seal.sealed_facts(server, round_id, facts)
            await self._repository.replace_facts(round_id, sealed, facts.opened.toordinal())
            changed = replace(known, facts=facts)
            if round_id in self._open:
                self._open[round_id].known = changed
            return changed

    async def conclude(self, known: KnownRound, minimum: int) -> KnownRound:
        """Close the round: make and keep its result unless that was done before, then destroy the key of its boxes."""
        server = await self._servers.get(known.server_id)
        box_key = await self._box_key(known)
        own = await self._comments.new_key() if known.is_open and known.facts.comments else None

        def concluded(sealed_box: bytes | None, sealed_comments: bytes | None) -> Concluded:
            box = opened_box(known.round_id, box_key, sealed_box)
            if box is None or box_key is None:
                broken = conclude_broken(known.facts.template)
                return Concluded(self._seal.sealed_result(server, known.round_id, broken))
            comments = self._readable(known, box_key, sealed_comments, minimum)
            result = conclude(known.facts.template, box, minimum, comments)
            if not comments or own is None:
                return Concluded(self._seal.sealed_result(server, known.round_id, replace(result, comments=())))
            stored = replace(result, comments=(), comments_key=own[0].hex())
            sealed = self._comments.sealed(known.round_id, own[1], comments)
            return Concluded(self._seal.sealed_result(server, known.round_id, stored), sealed)

        kept = await self._repository.close(Closing(known.round_id, concluded))
        self._open.pop(known.round_id, None)
        await self._keys.destroy(known.key_id)
        result = None if kept is None else self._seal.result(server, known.round_id, kept)
        if own is not None:
            await self._comments.keep_key_of(result, own[0])
        return known if result is None else await self.with_comments(replace(known, result=result))

    async def with_comments(self, known: KnownRound) -> KnownRound:
        """The round with the comments that may be read of it."""
        if known.result is None:
            return known
        comments = await self._comments.read(known.round_id, known.result)
        return replace(known, result=replace(known.result, comments=comments))

    async def erase_comments(self, round_id: RoundId) -> None:
        """Erase the comments of a closed round; its levels stay."""
        known = await self.find(round_id)
        if known is not None and known.result is not None:
            await self._comments.erase(round_id, known.result)

    async def keys_of(self, server: Server) -> set[KeyId]:
        """Where the keys of all that lies in a server's rounds are: boxes, and comments that were published."""
        found: set[KeyId] = set()
        for row in await self._repository.recent(server.server_id, _EVER):
            found.add(row.key_id)
            with suppress(CannotOpen, ValueError):
                result = None if row.result is None else self._seal.result(server, row.round_id, row.result)
                if result is not None and result.comments_key:
                    found.add(KeyId(bytes.fromhex(result.comments_key)))
        return found

    async def erase_server(self, server: Server) -> None:
        """Destroy the keys of a server's boxes and comments, then its rounds, and forget them in memory."""
        await asyncio.gather(*[self._keys.destroy(key_id) for key_id in await self.keys_of(server)])
        await self._repository.erase_server(server.server_id)
        self._open = {one: held for one, held in self._open.items() if held.known.server_id != server.server_id}

    async def remove(self, known: KnownRound) -> None:
        """Forget a round that was never posted."""
        await self._repository.remove(known.round_id)
        self._open.pop(known.round_id, None)
        await self._keys.destroy(known.key_id)

    def _latest_first(self, server: Server, rows: Sequence[RoundRow]) -> list[KnownRound]:
        found = [self._known(server, row) for row in rows]
        return sorted(found, key=lambda known: known.facts.opened, reverse=True)

    async def _loaded(self, round_id: RoundId) -> OpenRound | None:
        known = await self.find(round_id)
        if known is None or not known.is_open:
            return None
        box_key = await self._box_key(known)
        box = opened_box(round_id, box_key, await self._repository.box(round_id))
        if box is None or box_key is None:
            log.error("a ballot box does not open; its round will end as too few")
            return None
        return OpenRound(known, box_key, box.has_answered())

    async def _box_key(self, known: KnownRound) -> Key | None:
        try:
            return await self._keys.get(known.key_id)
        except KeyMissing:
            return None

    def _readable(self, known: KnownRound, box_key: Key, sealed: bytes | None, minimum: int) -> tuple[str, ...]:
        """The comments that may be published; where their box does not open, none: the answers count all the same."""
        if not known.facts.comments:
            return ()
        box = opened_comments(known.round_id, box_key, sealed)
        if box is None:
            log.error("a box of comments does not open; its round ends without them")
            return ()
        return publishable(box, minimum, self._chance)

    def _known(self, server: Server, row: RoundRow) -> KnownRound:
        facts = self._seal.facts(server, row.round_id, row.facts)
        result = None if row.result is None else self._seal.result(server, row.round_id, row.result)
        return KnownRound(row.round_id, row.server_id, row.key_id, facts, result)
