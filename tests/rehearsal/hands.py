"""What a person's hands do in the channel of the rehearsal's page: commands, menus, forms, reading.

The page around the channel is `page.py`. Nothing waits a fixed time: every act waits for what a person would see next.
"""

import re
from collections.abc import Mapping

from playwright.async_api import FilePayload, FrameLocator, Locator, expect

from tests.rehearsal.page import Page


class Hands:
    """Acts in the channel that is open, as the person one is."""

    def __init__(self, page: Page) -> None:
        self.page = page

    @property
    def frame(self) -> FrameLocator:
        return self.page.frame

    @property
    def form(self) -> Locator:
        """The form that is open."""
        return self.frame.get_by_role("dialog")

    @property
    def messages(self) -> Locator:
        """Every message of the channel, oldest first."""
        return self.frame.locator("#channel-message-list [data-message-id]")

    async def sees(self, *words: str) -> None:
        """Wait until the newest message with the first of these words has them all."""
        newest = self.messages.filter(has_text=words[0]).last
        for one in words:
            await expect(newest).to_contain_text(one)

    async def sees_no(self, button: str) -> None:
        """Wait until no message has this button."""
        await expect(self._buttons(button)).to_have_count(0)

    async def sees_nothing(self) -> None:
        """Wait until the channel says that nothing is in it."""
        await expect(self.frame.locator("#channel-empty")).to_be_visible()

    async def code(self) -> str:
        """The newest code on the screen, as a person copies it."""
        return await self.messages.locator("code").last.inner_text()

    # Commands

    async def slash(self, command: str, options: Mapping[str, str] | None = None) -> None:
        """Type a command, choose it, fill its options, and send it."""
        box = self.frame.locator("#channel-composer-input")
        await box.click()
        await box.press_sequentially(f"/{command}")
        title = self.frame.locator(".command-entry-title strong").get_by_text(f"/{command}", exact=True)
        await title.click()
        for name, value in (options or {}).items():
            await self._fill_option(name, value)
        await self.page.act(self.frame.locator("#send-message"))
        await expect(self.frame.locator(".command-chip")).to_have_count(0)

    async def _fill_option(self, name: str, value: str) -> None:
        pill = self.frame.locator(f".command-option-input[data-option='{name}']")
        if not await pill.count():
            await self.frame.locator(".command-ghost").click()
            await self._suggestion(name).click()
        await pill.click()
        await pill.fill(value)
        if await pill.get_attribute("role") == "combobox":
            await self._suggestion(value).click()

    def _suggestion(self, label: str) -> Locator:
        exact = re.compile(f"^{re.escape(label)}$")
        return self.frame.locator(".command-suggestion").filter(
            has=self.frame.locator(".command-suggestion-label", has_text=exact)
        )

    # Messages

    async def press(self, button: str) -> None:
        """Press a button, of the newest message that has it."""
        await self.page.act(self._buttons(button).last)

    def _buttons(self, label: str) -> Locator:
        return self.messages.locator(".component-button", has_text=re.compile(f"^{re.escape(label)}$"))

    async def choose(self, menu: str, *options: str) -> None:
        """Choose from the newest menu of that name."""
        await self._choose(self.messages.get_by_role("combobox", name=menu, exact=True).last, options)
        await self.page.still()

    async def _choose(self, menu: Locator, options: tuple[str, ...]) -> None:
        await menu.click()
        for option in options:
            await self._option(option).click()
        apply = self.frame.locator(".preview-select.is-open .select-apply")
        if await apply.count():
            await apply.click()
        await expect(self.frame.locator(".preview-select.is-open")).to_have_count(0)

    def _option(self, label: str) -> Locator:
        opened = self.frame.locator(".preview-select.is-open .select-option")
        name = self.frame.locator(".option-label, .entity-name", has_text=re.compile(f"^{re.escape(label)}$"))
        return opened.filter(has=name)

    # Forms

    async def fill(self, answers: Mapping[str, str]) -> None:
        """Answer fields of the open form by their labels: type, pick, or choose."""
        await self.form.wait_for()
        for label, answer in answers.items():
            field = self.form.locator(".modal-field").filter(
                has=self.frame.get_by_text(re.compile(rf"^{re.escape(label)}\s*\*?$"))
            )
            if await field.get_by_role("radio").count():
                await field.get_by_role("radio", name=answer).check()
            elif await field.get_by_role("combobox").count():
                await self._choose(field.get_by_role("combobox"), (answer,))
            else:
                await field.get_by_role("textbox").fill(answer)

    async def attach(self, name: str, media_type: str, data: bytes) -> None:
        """Choose a file for the one field of the open form that takes one."""
        await self.form.wait_for()
        file = FilePayload(name=name, mimeType=media_type, buffer=data)
        await self.form.locator("input[type=file]").set_input_files(file)
        await expect(self.form.get_by_text(name, exact=True)).to_be_visible()

    async def submit(self, answers: Mapping[str, str]) -> None:
        """Answer the open form and send it."""
        await self.fill(answers)
        await self.page.act(self.form.get_by_role("button", name="Submit"))
        await expect(self.form).to_have_count(0)
