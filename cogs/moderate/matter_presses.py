"""Presses and forms about joined cases: join, part, and one act for everyone who raised the matter."""

from bot.services.case_matters import CaseMatters
from bot.services.cases import CaseService
from bot.ui.door import Door, Handler
from bot.ui.page import Answer, Reply
from bot.ui.visit import Visit
from cogs.moderate import forms
from cogs.moderate.actions import Action, Way
from cogs.moderate.answers import after, case_in, letters_in, shape_in
from cogs.moderate.cards import case_from
from cogs.moderate.case_presses import ending
from cogs.moderate.steps import join_page, matter_page, part_page


class MatterPresses:
    """Serves whoever may read several cases about one matter."""

    def __init__(self, cases: CaseService, matters: CaseMatters, door: Door) -> None:
        self._cases = cases
        self._matters = matters
        self._door = door

    def handlers(self) -> dict[Action, Handler]:
        """What serves which action."""
        return {
            Action("matter", Way.PRESS): self.show,
            Action("join", Way.PRESS): self.ask_which,
            Action("joined", Way.CHOICE): self.join,
            Action("part", Way.PRESS): self.ask_which_not,
            Action("parted", Way.CHOICE): self.part,
            Action("acknowledge-all", Way.PRESS): self.acknowledge,
            Action("reply-all", Way.OPENER): self.ask_answer,
            Action("reply-all", Way.FORM): self.answer,
            Action("in-progress-all", Way.OPENER): self.ask_move,
            Action("in-progress-all", Way.FORM): self.start,
            Action("asking-all", Way.OPENER): self.ask_move,
            Action("asking-all", Way.FORM): self.ask,
            Action("close-all", Way.OPENER): self.ask_ending,
            Action("close-all", Way.FORM): self.close,
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

    async def acknowledge(self, visit: Visit) -> Answer:
        """Take all of them up."""
        one = await self._matters.acknowledge(case_in(visit), visit.person, visit.somewhere, visit.now)
        return after(visit, one, "case-acknowledged")

    async def ask_answer(self, visit: Visit) -> Answer:
        """Open the form for an answer to everyone."""
        return forms.answer_form(visit.words, "reply-all", letters_in(visit), self._door.fresh())

    async def answer(self, visit: Visit) -> Answer:
        """Write the same words to everyone."""
        text = forms.answer_text(visit.words, visit.fields.get("opener", ""), visit.fields.get("words", ""))
        one = await self._matters.answer(case_in(visit), visit.person, visit.somewhere, text, visit.now)
        return after(visit, one, "case-replied-all")

    async def ask_move(self, visit: Visit) -> Answer:
        """Open the form that shows what everyone will read."""
        action = visit.action.partition(":")[2]
        return forms.move_form(visit.words, action, letters_in(visit), self._door.fresh())

    async def start(self, visit: Visit) -> Answer:
        """Tell everyone that the readers are at work."""
        text = visit.fields.get("words", "")
        one = await self._matters.start(case_in(visit), visit.person, visit.somewhere, text, visit.now)
        return after(visit, one, "case-moved-all")

    async def ask(self, visit: Visit) -> Answer:
        """Tell everyone that the readers wait for them."""
        text = visit.fields.get("words", "")
        one = await self._matters.ask(case_in(visit), visit.person, visit.somewhere, text, visit.now)
        return after(visit, one, "case-moved-all")

    async def ask_ending(self, visit: Visit) -> Answer:
        """Open the form for closing all of them."""
        return forms.close_form(visit.words, "close-all", letters_in(visit), self._door.fresh(), shape_in(visit))

    async def close(self, visit: Visit) -> Answer:
        """Close all of them with one outcome."""
        one = await self._matters.close(case_in(visit), visit.person, visit.somewhere, ending(visit), visit.now)
        return after(visit, one, "case-closed-all")
