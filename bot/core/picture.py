"""A picture that goes with a concern: what is taken, and what is kept of it. Not here: how it is made clean."""

from enum import Enum
from typing import Final

MOST_BYTES: Final = 8 * 1024 * 1024
"""Of a picture as it was sent."""
MOST_PIXELS: Final = 25_000_000
"""Of a picture as it was sent; a telephone's camera takes 12 million."""
LONGEST_EDGE: Final = 1600
"""Pixels of a picture as it is kept: writing in it can still be read."""
SIZES: Final = tuple(kilobytes * 1024 for kilobytes in (64, 256, 768, 1536))
"""Bytes of a picture at rest: what lies there shows one of four sizes."""
MOST_KEPT: Final = SIZES[-1] - 4
"""Bytes of a picture as it is kept, without the length in front of it."""

MEDIA_TYPES: Final = frozenset({"image/png", "image/jpeg", "image/webp", "image/gif"})


class Kind(Enum):
    """In what a picture is kept: the beginning of its bytes."""

    JPEG = b"\xff\xd8\xff"
    PNG = b"\x89PNG\r\n\x1a\n"

    @property
    def file_name(self) -> str:
        """The same for every picture: a name given by whoever sent it can tell who that was."""
        return "picture.jpg" if self is Kind.JPEG else "picture.png"


class Unfit(Enum):
    """Why a picture cannot be taken; in bytes, as the process that looks at it says it."""

    UNREADABLE = b""
    TOO_MANY_PIXELS = b"\x01"


def kind_of(data: bytes) -> Kind | None:
    """What these bytes are, by how they begin; None if they are nothing that is kept."""
    return next((kind for kind in Kind if data.startswith(kind.value)), None)
