"""Comments once a round is closed: under a key of their own, so that whoever erases them erases them in every copy.

Not here: which may be read (`core/comments.py`), and who reads them (`checkin_results.py`).
"""

from typing import Final, final

from bot.core.codec import Codec
from bot.core.identity import Chance, KeyId, RoundId
from bot.core.publishing import Result
from bot.core.sealing import Key, pad, seal, unpad, unseal
from bot.store.keystore import KeyStore
from bot.store.problems import KeyMissing
from bot.store.round_boxes import comments_place
from bot.store.rounds import RoundRepository

_PADDING: Final = 16384
"""Bytes: the length of no single comment is told."""


@final
class PublishedComments:
    """Seals, reads and erases the comments of closed rounds."""

    def __init__(self, repository: RoundRepository, keys: KeyStore, chance: Chance) -> None:
        self._repository = repository
        self._keys = keys
        self._chance = chance
        self._codec = Codec(tuple[str, ...])

    async def new_key(self) -> tuple[KeyId, Key]:
        """A key for the comments of one round."""
        return await self._keys.create()

    def sealed(self, round_id: RoundId, key: Key, comments: tuple[str, ...]) -> bytes:
        """The comments as they are kept."""
        return seal(key, pad(self._codec.encode(comments), _PADDING), comments_place(round_id), self._chance)

    async def read(self, round_id: RoundId, result: Result) -> tuple[str, ...]:
        """The comments of a closed round; none where too few were left, or they are erased."""
        if not result.comments_key:
            return ()
        try:
            key = await self._keys.get(KeyId(bytes.fromhex(result.comments_key)))
        except KeyMissing:
            return ()
        sealed = await self._repository.comments(round_id)
        if sealed is None:
            return ()
        return self._codec.decode(unpad(unseal(key, sealed, comments_place(round_id))))

    async def keep_key_of(self, result: Result | None, key_id: KeyId) -> None:
        """Destroy the key unless the comments of this result lie under it."""
        if result is None or result.comments_key != key_id.hex():
            await self._keys.destroy(key_id)

    async def erase(self, round_id: RoundId, result: Result) -> None:
        """Erase the comments, the key first: without it they are gone wherever they lie."""
        if result.comments_key:
            await self._keys.destroy(KeyId(bytes.fromhex(result.comments_key)))
            await self._repository.forget_comments(round_id)
