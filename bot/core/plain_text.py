"""What of a typed text is kept: no controls, and nothing unseen that could turn or hide the words of others.

Not here: mentions and links (`comments.py`), and how long a text may be.
"""

import unicodedata
from typing import Final

JOINERS: Final = "\u200c\u200d"
"""Format characters that words of some languages, and many emoji, are not whole without."""
_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Co"})
"""Unicode's categories of controls, formats (among them what turns the direction of writing, or has no width),
surrogates and private use.
"""
_NOTHING: Final = ("C", "Z")
"""First letters of the categories that show nothing where they stand alone."""


def is_kept(character: str) -> bool:
    """Whether this character belongs in a text; white space does not by itself."""
    return character in JOINERS or unicodedata.category(character) not in _UNSEEN


def one_line(text: str) -> str:
    """A text as it stands in one line; nothing if there is nothing to be seen in it."""
    line = " ".join("".join(each for each in text if each.isspace() or is_kept(each)).split())
    return line if any(unicodedata.category(each)[0] not in _NOTHING for each in line) else ""


def paragraph(text: str) -> str:
    """A text of several lines, with no more than one empty line between two."""
    lines = [one_line(line) for line in text.splitlines()]
    kept = [line for at, line in enumerate(lines) if line or (at and lines[at - 1])]
    return "\n".join(kept).strip()
