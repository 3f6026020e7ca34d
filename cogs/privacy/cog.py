"""`/privacy`: what is kept about whoever asks, as a page and as a file, and *Erase my data*.

Not here: what is kept (the keepers) and how it is worded (`pages.py`).
"""

import discord
from discord import app_commands
from discord.ext import commands

from bot.services.own_data import OwnData
from bot.ui.door import Door
from bot.ui.page import Answer, Reply
from bot.ui.visit import Visit
from bot.ui.words import command_words
from cogs.privacy import pages


class PrivacyCog(commands.Cog):
    """Answers everybody about themselves, and nobody about anybody else."""

    def __init__(self, own: OwnData, door: Door, log: str | None) -> None:
        """Make the cog.

        Args:
            own: the use cases.
            door: where presses come in.
            log: what is said of a log that the database keeps; None: it keeps none.
        """
        self._own = own
        self._door = door
        self._log = log
        door.press("privacy:show", self.show)
        door.press("privacy:erase", self.ask_whether_to_erase)
        door.press("privacy:erased", self.erase)
        door.press("privacy:keep", self.keep)

    @app_commands.command(name="privacy", description=command_words("privacy-description"))
    async def privacy(self, interaction: discord.Interaction) -> None:
        """Show what is kept about whoever asks."""
        await self._door.command(interaction, self.open)

    async def open(self, visit: Visit) -> Answer:
        """What is kept, and who can see it."""
        told = await self._own.about(visit.server_id, visit.person, visit.now)
        first, *more = pages.overview(visit.words, told, self._log)
        return Reply(first, more=more)

    async def show(self, visit: Visit) -> Answer:
        """The same as a file."""
        told = await self._own.about(visit.server_id, visit.person, visit.now)
        return Reply(pages.file_page(visit.words, told, self._log))

    async def ask_whether_to_erase(self, visit: Visit) -> Answer:
        """Say what goes and what stays, in the same words for everybody."""
        return Reply(pages.question_page(visit.words), edit=True)

    async def erase(self, visit: Visit) -> Answer:
        """Erase it."""
        told = await self._own.erase(visit.server_id, visit.person, visit.now)
        first, *more = pages.erased_pages(visit.words, told)
        return Reply(first, edit=True, more=more)

    async def keep(self, visit: Visit) -> Answer:
        """Leave everything as it was."""
        return Reply(pages.kept_page(visit.words), edit=True)
