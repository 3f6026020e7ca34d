"""Presses that join cases about one matter, and part them. What is done for all of them is in `act_presses.py`."""

from bot.services.case_matters import CaseMatters
from bot.services.cases import CaseService
from bot.ui.door import Handler
from bot.ui.page import Answer, Reply
from bot.ui.visit import Visit
from cogs.moderate.actions import Action, Way
from cogs.moderate.answers import after, case_in
from cogs.moderate.cards import case_from
from cogs.moderate.steps import join_page, matter_page, part_page


class MatterPresses:
    """Serves whoever may read several cases about one matter."""

    def __init__(self, cases: CaseService, matters: CaseMatters) -> None:
        self._cases = cases
        self._matters = matters

    def handlers(self) -> dict[Action, Handler]:
        """What serves which action."""
        return {
            Action("matter", Way.PRESS): self.show,
            Action("join", Way.PRESS): self.ask_which,
            Action("joined", Way.CHOICE): self.join,
            Action("part", Way.PRESS): self.ask_which_not,
            Action("parted", Way.CHOICE): self.part,
        }

    async def show(self, visit: Visit) -> Answer:
        """Show the joined cases, and what can be done for all."""
        one = await self._cases.glance(case_in(visit), visit.person, visit.somewhere, visit.now)
        return Reply(matter_page(visit.words, one), edit=True)

    async def ask_which(self, visit: Visit) -> Answer:
        """Show what it can be joined with."""
        joinable = await self._matters.to_join(case_in(visit), visit.person, visit.somewhere, visit.now)
        return Reply(join_page(visit.words, joinable), edit=True)

    async def join(self, visit: Visit) -> Answer:
        """Join it with the chosen case."""
        other = case_from(visit.value)
        one = await self._matters.join(case_in(visit), visit.person, visit.somewhere, other, visit.now)
        return after(visit, one, "case-joined")

    async def ask_which_not(self, visit: Visit) -> Answer:
        """Show what it is joined with."""
        one = await self._cases.glance(case_in(visit), visit.person, visit.somewhere, visit.now)
        return Reply(part_page(visit.words, one), edit=True)

    async def part(self, visit: Visit) -> Answer:
        """Take the chosen case out of the matter."""
        other = case_from(visit.value)
        one = await self._matters.part(case_in(visit), visit.person, visit.somewhere, other, visit.now)
        return after(visit, one, "case-parted")
