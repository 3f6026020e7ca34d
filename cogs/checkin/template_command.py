"""`/facilitate checkin template` and its presses: takes them to the service and shows the template as it stands."""

from collections.abc import Awaitable

import discord
from discord import app_commands

from bot.core.own_template import (
    MOST_OWN,
    Change,
    question_added,
    question_changed,
    question_moved_up,
    question_removed,
    question_watched,
    retitled,
)
from bot.core.template import Template
from bot.services.problems import Refused
from bot.services.servers import Servers
from bot.services.template_book import KnownTemplate
from bot.services.template_editing import TemplateEditing
from bot.ui.door import Door
from bot.ui.long_text import plain_name
from bot.ui.page import Answer, Reply
from bot.ui.visit import Visit
from bot.ui.words import Words, command_words, words_for
from cogs.checkin import template_forms
from cogs.checkin.template_forms import FEATURE, heading_of, question_of, read_key
from cogs.checkin.template_pages import NONE_WATCHED, delete_page, list_page, template_page
from cogs.checkin.template_preview import preview_form, preview_page, preview_post

_ENDINGS = range(1, 2 * MOST_OWN + 2)
"""Numbers of copies: one more than titles can be taken."""


class TemplatePresses:
    """The facilitators' templates. Every press edits the one private message."""

    def __init__(self, editing: TemplateEditing, servers: Servers, door: Door, promise: str) -> None:
        self._editing = editing
        self._servers = servers
        self._door = door
        self._promise = promise
        for action, press in (
            ("list", self.every),
            ("show", self.open),
            ("retired", self.open),
            ("open", self.open),
            ("new", self.ask_new),
            ("heading", self.ask_heading),
            ("add", self.ask_added),
            ("question", self.ask_question),
            ("up", self.move_up),
            ("remove", self.remove),
            ("watch", self.watch),
            ("copy", self.copy),
            ("use", self.use),
            ("undo", self.undo),
            ("retire", self.retire),
            ("back", self.bring_back),
            ("delete", self.ask_delete),
            ("deleted", self.delete),
            ("preview", self.preview),
            ("try", self.try_form),
        ):
            door.press(f"{FEATURE}:{action}", press)
        for action, form in (
            ("new", self.create),
            ("heading", self.retitle),
            ("add", self.add),
            ("question", self.change),
            ("tried", self.tried),
        ):
            door.form(f"{FEATURE}:{action}", form)

    async def every(self, visit: Visit) -> Answer:
        """List the templates."""
        shelf = await self._editing.shelf(visit.server_id, visit.person)
        return Reply(list_page(visit.words, shelf), edit=visit.action == f"{FEATURE}:list")

    async def open(self, visit: Visit) -> Answer:
        """Show one, chosen from the list or named by the button."""
        template_id = visit.values[0] if visit.values else visit.key
        return _shown(visit, await self._editing.look(visit.server_id, visit.person, template_id))

    async def ask_new(self, visit: Visit) -> Answer:
        """Open the form for a new one."""
        await self._editing.shelf(visit.server_id, visit.person)
        return template_forms.new_form(visit.words, self._door.fresh())

    async def create(self, visit: Visit) -> Answer:
        """Make it."""
        known = await self._editing.create(visit.server_id, visit.person, *heading_of(visit))
        return _shown(visit, known, "checkin-template-created")

    async def ask_heading(self, visit: Visit) -> Answer:
        """Open the form for title and introduction."""
        return template_forms.heading_form(visit.words, await self._own(visit), self._door.fresh())

    async def retitle(self, visit: Visit) -> Answer:
        """Keep them in the working copy."""
        _, mark = read_key(visit.key)
        return await self._edited(visit, retitled(mark, *heading_of(visit)))

    async def ask_added(self, visit: Visit) -> Answer:
        """Open the form for one more question."""
        known = await self._own(visit)
        return template_forms.add_form(visit.words, known.template_id, self._door.fresh())

    async def add(self, visit: Visit) -> Answer:
        """Add it to the working copy."""
        return await self._edited(visit, question_added(question_of(visit, await self._public(visit))))

    async def ask_question(self, visit: Visit) -> Answer:
        """Open the form for a question as it is; where it is no longer so, show the template."""
        known, (_, mark) = await self._own(visit), read_key(visit.key)
        try:
            return template_forms.question_form(visit.words, known, mark, self._door.fresh())
        except Refused as refused:
            return _shown(visit, known, refused.key)

    async def change(self, visit: Visit) -> Answer:
        """Keep it in the working copy."""
        _, mark = read_key(visit.key)
        return await self._edited(visit, question_changed(mark, question_of(visit, await self._public(visit))))

    async def move_up(self, visit: Visit) -> Answer:
        """Ask a question earlier."""
        _, mark = read_key(visit.key)
        return await self._or_as_it_is(visit, self._edited(visit, question_moved_up(mark)))

    async def remove(self, visit: Visit) -> Answer:
        """Take a question out of the working copy."""
        _, mark = read_key(visit.key)
        return await self._or_as_it_is(visit, self._edited(visit, question_removed(mark)))

    async def watch(self, visit: Visit) -> Answer:
        """Let the early warning watch one question, or none."""
        mark = None if visit.value == NONE_WATCHED else visit.value
        return await self._or_as_it_is(visit, self._edited(visit, question_watched(mark)))

    async def copy(self, visit: Visit) -> Answer:
        """Make another one that says the same."""
        public = await self._public(visit)
        endings = [public("checkin-template-copy-ending", number=number) for number in _ENDINGS]
        copying = self._editing.copy(visit.server_id, visit.person, visit.key, endings)
        return await self._or_as_it_is(visit, _after(visit, copying, "checkin-template-copied"))

    async def use(self, visit: Visit) -> Answer:
        """Put the working copy in use."""
        using = self._editing.use(visit.server_id, visit.person, *read_key(visit.key))
        return await self._or_as_it_is(visit, _after(visit, using, "checkin-template-used"))

    async def undo(self, visit: Visit) -> Answer:
        """Go back to what is in use."""
        undoing = self._editing.undo(visit.server_id, visit.person, *read_key(visit.key))
        return await self._or_as_it_is(visit, _after(visit, undoing, "checkin-template-undone"))

    async def retire(self, visit: Visit) -> Answer:
        """Offer it no more."""
        retiring = self._editing.retire(visit.server_id, visit.person, visit.key)
        return await self._or_as_it_is(visit, _after(visit, retiring, "checkin-template-retired"))

    async def bring_back(self, visit: Visit) -> Answer:
        """Offer it again."""
        bringing = self._editing.bring_back(visit.server_id, visit.person, visit.key)
        return await self._or_as_it_is(visit, _after(visit, bringing, "checkin-template-brought-back"))

    async def ask_delete(self, visit: Visit) -> Answer:
        """Ask before deleting."""
        return Reply(delete_page(visit.words, await self._own(visit)), edit=True)

    async def delete(self, visit: Visit) -> Answer:
        """Delete it."""
        return await self._or_as_it_is(visit, self._deleted(visit))

    async def preview(self, visit: Visit) -> Answer:
        """Show the post as members will see it."""
        return await self._previewed(visit, tried=False)

    async def try_form(self, visit: Visit) -> Answer:
        """Open the form as members will get it."""
        template = await self._content(visit)
        return preview_form(visit.words, template, visit.now, self._door.fresh())

    async def tried(self, visit: Visit) -> Answer:
        """Say that nothing was kept."""
        return await self._previewed(visit, tried=True)

    async def _previewed(self, visit: Visit, *, tried: bool) -> Reply:
        template, public = await self._content(visit), await self._public(visit)
        drawn = preview_post(public, template, self._promise, visit.now)
        return Reply(preview_page(visit.words, drawn, template, tried=tried), edit=True)

    async def _deleted(self, visit: Visit) -> Reply:
        known = await self._own(visit)
        await self._editing.delete(visit.server_id, visit.person, *read_key(visit.key))
        note = visit.words("checkin-template-deleted", title=plain_name(known.facts.content.title))
        shelf = await self._editing.shelf(visit.server_id, visit.person)
        return Reply(list_page(visit.words, shelf, note), edit=True)

    async def _edited(self, visit: Visit, change: Change) -> Reply:
        template_id, _ = read_key(visit.key)
        editing = self._editing.edit(visit.server_id, visit.person, template_id, change)
        return await _after(visit, editing, "checkin-template-changed")

    async def _or_as_it_is(self, visit: Visit, step: Awaitable[Reply]) -> Reply:
        """What a step answers; if it was refused, the template as it stands and why."""
        try:
            return await step
        except Refused as refused:
            template_id, _ = read_key(visit.key)
            found = await self._editing.look(visit.server_id, visit.person, template_id)
            return Reply(template_page(visit.words, found, visit.words(refused.key, **refused.values)), edit=True)

    async def _own(self, visit: Visit) -> KnownTemplate:
        template_id, _ = read_key(visit.key)
        found = await self._editing.look(visit.server_id, visit.person, template_id)
        if isinstance(found, Template):
            raise Refused("button-outdated")
        return found

    async def _content(self, visit: Visit) -> Template:
        """What the template says as it is worked on."""
        found = await self._editing.look(visit.server_id, visit.person, visit.key)
        template = found if isinstance(found, Template) else found.facts.content.as_template(found.template_id)
        if not template.questions:
            raise Refused("checkin-template-flaw-no-question")
        return template

    async def _public(self, visit: Visit) -> Words:
        return words_for((await self._servers.get(visit.server_id)).settings.language)


async def _after(visit: Visit, step: Awaitable[KnownTemplate], done: str) -> Reply:
    return _shown(visit, await step, done)


def _shown(visit: Visit, found: KnownTemplate | Template, said: str = "") -> Reply:
    return Reply(template_page(visit.words, found, visit.words(said) if said else ""), edit=True)


def template_command(
    editing: TemplateEditing, servers: Servers, door: Door, promise: str
) -> app_commands.Command[app_commands.Group, ..., None]:
    """`template`, to be hung under `/facilitate checkin`."""
    presses = TemplatePresses(editing, servers, door, promise)

    async def template(interaction: discord.Interaction) -> None:
        await door.command(interaction, presses.every)

    description = command_words("facilitate-checkin-template-description")
    return app_commands.Command(name="template", description=description, callback=template)
