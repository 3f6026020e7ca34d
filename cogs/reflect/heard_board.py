"""Posts what was heard for the group, and the one reminder for facilitators; each once, also after a crash."""

from bot.core.identity import MessageId
from bot.services.checkin_rounds import KnownRound
from bot.services.heard import After
from bot.services.server_records import Server
from bot.ui.messenger import Messenger
from bot.ui.words import words_for
from cogs.checkin.staff_notes import nonce
from cogs.reflect import heard_pages as pages


class HeardBoard:
    """Discord's side of what is said after results."""

    def __init__(self, messenger: Messenger) -> None:
        self._messenger = messenger

    async def tell(self, server: Server, after: After) -> MessageId:
        """Post it in the channel of its check-in, unless it stands there: the process may have died right after.

        Raises:
            CannotReach: the channel is gone, closed to the bot, or Discord did not answer.
        """
        round_id, channel = after.known.round_id, after.known.facts.channel
        found = await self._messenger.find_own(channel, pages.public_id(round_id))
        if found is not None:
            return found
        page = pages.public_page(words_for(server.settings.language), after)
        return await self._messenger.post(channel, page, nonce("said", round_id))

    async def nudge(self, server: Server, known: KnownRound) -> None:
        """Remind facilitators where they are told things, unless the reminder stands there.

        Raises:
            CannotReach: the channel is gone, closed to the bot, or Discord did not answer.
        """
        channel = server.settings.staff_channel
        if await self._messenger.find_own(channel, pages.nudge_id(known.round_id)) is None:
            page = pages.nudge_page(words_for(server.settings.language), known)
            await self._messenger.post(channel, page, nonce("ears", known.round_id))
