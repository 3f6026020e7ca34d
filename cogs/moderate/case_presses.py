"""Presses and forms on one case that are done for it alone: open, look, note, reopen, block."""

from dataclasses import replace
from functools import partial

from bot.services.case_acts import Act, Deed
from bot.services.cases import CaseService
from bot.services.problems import Refused
from bot.ui.door import Door, Handler
from bot.ui.page import Answer, Reply
from bot.ui.visit import Visit
from cogs.moderate import forms
from cogs.moderate.actions import Action, Way
from cogs.moderate.answers import after, case_in, letters_in, whole
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
            "block": self.ask_to_block,
            "block-sure": self.block,
            "lift": self.lift,
        }
        openers = {
            "note": self.ask_note,
            "reopen": self.ask_reopening,
        }
        sent = {
            "note": self.note,
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

    async def ask_note(self, visit: Visit) -> Answer:
        """Open the form for a note."""
        return forms.note_form(visit.words, "note", letters_in(visit), self._door.fresh())

    async def note(self, visit: Visit) -> Answer:
        """Keep a note among readers."""
        noting = partial(Act.noting, words=visit.fields.get("words", ""), form=visit.form)
        return await self._done(visit, noting, "case-noted")

    async def ask_reopening(self, visit: Visit) -> Answer:
        """Open the form for taking it up again."""
        return forms.reopen_form(visit.words, "reopen", letters_in(visit), self._door.fresh())

    async def reopen(self, visit: Visit) -> Answer:
        """Take it up again."""
        reopening = partial(Act.reopening, words=visit.fields.get("words", ""), form=visit.form)
        return await self._done(visit, reopening, "case-reopened")

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

    async def _done(self, visit: Visit, deed: Deed, key: str) -> Answer:
        one = await self._cases.do(case_in(visit), visit.person, visit.somewhere, deed, visit.now)
        return after(visit, one, key)


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
