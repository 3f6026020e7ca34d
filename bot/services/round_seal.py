"""How a round lies there: its facts and its result under the server's key, its boxes under a key of their own.

Not here: where it lies, and what becomes of it (`checkin_rounds.py`).
"""

from typing import Final, final

from bot.core.ballot import Box
from bot.core.checkin import Round
from bot.core.codec import Codec
from bot.core.comments import CommentBox
from bot.core.identity import Chance, RoundId
from bot.core.publishing import Result
from bot.core.sealing import CannotOpen, Key, derive, pad, seal, unpad, unseal
from bot.services.server_records import Server
from bot.store.round_boxes import box_place, comments_place

_PADDING: Final = 1024
"""Bytes: neither a template nor a result is told by its size."""
_FACTS: Final = "round facts"
_RESULT: Final = "round result"


@final
class RoundSeal:
    """Seals facts and results and opens them again. Opening raises CannotOpen, or ValueError for what is damaged."""

    def __init__(self, chance: Chance) -> None:
        self._chance = chance
        self._facts = Codec(Round)
        self._results = Codec(Result)

    def sealed_facts(self, server: Server, round_id: RoundId, facts: Round) -> bytes:
        """The bytes of a round's facts."""
        return self._sealed(server, round_id, _FACTS, self._facts.encode(facts))

    def facts(self, server: Server, round_id: RoundId, sealed: bytes) -> Round:
        """The facts in these bytes."""
        return self._facts.decode(_unsealed(server, round_id, _FACTS, sealed))

    def sealed_result(self, server: Server, round_id: RoundId, result: Result) -> bytes:
        """The bytes of a round's result."""
        return self._sealed(server, round_id, _RESULT, self._results.encode(result))

    def result(self, server: Server, round_id: RoundId, sealed: bytes) -> Result:
        """The result in these bytes."""
        return self._results.decode(_unsealed(server, round_id, _RESULT, sealed))

    def _sealed(self, server: Server, round_id: RoundId, what: str, plaintext: bytes) -> bytes:
        return seal(derive(server.key, what), pad(plaintext, _PADDING), round_id, self._chance)


def _unsealed(server: Server, round_id: RoundId, what: str, sealed: bytes) -> bytes:
    return unpad(unseal(derive(server.key, what), sealed, round_id))


def opened_box(round_id: RoundId, box_key: Key | None, sealed: bytes | None) -> Box | None:
    """The ballot box, or None where it or its key is missing, or they do not fit."""
    if box_key is None or sealed is None:
        return None
    try:
        return Box.unseal(box_key, sealed, box_place(round_id))
    except CannotOpen:
        return None


def opened_comments(round_id: RoundId, box_key: Key, sealed: bytes | None) -> CommentBox | None:
    """The box of comments, or None where it is missing or the key does not fit."""
    if sealed is None:
        return None
    try:
        return CommentBox.unseal(box_key, sealed, comments_place(round_id))
    except CannotOpen:
        return None
