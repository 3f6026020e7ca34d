"""In which servers the bot is, by Discord's own word."""

import discord

from bot.core.identity import ServerId
from bot.services.problems import CannotReach, Why
from bot.ui.messenger import FAILURES


class DiscordPresence:
    """Asks twice before it says that a server was left: what the gateway told, and Discord itself."""

    def __init__(self, client: discord.Client) -> None:
        self._client = client

    async def has_left(self, server_id: ServerId) -> bool:
        """Whether the bot is really not in that server; one that is unavailable was not left.

        Raises:
            CannotReach: the bot is not connected yet, or Discord did not answer.
        """
        if not self._client.is_ready():
            raise CannotReach(Why.DISCORD_DOWN)
        if self._client.get_guild(server_id) is not None:
            return False
        try:
            await self._client.fetch_guild(server_id, with_counts=False)
        except (discord.NotFound, discord.Forbidden):
            return True
        except FAILURES as error:
            raise CannotReach(Why.DISCORD_DOWN) from error
        return False
