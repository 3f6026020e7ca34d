"""Suggestions at rest: sealed under the server's key, all of one size, and of moments only a slot that is to come.

Not here: who may write or read them (`suggestions.py`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, final

from bot.core.codec import Codec
from bot.core.identity import Chance, ServerId, SuggestionId
from bot.core.sealing import Key, TooLong, derive, pad_to_bucket, seal, unpad, unseal
from bot.services.problems import Refused
from bot.services.server_records import Server
from bot.store.suggestions import SuggestionRepository, SuggestionRow

LONGEST: Final = 1000
"""Characters of a suggestion."""

_SIZES: Final = (5120,)
"""Bytes: the longest fits, so every suggestion has this one size."""


@dataclass(frozen=True, repr=False)
class Kept:
    """A suggestion as it is sealed."""

    about: str
    title: str
    words: str
    arrives_on: date
    waits_until: datetime | None
    """Its slot, as long as that is to come."""
    told: bool = False
    """The staff was told since it arrived."""

    def has_arrived(self, now: datetime) -> bool:
        """Whether its slot has come."""
        return self.waits_until is None or self.waits_until <= now


@final
class SuggestionBook:
    """Seals, opens and keeps suggestions."""

    def __init__(self, repository: SuggestionRepository, chance: Chance) -> None:
        self._repository = repository
        self._chance = chance
        self._codec = Codec(Kept)

    async def add(self, server: Server, suggestion_id: SuggestionId, kept: Kept) -> None:
        """Keep a new one, or the same anew.

        Raises:
            Refused: it is too long.
        """
        await self._repository.add(self._row(server, suggestion_id, kept))

    async def kept(self, server: Server) -> list[tuple[SuggestionId, Kept]]:
        """All of a server's, those that are to arrive too, in the order of their ids."""
        rows = await self._repository.of_server(server.server_id)
        return [(row.suggestion_id, self._opened(server, row)) for row in rows]

    async def save(self, server: Server, kept: Sequence[tuple[SuggestionId, Kept]]) -> None:
        """Keep these anew; what is gone meanwhile stays gone."""
        if kept:
            await self._repository.replace([self._row(server, one, what) for one, what in kept])

    async def remove(self, server: Server, suggestion_ids: Sequence[SuggestionId]) -> None:
        """Remove these."""
        await self._repository.remove(server.server_id, suggestion_ids)

    def _row(self, server: Server, suggestion_id: SuggestionId, kept: Kept) -> SuggestionRow:
        try:
            padded = pad_to_bucket(self._codec.encode(kept), _SIZES)
        except TooLong:
            raise Refused("suggestion-too-long", most=LONGEST) from None
        place = _place(server.server_id, suggestion_id)
        return SuggestionRow(suggestion_id, server.server_id, seal(_key(server), padded, place, self._chance))

    def _opened(self, server: Server, row: SuggestionRow) -> Kept:
        padded = unseal(_key(server), row.sealed, _place(row.server_id, row.suggestion_id))
        return self._codec.decode(unpad(padded))


def _key(server: Server) -> Key:
    return derive(server.key, "suggestion")


def _place(server_id: ServerId, suggestion_id: SuggestionId) -> bytes:
    return b"suggestion:%d:" % server_id + suggestion_id
