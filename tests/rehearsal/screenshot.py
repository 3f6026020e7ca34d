"""Takes the README's picture of the rehearsal: `python -m tests.rehearsal.screenshot docs/rehearsal.png`."""

import asyncio
import sys
from datetime import UTC, datetime

from bot.rehearsal.command import rehearsal
from bot.ui.words import words_for
from tests.rehearsal.browser import browser, free_port
from tests.rehearsal.page import Page

DAY = datetime(2026, 1, 5, tzinfo=UTC)
"""Always the same, so that a new picture differs only where the product does."""


async def take(place: str) -> None:
    """Mia is about to answer a check-in; the picture is written to `place`."""
    port = free_port()
    async with rehearsal(port, words_for("en"), DAY) as simulation, browser() as context:
        await simulation.people.slash("fay", "facilitate checkin start")
        page = await Page.open(context, port)
        await page.in_frame(words_for("en")("checkin-button-answer"))
        await page.frame.get_by_role("dialog").wait_for()
        await page.tab.mouse.move(0, 0)
        await page.tab.screenshot(path=place)


if __name__ == "__main__":
    asyncio.run(take(sys.argv[1]))
