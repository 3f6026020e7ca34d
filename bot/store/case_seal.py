"""How a case lies there: encoded, padded and sealed as a whole under its own key; and the receipt that opens it.

Not here: where it lies (`cases.py`, `case_writes.py`).
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from bot.core.case import Case
from bot.core.codec import Codec
from bot.core.identity import CaseId, Chance, ServerId
from bot.core.sealing import CannotOpen, Key, derive, new_key, pad, seal, unpad, unseal

_ID_BYTES: Final = 16
STEP: Final = 8192
"""Bytes: a short and a long concern have one size; a long conversation takes the next."""


class CaseSeal:
    """Seals cases and opens them again."""

    def __init__(self, chance: Chance) -> None:
        self._chance = chance
        self._codec = Codec(Case)

    def sealed(self, case_id: CaseId, key: Key, case: Case) -> bytes:
        """The bytes of a case."""
        padded = pad(self._codec.encode(case), STEP)
        return seal(derive(key, "case"), padded, _place(case_id), self._chance)

    def unsealed(self, case_id: CaseId, key: Key, sealed: bytes) -> Case:
        """The case in these bytes.

        Raises:
            CannotOpen, ValueError: the key is another's, or the bytes are damaged.
        """
        return self._codec.decode(unpad(unseal(derive(key, "case"), sealed, _place(case_id))))

    def sealed_in(self, server_id: ServerId, case_id: CaseId, key: Key, case: Case) -> bytes:
        """The bytes of a new case of this server."""
        return self.sealed(case_id, key, replace(case, server_id=server_id))

    def unsealed_in(self, server_id: ServerId, case_id: CaseId, key: Key, sealed: bytes) -> Case:
        """The case in these bytes, found in a row of this server.

        Raises:
            CannotOpen: as for `unsealed`; or the row was moved here from another server.
        """
        case = self.unsealed(case_id, key, sealed)
        if case.server_id not in (None, server_id):
            raise CannotOpen
        return case

    def rewriting(self, case_id: CaseId, key: Key, change: Callable[[Case], Case]) -> Callable[[bytes], bytes]:
        """The same change for the bytes; they stay as they are where it changes nothing."""

        def rewrite(sealed: bytes) -> bytes:
            before = self.unsealed(case_id, key, sealed)
            after = change(before)
            return sealed if after == before else self.sealed(case_id, key, after)

        return rewrite

    def receipt(self, lookup: bytes, receipt_key: Key, case_id: CaseId, key: Key) -> bytes:
        """The bytes of a receipt: where its case is, and the case's key."""
        return seal(receipt_key, case_id + key, _receipt_place(lookup), self._chance)

    def opened_receipt(self, sealed: bytes | None, lookup: bytes, receipt_key: Key) -> tuple[CaseId, Key]:
        """What a receipt leads to; where there is none, or it does not open, a case that never was."""
        decoy = self._chance(_ID_BYTES) + new_key(self._chance)
        box = sealed or seal(new_key(self._chance), decoy, _receipt_place(lookup), self._chance)
        try:
            opened = unseal(receipt_key, box, _receipt_place(lookup))
        except CannotOpen:
            opened = decoy
        return CaseId(opened[:_ID_BYTES]), Key(opened[_ID_BYTES:])


def _receipt_place(lookup: bytes) -> bytes:
    return b"receipt:" + lookup


def _place(case_id: CaseId) -> bytes:
    return b"concern_case:" + case_id
