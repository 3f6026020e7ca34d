"""Cards without content: the same bytes for every concern but its random id, by which they are found again."""

import base64
import binascii
from collections.abc import Sequence
from contextlib import suppress
from datetime import date, datetime, time
from typing import Final, Self

from bot.core.identity import CaseId, ChannelId, MemberId, MessageId
from bot.services.cases import UNKNOWN
from bot.services.problems import CannotReach, Refused, Why
from bot.services.server_records import Server
from bot.ui.messenger import Messenger
from bot.ui.page import Accent, Button, Buttons, Page, Style, Text
from bot.ui.words import Words, words_for

OPEN: Final = "case:open:"
MINE: Final = "case:mine:"


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

    async def in_channel(self, server: Server, case_id: CaseId) -> bool:
        """Whether the card stands in the moderators' channel."""
        return await self._found(server.settings.moderator_channel, case_id) is not None

    async def take_from_channel(self, server: Server, case_id: CaseId) -> None:
        """Take the card out of the moderators' channel."""
        await self._taken(server.settings.moderator_channel, case_id)

    async def take_from(self, case_id: CaseId, readers: Sequence[MemberId]) -> None:
        """Take the card out of these people's direct messages."""
        for reader in readers:
            channel = await self._messenger.direct_channel(reader)
            if channel is not None:
                await self._taken(channel, case_id)

    async def remove(self, server: Server, case_id: CaseId, readers: Sequence[MemberId]) -> None:
        """Take the card away wherever it is."""
        for channel in await self._places(server, readers):
            with suppress(CannotReach):
                await self._taken(channel, case_id)

    async def remove_older(self, server: Server, readers: Sequence[MemberId], than: datetime) -> None:
        """Take away every card and every reminder posted before that moment."""
        for channel in await self._places(server, readers):
            with suppress(CannotReach):
                for message in await self._messenger.find_before(channel, (OPEN, mine_id(server)), than):
                    await self._messenger.delete(channel, message)

    async def remind(self, server: Server, member: MemberId, day: date) -> bool:
        """Send the reminder of this day, by the server's clock, unless it is there."""
        channel = await self._messenger.direct_channel(member)
        if channel is None:
            return False
        since = datetime.combine(day, time(), server.zone)
        with _Closed() as reaching:
            if await self._messenger.find_own(channel, mine_id(server), since) is None:
                page = reminder_page(words_for(server.settings.language), server)
                await self._messenger.post(channel, page, f"mine-{day:%y%m%d}-{server.server_id % 10**12}")
        return not reaching.failed

    async def channel_works(self, server: Server) -> bool:
        """Whether the bot can post in the moderators' channel."""
        return self._messenger.can_show_cards(server.server_id, server.settings.moderator_channel)

    async def say_channel_fails(self, server: Server, member: MemberId) -> bool:
        """Tell this person that the moderators' channel does not work."""
        words = words_for(server.settings.language)
        return await self._messenger.direct(member, Page((Text(words("clock-channel-fails")),), Accent.CARE))

    async def say_note_waits(self, server: Server, member: MemberId) -> None:
        """The few words, and nothing else."""
        words = words_for(server.settings.language)
        with suppress(CannotReach):
            await self._messenger.direct(member, Page((Text(words("clock-note-waits")),)))

    async def _found(self, channel: ChannelId, case_id: CaseId) -> MessageId | None:
        with _Closed():
            return await self._messenger.find_own(channel, card_id(case_id))
        return None

    async def _taken(self, channel: ChannelId, case_id: CaseId) -> None:
        message = await self._found(channel, case_id)
        if message is not None:
            await self._messenger.delete(channel, message)

    async def _sent(self, server: Server, case_id: CaseId, reader: MemberId) -> bool:
        channel = await self._messenger.direct_channel(reader)
        return channel is not None and await self._posted(server, channel, case_id)

    async def _posted(self, server: Server, channel: ChannelId, case_id: CaseId) -> bool:
        page = card_page(words_for(server.settings.language), case_id)
        with _Closed() as reaching:
            if await self._messenger.find_own(channel, card_id(case_id)) is None:
                await self._messenger.post(channel, page, case_letters(case_id))
        return not reaching.failed

    async def _places(self, server: Server, readers: Sequence[MemberId]) -> list[ChannelId]:
        places = [server.settings.moderator_channel]
        for reader in readers:
            with suppress(CannotReach):
                channel = await self._messenger.direct_channel(reader)
                places += [] if channel is None else [channel]
        return places


class _Closed:
    """Notes that a place is gone or closed to the bot; an outage goes on as it is."""

    failed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> bool:
        self.failed = isinstance(error, CannotReach) and error.why is not Why.DISCORD_DOWN
        return self.failed


def card_page(words: Words, case_id: CaseId) -> Page:
    """The card."""
    button = Button(words("card-open"), card_id(case_id), Style.PRIMARY)
    return Page((Text(words("card-text")), Buttons((button,))), Accent.CARE)


def reminder_page(words: Words, server: Server) -> Page:
    """The reminder: the same for everybody and every day."""
    button = Button(words("clock-mine"), mine_id(server), Style.PRIMARY)
    return Page((Text(words("clock-reminder")), Buttons((button,))), Accent.CARE)


def mine_id(server: Server) -> str:
    """The custom_id of a reminder's button: how the reminder is found again."""
    return f"{MINE}{server.server_id}"


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
