"""What a reader does with one case, or with all of a matter at once: acknowledge, answer, move, close.

The same handlers serve both; they differ in who does it and in the end of the action's name. Not here: what is done for
one case alone (`case_presses.py`).
"""

from collections.abc import Awaitable
from datetime import datetime
from functools import partial
from typing import Final, Protocol

from bot.core.case import State
from bot.core.identity import CaseId, ServerId
from bot.services.case_acts import Act, Deed, Ending
from bot.services.case_views import ReadableCase
from bot.services.people import Person
from bot.ui.door import Door, Handler
from bot.ui.page import Answer
from bot.ui.visit import Visit
from cogs.moderate import forms
from cogs.moderate.actions import Action, Way
from cogs.moderate.answers import after, case_in, letters_in, shape_in

FOR_ALL: Final = "-all"
"""The end of the names of actions that are done for everyone who raised the matter."""


class Doer(Protocol):
    """Does a deed in a case: `CaseService.do`, or `CaseMatters.do` for all that are joined with it."""

    def __call__(
        self, case_id: CaseId, person: Person, somewhere: ServerId | None, deed: Deed, now: datetime
    ) -> Awaitable[ReadableCase]:
        """The case after it."""
        ...


class ActPresses:
    """Serves the readers of a case, with `end` after the name of each action."""

    def __init__(self, do: Doer, end: str, door: Door) -> None:
        self._do = do
        self._end = end
        self._door = door

    def handlers(self) -> dict[Action, Handler]:
        """What serves which action."""
        openers = {
            "reply": self.ask_answer,
            "in-progress": self.ask_move,
            "asking": self.ask_move,
            "close": self.ask_ending,
        }
        sent = {"reply": self.answer, "in-progress": self.move, "asking": self.move, "close": self.close}
        return {
            Action(f"acknowledge{self._end}", Way.PRESS): self.acknowledge,
            **{Action(name + self._end, Way.OPENER): handler for name, handler in openers.items()},
            **{Action(name + self._end, Way.FORM): handler for name, handler in sent.items()},
        }

    async def acknowledge(self, visit: Visit) -> Answer:
        """Take it up."""
        return after(visit, await self._done(visit, Act.acknowledging), "case-acknowledged")

    async def ask_answer(self, visit: Visit) -> Answer:
        """Open the form for an answer; whether this person may answer is seen when it is sent."""
        return forms.answer_form(visit.words, _name(visit), letters_in(visit), self._door.fresh())

    async def answer(self, visit: Visit) -> Answer:
        """Write to the reporter."""
        text = forms.answer_text(visit.words, visit.fields.get("opener", ""), visit.fields.get("words", ""))
        answering = partial(Act.answering, words=text, form=visit.form)
        return after(visit, await self._done(visit, answering), f"case-replied{self._end}")

    async def ask_move(self, visit: Visit) -> Answer:
        """Open the form that shows what the reporter will read."""
        return forms.move_form(visit.words, _name(visit), letters_in(visit), self._door.fresh())

    async def move(self, visit: Visit) -> Answer:
        """Say that the readers are at work, or that they wait for the reporter."""
        state, text = State(_name(visit).removesuffix(FOR_ALL)), visit.fields.get("words", "")
        moving = partial(Act.moving, state=state, words=text, form=visit.form)
        return after(visit, await self._done(visit, moving), f"case-moved{self._end}")

    async def ask_ending(self, visit: Visit) -> Answer:
        """Open the form for closing."""
        return forms.close_form(visit.words, _name(visit), letters_in(visit), self._door.fresh(), shape_in(visit))

    async def close(self, visit: Visit) -> Answer:
        """Close it with an outcome."""
        closing = partial(Act.closing, told=_ending(visit), form=visit.form)
        return after(visit, await self._done(visit, closing), f"case-closed{self._end or '-now'}")

    async def _done(self, visit: Visit, deed: Deed) -> ReadableCase:
        return await self._do(case_in(visit), visit.person, visit.somewhere, deed, visit.now)


def _name(visit: Visit) -> str:
    """The name of the action."""
    return visit.action.partition(":")[2]


def _ending(visit: Visit) -> Ending:
    """What was filled in to close it."""
    fields = visit.fields
    return Ending(
        outcome=fields.get("outcome", ""),
        words=fields.get("words", ""),
        reached=fields.get("reached", ""),
        heard=fields.get("heard", ""),
        why_not=fields.get("why-not", ""),
    )
