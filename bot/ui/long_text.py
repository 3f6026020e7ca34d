"""Long texts on several pages: Discord takes at most 4,000 characters a message. Also days, and people's own words."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time
from typing import Final

PAGE: Final = 3600
"""Characters of text that leave room for a title and what surrounds it."""


def day_mark(day: date) -> int:
    """The day as Discord's time marks take it: its noon, so that it is the same date nearly everywhere."""
    return int(datetime.combine(day, time(12), UTC).timestamp())


def quoted(text: str) -> str:
    """Somebody's own words, set off from ours."""
    return "\n".join(f"> {line}" for line in text.splitlines())


def shortened(text: str, length: int) -> str:
    """The beginning of a text, with an ellipsis if anything is left out."""
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def packed(texts: Iterable[str], size: int = PAGE) -> list[str]:
    """The texts one after another, on as few pages as hold them; a text too long for a page is cut between lines."""
    pages: list[str] = []
    for piece in (piece for text in texts for piece in _pieces(text, size)):
        if pages and len(pages[-1]) + 2 + len(piece) <= size:
            pages[-1] += f"\n\n{piece}"
        else:
            pages.append(piece)
    return pages


def newest(pages: Sequence[str], most: int, left_out: str) -> list[str]:
    """The last pages, with a word on top of them if earlier ones are left out."""
    return list(pages) if len(pages) <= most else [f"{left_out}\n\n{pages[-most]}", *pages[len(pages) - most + 1 :]]


def _pieces(text: str, size: int) -> Iterator[str]:
    held = ""
    for line in _lines(text, size):
        if held and len(held) + 1 + len(line) > size:
            yield held
            held = line
        else:
            held = f"{held}\n{line}" if held else line
    yield held


def _lines(text: str, size: int) -> Iterator[str]:
    for line in text.split("\n"):
        start = "> " if line.startswith("> ") else ""
        rest = line[len(start) :]
        step = size - len(start)
        for place in range(0, max(len(rest), 1), step):
            yield start + rest[place : place + step]
