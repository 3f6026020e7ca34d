"""What facilitators do with templates of a server's own: make, copy, change, put in use, retire, bring back, delete.

A change is made to a working copy and holds only once it is put in use. Open and past rounds carry copies of their
own: nothing here changes them. Not here: reading what was typed (`template_input.py`).
"""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import Final, final

from bot.core.identity import ServerId
from bot.core.own_template import MOST_OWN, MOST_RETIRED, Change, Draft, NotThere, OwnTemplate
from bot.core.template import LABEL, Flaw, Template, folded, objections
from bot.services.audit import Audit
from bot.services.checkin_templates import CheckinTemplates, templates_in
from bot.services.people import Person, server_for_facilitators
from bot.services.problems import Refused
from bot.services.server_records import Server
from bot.services.servers import Servers
from bot.services.template_book import KnownTemplate, Shelf, TemplateBook
from bot.services.template_input import refuse_first

_NAMED: Final = 10
"""Schedules at most that somebody is told of."""

Step = Callable[[Server, KnownTemplate], Awaitable[OwnTemplate]]


@final
class TemplateEditing:
    """The facilitators' side. One step at a time in a server, so that no two undo each other."""

    def __init__(self, book: TemplateBook, templates: CheckinTemplates, servers: Servers, audit: Audit) -> None:
        self._book = book
        self._templates = templates
        self._servers = servers
        self._audit = audit
        self._turns: defaultdict[ServerId, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def shelf(self, server_id: ServerId, person: Person) -> Shelf:
        """Every template of the server.

        Raises:
            Refused: not a facilitator.
        """
        server = await self._allowed(server_id, person)
        return Shelf(await self._book.of_server(server), templates_in(server.settings.language))

    async def look(self, server_id: ServerId, person: Person, template_id: str) -> KnownTemplate | Template:
        """One template: of the server's own, or one that ships.

        Raises:
            Refused: not a facilitator, or it is gone.
        """
        server = await self._allowed(server_id, person)
        shipped = [one for one in templates_in(server.settings.language) if one.template_id == template_id]
        return shipped[0] if shipped else await self._found(server, template_id)

    async def create(
        self, server_id: ServerId, person: Person, title: str, introduction: str, form: str = ""
    ) -> KnownTemplate:
        """A new template without a question so far; nothing can be asked of it before it is put in use.

        The same `form` sent again gives the one that it made, as it is by then.

        Raises:
            Refused: not a facilitator, too many templates, or the title or introduction does not fit.
        """
        server = await self._allowed(server_id, person)
        async with self._turns[server_id]:
            return await self._added(server, Draft(title, introduction), form)

    async def copy(
        self, server_id: ServerId, person: Person, template_id: str, endings: Sequence[str]
    ) -> KnownTemplate:
        """A new template that says the same as another, its title with the first of these endings that makes it new.

        Raises:
            Refused: not a facilitator, it is gone, or there are too many templates.
        """
        one = await self.look(server_id, person, template_id)
        draft = Draft(one.title, one.introduction, one.questions) if isinstance(one, Template) else one.facts.content
        server = await self._allowed(server_id, person)
        async with self._turns[server_id]:
            taken = await self._taken(server)
            titles = [draft.title[: LABEL[-1] - len(ending)].rstrip() + ending for ending in endings]
            free = next((title for title in titles if folded(title) not in taken), draft.title)
            return await self._added(server, replace(draft, title=free))

    async def edit(self, server_id: ServerId, person: Person, template_id: str, change: Change) -> KnownTemplate:
        """Change the working copy. What is asked stays as it is until `use`.

        Raises:
            Refused: not a facilitator; it is gone or retired; what was to be changed is no longer what it was; or it
                would not fit. Nothing is changed then.
        """

        async def editing(server: Server, known: KnownTemplate) -> OwnTemplate:
            if known.facts.retired:
                raise Refused("checkin-template-is-retired")
            content = _changed(known.facts.content, change)
            await self._refuse_unfit(server, content, known)
            return replace(known.facts, content=content)

        return await self._step(server_id, person, template_id, editing)

    async def use(self, server_id: ServerId, person: Person, template_id: str, mark: str) -> KnownTemplate:
        """Ask from now on what the working copy says; `mark` is that of the working copy that was looked at.

        Raises:
            Refused: not a facilitator; it is gone or retired, or was changed meanwhile; or it cannot be asked so.
        """

        async def using(_: Server, known: KnownTemplate) -> OwnTemplate:
            content = _looked_at(known, mark)
            if known.facts.retired:
                raise Refused("checkin-template-is-retired")
            refuse_first(objections(content.as_template(known.template_id)))
            return replace(known.facts, in_use=content)

        return await self._step(server_id, person, template_id, using, act="use")

    async def undo(self, server_id: ServerId, person: Person, template_id: str, mark: str) -> KnownTemplate:
        """Let the working copy say again what is asked.

        Raises:
            Refused: not a facilitator; it is gone, was changed meanwhile, or was never in use.
        """

        async def undoing(_: Server, known: KnownTemplate) -> OwnTemplate:
            _looked_at(known, mark)
            if known.facts.in_use is None:
                raise Refused("checkin-template-never-used")
            return replace(known.facts, content=known.facts.in_use)

        return await self._step(server_id, person, template_id, undoing)

    async def retire(self, server_id: ServerId, person: Person, template_id: str) -> KnownTemplate:
        """Offer it no more.

        Raises:
            Refused: not a facilitator; it is gone or was never in use; a schedule asks it; or too many are retired.
        """

        async def retiring(server: Server, known: KnownTemplate) -> OwnTemplate:
            if known.facts.in_use is None:
                raise Refused("checkin-template-never-used")
            schedules = await self._templates.used_by(server, known.template_id)
            if schedules:
                raise Refused("checkin-template-in-use", schedules=", ".join(schedules[:_NAMED]))
            retired = [other for other in await self._book.of_server(server) if other.facts.retired]
            if len(retired) >= MOST_RETIRED and not known.facts.retired:
                raise Refused("checkin-template-many-retired", most=MOST_RETIRED)
            return replace(known.facts, retired=True)

        return await self._step(server_id, person, template_id, retiring, act="retire")

    async def bring_back(self, server_id: ServerId, person: Person, template_id: str) -> KnownTemplate:
        """Offer a retired one again, as it was.

        Raises:
            Refused: not a facilitator; it is gone; there are too many; or another has its title by now.
        """

        async def bringing_back(server: Server, known: KnownTemplate) -> OwnTemplate:
            if known.facts.retired:
                await self._refuse_one_more(server)
                await self._refuse_taken(server, known.facts.titles, but=known)
            return replace(known.facts, retired=False)

        return await self._step(server_id, person, template_id, bringing_back, act="bring-back")

    async def delete(self, server_id: ServerId, person: Person, template_id: str, mark: str) -> None:
        """Forget one that nothing can be asked of: retired, or never in use.

        Raises:
            Refused: not a facilitator; it is gone, was changed meanwhile, or is in use.
        """
        server = await self._allowed(server_id, person)
        async with self._turns[server_id]:
            known = await self._found(server, template_id)
            _looked_at(known, mark)
            if not known.facts.can_be_deleted:
                raise Refused("checkin-template-not-retired")
            await self._recorded(server, person, "delete", known)
            await self._book.remove(known)

    async def _step(
        self, server_id: ServerId, person: Person, template_id: str, step: Step, act: str | None = None
    ) -> KnownTemplate:
        """Do one step with a template; what takes effect is recorded as `act`."""
        server = await self._allowed(server_id, person)
        async with self._turns[server_id]:
            known = await self._found(server, template_id)
            changed = replace(known, facts=await step(server, known))
            if changed == known:
                return known
            if act is not None:  # first: with a death in between the line stands twice, and never not at all
                await self._recorded(server, person, act, changed)
            await self._book.replace(server, changed)
            return changed

    async def _added(self, server: Server, content: Draft, form: str = "") -> KnownTemplate:
        known = self._book.new(server, OwnTemplate(content), form)
        kept = await self._book.find(server, known.template_id)
        if kept is not None:
            return kept
        await self._refuse_one_more(server)
        await self._refuse_unfit(server, content)
        await self._book.add(server, known)
        return known

    async def _recorded(self, server: Server, person: Person, act: str, known: KnownTemplate) -> None:
        details = {"template": known.facts.content.title}
        await self._audit.record(server, person.member_id, f"checkin-template-{act}", details)

    async def _refuse_unfit(self, server: Server, content: Draft, known: KnownTemplate | None = None) -> None:
        """Everything but that there is no question so far."""
        refuse_first(one for one in objections(content.as_template("")) if one.flaw is not Flaw.NO_QUESTION)
        await self._refuse_taken(server, {content.title}, but=known)

    async def _refuse_taken(self, server: Server, titles: set[str], but: KnownTemplate | None) -> None:
        if await self._taken(server, but) & set(map(folded, titles)):
            raise Refused("checkin-template-title-taken")

    async def _refuse_one_more(self, server: Server) -> None:
        if sum(not known.facts.retired for known in await self._book.of_server(server)) >= MOST_OWN:
            raise Refused("checkin-template-too-many", most=MOST_OWN)

    async def _taken(self, server: Server, but: KnownTemplate | None = None) -> set[str]:
        """The titles and ids that find a template, as `folded`; retired ones are not found."""
        others = [known for known in await self._book.of_server(server) if not known.facts.retired and known != but]
        shipped = {name for each in templates_in(server.settings.language) for name in (each.title, each.template_id)}
        return set(map(folded, shipped.union(*(known.facts.titles for known in others))))

    async def _allowed(self, server_id: ServerId, person: Person) -> Server:
        return await server_for_facilitators(self._servers, server_id, person)

    async def _found(self, server: Server, template_id: str) -> KnownTemplate:
        known = await self._book.find(server, template_id)
        if known is None:
            raise Refused("checkin-template-gone")
        return known


def _changed(content: Draft, change: Change) -> Draft:
    try:
        return change(content)
    except NotThere as error:
        raise Refused("checkin-template-changed-meanwhile") from error


def _looked_at(known: KnownTemplate, mark: str) -> Draft:
    if known.facts.content.mark != mark:
        raise Refused("checkin-template-changed-meanwhile")
    return known.facts.content
