"""Days, and people's own words, as they stand on a page. Not for spreading texts over messages (`paging.py`)."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from typing import Final

from bot.ui.paging import spread

_QUOTED_AT_ONCE: Final = 1700
"""Characters that still fit a message once every line is marked as a quotation."""


def day_mark(day: date) -> int:
    """The day as Discord's time marks take it: its noon, so that it is the same date nearly everywhere."""
    return int(datetime.combine(day, time(12), UTC).timestamp())


def told(heading: str, text: str) -> list[str]:
    """Somebody's own words below a heading, set off from ours, in blocks that `spread` lays out."""
    first, *rest = [_quoted(piece) for piece in spread([text], _QUOTED_AT_ONCE)] or [""]
    return [f"{heading}\n{first}", *rest]


def excerpt(text: str, length: int) -> str:
    """The beginning of somebody's own words, in one line, set off from ours."""
    return _quoted(shortened(" ".join(text.split()), length))


def shortened(text: str, length: int) -> str:
    """The beginning of a text, with an ellipsis if anything is left out."""
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def newest(texts: Sequence[str], most: int, left_out: str) -> list[str]:
    """The last texts, with a word before them if earlier ones are left out."""
    return list(texts) if len(texts) <= most else [left_out, *texts[-most:]]


def _quoted(text: str) -> str:
    return "\n".join(f"> {line}" for line in text.split("\n"))
