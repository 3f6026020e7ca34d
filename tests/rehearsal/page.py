"""The rehearsal's page as a person at the keyboard uses it, in a real browser."""

from typing import Self

from playwright.async_api import BrowserContext, FrameLocator, expect
from playwright.async_api import Page as Tab


class Page:
    """One tab with the page. `outside` holds the addresses that were asked for beyond this machine."""

    def __init__(self, tab: Tab) -> None:
        self.tab = tab
        self.outside: list[str] = []
        self.broken: list[str] = []
        tab.on("request", lambda request: self._note(request.url))
        tab.on("pageerror", lambda error: self.broken.append(str(error)))

    def _note(self, url: str) -> None:
        if not url.startswith(("http://127.0.0.1:", "blob:http://127.0.0.1:", "about:", "data:")):
            self.outside.append(url)

    @classmethod
    async def open(cls, context: BrowserContext, port: int) -> Self:
        """Open the page, and wait until the channel is drawn."""
        page = cls(context.pages[0])
        await page.tab.goto(f"http://127.0.0.1:{port}/")
        await page.drawn("mia", "group")
        return page

    @property
    def frame(self) -> FrameLocator:
        """The channel."""
        return self.tab.frame_locator("#frame")

    async def drawn(self, person: str, place: str = "") -> None:
        """Wait until this person's channel is there, whichever it is or this one."""
        await self.tab.wait_for_selector(f"body[data-ready^='{person} {place}'][aria-busy='false']")
        await self._settled()

    async def _settled(self) -> None:
        """Wait until the channel has fitted itself into its frame: a press before that is lost."""
        await self.frame.locator("#preview-app[aria-busy='false'] #channel-layout").wait_for()
        await expect(self.frame.locator("#action-status")).not_to_be_empty()

    async def press(self, name: str) -> None:
        """Press a button of the page around the channel."""
        await self.tab.get_by_role("button", name=name, exact=True).click()
        await self.tab.wait_for_selector("body[aria-busy='false']")
        await self._settled()

    async def be(self, person: str, place: str = "group") -> None:
        """Become somebody, and look at a place."""
        await self.press(person.capitalize())
        await self.drawn(person)
        if place != "group":
            await self.tab.locator(f"[data-key='place-{place}']").click()
            await self.drawn(person, place)

    async def in_frame(self, button: str) -> None:
        """Press a button of a message in the channel."""
        await self.frame.get_by_role("button", name=button, exact=True).last.click()

    async def sees(self, words: str) -> None:
        """Wait until these words are in the channel."""
        await expect(self.frame.locator("#channel-message-list")).to_contain_text(words)

    async def note(self) -> str:
        """What the page says about the last press."""
        return await self.tab.locator("#note").inner_text()
