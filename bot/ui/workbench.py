"""How a process that works beside the bot is spoken to: by its standard input and output, until they close.

Each message is its length in four bytes and then so many bytes; an answer of no length says that it could not be
served. `workroom.py` is the other end.
"""

import gc
import sys
from collections.abc import Callable
from typing import BinaryIO, Final

LENGTH_BYTES: Final = 4


def serve(work: Callable[[bytes], bytes]) -> None:
    """Answer each message with what `work` makes of it, until there is nobody left to answer."""
    while (message := _read(sys.stdin.buffer)) is not None:
        answer = _tried(work, message)
        sys.stdout.buffer.write(len(answer).to_bytes(LENGTH_BYTES))
        sys.stdout.buffer.write(answer)
        sys.stdout.buffer.flush()
        gc.collect()  # the parts of a picture refer to each other, and are large


def _tried(work: Callable[[bytes], bytes], message: bytes) -> bytes:
    try:
        return work(message)
    except Exception:  # noqa: BLE001 - the page goes without its picture, and nothing of the message is told
        return b""


def _read(stream: BinaryIO) -> bytes | None:
    """The next message; None when the other end has gone."""
    length = stream.read(LENGTH_BYTES)
    if len(length) < LENGTH_BYTES:
        return None
    return stream.read(int.from_bytes(length))
