"""Receipt codes: the reporter's only way back to a concern. 80 bits, written in 18 symbols of which two are checks.

Pure arithmetic on codes; which case a code opens is known to the store alone.
"""

import unicodedata
from enum import StrEnum
from typing import Final, NewType

from bot.core.identity import CaseId, ServerId
from bot.core.sealing import Key, derive

Receipt = NewType("Receipt", bytes)
"""The 10 bytes behind a code."""

SYMBOLS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: without I, L, O and U, which are taken for others."""

RECEIPT_BYTES: Final = 10
LENGTH: Final = 18
"""Symbols in a code: 16 of content, 2 of checking."""

_GROUP: Final = 4
_BITS: Final = 5
_CONTENT: Final = 16
_TELLING: Final = 12
"""So many symbols of a code in a row are not written by chance, and leave too few to be guessed."""
_LOOK_ALIKES: Final = str.maketrans("OIL", "011")
_ID_BYTES: Final = 16


class SlipKind(StrEnum):
    """What is wrong with a code that was typed."""

    LENGTH = "length"
    """Symbols too few or too many."""
    SYMBOL = "symbol"
    """One symbol is another than it was, or none at all."""
    SWAP = "swap"
    """Two neighbours changed places."""
    SEVERAL = "several"
    """More than one symbol is wrong, or something else was typed."""


class Slip(Exception):
    """What was typed is no receipt code: found from that alone, whether or not any concern has such a code."""

    def __init__(self, kind: SlipKind, groups: tuple[int, ...] = (), typed: int = LENGTH) -> None:
        super().__init__(kind)
        self.kind = kind
        self.groups = groups
        """The groups of four, the first is 1, in one of which it likely is; empty: nobody can tell."""
        self.typed = typed
        """How many symbols were typed."""

    @property
    def group(self) -> int | None:
        """The group in which it likely is, if only one comes into question."""
        return self.groups[0] if len(self.groups) == 1 else None


def receipt_of(draft_key: Key) -> Receipt:
    """The receipt that belongs to a draft: the same however often it is asked for."""
    return Receipt(derive(draft_key, "receipt")[:RECEIPT_BYTES])


def case_id_of(draft_key: Key) -> CaseId:
    """The id of the case that a draft becomes: a second *Send* is the same case."""
    return CaseId(derive(draft_key, "case id")[:_ID_BYTES])


def lookup_of(receipt: Receipt, server_id: ServerId, secret: Key) -> bytes:
    """What a receipt is looked up by, 16 bytes: useless without the server's secret, and in any other server."""
    return derive(secret, "receipt lookup", derive(Key(receipt), "lookup", server_id))[:_ID_BYTES]


def wrapping_key(receipt: Receipt, server_id: ServerId, secret: Key) -> Key:
    """What seals the row that a receipt opens; says nothing about the look-up value."""
    return derive(secret, "receipt wrapping", derive(Key(receipt), "wrapping", server_id))


def written(receipt: Receipt) -> str:
    """The code as people see it: groups of four symbols, the last of two, with dashes between."""
    code = compact(receipt)
    return "-".join(code[start : start + _GROUP] for start in range(0, LENGTH, _GROUP))


def compact(receipt: Receipt) -> str:
    """The code's 18 symbols without dashes."""
    number = int.from_bytes(receipt)
    content = [number >> (_BITS * place) & 31 for place in reversed(range(_CONTENT))]
    return "".join(SYMBOLS[value] for value in (*content, *_checks(content)))


def read(typed: str) -> Receipt:
    """The receipt behind a code as somebody typed it: any case, spaces, dashes, O for 0, I or L for 1.

    Raises:
        Slip: up to two wrong or swapped symbols are always found, from the code alone.
    """
    values = [SYMBOLS.find(symbol) for symbol in symbols(typed)]
    slip = _slip(values)
    if slip is not None:
        raise slip
    number = 0
    for value in values[:_CONTENT]:
        number = number << _BITS | value
    return Receipt(number.to_bytes(RECEIPT_BYTES))


def symbols(typed: str) -> str:
    """The letters and digits of what somebody typed, as a code writes them; some may be no symbols."""
    plain = unicodedata.normalize("NFKC", typed).upper().translate(_LOOK_ALIKES)
    return "".join(symbol for symbol in plain if symbol.isalnum())


def contains_code(text: str, receipt: Receipt) -> bool:
    """Whether somebody would find the code, or most of it, in a text: written in any way in which `read` takes it."""
    code, typed = compact(receipt), symbols(text)
    return any(code[start : start + _TELLING] in typed for start in range(LENGTH - _TELLING + 1))


def _slip(values: list[int]) -> Slip | None:
    """What is wrong with these symbols, of which -1 are none; None: it is a code."""
    if len(values) != LENGTH:
        return Slip(SlipKind.LENGTH, typed=len(values))
    strangers = [place for place, value in enumerate(values) if value < 0]
    if strangers:
        return Slip(SlipKind.SYMBOL if len(strangers) == 1 else SlipKind.SEVERAL, _groups(strangers))
    plain, weighted = _syndromes(values)
    if plain == weighted == 0:
        return None
    if plain == 0:
        swapped = _groups([place for place in range(LENGTH - 1) if _is_swapped(values, place)])
        return Slip(SlipKind.SWAP if swapped else SlipKind.SEVERAL, swapped)
    # One wrong symbol adds its error to the one sum, and the error times the generator to its place to the other.
    place = _LOGARITHMS[_divided(weighted, plain)] if weighted else LENGTH
    return Slip(SlipKind.SYMBOL, _groups([place])) if place < LENGTH else Slip(SlipKind.SEVERAL)


def _is_swapped(values: list[int], place: int) -> bool:
    """Whether it is a code with this symbol and the next exchanged."""
    exchanged = [*values[:place], values[place + 1], values[place], *values[place + 2 :]]
    return _syndromes(exchanged) == (0, 0)


def _groups(places: list[int]) -> tuple[int, ...]:
    return tuple(sorted({place // _GROUP + 1 for place in places}))


# The checks are a Reed-Solomon code over GF(32) (x^5 + x^2 + 1): the sum of all symbols is 0, and so is the sum of
# each symbol times the generator to the power of its place. Its distance is 3, so one or two wrong symbols show.


def _powers() -> list[int]:
    powers = [1]
    for _ in range(30):
        doubled = powers[-1] << 1
        powers.append(doubled ^ 0b100101 if doubled & 0b100000 else doubled)
    return powers


_POWERS: Final = _powers()
_LOGARITHMS: Final = {value: exponent for exponent, value in enumerate(_POWERS)}


def _times(left: int, right: int) -> int:
    if left == 0 or right == 0:
        return 0
    return _POWERS[(_LOGARITHMS[left] + _LOGARITHMS[right]) % 31]


def _divided(left: int, right: int) -> int:
    return 0 if left == 0 else _POWERS[(_LOGARITHMS[left] - _LOGARITHMS[right]) % 31]


def _syndromes(values: list[int]) -> tuple[int, int]:
    plain = weighted = 0
    for place, value in enumerate(values):
        plain ^= value
        weighted ^= _times(value, _POWERS[place])
    return plain, weighted


def _checks(content: list[int]) -> tuple[int, int]:
    plain, weighted = _syndromes(content)
    first, second = _POWERS[_CONTENT], _POWERS[_CONTENT + 1]
    last = _divided(weighted ^ _times(plain, first), second ^ first)
    return plain ^ last, last
