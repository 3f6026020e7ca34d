"""Tells the staff what has come to be wrong with channels and roles: once for each problem, not again each day.

Not here: what is wrong (`core/setup_check.py`), and by which way it is told.
"""

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from enum import Enum
from hashlib import sha256
from typing import Final, Protocol

from bot.core.setup_check import Finding, Weight
from bot.services.channel_watch import CHANNEL_FAILS
from bot.services.server_records import Server, ServerRecord
from bot.services.servers import Servers

LOOK_TASK: Final = "care:look"
"""Looks at a server and tells what is new; whoever has cause to look schedules one."""
TOLD: Final = "care told"
"""The note with the marks of the problems that the staff knows of."""
_MARK_DIGITS: Final = 8
_CARDS_NEED: Final = frozenset({"view_channel", "send_messages", "read_message_history"})


class Way(Enum):
    """How the staff was reached."""

    CHANNEL = "channel"
    DIRECT = "direct"
    """The lead, or else those who take concerns, by direct message."""
    NONE = "none"


class StaffNotice(Protocol):
    """Reaches the staff by whichever way is open."""

    async def tell(self, server: Server, problems: Sequence[Finding]) -> Way:
        """Tell of problems, and say how.

        Raises:
            CannotReach: Discord does not answer; to be tried again.
        """
        ...


class Care:
    """Remembers which problems of a server the staff knows of."""

    def __init__(self, servers: Servers, notice: StaffNotice) -> None:
        self._servers = servers
        self._notice = notice
        self._turns: defaultdict[int, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def tell_new(self, server: Server, findings: Sequence[Finding]) -> None:
        """Tell of the problems that are new; those that are mended are forgotten, so that they are news again.

        Raises:
            CannotReach: Discord does not answer; nothing counts as told then.
        """
        async with self._turns[server.server_id]:  # two looks at once would tell the same twice
            record = (await self._servers.get(server.server_id)).record
            present = {mark(one): one for one in findings if one.weight is Weight.PROBLEM and one.is_news}
            known = _known(record, present)
            new = [finding for name, finding in present.items() if name not in known]
            way = await self._notice.tell(server, new) if new else Way.NONE
            told = known & present.keys() if way is Way.NONE else set(present)
            told_of_cards = way is Way.DIRECT and any(stops_cards(record, one) for one in new)
            await self._servers.change(server.server_id, lambda now: _noted(now, told, told_of_cards=told_of_cards))


def mark(finding: Finding) -> str:
    """By what a problem is known again: the same thing wrong with the same channel or role."""
    return sha256(repr((finding.key, finding.values)).encode()).hexdigest()[:_MARK_DIGITS]


def _known(record: ServerRecord, present: dict[str, Finding]) -> set[str]:
    known = set(record.notes.get(TOLD, "").split())
    if record.notes.get(CHANNEL_FAILS) == str(record.settings.moderator_channel):
        # The lead, or those enrolled, were told of this one when cards were to be posted there.
        known |= {name for name, finding in present.items() if stops_cards(record, finding)}
    return known


def stops_cards(record: ServerRecord, finding: Finding) -> bool:
    """Whether no card can be posted because of it: then cards come by direct message."""
    values = dict(finding.values)
    here = values.get("channel") == record.settings.moderator_channel
    return finding.key == "check-moderators-channel-gone" or (here and values.get("permission") in _CARDS_NEED)


def _noted(record: ServerRecord, told: set[str], *, told_of_cards: bool) -> ServerRecord:
    noted = record.noted(TOLD, " ".join(sorted(told)) or None)
    if not told_of_cards:
        return noted
    return noted.noted(CHANNEL_FAILS, str(record.settings.moderator_channel))  # the same people: not again at a slot
