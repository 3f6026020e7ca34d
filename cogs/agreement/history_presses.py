"""The presses of `/facilitate agreement history`: leafing, and taking a version back. Not the pages."""

from bot.services.agreement_history import AgreementHistory
from bot.services.problems import Refused
from bot.services.taking_back import TakingBack
from bot.ui.door import Door
from bot.ui.page import Answer, Reply
from bot.ui.visit import Visit
from cogs.agreement import history_pages as pages
from cogs.agreement.keys import read_number, read_page


class HistoryPresses:
    """Lets facilitators look at every version, and take the newest back."""

    def __init__(self, history: AgreementHistory, taking_back: TakingBack, door: Door) -> None:
        self._history = history
        self._taking_back = taking_back
        door.press("agreement-history:list", self.list)
        door.press("agreement-history:pick", self.pick)
        door.press("agreement-history:page", self.page)
        door.press("agreement-history:back", self.ask)
        door.press("agreement-history:taken", self.take_back)

    async def list(self, visit: Visit) -> Answer:
        """The versions, newest first; from a button, those before a number."""
        before = read_number(visit.key) if visit.key else None
        listed = await self._history.listed(visit.server_id, visit.person, visit.now, before)
        return Reply(pages.list_page(visit.words, listed), edit=True)

    async def pick(self, visit: Visit) -> Answer:
        """The first page of the version that was chosen."""
        return await self._looked_at(visit, read_number(visit.value), 0)

    async def page(self, visit: Visit) -> Answer:
        """Another page of a version."""
        return await self._looked_at(visit, *read_page(visit.key))

    async def _looked_at(self, visit: Visit, number: int, page: int) -> Answer:
        looked = await self._history.look(visit.server_id, visit.person, number, visit.now)
        drawn = pages.version_page(visit.words, looked, page)
        if drawn is None:
            raise Refused("button-outdated")
        return Reply(drawn, edit=True)

    async def ask(self, visit: Visit) -> Answer:
        """Ask before taking a version back."""
        number = read_number(visit.key)
        version = await self._taking_back.check(visit.server_id, visit.person, number, visit.now)
        return Reply(pages.back_page(visit.words, number, version.former), edit=True)

    async def take_back(self, visit: Visit) -> Answer:
        """Take it back."""
        number = read_number(visit.key)
        taken = await self._taking_back.take_back(visit.server_id, visit.person, number, visit.now)
        return Reply(pages.taken_page(visit.words, taken), edit=True)
