"""Tells the staff about a round, once for each kind of trouble. Not here: what the notes say (`posts.py`)."""

from hashlib import sha256
from typing import Final

import structlog

from bot.core.checkin import Trouble
from bot.services.checkin_rounds import KnownRound
from bot.services.problems import CannotReach, Why
from bot.services.round_keeping import RoundKeeping
from bot.ui.messenger import Messenger
from bot.ui.words import Words, words_for
from cogs.checkin import posts

_NONCE_DIGITS: Final = 20
_SHORT: Final = {
    Trouble.NOT_STARTED: "gone",
    Trouble.NOT_POSTED: "wait",
    Trouble.BROKEN: "torn",
    Trouble.TOO_LATE: "late",
    Trouble.SILENT: "mute",
    Trouble.NO_CHANNEL: "room",
}
"""Beginnings of nonces."""

log: structlog.typing.FilteringBoundLogger = structlog.get_logger(__name__)


class StaffNotes:
    """Notes in the staff's channel."""

    def __init__(self, keeping: RoundKeeping, messenger: Messenger) -> None:
        self._keeping = keeping
        self._messenger = messenger

    async def tell_once(self, known: KnownRound, trouble: Trouble) -> None:
        """Tell of this trouble with this round, unless that was done; one that cannot be told is in the log.

        Raises:
            CannotReach: Discord is down; whoever tries again tells it then.
        """
        if trouble in known.facts.told:
            return
        try:
            await self._tell(known, trouble)
        except CannotReach as error:
            if error.why is Why.DISCORD_DOWN:
                raise
            log.warning("staff-not-told", why=error.why.value)
        else:
            await self._keeping.staff_told(known, trouble)

    async def _tell(self, known: KnownRound, trouble: Trouble) -> None:
        channel = await self._keeping.staff_channel(known.server_id)
        known_by = posts.staff_note_id(known, trouble)
        if known_by is not None and await self._messenger.find_own(channel, known_by) is not None:
            return  # the process died right after it
        page = posts.staff_note(await self.words(known), known, trouble)
        await self._messenger.post(channel, page, nonce(_SHORT[trouble], known.round_id))

    async def words(self, known: KnownRound) -> Words:
        """The words of the language in which a round is posted."""
        return words_for(await self._keeping.language(known.server_id))


def nonce(what: str, about: bytes, more: str = "") -> str:
    """At most 25 characters, the same for the same post about the same thing; `what` has four letters."""
    return f"{what}-{sha256(about + more.encode()).hexdigest()[:_NONCE_DIGITS]}"
