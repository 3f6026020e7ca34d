"""What Discord tells about the message a concern is raised about: its copy, and how many people can see its channel."""

import discord

from bot.core.case import CopiedMessage, Named
from bot.core.identity import ChannelId, MemberId, MessageId
from bot.core.readership import context_gives_away


def copied(interaction: discord.Interaction, message: discord.Message) -> CopiedMessage:
    """The message as it is now, with whether its channel gives the reporter away."""
    return CopiedMessage(
        author=Named(MemberId(message.author.id), message.author.display_name),
        channel_id=ChannelId(message.channel.id),
        message_id=MessageId(message.id),
        text=message.content,
        gives_away=context_gives_away(_seen_by(interaction.guild, message.channel.id)),
    )


def _seen_by(guild: discord.Guild | None, channel_id: int) -> int | None:
    """How many people can see the channel, if everyone in the server can; otherwise nobody knows."""
    channel = None if guild is None else guild.get_channel_or_thread(channel_id)
    if guild is None or channel is None or (isinstance(channel, discord.Thread) and channel.is_private()):
        return None
    return guild.member_count if channel.permissions_for(guild.default_role).view_channel else None
