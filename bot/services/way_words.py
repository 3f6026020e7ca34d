"""What a reporter types on the way back, before it is kept: never empty, never too long, never with the code in it."""

from typing import Final

from bot.core.receipt import Receipt, Slip, contains_code, read
from bot.services.problems import Refused

MOST_WORDS: Final = 1500
"""Characters of one message."""


def receipt_in(typed: str) -> Receipt:
    """The receipt behind a code that somebody typed.

    Raises:
        Refused: there is a slip in it, told from the code alone.
    """
    try:
        return read(typed)
    except Slip as error:
        group = " / ".join(map(str, error.groups))
        raise Refused("concern-code-slip", kind=error.kind.value, typed=error.typed, group=group or "none") from error


def message_in(typed: str, receipt: Receipt) -> str:
    """The words that were typed.

    Raises:
        Refused: none, too many, or the code is among them.
    """
    words = remark_in(typed, receipt)
    if not words:
        raise Refused("concern-words-empty")
    return words


def remark_in(typed: str, receipt: Receipt) -> str:
    """The words that were typed where there may be none.

    Raises:
        Refused: too many, or the code is among them.
    """
    # Half a character, which no program can write down, must not become an error of ours.
    words = typed.encode("utf-8", "replace").decode().strip()
    if len(words) > MOST_WORDS:
        raise Refused("concern-words-too-long", most=str(MOST_WORDS))
    if contains_code(words, receipt):
        raise Refused("concern-words-with-code")
    return words
