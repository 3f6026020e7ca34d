"""The rehearsal's page as a person at the keyboard uses it, in a real browser."""

from typing import Final, Self

from playwright.async_api import BrowserContext, Frame, FrameLocator, Locator, expect
from playwright.async_api import Page as Tab
from playwright.async_api import TimeoutError as NotInTime

STILL: Final = (
    "() => { const it = window.simcordPreview;"
    " return Boolean(it?.ready && !it.pendingAction && !it.pendingQuery && it.lastAction?.settlement === 'settled'); }"
)
"""Whether the channel has fitted itself into its frame and nothing is under way in it; told by simcord's preview."""
MOVED: Final = (
    "before => { const it = window.simcordPreview; return it.pendingAction || it.lastAction.sequence > before; }"
)
MOMENT_MILLISECONDS: Final = 2_000
"""After which a press that nothing came of counts as lost: the channel was drawn anew below the finger."""
TRIES: Final = 5


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
        await self.still()

    async def still(self) -> None:
        """Wait until nothing moves in the channel: a press before that is lost."""
        await self.frame.locator("#channel-layout").wait_for()
        await (await self._held()).wait_for_function(STILL)

    async def _held(self) -> Frame:
        frame = await self.tab.wait_for_selector("#frame")
        held = None if frame is None else await frame.content_frame()
        assert held is not None
        return held

    async def act(self, button: Locator) -> None:
        """Press something in the channel that asks the bot and wait for its answer; a lost press is repeated."""
        await self.still()
        held = await self._held()
        before: object = await held.evaluate("() => window.simcordPreview.lastAction.sequence")
        for _ in range(TRIES):
            await button.click()
            try:
                await held.wait_for_function(MOVED, arg=before, timeout=MOMENT_MILLISECONDS)
            except NotInTime:
                continue
            break
        await self.still()

    async def press(self, name: str) -> None:
        """Press a button of the page around the channel."""
        await self.tab.get_by_role("button", name=name, exact=True).click()
        await self.tab.wait_for_selector("body[aria-busy='false']")
        await self.still()

    async def be(self, person: str, place: str = "group") -> None:
        """Become somebody, and look at a place."""
        await self.tab.locator(f"[data-key='person-{person}']").click()
        await self.drawn(person)
        if place != "group":
            await self.tab.locator(f"[data-key='place-{place}']").click()
            await self.drawn(person, place)

    async def in_frame(self, button: str) -> None:
        """Press a button of a message in the channel."""
        await self.act(self.frame.get_by_role("button", name=button, exact=True).last)

    async def sees(self, words: str) -> None:
        """Wait until these words are in the channel."""
        await expect(self.frame.locator("#channel-message-list")).to_contain_text(words)

    async def note(self) -> str:
        """What the page says about the last press."""
        return await self.tab.locator("#note").inner_text()
