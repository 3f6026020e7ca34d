"""A text that somebody typed, as it is kept, or refused in words of its own. Not here: which characters are kept."""

from bot.core.plain_text import paragraph
from bot.core.text_length import length
from bot.services.problems import Refused


def text_of(typed: str, most: int, *, empty: str, too_long: str) -> str:
    """A paragraph that is kept as a text, in at most so many characters.

    Raises:
        Refused: nothing (`empty`) or too much (`too_long`) was typed.
    """
    text = paragraph(typed)
    if not text:
        raise Refused(empty)
    if length(text) > most:
        raise Refused(too_long, most=most)
    return text
