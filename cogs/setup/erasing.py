"""`/setup erase`: asks for the server's name, says what happens and when, and calls it off."""

from typing import Final

from bot.services.erasure_notice import ErasureNotice
from bot.services.problems import Refused
from bot.services.server_records import Server
from bot.ui.door import Door
from bot.ui.page import Accent, Answer, Button, Buttons, Form, Notice, Page, Reply, Style, Text, TextField
from bot.ui.visit import Visit
from cogs.setup.pages import note_page, settings_page
from cogs.setup.telling import Telling

KEPT: Final = "kept"
"""The key of the button that erases nothing after all."""
_NAME: Final = "name"
_LONGEST_NAME: Final = 100
"""Characters of a server's name on Discord."""


class Erasing:
    """Serves `/setup erase` and its buttons."""

    def __init__(self, notice: ErasureNotice, telling: Telling, door: Door) -> None:
        self._notice = notice
        self._telling = telling
        self._door = door
        door.form("setup:erase", self.asked)
        door.press("setup:erase-now", self.at_once)
        door.press("setup:erase-off", self.call_off)

    async def ask(self, visit: Visit) -> Answer:
        """Open the form that says what happens and asks for the server's name."""
        server = await self._notice.may_be_asked(visit.server_id, visit.person)
        what = "erasing-what-happens" if server.record.has_begun else "erasing-what-happens-at-once"
        label, meaning = visit.words("erasing-name"), visit.words("erasing-name-meaning")
        field = TextField(_NAME, label, meaning, max_length=_LONGEST_NAME)
        title, fresh = visit.words("erasing-title"), self._door.fresh()
        return Form(title, f"setup:erase::{fresh}", (Notice(visit.words(what)), field))

    async def asked(self, visit: Visit) -> Answer:
        """Announce it; or where nobody ever took concerns, ask once more."""
        guild = visit.interaction.guild
        if guild is None:
            raise Refused("only-in-a-server")
        typed = visit.fields.get(_NAME, "")
        server = await self._notice.ask(visit.server_id, visit.person, typed, guild.name, visit.now)
        if server.record.erasure is None:
            return Reply(_sure_page(visit))
        await self._telling.now(server)
        return Reply(_announced_page(visit, server))

    async def at_once(self, visit: Visit) -> Answer:
        """Erase a group in which nobody ever took concerns."""
        await self._notice.at_once(visit.server_id, visit.person, visit.now)
        return Reply(note_page(visit.words("erasing-done")), edit=True)

    async def call_off(self, visit: Visit) -> Answer:
        """Keep everything after all."""
        done = await self._notice.call_off(visit.server_id, visit.person)
        await self._telling.called_off(done.server, done.to_tell, "erasing-called-off-told")
        return Reply(settings_page(visit.words, done.server, visit.words("erasing-called-off")), edit=True)


def _sure_page(visit: Visit) -> Page:
    now = Button(visit.words("erasing-now"), "setup:erase-now", Style.DANGER)
    keep = Button(visit.words("erasing-keep"), f"setup:show:{KEPT}")
    return Page((Text(visit.words("erasing-sure")), Buttons((keep, now))), Accent.DANGER)


def _announced_page(visit: Visit, server: Server) -> Page:
    erasure = server.record.erasure
    count = 0 if erasure is None else len(erasure.untold)
    when = "" if erasure is None else str(int(erasure.effective.timestamp()))
    told = visit.words("setup-told-at-once", count=count)
    off = Button(visit.words("erasing-call-off"), "setup:erase-off", Style.PRIMARY)
    return Page((Text(visit.words("erasing-pending", when=when)), Text(told), Buttons((off,))), Accent.DANGER)
