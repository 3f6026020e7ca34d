"""Channels and messages as a page points at them: a name, a link. Not for posting there (`messenger.py`)."""

from typing import Final

import discord

from bot.core.identity import ChannelId, MessageId, ServerId

_UNKNOWN: Final = "?"


def server_link(server_id: ServerId) -> str:
    """The address at which Discord shows a server."""
    return f"https://discord.com/channels/{server_id}"


def message_link(server_id: ServerId, channel_id: ChannelId, message_id: MessageId) -> str:
    """The address at which Discord shows a message of a server."""
    return f"{server_link(server_id)}/{channel_id}/{message_id}"


def channel_name(guild: discord.Guild | None, channel_id: ChannelId) -> str:
    """The name of a channel, as far as Discord told it; a question mark if it did not."""
    channel = None if guild is None else guild.get_channel(channel_id)
    return _UNKNOWN if channel is None else channel.name
