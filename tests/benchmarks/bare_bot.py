"""The least a Discord bot can do: answer one lasting button privately and keep nothing. The benchmarks' yardstick.

Not here: anything of Common Ground. It is pointed at the stand-in by the same variables as the real bot; the plain
bot that commits each press (plain_bot.py) is this one with a database.
"""

import os

import discord
import yarl
from discord.ext import commands
from discord.gateway import DiscordWebSocket
from discord.http import Route


class BareButton(discord.ui.View):
    """One button without an end."""

    def __init__(self) -> None:
        super().__init__(timeout=None)

    @discord.ui.button(label="Press", custom_id="bare:press")
    async def press(self, interaction: discord.Interaction, _: discord.ui.Button["BareButton"]) -> None:
        """Answer, for the presser's eyes only."""
        await interaction.response.send_message("pressed", ephemeral=True)


class BareBot(commands.Bot):
    """A bot with that button and the guilds intent."""

    def __init__(self) -> None:
        super().__init__(command_prefix=[], intents=discord.Intents(guilds=True), help_command=None)

    async def setup_hook(self) -> None:
        """Listen to the button of messages sent before."""
        self.add_view(BareButton())


def run_against_the_stand_in(bot: commands.Bot) -> None:
    """Run against the server that COMMON_GROUND_API_URL names."""
    api = yarl.URL(os.environ["COMMON_GROUND_API_URL"])
    Route.BASE = str(api)
    DiscordWebSocket.DEFAULT_GATEWAY = api.with_scheme("ws").with_path("/gateway")
    bot.run(os.environ["COMMON_GROUND_TOKEN"], log_level=30)


def main() -> None:
    """Run it."""
    run_against_the_stand_in(BareBot())


if __name__ == "__main__":
    main()
