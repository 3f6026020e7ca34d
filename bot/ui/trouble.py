"""How an unexpected error is written down: its kind and where it happened, never what it was about.

An exception's message may hold a member's words, so only its class and the places it passed go into the log.
"""

import base64
import traceback
from pathlib import Path
from typing import Final

import structlog

from bot.core.identity import Chance

_log = structlog.get_logger("common_ground")
_REFERENCE_BYTES: Final = 5
_ROOT: Final = Path(__file__).parents[2]


def reference(chance: Chance) -> str:
    """A short random reference that a person can read out: eight letters and digits."""
    return base64.b32encode(chance(_REFERENCE_BYTES)).decode()


def report(event: str, error: BaseException, ref: str = "") -> None:
    """Write one line: what was being done, the error's class, its causes' classes, and the frames."""
    _log.error(event, reference=ref, kind=_kinds(error), where=places(error))


def _kinds(error: BaseException) -> str:
    kinds = [type(error).__name__]
    cause = error.__cause__ or error.__context__
    while cause is not None and len(kinds) < 5:  # noqa: PLR2004 - a long chain tells nothing more
        kinds.append(type(cause).__name__)
        cause = cause.__cause__ or cause.__context__
    return " < ".join(kinds)


def places(error: BaseException) -> list[str]:
    """The frames as file:line in function, outermost first."""
    return [
        f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)
    ]


def _short(filename: str) -> str:
    path = Path(filename)
    return str(path.relative_to(_ROOT)) if path.is_relative_to(_ROOT) else path.name
