"""`/facilitate checkin template` and its presses: takes them to the service and shows the template as it stands.

Not here: the presses that change what one asks (`template_content_presses.py`).
"""

from typing import final

import discord
from discord import app_commands

from bot.core.own_template import MOST_OWN
from bot.services.servers import Servers
from bot.services.template_editing import TemplateEditing
from bot.ui.door import Door
from bot.ui.long_text import plain_name
from bot.ui.page import Answer, Reply
from bot.ui.visit import Visit
from bot.ui.words import command_words
from cogs.checkin import template_forms
from cogs.checkin.template_content_presses import TemplateContentPresses
from cogs.checkin.template_desk import TemplateDesk, after, shown
from cogs.checkin.template_forms import FEATURE, heading_of, read_key
from cogs.checkin.template_pages import delete_page, list_page
from cogs.checkin.template_preview import preview_form, preview_page, preview_post

_ENDINGS = range(1, 2 * MOST_OWN + 2)
"""Numbers of copies: one more than titles can be taken."""


@final
class TemplatePresses:
    """The facilitators' templates as wholes. Every press edits the one private message."""

    def __init__(self, editing: TemplateEditing, servers: Servers, door: Door, promise: str) -> None:
        self._editing = editing
        self._desk = TemplateDesk(editing, servers)
        self._door = door
        self._promise = promise
        TemplateContentPresses(editing, self._desk, door)
        for action, press in (
            ("list", self.every),
            ("show", self.open),
            ("retired", self.open),
            ("open", self.open),
            ("new", self.ask_new),
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
        door.form(f"{FEATURE}:new", self.create)
        door.form(f"{FEATURE}:tried", self.tried)

    async def every(self, visit: Visit) -> Answer:
        """List the templates."""
        shelf = await self._editing.shelf(visit.server_id, visit.person)
        return Reply(list_page(visit.words, shelf), edit=visit.action == f"{FEATURE}:list")

    async def open(self, visit: Visit) -> Answer:
        """Show one, chosen from the list or named by the button."""
        template_id = visit.values[0] if visit.values else visit.key
        return shown(visit, await self._editing.look(visit.server_id, visit.person, template_id))

    async def ask_new(self, visit: Visit) -> Answer:
        """Open the form for a new one."""
        await self._editing.shelf(visit.server_id, visit.person)
        return template_forms.new_form(visit.words, self._door.fresh())

    async def create(self, visit: Visit) -> Answer:
        """Make it."""
        known = await self._editing.create(visit.server_id, visit.person, *heading_of(visit), visit.form)
        return shown(visit, known, "checkin-template-created")

    async def copy(self, visit: Visit) -> Answer:
        """Make another one that says the same."""
        public = await self._desk.public(visit)
        endings = [public("checkin-template-copy-ending", number=number) for number in _ENDINGS]
        copying = self._editing.copy(visit.server_id, visit.person, visit.key, endings)
        return await self._desk.or_as_it_is(visit, after(visit, copying, "checkin-template-copied"))

    async def use(self, visit: Visit) -> Answer:
        """Put the working copy in use."""
        using = self._editing.use(visit.server_id, visit.person, *read_key(visit.key))
        return await self._desk.or_as_it_is(visit, after(visit, using, "checkin-template-used"))

    async def undo(self, visit: Visit) -> Answer:
        """Go back to what is in use."""
        undoing = self._editing.undo(visit.server_id, visit.person, *read_key(visit.key))
        return await self._desk.or_as_it_is(visit, after(visit, undoing, "checkin-template-undone"))

    async def retire(self, visit: Visit) -> Answer:
        """Offer it no more."""
        retiring = self._editing.retire(visit.server_id, visit.person, visit.key)
        return await self._desk.or_as_it_is(visit, after(visit, retiring, "checkin-template-retired"))

    async def bring_back(self, visit: Visit) -> Answer:
        """Offer it again."""
        bringing = self._editing.bring_back(visit.server_id, visit.person, visit.key)
        return await self._desk.or_as_it_is(visit, after(visit, bringing, "checkin-template-brought-back"))

    async def ask_delete(self, visit: Visit) -> Answer:
        """Ask before deleting."""
        return Reply(delete_page(visit.words, await self._desk.own(visit)), edit=True)

    async def delete(self, visit: Visit) -> Answer:
        """Delete it."""
        return await self._desk.or_as_it_is(visit, self._deleted(visit))

    async def preview(self, visit: Visit) -> Answer:
        """Show the post as members will see it."""
        return await self._previewed(visit, tried=False)

    async def try_form(self, visit: Visit) -> Answer:
        """Open the form as members will get it."""
        template = await self._desk.content(visit)
        return preview_form(visit.words, template, visit.now, self._door.fresh())

    async def tried(self, visit: Visit) -> Answer:
        """Say that nothing was kept."""
        return await self._previewed(visit, tried=True)

    async def _previewed(self, visit: Visit, *, tried: bool) -> Reply:
        template, public = await self._desk.content(visit), await self._desk.public(visit)
        drawn = preview_post(public, template, self._promise, visit.now)
        return Reply(preview_page(visit.words, drawn, template, tried=tried), edit=True)

    async def _deleted(self, visit: Visit) -> Reply:
        known = await self._desk.own(visit)
        await self._editing.delete(visit.server_id, visit.person, *read_key(visit.key))
        note = visit.words("checkin-template-deleted", title=plain_name(known.facts.content.title))
        shelf = await self._editing.shelf(visit.server_id, visit.person)
        return Reply(list_page(visit.words, shelf, note), edit=True)


def template_command(
    editing: TemplateEditing, servers: Servers, door: Door, promise: str
) -> app_commands.Command[app_commands.Group, ..., None]:
    """`template`, to be hung under `/facilitate checkin`."""
    presses = TemplatePresses(editing, servers, door, promise)

    async def template(interaction: discord.Interaction) -> None:
        await door.command(interaction, presses.every)

    description = command_words("facilitate-checkin-template-description")
    return app_commands.Command(name="template", description=description, callback=template)
