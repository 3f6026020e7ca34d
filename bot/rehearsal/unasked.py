"""What the bot says on the simulated Discord without being pressed or typed to: each message, its moment and its kind.

Not here: how much of it there may be; the tests say so, and the story tells how much there was in its year.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Final, cast
from zoneinfo import ZoneInfo

from bot.core.slots import is_night
from bot.rehearsal.cast import DIRECT
from bot.rehearsal.simulator import Payload, Request, Simulation
from bot.rehearsal.simulator.wire import components, text

NIGHT: Final = (21, 8)
"""From the first hour to the second, as a server has it that chose nothing else."""
POSTED: Final = re.compile(r"/channels/(\d+)/messages")
"""The path of a request that says something, and where."""
_ROUND: Final = re.compile(r"(?:checkin:open|support:open):([0-9a-f]{32})")


class Kind(Enum):
    """What a message is, told by the buttons below it."""

    OPENING = "opening"
    REMINDER = "reminder"
    RESULT = "result"
    CARD = "card"
    CLOCK = "clock"
    """A day that was missed."""
    OTHER = "other"


@dataclass(frozen=True)
class Said:
    """One message."""

    at: datetime
    """By the clock of the server."""
    place: str
    """The name of the channel; for a direct message `DIRECT`, a colon, and the name of who got it."""
    kind: Kind
    round: str
    """Which check-in it is of; empty for none."""
    text: str

    @property
    def at_night(self) -> bool:
        """Whether people sleep."""
        return is_night(self.at.hour, NIGHT)

    @property
    def is_direct(self) -> bool:
        """Whether it went to one person alone."""
        return self.place.startswith(DIRECT)


def posted(simulation: Simulation, after: int, zone: ZoneInfo) -> Iterator[Said]:
    """The messages among the bot's requests after so many: posts and direct messages, not answers to who acted."""
    for request in simulation.requests_after(after):
        found = POSTED.fullmatch(request.path) if request.method == "POST" else None
        if found is not None:
            yield _said(simulation, request, int(found[1]), zone)


def _said(simulation: Simulation, request: Request, channel: int, zone: ZoneInfo) -> Said:
    payload = cast("Payload", request.body)
    kind, of = _kind(payload)
    words = "\n".join(text(one, "content") for one in components(payload))
    return Said(request.at.astimezone(zone), _place(simulation, channel), kind, of, words)


def _place(simulation: Simulation, channel: int) -> str:
    world = simulation.world
    name = world.name_of(channel)
    if name != DIRECT:
        return name
    return next(f"{DIRECT}:{one}" for one in world.people if world.direct_channel(one).id == channel)


def _kind(payload: Payload) -> tuple[Kind, str]:
    ids = [text(one, "custom_id") for one in components(payload)]
    of = next((found[1] for one in ids if (found := _ROUND.match(one))), "")
    if any(one.endswith(".reminder") for one in ids):
        return Kind.REMINDER, of
    if any(one.startswith("checkin:open:") for one in ids):
        return Kind.OPENING, of
    if of:
        return Kind.RESULT, of
    if any(one.startswith("case:open:") for one in ids):
        return Kind.CARD, ""
    return (Kind.CLOCK if any(one.startswith("case:mine:") for one in ids) else Kind.OTHER), ""
