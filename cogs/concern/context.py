"""What Discord tells about the message a concern is raised about: its copy, and how many people can see its channel."""

from collections.abc import Awaitable, Callable, Iterator
from typing import Final

import discord

from bot.core.case import CopiedMessage, Named
from bot.core.identity import ChannelId, MemberId, MessageId, RoleId, ServerId
from bot.core.readership import FEW, context_gives_away

RoleCount = Callable[[ServerId, RoleId], Awaitable[int | None]]
"""How many members hold a role; None if Discord does not say."""

_MOST_ASKED: Final = 5
"""Roles about which Discord is asked before a channel counts as one that few can see."""


async def copied(interaction: discord.Interaction, message: discord.Message, role_count: RoleCount) -> CopiedMessage:
    """The message as it is now, with whether its channel gives the reporter away."""
    return CopiedMessage(
        author=Named(MemberId(message.author.id), message.author.display_name),
        channel_id=ChannelId(message.channel.id),
        message_id=MessageId(message.id),
        text=message.content,
        gives_away=context_gives_away(await _seen_by(interaction.guild, message.channel.id, role_count)),
    )


async def _seen_by(guild: discord.Guild | None, channel_id: int, role_count: RoleCount) -> int | None:
    """How many people can see the channel at least; None: nobody can tell."""
    channel = None if guild is None else guild.get_channel_or_thread(channel_id)
    if guild is None or channel is None:
        return None
    if isinstance(channel, discord.Thread) and channel.is_private():
        return channel.member_count
    if channel.permissions_for(guild.default_role).view_channel:
        return guild.member_count
    return await _holders(guild, channel, role_count)


async def _holders(
    guild: discord.Guild, channel: discord.abc.GuildChannel | discord.Thread, role_count: RoleCount
) -> int | None:
    """How many hold one of the roles that are let in: the first number that is not few, else the largest known."""
    most: int | None = None
    for role in list(_let_in(channel))[:_MOST_ASKED]:
        known = await role_count(ServerId(guild.id), RoleId(role.id))
        most = most if known is None else max(known, most or 0)
        if most is not None and most >= FEW:
            break
    return most


def _let_in(channel: discord.abc.GuildChannel | discord.Thread) -> Iterator[discord.Role]:
    place = channel.parent if isinstance(channel, discord.Thread) else channel
    overwrites = {} if place is None else place.overwrites
    return (one for one, rule in overwrites.items() if isinstance(one, discord.Role) and rule.view_channel)
