"""Every version of the agreement that ever was: whole, with what changed in it and how many agreed to it last.

Not here: taking one back (`taking_back.py`) and how it looks (its cog).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Final, final

from bot.core.agreement import Change, Version, changes
from bot.core.identity import ServerId
from bot.services.agreement_book import AgreementBook, OnOffer
from bot.services.people import Person, server_for_facilitators
from bot.services.problems import Refused
from bot.services.server_records import Server
from bot.services.servers import Servers
from bot.services.taking_back import can_take_back
from bot.store.agreements import ENDLESS

A_PAGE: Final = 20
"""Versions on one page of the list; a select holds 25."""


class State(Enum):
    """What a version is today."""

    IN_FORCE = "in-force"
    UNDER_WAY = "under-way"
    FORMER = "former"
    TAKEN_BACK = "taken-back"


@dataclass(frozen=True)
class Entry:
    """One version, what it is today, and how many agreed to it last."""

    version: Version
    state: State
    count: int


@dataclass(frozen=True)
class Listed:
    """One page of the list, newest first."""

    server: Server
    entries: Sequence[Entry]
    older: int | None
    """Before which number the next page begins; None: there is nothing older."""
    is_first: bool
    can_be_taken_back: int | None = None
    """The number of the version on this page for which it is not too late."""


@dataclass(frozen=True)
class Looked:
    """One version whole."""

    server: Server
    entry: Entry
    changes: tuple[Change, ...] | None
    """Since the version before it; None for the first."""
    can_be_taken_back: bool


@final
class AgreementHistory:
    """Reads what was published, for facilitators."""

    def __init__(self, servers: Servers, book: AgreementBook) -> None:
        self._servers = servers
        self._book = book

    async def listed(self, server_id: ServerId, person: Person, now: datetime, before: int | None = None) -> Listed:
        """A page of the list: the newest versions, or those with a lower number than `before`.

        Raises:
            Refused: not a facilitator, or nothing was ever published.
        """
        server = await server_for_facilitators(self._servers, server_id, person)
        versions = await self._book.versions(server, A_PAGE + 1, ENDLESS if before is None else before)
        if not versions:
            raise Refused("agreement-history-none" if before is None else "button-outdated")
        counts, offer = await self._book.counts(server), await self._book.on_offer(server)
        entries = [Entry(one, _state(one, offer), counts.get(one.number, 0)) for one in versions[:A_PAGE]]
        older = versions[A_PAGE - 1].number if len(versions) > A_PAGE else None
        back = next((one.version.number for one in entries if _can_take_back(one, offer, now)), None)
        return Listed(server, entries, older, is_first=before is None, can_be_taken_back=back)

    async def look(self, server_id: ServerId, person: Person, number: int, now: datetime) -> Looked:
        """One version, with what changed since the one before.

        Raises:
            Refused: not a facilitator, or there is no version of this number.
        """
        server = await server_for_facilitators(self._servers, server_id, person)
        version = await self._book.version(server, number)
        if version is None:
            raise Refused("button-outdated")
        counts, offer = await self._book.counts(server), await self._book.on_offer(server)
        former = await self._book.version(server, version.former)
        entry = Entry(version, _state(version, offer), counts.get(number, 0))
        changed = None if former is None else changes(former.text, version.text)
        return Looked(server, entry, changed, _can_take_back(entry, offer, now))


def _can_take_back(entry: Entry, offer: OnOffer, now: datetime) -> bool:
    is_newest = entry.state is State.UNDER_WAY or (entry.state is State.IN_FORCE and offer.under_way is None)
    return is_newest and can_take_back(entry.version, now)


def _state(version: Version, offer: OnOffer) -> State:
    if version.taken_back:
        return State.TAKEN_BACK
    match offer.open_for(version.number):
        case None:
            return State.FORMER
        case found:
            return State.IN_FORCE if found.posted else State.UNDER_WAY
