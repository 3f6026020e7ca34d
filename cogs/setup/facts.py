"""What Discord says about the channels and roles the settings name, as plain facts for the check."""

from collections.abc import Iterator
from typing import Final

import discord

from bot.core.identity import ChannelId, RoleId
from bot.core.setup_check import ChannelFacts, GroupFacts, RoleFacts
from bot.services.servers import Server, ServerSettings

_NEEDED: Final = {
    "group": ("view_channel", "send_messages", "read_message_history", "pin_messages", "attach_files"),
    "moderators": ("view_channel", "send_messages", "read_message_history"),
    "facilitators": ("view_channel", "send_messages", "read_message_history"),
}


def group_facts(guild: discord.Guild, server: Server) -> GroupFacts:
    """Everything the check looks at, read from what the gateway keeps up to date; nobody is asked."""
    settings = server.settings
    return GroupFacts(
        channels=list(_channels(guild, settings)),
        roles=list(_roles(guild, settings)),
        enrolled=len(server.enrolled),
        has_lead=settings.lead is not None,
    )


def _channels(guild: discord.Guild, settings: ServerSettings) -> Iterator[ChannelFacts]:
    yield _channel(guild, "group", settings.group_channel, frozenset())
    yield _channel(guild, "moderators", settings.moderator_channel, frozenset({settings.moderators}))
    if settings.facilitator_channel is not None:
        staff = frozenset({settings.facilitators, settings.moderators})
        yield _channel(guild, "facilitators", settings.facilitator_channel, staff)


def _channel(guild: discord.Guild, purpose: str, channel_id: ChannelId, meant: frozenset[RoleId]) -> ChannelFacts:
    channel = guild.get_channel(channel_id)
    if not isinstance(channel, discord.abc.GuildChannel):
        return ChannelFacts(purpose, channel_id, exists=False)
    mine = channel.permissions_for(guild.me)
    return ChannelFacts(
        purpose,
        channel_id,
        missing=tuple(name for name in _NEEDED[purpose] if not getattr(mine, name)),
        everyone_sees=channel.permissions_for(guild.default_role).view_channel,
        others_see=tuple(_others_who_see(guild, channel, meant)),
    )


def _others_who_see(
    guild: discord.Guild, channel: discord.abc.GuildChannel, meant: frozenset[RoleId]
) -> Iterator[RoleId]:
    for role in guild.roles:
        # Administrators see every channel whatever is set there, and a bot's own role is nobody.
        passed_over = role.is_default() or role.is_bot_managed() or role.permissions.administrator
        if not passed_over and role.id not in meant and channel.permissions_for(role).view_channel:
            yield RoleId(role.id)


def _roles(guild: discord.Guild, settings: ServerSettings) -> Iterator[RoleFacts]:
    yield _role(guild, "moderators", settings.moderators)
    yield _role(guild, "facilitators", settings.facilitators)
    if settings.agreed_role is not None:
        yield _role(guild, "agreed", settings.agreed_role)


def _role(guild: discord.Guild, purpose: str, role_id: RoleId) -> RoleFacts:
    role = guild.get_role(role_id)
    if role is None:
        return RoleFacts(purpose, role_id, exists=False)
    return RoleFacts(
        purpose,
        role_id,
        is_everyone=role.is_default(),
        bot_can_give=guild.me.guild_permissions.manage_roles and role.is_assignable(),
    )
