"""Takes the README's pictures of the rehearsal and of the story: `python -m tests.rehearsal.screenshot docs`."""

import asyncio
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.rehearsal.command import rehearsal
from bot.rehearsal.others import let_others_answer
from bot.rehearsal.story.command import tell
from bot.ui.words import words_for
from tests.rehearsal.browser import browser, free_port
from tests.rehearsal.hands import Hands
from tests.rehearsal.page import Page

DAY = datetime(2026, 1, 5, tzinfo=UTC)
"""Always the same, so that a new picture differs only where the product does."""
TALL = 1400
"""Pixels: a whole result fits."""


async def answering(place: Path) -> None:
    """Mia is about to answer a check-in."""
    port = free_port()
    async with rehearsal(port, words_for("en"), DAY) as simulation, browser() as context:
        await simulation.people.slash("fay", "facilitate checkin start")
        page = await Page.open(context, port)
        await page.in_frame(words_for("en")("checkin-button-answer"))
        await page.frame.get_by_role("dialog").wait_for()
        await page.tab.mouse.move(0, 0)
        await page.tab.screenshot(path=place)


async def result(place: Path) -> None:
    """Two check-ins have closed; the last result stands in the channel with its picture."""
    port, words = free_port(), words_for("en")
    async with rehearsal(port, words, DAY) as simulation, browser(height=TALL) as context:
        for _ in range(2):
            await simulation.people.slash("fay", "facilitate checkin start", hours=24)
            await let_others_answer(simulation, "mia", words)
            await simulation.advance(timedelta(hours=25))
        page = await Page.open(context, port)
        post = Hands(page).messages.last
        await post.get_by_role("img").last.wait_for()
        await post.scroll_into_view_if_needed()
        await page.still()
        await post.screenshot(path=place)


async def year(place: Path, report: str) -> None:
    """The year of the story in one picture, out of its report."""
    async with browser() as context:
        tab = await context.new_page()
        await tab.set_content(report)
        await tab.locator("svg.wide").screenshot(path=place)


async def main(folder: Path) -> None:
    """Take all three."""
    await answering(folder / "rehearsal.png")
    await result(folder / "result.png")
    await year(folder / "story.png", await tell(words_for("en")))


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
