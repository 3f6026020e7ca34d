"""The one table of everything that can be pressed, chosen or sent about a case, by its custom_id.

Whatever is not in it is not served; what is in it and has no handler does not start. Not here: what the handlers do.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final

from bot.ui.door import Door, Handler

FEATURE: Final = "case"


class Way(Enum):
    """How an action reaches the bot, and what its custom_id is."""

    PRESS = "press"
    """`case:<name>:<letters>`, on a button or chosen under *Something else*."""
    OPENER = "opener"
    """The same, but it only opens a form, from memory: it is the same for everybody and tells nothing."""
    CHOICE = "choice"
    """`case:<name>:<letters>` with one value."""
    FORM = "form"
    """`case:<name>:<letters>:<fresh>` with fields."""
    LISTED = "listed"
    """`case:<name>` with the letters as its one value."""
    DAY = "day"
    """`case:<name>:<server>`, perhaps with `:<page>`: about no case of its own."""
    TRAIL = "trail"
    """`case:<name>:<page>`: about no case of its own."""


@dataclass(frozen=True)
class Action:
    """One action; the letters of its case are the first part of its key."""

    name: str
    way: Way

    @property
    def prefix(self) -> str:
        """What its custom_id begins with."""
        return f"{FEATURE}:{self.name}"


_FORMS: Final = (
    "reply",
    "note",
    "in-progress",
    "asking",
    "close",
    "reopen",
    "reply-all",
    "in-progress-all",
    "asking-all",
    "close-all",
)
_PRESSES: Final = (
    "open",
    "image",
    "back",
    "acknowledge",
    "take",
    "hand-over",
    "bring-in",
    "aside",
    "aside-sure",
    "matter",
    "acknowledge-all",
    "join",
    "part",
    "block",
    "block-sure",
    "lift",
)

ACTIONS: Final = (
    *(Action(name, Way.PRESS) for name in _PRESSES),
    *(Action(name, Way.OPENER) for name in _FORMS),
    *(Action(name, Way.FORM) for name in _FORMS),
    *(Action(name, Way.CHOICE) for name in ("more", "handed", "brought", "joined", "parted")),
    Action("list", Way.LISTED),
    Action("mine", Way.DAY),
    Action("log", Way.TRAIL),
)
"""Every action. None of them tells whoever may not read the case anything but what is told where there is none."""

Handlers = Mapping[Action, Handler]


class Unserved(Exception):
    """The table and the handlers do not match. Carries names of actions only."""


def serve(door: Door, handlers: Handlers) -> None:
    """Let the door serve all of the table.

    Raises:
        Unserved: an action has no handler, or a handler no action.
    """
    if missing := set(ACTIONS) ^ set(handlers):
        raise Unserved(", ".join(sorted(one.prefix for one in missing)))
    for action, handler in handlers.items():
        (door.form if action.way is Way.FORM else door.press)(action.prefix, handler)
