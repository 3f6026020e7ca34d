"""The invented group: its server, channels, roles and people. Plain data, for rehearsal and end-to-end tests alike.

Nobody here is a real person; the names are first names only. How they act is not here.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

SERVER = "Harbour Recovery Group"
BOT = "Common Ground"
OWNER = "june"
"""Owns the server on Discord, and takes no part: an owner passes every permission check."""

MODERATORS, FACILITATORS, ADMINISTRATORS, AGREED = "Moderators", "Facilitators", "Administrators", "Agreed"
ROLES = (MODERATORS, FACILITATORS, ADMINISTRATORS, AGREED)

MEMBERS = ("mia", "noor", "theo", "ines", "jonas", "kofi", "lena", "marek", "priya", "sam", "yuki")
"""Eleven: enough that a check-in is published without the person at the keyboard answering for everybody."""

START = datetime(2026, 1, 5, 10, 0, tzinfo=UTC)
"""Where the clock stands at first when nobody says otherwise: a Monday morning."""
JOINED = timedelta(days=60)
"""How long before the start the cast joined: far longer than the seven days of a newcomer."""
REGISTERED = timedelta(days=400)
"""How old everybody's Discord account is; ids carry that moment."""


@dataclass(frozen=True)
class Staff:
    """One who holds a role of the group."""

    name: str
    role: str


STAFF = (
    Staff("mara", MODERATORS),
    Staff("otto", MODERATORS),
    Staff("fay", FACILITATORS),
    Staff("ada", ADMINISTRATORS),
)


@dataclass(frozen=True)
class Room:
    """A text channel; `seen_by` is the one role that sees it, or None when everybody does."""

    name: str
    seen_by: str | None


GROUP, MODERATORS_ROOM, FACILITATORS_ROOM = "group", "moderators", "facilitators"
ROOMS = (Room(GROUP, None), Room(MODERATORS_ROOM, MODERATORS), Room(FACILITATORS_ROOM, FACILITATORS))
DIRECT = "direct"
"""Stands for the name of a channel in what is seen in direct messages."""
