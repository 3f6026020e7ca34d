"""Long texts over several messages: nothing is ever cut off. Not for what a page says."""

from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import Final

from bot.core.text_length import length

__all__ = ["ROOM", "length", "spread"]

ROOM: Final = 3600
"""Characters of running text in one message; the rest of Discord's 4,000 is left for headings and notices."""

_GAP: Final = "\n\n"


def spread(blocks: Sequence[str], room: int = ROOM) -> list[str]:
    """The blocks in order, as few texts as possible, each at most `room` long.

    A block that fits one message is never torn apart; a longer one is parted between words, or inside a word that
    alone is longer.
    """
    texts: list[str] = []
    for block in blocks:
        for piece in _pieces(block, room):
            if texts and length(texts[-1] + _GAP + piece) <= room:
                texts[-1] += _GAP + piece
            else:
                texts.append(piece)
    return texts


def _pieces(block: str, room: int) -> Iterator[str]:
    while length(block) > room:
        end = _longest_fitting(block, room)
        space = max(block.rfind(" ", 0, end + 1), block.rfind("\n", 0, end + 1))
        end = space if space > 0 else end
        yield block[:end]
        block = block[end:].lstrip(" \n") if space > 0 else block[end:]
    if block:
        yield block


def _longest_fitting(block: str, room: int) -> int:
    """How many code points from the start of a longer block are at most `room` long."""
    return next(end for end, taken in enumerate(accumulate(map(length, block))) if taken > room)
