"""What stands in the keys of presses, read so that nothing forged breaks anything."""

from typing import Final

_DIGITS: Final = 19
"""Of an id."""


def number_in(text: str) -> int:
    """A number from a custom_id; 0 for anything that no button of ours carries."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _DIGITS else 0
