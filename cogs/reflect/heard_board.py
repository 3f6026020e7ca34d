"""Posts what was heard for the group, and the one reminder for facilitators; each once, also after a crash."""

from datetime import datetime, timedelta
from typing import Final

from bot.core.identity import MessageId
from bot.services.checkin_rounds import KnownRound
from bot.services.heard import After
from bot.services.server_records import Server
from bot.ui.messenger import Messenger
from bot.ui.words import words_for
from cogs.checkin.staff_notes import nonce
from cogs.reflect import heard_pages as pages

_CLOCKS_DIFFER: Final = timedelta(minutes=2)
"""Discord's from ours, at most."""


class HeardBoard:
    """Discord's side of what is said after results."""

    def __init__(self, messenger: Messenger) -> None:
        self._messenger = messenger

    async def tell(self, server: Server, after: After) -> MessageId:
        """Post it in the channel of its check-in.

        Raises:
            CannotReach: the channel is gone, closed to the bot, or Discord did not answer.
        """
        page = pages.public_page(words_for(server.settings.language), after)
        return await self._messenger.post(after.known.facts.channel, page, nonce("said", after.known.round_id))

    async def find(self, after: After, since: datetime) -> MessageId | None:
        """What stands there, among what was written soon after this moment, however much was written after that.

        Raises:
            CannotReach: the channel is gone, closed to the bot, or Discord did not answer.
        """
        channel, known_by = after.known.facts.channel, pages.public_id(after.known.round_id)
        return await self._messenger.find_after(channel, known_by, since - _CLOCKS_DIFFER)

    async def nudge(self, server: Server, known: KnownRound) -> None:
        """Remind facilitators where they are told things, unless the reminder stands there.

        Raises:
            CannotReach: the channel is gone, closed to the bot, or Discord did not answer.
        """
        channel = server.settings.staff_channel
        if await self._messenger.find_own(channel, pages.nudge_id(known.round_id)) is None:
            page = pages.nudge_page(words_for(server.settings.language), known)
            await self._messenger.post(channel, page, nonce("ears", known.round_id))
