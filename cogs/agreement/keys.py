"""What follows `feature:action` in the agreement's custom_ids, read back. What no button of ours carries is refused."""

from typing import Final

from bot.core.identity import SuggestionId
from bot.services.problems import Refused

_DIGITS: Final = 9
_ID_LETTERS: Final = 32


def read_number(text: str) -> int:
    """A number.

    Raises:
        Refused: it is none.
    """
    if text.isascii() and text.isdigit() and len(text) <= _DIGITS:
        return int(text)
    raise Refused("button-outdated")


def read_page(text: str) -> tuple[int, int]:
    """A version's number and a page of it.

    Raises:
        Refused: it is not both.
    """
    number, _, page = text.partition("-")
    return read_number(number), read_number(page)


def suggestion_key(suggestion_id: SuggestionId) -> str:
    """A suggestion, as a button carries it."""
    return suggestion_id.hex()


def read_suggestion(text: str) -> SuggestionId:
    """A suggestion.

    Raises:
        Refused: it is none.
    """
    try:
        found = bytes.fromhex(text) if len(text) == _ID_LETTERS else b""
    except ValueError:
        found = b""
    if not found:
        raise Refused("button-outdated")
    return SuggestionId(found)
