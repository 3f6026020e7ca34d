"""Presses that change who has a case: take it, hand it over, bring somebody in, step aside."""

from bot.services.case_people import CasePeople
from bot.services.cases import CaseService
from bot.ui.door import Handler
from bot.ui.page import Answer, Reply
from bot.ui.visit import Visit
from cogs.moderate.actions import Action, Way
from cogs.moderate.answers import after, case_in
from cogs.moderate.steps import aside_page, people_page, sure_page


class PeoplePresses:
    """Serves the readers of a case."""

    def __init__(self, cases: CaseService, people: CasePeople) -> None:
        self._cases = cases
        self._people = people

    def handlers(self) -> dict[Action, Handler]:
        """What serves which action."""
        return {
            Action("take", Way.PRESS): self.take,
            Action("hand-over", Way.PRESS): self.ask_whom,
            Action("handed", Way.CHOICE): self.hand_over,
            Action("bring-in", Way.PRESS): self.ask_who,
            Action("brought", Way.CHOICE): self.bring_in,
            Action("aside", Way.PRESS): self.ask_to_step_aside,
            Action("aside-sure", Way.PRESS): self.step_aside,
        }

    async def take(self, visit: Visit) -> Answer:
        """Let it be mine to do."""
        one = await self._people.take(case_in(visit), visit.person, visit.somewhere, visit.now)
        return after(visit, one, "case-taken")

    async def ask_whom(self, visit: Visit) -> Answer:
        """Show to whom it can be handed."""
        asked = await self._people.to_hand_over(case_in(visit), visit.person, visit.somewhere, visit.now)
        return Reply(people_page(visit.words, asked, "handed", "hand-over"), edit=True)

    async def hand_over(self, visit: Visit) -> Answer:
        """Hand it to whoever was chosen."""
        one = await self._people.hand_over(case_in(visit), visit.person, visit.somewhere, visit.value, visit.now)
        return after(visit, one, "case-handed")

    async def ask_who(self, visit: Visit) -> Answer:
        """Show who can be brought in."""
        asked = await self._people.to_bring_in(case_in(visit), visit.person, visit.somewhere, visit.now)
        return Reply(people_page(visit.words, asked, "brought", "bring-in"), edit=True)

    async def bring_in(self, visit: Visit) -> Answer:
        """Let whoever was chosen read it."""
        one = await self._people.bring_in(case_in(visit), visit.person, visit.somewhere, visit.value, visit.now)
        return after(visit, one, "case-brought")

    async def ask_to_step_aside(self, visit: Visit) -> Answer:
        """Say what stepping aside means."""
        one = await self._cases.glance(case_in(visit), visit.person, visit.somewhere, visit.now)
        return Reply(sure_page(visit.words, one, "aside"), edit=True)

    async def step_aside(self, visit: Visit) -> Answer:
        """Be out of it for good."""
        await self._people.step_aside(case_in(visit), visit.person, visit.somewhere, visit.now)
        return Reply(aside_page(visit.words), edit=True)
