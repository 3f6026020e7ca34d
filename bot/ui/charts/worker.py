"""The process that draws: charts come by its standard input, pictures go by its standard output, until it closes.

Run as `python -m bot.ui.charts.worker` by `room.py`, which is the other end. Each message is its length in four bytes
and then so many bytes; a picture of no length says that the chart could not be drawn.
"""

import gc
import sys
from typing import BinaryIO, Final

import matplotlib as mpl

from bot.ui.charts.chart import from_json
from bot.ui.charts.drawing import draw

LENGTH_BYTES: Final = 4


def main() -> None:
    """Draw until there is nobody left to draw for."""
    mpl.rcdefaults()  # whatever the operator's own settings for matplotlib are
    while (message := _read(sys.stdin.buffer)) is not None:
        picture = _picture(message)
        sys.stdout.buffer.write(len(picture).to_bytes(LENGTH_BYTES))
        sys.stdout.buffer.write(picture)
        sys.stdout.buffer.flush()
        gc.collect()  # the parts of a picture refer to each other, and are large


def _picture(message: bytes) -> bytes:
    try:
        return draw(from_json(message))
    except Exception:  # noqa: BLE001 - the page goes without its picture, and nothing of the chart is told
        return b""


def _read(stream: BinaryIO) -> bytes | None:
    """The next message; None when the other end has gone."""
    length = stream.read(LENGTH_BYTES)
    if len(length) < LENGTH_BYTES:
        return None
    return stream.read(int.from_bytes(length))


if __name__ == "__main__":
    main()
