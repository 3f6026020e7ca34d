"""Days, and people's own words, as they stand on a page. Not for spreading texts over messages (`paging.py`)."""

import re
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time
from typing import Final

from bot.ui.paging import length, spread

_AT_ONCE: Final = 1600
"""Characters of somebody's own words that fit a message even if all of them have to be disarmed."""
_QUOTED: Final = 3200
"""Characters of quoted lines in one block: with its heading it still fits a message."""
_CUTS: Final = (100, 60, 40, 20, 8)
"""Characters to which the parts of a text are cut, the longest with which the whole fits."""
_MARKDOWN: Final = re.compile(r"([\\*_~`|\[\]()<>#])")


def day_mark(day: date) -> int:
    """The day as Discord's time marks take it: its noon, so that it is the same date nearly everywhere."""
    return int(datetime.combine(day, time(12), UTC).timestamp())


def told(heading: str, text: str) -> list[str]:
    """Somebody's own words below a heading, set off from ours, in blocks that `spread` lays out."""
    first, *rest = quoted(text) or [""]
    return [f"{heading}\n{first}", *rest]


def quoted(text: str) -> list[str]:
    """Somebody's own words, set off from ours, in blocks that `spread` lays out."""
    return [block for piece in spread([text], _AT_ONCE) for block in _quoted(piece)]


def plain_name(name: str) -> str:
    """What somebody calls themselves, as it is: with no formatting and no link in it."""
    return _MARKDOWN.sub(r"\\\1", " ".join(name.split()))


def listed(names: Sequence[str]) -> str:
    """Names, one to a line: a name may look like the end of our sentence, and must not pass for it."""
    return "".join(f"\n- {plain_name(name)}" for name in names)


def excerpt(text: str, most: int) -> str:
    """The beginning of somebody's own words, in one line, set off from ours."""
    return "\n".join(_quoted(shortened(" ".join(text.split()), most)))


def shortened(text: str, most: int) -> str:
    """The beginning of a text, with an ellipsis if anything is left out."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def cut_to_fit(draw: Callable[[int], Sequence[str]], room: int) -> Sequence[str]:
    """The texts that `draw` gives for parts of at most so many characters, uncut if all of it fits the room."""
    drawn = map(draw, _CUTS)
    return next((texts for texts in drawn if sum(map(length, texts)) <= room), draw(_CUTS[-1]))


def newest(texts: Sequence[str], most: int, left_out: str) -> list[str]:
    """The last texts, with a word before them if earlier ones are left out."""
    return list(texts) if len(texts) <= most else [left_out, *texts[-most:]]


def _quoted(text: str) -> list[str]:
    """Each line marked as a quotation, whatever ends it, and no link under other words; in blocks of whole lines."""
    blocks: list[str] = []
    for line in text.replace("](", "]\\(").splitlines() or [""]:
        marked = f"> {line}"
        if blocks and length(blocks[-1]) + 1 + length(marked) <= _QUOTED:
            blocks[-1] += f"\n{marked}"
        else:
            blocks.append(marked)
    return blocks
