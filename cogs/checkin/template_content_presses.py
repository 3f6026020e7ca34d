"""The presses that change what a template asks: its title, its questions, and which of them the early warning watches.

Not here: what is done with a template as a whole (`template_command.py`).
"""

from typing import final

from bot.core.own_template import (
    Change,
    question_added,
    question_changed,
    question_moved_up,
    question_removed,
    question_watched,
    retitled,
)
from bot.services.problems import Refused
from bot.services.template_editing import TemplateEditing
from bot.ui.door import Door
from bot.ui.page import Answer, Reply
from bot.ui.visit import Visit
from cogs.checkin import template_forms
from cogs.checkin.template_desk import TemplateDesk, after, shown
from cogs.checkin.template_forms import FEATURE, heading_of, question_of, read_key
from cogs.checkin.template_pages import NONE_WATCHED


@final
class TemplateContentPresses:
    """Each changes the working copy, and edits the one private message."""

    def __init__(self, editing: TemplateEditing, desk: TemplateDesk, door: Door) -> None:
        self._editing = editing
        self._desk = desk
        self._door = door
        for action, press in (
            ("heading", self.ask_heading),
            ("add", self.ask_added),
            ("question", self.ask_question),
            ("up", self.move_up),
            ("remove", self.remove),
            ("watch", self.watch),
        ):
            door.press(f"{FEATURE}:{action}", press)
        for action, form in (("heading", self.retitle), ("add", self.add), ("question", self.change)):
            door.form(f"{FEATURE}:{action}", form)

    async def ask_heading(self, visit: Visit) -> Answer:
        """Open the form for title and introduction."""
        return template_forms.heading_form(visit.words, await self._desk.own(visit), self._door.fresh())

    async def retitle(self, visit: Visit) -> Answer:
        """Keep them in the working copy."""
        _, mark = read_key(visit.key)
        return await self._edited(visit, retitled(mark, *heading_of(visit)))

    async def ask_added(self, visit: Visit) -> Answer:
        """Open the form for one more question."""
        known = await self._desk.own(visit)
        return template_forms.add_form(visit.words, known.template_id, self._door.fresh())

    async def add(self, visit: Visit) -> Answer:
        """Add it to the working copy."""
        return await self._edited(visit, question_added(question_of(visit, await self._desk.public(visit))))

    async def ask_question(self, visit: Visit) -> Answer:
        """Open the form for a question as it is; where it is no longer so, show the template."""
        known, (_, mark) = await self._desk.own(visit), read_key(visit.key)
        try:
            return template_forms.question_form(visit.words, known, mark, self._door.fresh())
        except Refused as refused:
            return shown(visit, known, refused.key)

    async def change(self, visit: Visit) -> Answer:
        """Keep it in the working copy."""
        _, mark = read_key(visit.key)
        return await self._edited(visit, question_changed(mark, question_of(visit, await self._desk.public(visit))))

    async def move_up(self, visit: Visit) -> Answer:
        """Ask a question earlier."""
        _, mark = read_key(visit.key)
        return await self._desk.or_as_it_is(visit, self._edited(visit, question_moved_up(mark)))

    async def remove(self, visit: Visit) -> Answer:
        """Take a question out of the working copy."""
        _, mark = read_key(visit.key)
        return await self._desk.or_as_it_is(visit, self._edited(visit, question_removed(mark)))

    async def watch(self, visit: Visit) -> Answer:
        """Let the early warning watch one question, or none."""
        mark = None if visit.value == NONE_WATCHED else visit.value
        return await self._desk.or_as_it_is(visit, self._edited(visit, question_watched(mark)))

    async def _edited(self, visit: Visit, change: Change) -> Reply:
        template_id, _ = read_key(visit.key)
        editing = self._editing.edit(visit.server_id, visit.person, template_id, change)
        return await after(visit, editing, "checkin-template-changed")
