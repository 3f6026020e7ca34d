"""The first words in a new server: what to type, said once, with a button that explains it."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Final

import discord

from bot.core.identity import ChannelId, ServerId
from bot.services.problems import CannotReach, Why
from bot.services.servers import Servers
from bot.ui.door import Door
from bot.ui.messenger import Messenger
from bot.ui.page import Answer, Button, Buttons, Page, Reply, Style, Text
from bot.ui.visit import Visit
from bot.ui.words import Words, words_for
from cogs.setup.pages import note_page

BEGIN: Final = "setup:begin"
_NEW: Final = timedelta(days=1)
"""So long after the invitation the words are made up for, where the bot was not running then."""
_NEEDED: Final = discord.Permissions(view_channel=True, send_messages=True)


class Greeting:
    """Greets a server that is not set up, and explains how to begin."""

    def __init__(self, servers: Servers, messenger: Messenger, door: Door) -> None:
        self._servers = servers
        self._messenger = messenger
        door.press(BEGIN, self.begin)

    def is_new(self, guild: discord.Guild, now: datetime) -> bool:
        """Whether the bot was invited to the server so lately that this may have been while it did not run."""
        joined = None if guild.unavailable else guild.me.joined_at
        return joined is not None and now - joined < _NEW

    async def greet(self, guild: discord.Guild) -> None:
        """Say what to type, in the system channel or else in the first where the bot may write; never twice there."""
        if await self._servers.find(ServerId(guild.id)) is not None:
            return
        page = greeting_page(words_for(guild.preferred_locale))
        for channel in _channels(guild):
            with suppress(CannotReach):
                if not await self._is_there(channel):
                    await self._messenger.post(channel, page, f"greet-{guild.id}"[:25])
                return

    async def _is_there(self, channel: ChannelId) -> bool:
        try:
            return await self._messenger.find_own(channel, BEGIN) is not None
        except CannotReach as error:
            if error.why is Why.DISCORD_DOWN:
                raise
            return False  # it may write there, but not look back

    async def begin(self, visit: Visit) -> Answer:
        """Explain the steps to whoever can take them."""
        if not visit.person.is_administrator:
            return Reply(note_page(visit.words("begin-not-you")))
        if await self._servers.find(visit.server_id) is not None:
            return Reply(note_page(visit.words("begin-already")))
        return Reply(steps_page(visit.words))


def steps_page(words: Words, *before: str) -> Page:
    """How to begin, with the button that does it; `before` stands above."""
    guide = Button(words("guide-begin"), "setup:guide", Style.PRIMARY)
    return Page((Text("\n".join((*before, words("begin-steps")))), Buttons((guide,))))


def greeting_page(words: Words) -> Page:
    """The first words in a new server."""
    return Page((Text(words("greeting")), Buttons((Button(words("greeting-begin"), BEGIN, Style.PRIMARY),))))


def _channels(guild: discord.Guild) -> Iterator[ChannelId]:
    system = [] if guild.system_channel is None else [guild.system_channel]
    for channel in dict.fromkeys((*system, *guild.text_channels)):
        if channel.permissions_for(guild.me) >= _NEEDED:
            yield ChannelId(channel.id)
