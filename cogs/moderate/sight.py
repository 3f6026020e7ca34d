"""Who can see the moderators' channel, asked of Discord one member at a time."""

import discord

from bot.core.identity import MemberId
from bot.services.server_records import Server
from bot.ui.messenger import FAILURES


class DiscordSight:
    """A `Sight`: whoever Discord cannot tell about counts as somebody who can see it."""

    def __init__(self, client: discord.Client) -> None:
        self._client = client

    async def sees_moderators(self, server: Server, member_id: MemberId) -> bool:
        """Whether this member can see the moderators' channel now; nobody who has left the server can."""
        guild = self._client.get_guild(server.server_id)
        channel = None if guild is None else guild.get_channel(server.settings.moderator_channel)
        if guild is None or channel is None:
            return True
        try:
            member = await guild.fetch_member(member_id)
        except discord.NotFound:
            return False
        except FAILURES:
            return True
        return channel.permissions_for(member).view_channel
