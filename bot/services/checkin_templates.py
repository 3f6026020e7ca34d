"""The check-in templates that can be asked: those that ship, and those of a server's own that are in use.

Not here: how facilitators make and change them (`template_editing.py`), and how they are kept (`template_book.py`).
"""

from collections.abc import Awaitable, Callable, Sequence
from functools import cache
from typing import Final, final

from pydantic import TypeAdapter

from bot.core.template import Template, folded
from bot.services.server_records import Server
from bot.services.template_book import TemplateBook
from config.content import read_content

_SHORT: Final = 2
"""Questions."""
_SHIPPED = TypeAdapter(tuple[Template, ...])

UsedBy = Callable[[Server, str], Awaitable[Sequence[str]]]
"""The names of the schedules that ask a template, by its id."""


@cache
def templates_in(language: str) -> Sequence[Template]:
    """The templates that ship, in this language where there is one, else in English; the short ones first.

    Raises:
        Unsuitable: one of them cannot be asked; a test keeps that from shipping.
    """
    shipped = _SHIPPED.validate_python(read_content("checkins", language)["template"])
    return sorted((template.checked() for template in shipped), key=lambda each: len(each.questions) > _SHORT)


@final
class CheckinTemplates:
    """Finds what can be asked. The first that is offered is the default."""

    def __init__(self, book: TemplateBook) -> None:
        self._book = book
        self._used_by: UsedBy | None = None

    def when_retiring(self, used_by: UsedBy) -> None:
        """Let this say which schedules ask a template: one that is asked by any cannot be retired."""
        self._used_by = used_by

    async def used_by(self, server: Server, template_id: str) -> Sequence[str]:
        """The names of the schedules that ask a template."""
        return () if self._used_by is None else await self._used_by(server, template_id)

    async def offered(self, server: Server) -> list[Template]:
        """Everything that can be asked now: what ships, the short ones first, then the server's own by title."""
        own = [known.asked for known in await self._book.of_server(server)]
        asked = sorted((one for one in own if one is not None), key=lambda one: folded(one.title))
        return [*templates_in(server.settings.language), *asked]

    async def find(self, server: Server, asked_for: str) -> Template | None:
        """What can be asked now, by its id, or by its title as somebody typed it instead of choosing it."""
        offered = await self.offered(server)
        by_id = (template for template in offered if template.template_id == asked_for)
        by_title = (template for template in offered if folded(template.title) == folded(asked_for))
        return next(by_id, None) or next(by_title, None)
