"""Publishing a version of the agreement: proposed, previewed, published as previewed, counted.

Not here: members agreeing (`agreements.py`) and bringing a version into the channel (`posting_agreements.py`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Final, final

from bot.core.agreement import AgreementText, Change, Version, changes, default_source, filled
from bot.core.codec import Codec
from bot.core.identity import ServerId
from bot.services.agreement_book import AgreementBook
from bot.services.audit import Audit
from bot.services.people import Person, require_facilitator
from bot.services.posting_agreements import AgreementPosting, Noticeboard
from bot.services.problems import CannotReach, Refused
from bot.services.servers import Server, Servers
from config.content import read_content

ACKNOWLEDGED_WITHIN: Final = 2
"""Days until a person acknowledges a concern; printed in the agreement."""

_DIGEST_LENGTH: Final = 16


@dataclass(frozen=True)
class Proposal:
    """A text that could be published now."""

    server: Server
    version: Version
    changes: tuple[Change, ...]
    """Since the version in force."""
    digest: str
    """Tells whether what is published is what was previewed."""


@dataclass(frozen=True)
class Published:
    """What became of a publication."""

    version: Version
    """Not `posted` if Discord did not answer: it is tried again."""
    pinned: bool


@dataclass(frozen=True)
class AgreementStatus:
    """Counts for facilitators; never who."""

    in_force: Version | None
    under_way: Version | None
    counts: Sequence[tuple[int, int]]
    """Version and how many members agreed to it last, newest first."""
    is_there: bool | None
    """Whether its posts are still in the channel; None: Discord did not let us look."""


@final
class AgreementPublishing:
    """The use cases of facilitators."""

    def __init__(
        self, servers: Servers, book: AgreementBook, board: Noticeboard, posting: AgreementPosting, audit: Audit
    ) -> None:
        self._servers = servers
        self._book = book
        self._board = board
        self._posting = posting
        self._audit = audit
        self._codec = Codec(AgreementText)

    async def propose(self, server_id: ServerId, person: Person, now: datetime) -> Proposal:
        """What would be published now.

        Raises:
            Refused: not a facilitator, nothing changed, or a version is being posted at this moment.
        """
        server = await self._servers.get(server_id)
        require_facilitator(server, person)
        return await self._proposal(server, _text(server), now)

    async def publish(self, server_id: ServerId, person: Person, digest: str, now: datetime) -> Published:
        """Publish what was proposed, as long as it is still the same.

        Raises:
            Refused: as for `propose`; the proposal is no longer the same; or the channel is missing or closed to us.
        """
        server = await self._servers.get(server_id)
        require_facilitator(server, person)
        async with self._posting.turn(server):
            proposal = await self._proposal(server, _text(server), now)
            if proposal.digest != digest:
                raise Refused("agreement-proposal-outdated")
            version, pinned = await self._posting.post(server, proposal.version, now)
            details = {"version": str(version.number)}
            await self._audit.record(server, person.member_id, "published the agreement", details)
        return Published(version, pinned)

    async def status(self, server_id: ServerId, person: Person) -> AgreementStatus:
        """How many agreed to which version.

        Raises:
            Refused: not a facilitator.
        """
        server = await self._servers.get(server_id)
        require_facilitator(server, person)
        on_offer = await self._book.on_offer(server)
        counts = await self._book.counts(server)
        is_there = None if on_offer.in_force is None else await self._is_there(on_offer.in_force)
        return AgreementStatus(on_offer.in_force, on_offer.under_way, sorted(counts.items(), reverse=True), is_there)

    async def _proposal(self, server: Server, text: AgreementText, now: datetime) -> Proposal:
        on_offer = await self._book.on_offer(server)
        if on_offer.under_way is not None:
            raise Refused("agreement-being-posted", version=on_offer.under_way.number)
        former = on_offer.in_force
        if former is not None and former.text == text:
            await self._refuse_unchanged(former)
        changed = () if former is None else changes(former.text, text)
        version = Version(
            number=on_offer.next_number,
            text=text,
            summary="" if former is None else self._board.summarise(server, changed),
            published_on=now.astimezone(server.zone).date(),
            channel_id=server.settings.group_channel,
        )
        return Proposal(server, version, changed, self._digest(version))

    async def _refuse_unchanged(self, version: Version) -> None:
        is_gone = await self._is_there(version) is False
        raise Refused("agreement-unchanged-post-gone" if is_gone else "agreement-unchanged", version=version.number)

    async def _is_there(self, version: Version) -> bool | None:
        try:
            return await self._board.is_there(version)
        except CannotReach:
            return None

    def _digest(self, version: Version) -> str:
        place = f"{version.number} {version.channel_id} {version.summary}"
        return sha256(self._codec.encode(version.text) + place.encode()).hexdigest()[:_DIGEST_LENGTH]


def _text(server: Server) -> AgreementText:
    content = read_content("agreement", server.settings.language)
    return filled(default_source(content), content, server.settings.mandated_reporters, ACKNOWLEDGED_WITHIN)
