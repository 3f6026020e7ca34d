"""Cards without content: the same bytes for every concern but its random id, by which they are found again."""

import base64
import binascii
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from typing import Final

from bot.core.identity import CaseId, ChannelId, MemberId
from bot.services.cases import UNKNOWN
from bot.services.problems import CannotReach, Refused, Why
from bot.services.servers import Server
from bot.ui.messenger import Messenger
from bot.ui.page import Accent, Button, Buttons, Page, Style, Text
from bot.ui.words import Words, words_for

OPEN: Final = "case:open:"


class DiscordCards:
    """Shows cards in the moderators' channel or in direct messages, and takes them away."""

    def __init__(self, messenger: Messenger) -> None:
        self._messenger = messenger

    async def show(self, server: Server, case_id: CaseId) -> bool:
        """Post the card unless it is there. False if the channel is gone or closed; an outage is raised."""
        return await self._posted(server, server.settings.moderator_channel, case_id)

    async def show_directly(self, server: Server, case_id: CaseId, readers: Sequence[MemberId]) -> bool:
        """Send the card to everyone who has it not yet; False if nobody has it then."""
        reached = [await self._sent(server, case_id, reader) for reader in readers]
        return any(reached)

    async def remove(self, server: Server, case_id: CaseId, readers: Sequence[MemberId]) -> None:
        """Take the card away wherever it is."""
        for channel in await self._places(server, readers):
            with suppress(CannotReach):
                message = await self._messenger.find_own(channel, card_id(case_id))
                if message is not None:
                    await self._messenger.delete(channel, message)

    async def remove_older(self, server: Server, readers: Sequence[MemberId], than: datetime) -> None:
        """Take away every card posted before that moment."""
        for channel in await self._places(server, readers):
            with suppress(CannotReach):
                for message in await self._messenger.find_before(channel, OPEN, than):
                    await self._messenger.delete(channel, message)

    async def _sent(self, server: Server, case_id: CaseId, reader: MemberId) -> bool:
        channel = await self._messenger.direct_channel(reader)
        return channel is not None and await self._posted(server, channel, case_id)

    async def _posted(self, server: Server, channel: ChannelId, case_id: CaseId) -> bool:
        page = card_page(words_for(server.settings.language), case_id)
        try:
            if await self._messenger.find_own(channel, card_id(case_id)) is None:
                await self._messenger.post(channel, page, case_letters(case_id))
        except CannotReach as error:
            if error.why is Why.DISCORD_DOWN:
                raise
            return False
        return True

    async def _places(self, server: Server, readers: Sequence[MemberId]) -> list[ChannelId]:
        places = [server.settings.moderator_channel]
        for reader in readers:
            with suppress(CannotReach):
                channel = await self._messenger.direct_channel(reader)
                places += [] if channel is None else [channel]
        return places


def card_page(words: Words, case_id: CaseId) -> Page:
    """The card."""
    button = Button(words("card-open"), card_id(case_id), Style.PRIMARY)
    return Page((Text(words("card-text")), Buttons((button,))), Accent.CARE)


def card_id(case_id: CaseId) -> str:
    """The custom_id of a card's button: how the card is found again."""
    return OPEN + case_letters(case_id)


def case_letters(case_id: CaseId) -> str:
    """A case's id in 22 letters."""
    return base64.urlsafe_b64encode(case_id).decode().rstrip("=")


def case_from(letters: str) -> CaseId:
    """The id behind the letters.

    Raises:
        Refused: they are no id; said as if there were no such case.
    """
    try:
        return CaseId(base64.b64decode(letters + "==", altchars=b"-_", validate=True))
    except (binascii.Error, ValueError) as error:
        raise Refused(UNKNOWN) from error
