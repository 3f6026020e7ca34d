"""Tells the staff of a server that something is wrong with it: in a channel of theirs, or else by direct message."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from hashlib import sha256
from typing import Final

import discord

from bot.core.identity import ChannelId, MemberId
from bot.core.setup_check import Finding
from bot.services.care import Way, mark, stops_cards
from bot.services.problems import CannotReach, Why
from bot.services.server_records import Server
from bot.ui.long_text import plain_name
from bot.ui.messenger import Messenger
from bot.ui.page import Page, Part, Text
from bot.ui.words import words_for
from cogs.setup.facts import is_seen_by
from cogs.setup.report_pages import trouble_page

_CHANNEL: Final = re.compile(r"<#(\d+)>")
_ROLE: Final = re.compile(r"<@&(\d+)>")
_NONCE_DIGITS: Final = 20
_NEEDED: Final = discord.Permissions(view_channel=True, send_messages=True)


class DiscordStaff:
    """The way to the staff."""

    def __init__(self, client: discord.Client, messenger: Messenger) -> None:
        self._client = client
        self._messenger = messenger

    async def tell(self, server: Server, problems: Sequence[Finding]) -> Way:
        """The first channel of theirs that works and is not open to everyone; or the lead; or those who take concerns.

        Raises:
            CannotReach: Discord does not answer, or the server is not there at this moment.
        """
        guild = self._client.get_guild(server.server_id)
        if guild is None or guild.unavailable:
            raise CannotReach(Why.DISCORD_DOWN)
        words = words_for(server.settings.language)
        page = trouble_page(words, problems)
        for channel_id in _channels(guild, server):
            if await self._posted(channel_id, page, _nonce(problems)):
                return Way.CHANNEL
        if any(stops_cards(server.record, one) for one in problems):
            page = replace(page, parts=[*page.parts, Text(words("care-cards-meanwhile"))])
        page = replace(page, parts=[Text(words("care-in-group", group=plain_name(guild.name))), *page.parts])
        lead = server.settings.lead
        for group in ((lead,) if lead is not None else (), server.enrolled):
            if await self._told(group, _with_names(page, guild)):
                return Way.DIRECT
        return Way.NONE

    async def _posted(self, channel_id: ChannelId, page: Page, nonce: str) -> bool:
        try:
            await self._messenger.post(channel_id, page, nonce)
        except CannotReach as error:
            if error.why is Why.DISCORD_DOWN:
                raise
            return False
        return True

    async def _told(self, members: Sequence[MemberId], page: Page) -> bool:
        return any([await self._messenger.direct(member, page) for member in members])


def _channels(guild: discord.Guild, server: Server) -> Iterator[ChannelId]:
    settings = server.settings
    ways = ((settings.moderator_channel, settings.moderators), (settings.facilitator_channel, settings.facilitators))
    for channel_id, whose in ways:
        channel = None if channel_id is None else guild.get_channel(channel_id)
        if channel_id is None or channel is None:
            continue
        is_open = channel.permissions_for(guild.default_role).view_channel
        if not is_open and is_seen_by(channel, whose) and channel.permissions_for(guild.me) >= _NEEDED:
            yield channel_id


def _nonce(problems: Sequence[Finding]) -> str:
    marks = " ".join(sorted(mark(one) for one in problems))
    return f"care-{sha256(marks.encode()).hexdigest()[:_NONCE_DIGITS]}"


def _with_names(page: Page, guild: discord.Guild) -> Page:
    """The page for a direct message, where Discord shows no role by its id, and a channel only to some."""
    return replace(page, parts=[_named(part, guild) for part in page.parts])


def _named(part: Part, guild: discord.Guild) -> Part:
    if not isinstance(part, Text):
        return part

    def channel_name(found: re.Match[str]) -> str:
        channel = guild.get_channel(int(found[1]))
        return "#?" if channel is None else f"#{channel.name}"

    def role_name(found: re.Match[str]) -> str:
        role = guild.get_role(int(found[1]))
        return "@?" if role is None else f"@{role.name}"

    return Text(_ROLE.sub(role_name, _CHANNEL.sub(channel_name, part.markdown)))
