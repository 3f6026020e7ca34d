"""What Discord says about the channels and roles the settings name, as plain facts for the check."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import Final

import discord

from bot.core.identity import ChannelId, RoleId
from bot.core.setup_check import AgreementFacts, ChannelFacts, GroupFacts, RoleFacts
from bot.services.server_records import Server, ServerSettings
from bot.ui.messenger import has_powers

_NEEDED: Final = {
    "group": ("view_channel", "send_messages", "read_message_history", "pin_messages", "attach_files"),
    "moderators": ("view_channel", "send_messages", "read_message_history"),
    "facilitators": ("view_channel", "send_messages", "read_message_history"),
}


def group_facts(
    guild: discord.Guild, server: Server, agreement: AgreementFacts, made: Collection[RoleId] = ()
) -> GroupFacts:
    """Everything the check looks at, read from what the gateway keeps up to date; nobody is asked.

    Roles that the bot has just `made` are there even if the gateway has not told of them yet.
    """
    settings, pending = server.settings, server.record.pending
    return GroupFacts(
        channels=list(_channels(guild, settings)),
        roles=list(_roles(guild, server, made)),
        enrolled=len(server.enrolled),
        has_lead=settings.lead is not None or (pending is not None and pending.lead is not None),
        agreement=agreement,
    )


def _channels(guild: discord.Guild, settings: ServerSettings) -> Iterator[ChannelFacts]:
    yield _channel(guild, "group", settings.group_channel, frozenset())
    moderators = frozenset({settings.moderators})
    yield _channel(guild, "moderators", settings.moderator_channel, moderators, settings.moderators)
    if settings.facilitator_channel is not None:
        staff = moderators | {settings.facilitators}
        yield _channel(guild, "facilitators", settings.facilitator_channel, staff, settings.facilitators)


def _channel(
    guild: discord.Guild, purpose: str, channel_id: ChannelId, meant: frozenset[RoleId], whose: RoleId | None = None
) -> ChannelFacts:
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
        unseen_by=None if whose is None or is_seen_by(channel, whose) else whose,
    )


def is_seen_by(channel: discord.abc.GuildChannel, role_id: RoleId) -> bool:
    """Whether this role sees the channel, or single people do; one that is gone is another problem."""
    role, me = channel.guild.get_role(role_id), channel.guild.me
    if role is None or channel.permissions_for(role).view_channel:
        return True
    single = (one for one in channel.overwrites.items() if not isinstance(one[0], discord.Role) and one[0].id != me.id)
    return any(overwrite.view_channel for _, overwrite in single)


def _others_who_see(
    guild: discord.Guild, channel: discord.abc.GuildChannel, meant: frozenset[RoleId]
) -> Iterator[RoleId]:
    for role in guild.roles:
        # Administrators see every channel whatever is set there, and a bot's own role is nobody.
        passed_over = role.is_default() or role.is_bot_managed() or role.permissions.administrator
        if not passed_over and role.id not in meant and channel.permissions_for(role).view_channel:
            yield RoleId(role.id)


def _roles(guild: discord.Guild, server: Server, made: Collection[RoleId]) -> Iterator[RoleFacts]:
    settings, pending = server.settings, server.record.pending
    is_replaced = pending is not None and pending.moderators != settings.moderators
    successor = pending.moderators if pending is not None and is_replaced else None
    yield replace(_role(guild, "moderators", settings.moderators, made), successor=successor)
    yield _role(guild, "facilitators", settings.facilitators, made)
    if settings.agreed_role is not None:
        yield _role(guild, "agreed", settings.agreed_role, made)


def _role(guild: discord.Guild, purpose: str, role_id: RoleId, made: Collection[RoleId]) -> RoleFacts:
    role, may_give = guild.get_role(role_id), guild.me.guild_permissions.manage_roles
    if role is None:
        return RoleFacts(purpose, role_id, exists=role_id in made, bot_can_give=may_give)
    can_give = may_give and role.is_assignable()
    powers = has_powers(role)
    return RoleFacts(purpose, role_id, is_everyone=role.is_default(), bot_can_give=can_give, has_powers=powers)
