"""The presses of *Suggest a change*, and of facilitators who read what arrived. Not the pages."""

from bot.services.suggestions import Suggestions
from bot.ui.door import Door
from bot.ui.page import Answer, Reply
from bot.ui.visit import Visit
from cogs.agreement import suggest_pages as pages
from cogs.agreement.keys import read_suggestion


class SuggestPresses:
    """Takes suggestions from members, and shows facilitators those that arrived."""

    def __init__(self, suggestions: Suggestions, door: Door) -> None:
        self._suggestions = suggestions
        self._door = door
        door.press("agreement-suggest:begin", self.begin)
        door.form("agreement-suggest:form", self.suggest)
        door.press("agreement-suggest:read", self.read)
        door.press("agreement-suggest:show", self.show)
        door.press("agreement-suggest:done", self.done)

    async def begin(self, visit: Visit) -> Answer:
        """Open the form, which says first what becomes of a suggestion."""
        version, slot = await self._suggestions.begin(visit.server_id, visit.now)
        return pages.suggest_form(visit.words, version, slot, self._door.fresh())

    async def suggest(self, visit: Visit) -> Answer:
        """Take it in."""
        about = visit.fields.get("more") or visit.fields.get("about", "")
        words = visit.fields.get("words", "")
        slot = await self._suggestions.suggest(visit.server_id, visit.person, about, words, visit.now, form=visit.form)
        return Reply(pages.suggested_page(visit.words, slot))

    async def read(self, visit: Visit) -> Answer:
        """The first of those that arrived."""
        there = await self._suggestions.read(visit.server_id, visit.person, visit.now)
        return Reply(pages.read_page(visit.words, there), edit=True)

    async def show(self, visit: Visit) -> Answer:
        """The one that was asked for, or the first if somebody removed it."""
        wanted = read_suggestion(visit.key)
        there = await self._suggestions.read(visit.server_id, visit.person, visit.now)
        at = next((place for place, one in enumerate(there) if one.suggestion_id == wanted), 0)
        return Reply(pages.read_page(visit.words, there, at), edit=True)

    async def done(self, visit: Visit) -> Answer:
        """Remove one, and show the next."""
        wanted = read_suggestion(visit.key)
        left = await self._suggestions.done(visit.server_id, visit.person, wanted, visit.now)
        return Reply(pages.read_page(visit.words, left), edit=True)
