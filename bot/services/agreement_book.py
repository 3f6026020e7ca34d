"""The published versions of each server's agreement: sealed at rest, the one in force in memory.

Not here: who may publish and what a press means (`agreements.py`, `publishing_agreements.py`).
"""

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, final

from bot.core.agreement import Version
from bot.core.codec import Codec
from bot.core.identity import Chance, ServerId
from bot.core.sealing import Key, derive, pad, seal, unpad, unseal
from bot.services.server_records import Server
from bot.store.agreements import ENDLESS, AgreementRepository, VersionRow

_PADDING: Final = 1024
"""Bytes: the size of a sealed version tells little of its text."""
_AT_ONCE: Final = 2
"""Versions that are read together while the one in force is looked for."""


@dataclass(frozen=True)
class OnOffer:
    """What a server's members can agree to now."""

    in_force: Version | None
    """The newest version whose posts are all in the channel, those that were taken back left out."""
    under_way: Version | None
    """A newer one that is being posted: whoever finds its button may press it."""
    newest: int = 0
    """The highest number that was given; a version that was taken back keeps its own."""

    @property
    def next_number(self) -> int:
        """The number a new version would get."""
        return self.newest + 1

    def open_for(self, number: int) -> Version | None:
        """The version of this number, if it can be accepted."""
        for version in (self.in_force, self.under_way):
            if version is not None and version.number == number:
                return version
        return None


@final
class AgreementBook:
    """Reads a server's versions once, and keeps those that count in memory."""

    def __init__(self, repository: AgreementRepository, chance: Chance) -> None:
        self._repository = repository
        self._chance = chance
        self._codec = Codec(Version)
        self._held: dict[ServerId, OnOffer] = {}
        self._changes: Counter[ServerId] = Counter()

    async def on_offer(self, server: Server) -> OnOffer:
        """What is in force and what is under way, from memory after the first time."""
        held = self._held.get(server.server_id)
        return held or await self._read(server)

    async def version(self, server: Server, number: int) -> Version | None:
        """Any version that was ever published."""
        row = await self._repository.version(server.server_id, number)
        return None if row is None else self._opened(server, row)

    async def versions(self, server: Server, count: int, before: int = ENDLESS) -> list[Version]:
        """The last versions, or the last with a lower number than `before`, newest first; also those taken back."""
        rows = await self._repository.newest(server.server_id, count, before)
        return [self._opened(server, row) for row in rows]

    async def add(self, server: Server, version: Version) -> bool:
        """Keep a new version; False if another process was first."""
        added = await self._repository.add(self._row(server, version))
        await self._read_again(server)
        return added

    async def save(self, server: Server, version: Version) -> None:
        """Keep where a version was posted."""
        await self._repository.replace(self._row(server, version))
        await self._read_again(server)

    async def remove(self, server: Server, version: Version) -> None:
        """Remove a version that could not be posted."""
        await self._shut(server, version)
        try:
            await self._repository.remove(server.server_id, version.number)
        finally:
            self.forget(server.server_id)

    async def take_back(self, server: Server, version: Version) -> None:
        """Keep that a version was taken back, and forget in the same transaction who agreed to it."""
        taken = replace(version, taken_back=True, take_back_until=None, draft=0)
        await self._shut(server, version)
        try:
            await self._repository.take_back(self._row(server, taken))
        finally:
            self.forget(server.server_id)

    async def counts(self, server: Server) -> dict[int, int]:
        """How many members agreed to each version last, by version."""
        return await self._repository.counts(server.server_id)

    def forget(self, server_id: ServerId) -> None:
        """Let the memory be made anew from what is kept."""
        self._changes[server_id] += 1
        self._held.pop(server_id, None)

    async def _shut(self, server: Server, version: Version) -> None:
        """Let nobody agree to this version any more; whoever was let in before is ahead of us at the writer."""
        offer = await self.on_offer(server)
        if offer.open_for(version.number) is not None:
            former = offer.in_force
            if former is not None and former.number == version.number:
                former = await self._standing_before(server, version.number)
            self._changes[server.server_id] += 1
            self._held[server.server_id] = OnOffer(former, None, offer.newest)
        await asyncio.sleep(0)

    async def _standing_before(self, server: Server, number: int) -> Version | None:
        while versions := await self.versions(server, _AT_ONCE, number):
            standing = [version for version in versions if _is_in_force(version)]
            if standing:
                return standing[0]
            number = versions[-1].number
        return None

    async def _read_again(self, server: Server) -> OnOffer:
        self._changes[server.server_id] += 1
        return await self._read(server)

    async def _read(self, server: Server) -> OnOffer:
        """What is kept, into memory, unless something changed while it was read."""
        seen = self._changes[server.server_id]
        newest = await self.versions(server, _AT_ONCE)
        offer = OnOffer(
            in_force=await self._in_force(server, newest),
            under_way=next((one for one in newest[:1] if not one.posted and not one.taken_back), None),
            newest=max((one.number for one in newest), default=0),
        )
        if seen != self._changes[server.server_id]:
            return await self.on_offer(server)
        self._held[server.server_id] = offer
        return offer

    async def _in_force(self, server: Server, newest: Sequence[Version]) -> Version | None:
        found = next(filter(_is_in_force, newest), None)
        return found or (await self._standing_before(server, newest[-1].number) if newest else None)

    def _row(self, server: Server, version: Version) -> VersionRow:
        padded = pad(self._codec.encode(version), _PADDING)
        place = _place(server.server_id, version.number)
        return VersionRow(server.server_id, version.number, seal(_key(server), padded, place, self._chance))

    def _opened(self, server: Server, row: VersionRow) -> Version:
        padded = unseal(_key(server), row.sealed, _place(row.server_id, row.version))
        return self._codec.decode(unpad(padded))


def _is_in_force(version: Version) -> bool:
    return version.posted and not version.taken_back


def _key(server: Server) -> Key:
    return derive(server.key, "agreement version")


def _place(server_id: ServerId, number: int) -> bytes:
    return b"agreement_version:%d:%d" % (server_id, number)
