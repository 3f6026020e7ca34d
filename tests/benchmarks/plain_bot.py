"""A bot as tutorials write it: one aiosqlite connection, and each press is an INSERT and a COMMIT before its answer.

The yardstick for what storing costs. It keeps who pressed, in clear; its database syncs every commit to the disk with
the same journal as Common Ground's. Presses share the connection, so one that commits takes along what others have
inserted by then: that is how such a bot behaves, and it is in its favour.
"""

import os
from pathlib import Path

import aiosqlite
import discord
from discord.ext import commands
from typing_extensions import override

from tests.benchmarks.bare_bot import run_against_the_stand_in

DATABASE = "plain.db"


class PlainButton(discord.ui.View):
    """One button without an end, whose presses are kept."""

    def __init__(self, database: aiosqlite.Connection) -> None:
        super().__init__(timeout=None)
        self._database = database

    @discord.ui.button(label="Press", custom_id="bare:press")
    async def press(self, interaction: discord.Interaction, _: discord.ui.Button["PlainButton"]) -> None:
        """Keep it, then answer, for the presser's eyes only."""
        await self._database.execute(
            "INSERT OR REPLACE INTO press VALUES (?, ?, ?)", (interaction.guild_id, interaction.user.id, 1)
        )
        await self._database.commit()
        await interaction.response.send_message("pressed", ephemeral=True)


class PlainBot(commands.Bot):
    """A bot with that button and the guilds intent."""

    def __init__(self, file: Path) -> None:
        super().__init__(command_prefix=[], intents=discord.Intents(guilds=True), help_command=None)
        self._file = file
        self._database: aiosqlite.Connection | None = None

    @override
    async def setup_hook(self) -> None:
        """Open the database, and listen to the button of messages sent before."""
        self._database = await aiosqlite.connect(self._file)
        await self._database.execute("PRAGMA journal_mode=TRUNCATE")
        await self._database.execute("PRAGMA synchronous=FULL")
        await self._database.execute(
            "CREATE TABLE IF NOT EXISTS press (server INTEGER, member INTEGER, version INTEGER,"
            " PRIMARY KEY (server, member))"
        )
        await self._database.commit()
        self.add_view(PlainButton(self._database))

    @override
    async def close(self) -> None:
        """Leave Discord and close the database."""
        await super().close()
        if self._database is not None:
            await self._database.close()


def main() -> None:
    """Run it, on a database in the directory where Common Ground would have its own."""
    run_against_the_stand_in(PlainBot(Path(os.environ["COMMON_GROUND_DATA_DIR"]) / DATABASE))


if __name__ == "__main__":
    main()
