"""Says in the moderators' channel that nothing can be saved, and when it works again. Not here: `store_watch`."""

from typing import final

from bot.core.identity import Chance
from bot.services.server_records import Server
from bot.ui.messenger import Messenger
from bot.ui.page import Accent, Page, Text
from bot.ui.words import words_for

_NONCE_BYTES = 8


@final
class StoreNotices:
    """Posts to a server's moderators."""

    def __init__(self, messenger: Messenger, chance: Chance) -> None:
        self._messenger = messenger
        self._chance = chance

    async def cannot_save(self, server: Server) -> None:
        """Say that nothing can be saved.

        Raises:
            CannotReach: the channel is gone or closed, or Discord does not answer.
        """
        await self._post(server, "store-cannot-save", Accent.DANGER)

    async def saves_again(self, server: Server) -> None:
        """Say that it works again. Raises as `cannot_save`."""
        await self._post(server, "store-saves-again", Accent.GOOD)

    async def _post(self, server: Server, key: str, accent: Accent) -> None:
        page = Page((Text(words_for(server.settings.language)(key)),), accent)
        await self._messenger.post(server.settings.moderator_channel, page, self._chance(_NONCE_BYTES).hex())
