"""Makes channels and roles in a server, where the bot may. Not for posting there (`messenger.py`)."""

from collections.abc import Collection, Iterable
from typing import Final

import discord

from bot.core.identity import ChannelId, RoleId, ServerId
from bot.services.problems import CannotReach, Why
from bot.ui.messenger import Reaching

_SEES: Final = discord.PermissionOverwrite(view_channel=True, send_messages=True, read_message_history=True)
_SEES_NOT: Final = discord.PermissionOverwrite(view_channel=False)


class Maker:
    """Makes what a group lacks."""

    def __init__(self, client: discord.Client) -> None:
        self._client = client
        self._made: dict[RoleId, discord.Role] = {}
        """Roles of which the gateway may not have told yet."""

    def may(self, server_id: ServerId, permission: str) -> bool:
        """Whether the bot holds a permission in the whole server, by Discord's name of it."""
        return bool(getattr(self._guild(server_id).me.guild_permissions, permission))

    def just_made(self, guild: discord.Guild) -> Collection[RoleId]:
        """Roles that the bot made and of which the gateway has not told yet."""
        for role in guild.roles:
            self._made.pop(RoleId(role.id), None)
        return self._made.keys()

    def has_role(self, server_id: ServerId, role_id: RoleId) -> bool:
        """Whether a role is there, as far as Discord told."""
        return self._role(self._guild(server_id), role_id) is not None

    async def make_channel(self, server_id: ServerId, name: str, seen_by: Iterable[RoleId]) -> ChannelId:
        """Make a text channel that only these roles and the bot see; those who are gone are left out.

        Raises:
            CannotReach: the bot may not, or Discord did not answer.
        """
        guild = self._guild(server_id)
        roles = [role for role_id in seen_by if (role := self._role(guild, role_id)) is not None]
        overwrites: dict[discord.Role | discord.Member | discord.Object, discord.PermissionOverwrite] = {
            guild.default_role: _SEES_NOT,
            guild.me: _SEES,
            **dict.fromkeys(roles, _SEES),
        }
        with Reaching():
            return ChannelId((await guild.create_text_channel(name, overwrites=overwrites)).id)

    async def make_role(self, server_id: ServerId, name: str) -> RoleId:
        """Make a role without any permission of its own. Raises as `make_channel`."""
        with Reaching():
            role = await self._guild(server_id).create_role(name=name)
        self._made[RoleId(role.id)] = role
        return RoleId(role.id)

    def _role(self, guild: discord.Guild, role_id: RoleId) -> discord.Role | None:
        known = guild.get_role(role_id)
        if known is not None:
            self._made.pop(role_id, None)  # from now on the gateway tells what becomes of it
            return known
        return self._made.get(role_id)

    def _guild(self, server_id: ServerId) -> discord.Guild:
        guild = self._client.get_guild(server_id)
        if guild is None or guild.unavailable:
            raise CannotReach(Why.DISCORD_DOWN)
        return guild
