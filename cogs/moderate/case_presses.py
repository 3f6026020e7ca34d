"""Presses and forms on one case, done for this case alone: open, acknowledge, answer, move, close, note, block."""

from dataclasses import replace

from bot.services.cases import CaseService, Ending
from bot.services.problems import Refused
from bot.ui.door import Door, Handler
from bot.ui.page import Answer, Reply
from bot.ui.visit import Visit
from cogs.moderate import forms
from cogs.moderate.actions import Action, Way
from cogs.moderate.answers import after, case_in, letters_in, shape_in, whole
from cogs.moderate.cards import case_from
from cogs.moderate.pages import image_page
from cogs.moderate.steps import sure_page


class CasePresses:
    """Serves the readers of a case."""

    def __init__(self, cases: CaseService, door: Door) -> None:
        self._cases = cases
        self._door = door

    def handlers(self) -> dict[Action, Handler]:
        """What serves which action."""
        presses = {
            "open": self.open,
            "image": self.look,
            "back": self.back,
            "acknowledge": self.acknowledge,
            "block": self.ask_to_block,
            "block-sure": self.block,
            "lift": self.lift,
        }
        openers = {
            "reply": self.ask_answer,
            "note": self.ask_note,
            "in-progress": self.ask_move,
            "asking": self.ask_move,
            "close": self.ask_ending,
            "reopen": self.ask_reopening,
        }
        sent = {
            "reply": self.answer,
            "note": self.note,
            "in-progress": self.start,
            "asking": self.ask,
            "close": self.close,
            "reopen": self.reopen,
        }
        return {
            **{Action(name, Way.PRESS): handler for name, handler in presses.items()},
            **{Action(name, Way.OPENER): handler for name, handler in openers.items()},
            **{Action(name, Way.FORM): handler for name, handler in sent.items()},
            Action("list", Way.LISTED): self.open_listed,
        }

    async def open(self, visit: Visit) -> Answer:
        """Show the case of a card."""
        one = await self._cases.open(case_in(visit), visit.person, visit.somewhere, visit.now)
        return whole(visit, one, edit=False)

    async def open_listed(self, visit: Visit) -> Answer:
        """Show the case that was chosen from a list."""
        one = await self._cases.open(case_from(visit.value), visit.person, visit.somewhere, visit.now)
        return whole(visit, one, edit=False)

    async def look(self, visit: Visit) -> Answer:
        """Show the picture that came with it."""
        data = await self._cases.image(case_in(visit), visit.person, visit.somewhere)
        return Reply(image_page(visit.words, data))

    async def back(self, visit: Visit) -> Answer:
        """Show the case again in place of a small page."""
        one = await self._cases.open(case_in(visit), visit.person, visit.somewhere, visit.now)
        first = whole(visit, one, edit=True)
        return replace(first, more=())

    async def acknowledge(self, visit: Visit) -> Answer:
        """Take the case up."""
        one = await self._cases.acknowledge(case_in(visit), visit.person, visit.somewhere, visit.now)
        return after(visit, one, "case-acknowledged")

    async def ask_answer(self, visit: Visit) -> Answer:
        """Open the form for an answer; whether this person may answer is seen when it is sent."""
        return forms.answer_form(visit.words, "reply", letters_in(visit), self._door.fresh())

    async def answer(self, visit: Visit) -> Answer:
        """Write to the reporter."""
        text = forms.answer_text(visit.words, visit.fields.get("opener", ""), visit.fields.get("words", ""))
        one = await self._cases.answer(case_in(visit), visit.person, visit.somewhere, text, visit.now)
        return after(visit, one, "case-replied")

    async def ask_note(self, visit: Visit) -> Answer:
        """Open the form for a note."""
        return forms.note_form(visit.words, "note", letters_in(visit), self._door.fresh())

    async def note(self, visit: Visit) -> Answer:
        """Keep a note among readers."""
        text = visit.fields.get("words", "")
        one = await self._cases.note(case_in(visit), visit.person, visit.somewhere, text, visit.now)
        return after(visit, one, "case-noted")

    async def ask_move(self, visit: Visit) -> Answer:
        """Open the form that shows what the reporter will read."""
        action = visit.action.partition(":")[2]
        return forms.move_form(visit.words, action, letters_in(visit), self._door.fresh())

    async def start(self, visit: Visit) -> Answer:
        """Say that the readers are at work."""
        text = visit.fields.get("words", "")
        one = await self._cases.start(case_in(visit), visit.person, visit.somewhere, text, visit.now)
        return after(visit, one, "case-moved")

    async def ask(self, visit: Visit) -> Answer:
        """Say that the readers wait for the reporter."""
        text = visit.fields.get("words", "")
        one = await self._cases.ask(case_in(visit), visit.person, visit.somewhere, text, visit.now)
        return after(visit, one, "case-moved")

    async def ask_ending(self, visit: Visit) -> Answer:
        """Open the form for closing."""
        return forms.close_form(visit.words, "close", letters_in(visit), self._door.fresh(), shape_in(visit))

    async def close(self, visit: Visit) -> Answer:
        """Close it with an outcome."""
        one = await self._cases.close(case_in(visit), visit.person, visit.somewhere, ending(visit), visit.now)
        return after(visit, one, "case-closed-now")

    async def ask_reopening(self, visit: Visit) -> Answer:
        """Open the form for taking it up again."""
        return forms.reopen_form(visit.words, "reopen", letters_in(visit), self._door.fresh())

    async def reopen(self, visit: Visit) -> Answer:
        """Take it up again."""
        text = visit.fields.get("words", "")
        one = await self._cases.reopen(case_in(visit), visit.person, visit.somewhere, text, visit.now)
        return after(visit, one, "case-reopened")

    async def ask_to_block(self, visit: Visit) -> Answer:
        """Say what a block does and cannot do."""
        one = await self._cases.glance(case_in(visit), visit.person, visit.somewhere, visit.now)
        return Reply(sure_page(visit.words, one, "block"), edit=True)

    async def block(self, visit: Visit) -> Answer:
        """Block whoever wrote it."""
        one = await self._cases.block(case_in(visit), visit.person, visit.somewhere, visit.now)
        return after(visit, one, "case-blocked")

    async def lift(self, visit: Visit) -> Answer:
        """End the block."""
        one = await self._cases.lift(case_in(visit), visit.person, visit.somewhere, visit.now)
        return after(visit, one, "case-lifted")


def ending(visit: Visit) -> Ending:
    """What was filled in to close cases."""
    fields = visit.fields
    return Ending(
        outcome=fields.get("outcome", ""),
        words=fields.get("words", ""),
        reached=fields.get("reached", ""),
        heard=fields.get("heard", ""),
        why_not=fields.get("why-not", ""),
    )


class SomethingElse:
    """The select below a case: each of its options does what its own press would."""

    def __init__(self, served: dict[Action, Handler], offered: frozenset[str]) -> None:
        self._served = served
        self._offered = offered

    async def choose(self, visit: Visit) -> Answer:
        """Do what was chosen.

        Raises:
            Refused: nothing of the kind is offered there.
        """
        name = visit.value
        handler = self._served.get(Action(name, Way.PRESS)) or self._served.get(Action(name, Way.OPENER))
        if handler is None or name not in self._offered:
            raise Refused("button-outdated")
        return await handler(replace(visit, action=f"case:{name}"))
