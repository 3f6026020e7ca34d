"""What stands in the keys of presses, read so that nothing forged breaks anything."""

from typing import Final

_DIGITS: Final = 19
_LARGEST: Final = 2**63 - 1
"""What a database holds as a number; no id of Discord's comes near it."""


def number_in(text: str) -> int:
    """A number from a custom_id; 0 for anything that no button of ours carries."""
    number = int(text) if text.isascii() and text.isdigit() and len(text) <= _DIGITS else 0
    return number if number <= _LARGEST else 0
