"""Finds the template that a press is about, and shows it as it stands after a step, or as it stands instead of one."""

from collections.abc import Awaitable
from typing import final

from bot.core.template import Template
from bot.services.problems import Refused
from bot.services.servers import Servers
from bot.services.template_book import KnownTemplate
from bot.services.template_editing import TemplateEditing
from bot.ui.page import Reply
from bot.ui.visit import Visit
from bot.ui.words import Words, words_for
from cogs.checkin.template_forms import read_key
from cogs.checkin.template_pages import template_page


@final
class TemplateDesk:
    """What lies before the facilitator who presses."""

    def __init__(self, editing: TemplateEditing, servers: Servers) -> None:
        self._editing = editing
        self._servers = servers

    async def own(self, visit: Visit) -> KnownTemplate:
        """The group's own template that the press is about.

        Raises:
            Refused: it is gone, or it is one that ships, or the person is no facilitator.
        """
        template_id, _ = read_key(visit.key)
        found = await self._editing.look(visit.server_id, visit.person, template_id)
        if isinstance(found, Template):
            raise Refused("button-outdated")
        return found

    async def content(self, visit: Visit) -> Template:
        """What the template says as it is worked on.

        Raises:
            Refused: it is gone, asks nothing so far, or the person is no facilitator.
        """
        found = await self._editing.look(visit.server_id, visit.person, visit.key)
        template = found if isinstance(found, Template) else found.facts.content.as_template(found.template_id)
        if not template.questions:
            raise Refused("checkin-template-flaw-no-question")
        return template

    async def public(self, visit: Visit) -> Words:
        """The words of the group."""
        return words_for((await self._servers.get(visit.server_id)).settings.language)

    async def or_as_it_is(self, visit: Visit, step: Awaitable[Reply]) -> Reply:
        """What a step answers; if it was refused, the template as it stands and why."""
        try:
            return await step
        except Refused as refused:
            template_id, _ = read_key(visit.key)
            found = await self._editing.look(visit.server_id, visit.person, template_id)
            return Reply(template_page(visit.words, found, visit.words(refused.key, **refused.values)), edit=True)


async def after(visit: Visit, step: Awaitable[KnownTemplate], done: str) -> Reply:
    """The template as a step leaves it, and what was done."""
    return shown(visit, await step, done)


def shown(visit: Visit, found: KnownTemplate | Template, said: str = "") -> Reply:
    """The template as it is; `said` is the key of a note above it."""
    return Reply(template_page(visit.words, found, visit.words(said) if said else ""), edit=True)
