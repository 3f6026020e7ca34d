"""A further private message to somebody who was answered already. Not for people who did nothing just now."""

from bot.ui.draw import draw_files, draw_page
from bot.ui.page import Page
from bot.ui.visit import Visit


async def say_after(visit: Visit, page: Page) -> None:
    """Show this person one more private message, below the answer that they got.

    Raises:
        discord.HTTPException, aiohttp.ClientError, OSError: they are out of reach.
    """
    await visit.interaction.followup.send(view=draw_page(page), files=draw_files(page), ephemeral=True)
