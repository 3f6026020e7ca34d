"""Publishing a version of the agreement: proposed, previewed, published as previewed, counted.

Not here: members agreeing (`agreements.py`) and bringing a version into the channel (`posting_agreements.py`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final, final

from bot.core.agreement import AgreementText, Change, Version, changes, filled
from bot.core.agreement_draft import AgreementDraft
from bot.core.codec import Codec
from bot.core.identity import ServerId
from bot.services.agreement_book import AgreementBook, OnOffer
from bot.services.agreement_health import AgreementHealth
from bot.services.audit import Audit
from bot.services.people import Person, server_for_facilitators
from bot.services.posting_agreements import AgreementPosting, Drafts, Noticeboard
from bot.services.problems import Refused
from bot.services.server_records import Server
from bot.services.servers import Servers
from config.content import read_content

ACKNOWLEDGED_WITHIN: Final = 2
"""Days until a person acknowledges a concern; printed in the agreement."""

TAKE_BACK_WITHIN: Final = timedelta(hours=1)
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
class PostGone:
    """There is nothing to publish, but the version in force cannot be read in the channel."""

    version: Version


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
    """Whether its posts are in the group channel; None: Discord did not let us look."""


@final
class AgreementPublishing:
    """The use cases of facilitators."""

    def __init__(  # noqa: PLR0913 - the stores and services it stands on
        self,
        servers: Servers,
        book: AgreementBook,
        board: Noticeboard,
        posting: AgreementPosting,
        drafts: Drafts,
        health: AgreementHealth,
        audit: Audit,
    ) -> None:
        self._servers = servers
        self._book = book
        self._board = board
        self._posting = posting
        self._drafts = drafts
        self._health = health
        self._audit = audit
        self._codec = Codec(tuple[AgreementText, AgreementText | None])

    async def propose(self, server_id: ServerId, person: Person, now: datetime) -> Proposal | PostGone:
        """What would be published now.

        Raises:
            Refused: not a facilitator, nothing changed, or a version is being posted at this moment.
        """
        server = await server_for_facilitators(self._servers, server_id, person)
        offer = await self._offer(server)
        proposal = await self._proposal(server, offer, now)
        if offer.in_force is None or offer.in_force.text != proposal.version.text:
            return proposal
        if await self._health.is_there(server, offer.in_force) is False:
            return PostGone(offer.in_force)
        raise Refused("agreement-unchanged", version=offer.in_force.number)

    async def publish(self, server_id: ServerId, person: Person, digest: str, now: datetime) -> Published:
        """Publish what was proposed, as long as it is still the same.

        Raises:
            Refused: as for `propose`; the proposal is no longer the same; or the channel is missing or closed to us.
        """
        server = await server_for_facilitators(self._servers, server_id, person)
        async with self._posting.turn(server):
            offer = await self._offer(server)
            proposal = await self._proposal(server, offer, now)
            if offer.in_force is not None and offer.in_force.text == proposal.version.text:
                raise Refused("agreement-unchanged", version=offer.in_force.number)
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
        server = await server_for_facilitators(self._servers, server_id, person)
        offer = await self._book.on_offer(server)
        counts = await self._book.counts(server)
        is_there = None if offer.in_force is None else await self._health.is_there(server, offer.in_force)
        return AgreementStatus(offer.in_force, offer.under_way, sorted(counts.items(), reverse=True), is_there)

    async def _offer(self, server: Server) -> OnOffer:
        offer = await self._book.on_offer(server)
        if offer.under_way is not None:
            raise Refused("agreement-being-posted", version=offer.under_way.number)
        return offer

    async def _proposal(self, server: Server, offer: OnOffer, now: datetime) -> Proposal:
        former, settings = offer.in_force, server.settings
        draft = await self._drafts.current(server) or AgreementDraft(await self._drafts.starting_text(server))
        content = read_content("agreement", settings.language)
        text = filled(draft.text, content, settings.mandated_reporters, ACKNOWLEDGED_WITHIN)
        changed = () if former is None else changes(former.text, text)
        version = Version(
            number=offer.next_number,
            text=text,
            summary="" if former is None else self._board.summarise(server, changed),
            published_on=now.astimezone(server.zone).date(),
            channel_id=settings.group_channel,
            source=draft.text,
            said=draft.said,
            take_back_until=_whole_minute(now + TAKE_BACK_WITHIN),
            took_place_of=0 if former is None else former.number,
            draft=draft.revision,
        )
        return Proposal(server, version, changed, self._digest(version))

    def _digest(self, version: Version) -> str:
        place = f"{version.number} {version.channel_id} {version.summary}\n{version.said}"
        return sha256(self._codec.encode((version.text, version.source)) + place.encode()).hexdigest()[:_DIGEST_LENGTH]


def _whole_minute(moment: datetime) -> datetime:
    """The next whole minute, or this one."""
    minute = moment.replace(second=0, microsecond=0)
    return minute if minute == moment else minute + timedelta(minutes=1)
