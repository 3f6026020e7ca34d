"""The published versions of each server's agreement: sealed at rest, the one in force in memory.

Not here: who may publish and what a press means (`agreements.py`, `publishing_agreements.py`).
"""

from dataclasses import dataclass
from typing import Final, final

from bot.core.agreement import Version
from bot.core.codec import Codec
from bot.core.identity import Chance, ServerId
from bot.core.sealing import Key, derive, pad, seal, unpad, unseal
from bot.services.servers import Server
from bot.store.agreements import AgreementRepository, VersionRow

_PADDING: Final = 1024
"""Bytes: the size of a sealed version tells little of its text."""


@dataclass(frozen=True)
class OnOffer:
    """What a server's members can agree to now."""

    in_force: Version | None
    """The newest version whose posts are all in the channel."""
    under_way: Version | None
    """A newer one that is being posted: whoever finds its button may press it."""

    @property
    def next_number(self) -> int:
        """The number a new version would get."""
        newest = self.under_way or self.in_force
        return 1 if newest is None else newest.number + 1

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

    async def on_offer(self, server: Server) -> OnOffer:
        """What is in force and what is under way, from memory after the first time."""
        held = self._held.get(server.server_id)
        return held or await self._read(server)

    async def version(self, server: Server, number: int) -> Version | None:
        """Any version that was ever published."""
        row = await self._repository.version(server.server_id, number)
        return None if row is None else self._opened(server, row)

    async def add(self, server: Server, version: Version) -> bool:
        """Keep a new version; False if another process was first."""
        added = await self._repository.add(self._row(server, version))
        await self._read(server)
        return added

    async def save(self, server: Server, version: Version) -> None:
        """Keep where a version was posted."""
        await self._repository.replace(self._row(server, version))
        await self._read(server)

    async def remove(self, server: Server, version: Version) -> None:
        """Take back a version that could not be posted."""
        await self._repository.remove(server.server_id, version.number)
        await self._read(server)

    async def counts(self, server: Server) -> dict[int, int]:
        """How many members agreed to each version last, by version."""
        return await self._repository.counts(server.server_id)

    async def _read(self, server: Server) -> OnOffer:
        rows = await self._repository.newest(server.server_id, 2)
        versions = [self._opened(server, row) for row in rows]
        posted = [version for version in versions if version.posted]
        under_way = [version for version in versions[:1] if not version.posted]
        self._held[server.server_id] = OnOffer(next(iter(posted), None), next(iter(under_way), None))
        return self._held[server.server_id]

    def _row(self, server: Server, version: Version) -> VersionRow:
        padded = pad(self._codec.encode(version), _PADDING)
        place = _place(server.server_id, version.number)
        return VersionRow(server.server_id, version.number, seal(_key(server), padded, place, self._chance))

    def _opened(self, server: Server, row: VersionRow) -> Version:
        padded = unseal(_key(server), row.sealed, _place(row.server_id, row.version))
        return self._codec.decode(unpad(padded))


def _key(server: Server) -> Key:
    return derive(server.key, "agreement version")


def _place(server_id: ServerId, number: int) -> bytes:
    return b"agreement_version:%d:%d" % (server_id, number)
