"""*I have a code*: the reporter's presses and forms on the way back. The code travels in their own messages only."""

from dataclasses import replace

from bot.core.receipt import read
from bot.services.way_back import WayBack, WayBackService
from bot.ui.door import Door
from bot.ui.page import Accent, Answer, Reply
from bot.ui.visit import Visit
from cogs.concern.forms import code_form, reply_form
from cogs.concern.pages import code_page, note_page
from cogs.concern.way_pages import way_pages, withdraw_page


class WayBackPresses:
    """Serves whoever has a code."""

    def __init__(self, service: WayBackService, door: Door) -> None:
        self._service = service
        self._door = door
        door.press("concern:code", self.ask_code)
        door.form("concern:code", self.typed)
        door.press("concern:look", self.look)
        door.press("concern:reply", self.ask_words)
        door.form("concern:reply", self.reply)
        door.press("concern:withdraw", self.ask_to_withdraw)
        door.press("concern:withdrawn", self.withdraw)

    async def ask_code(self, visit: Visit) -> Answer:
        """Open the form for the code."""
        return code_form(visit.words, self._door.fresh())

    async def typed(self, visit: Visit) -> Answer:
        """Show the concern of the code that was typed."""
        way = await self._service.look(visit.server_id, visit.fields["code"], visit.now)
        return _shown(visit, way)

    async def look(self, visit: Visit) -> Answer:
        """Show the concern again, and its code: the messages that gave it before may never have arrived."""
        way = await self._service.look(visit.server_id, visit.key, visit.now)
        shown = _shown(visit, way)
        return replace(shown, more=(*shown.more, code_page(visit.words, way.receipt)))

    async def ask_words(self, visit: Visit) -> Answer:
        """Open the form for more words."""
        return reply_form(visit.words, read(visit.key), self._door.fresh())

    async def reply(self, visit: Visit) -> Answer:
        """Add the words."""
        way = await self._service.write(visit.server_id, visit.key, visit.fields["words"], visit.now)
        return _shown(visit, way, visit.words("concern-replied"))

    async def ask_to_withdraw(self, visit: Visit) -> Answer:
        """Say what withdrawing would do."""
        way = await self._service.look(visit.server_id, visit.key, visit.now)
        return Reply(withdraw_page(visit.words, way), edit=True)

    async def withdraw(self, visit: Visit) -> Answer:
        """Withdraw it."""
        way = await self._service.withdraw(visit.server_id, visit.key, visit.now)
        if way is None:
            return Reply(note_page(visit.words("concern-withdrawn"), Accent.GOOD), edit=True)
        return _shown(visit, way)


def _shown(visit: Visit, way: WayBack, note: str = "") -> Reply:
    first, *more = way_pages(visit.words, way, note)
    return Reply(first, edit=True, more=tuple(more))
