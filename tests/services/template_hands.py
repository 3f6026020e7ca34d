"""What facilitators do with templates in the house of check-ins; each step gives the template as it is then."""

from collections.abc import Awaitable

import pytest

from bot.core.own_template import Draft, heading_mark, question_added, retitled
from bot.core.template import Question
from bot.services.people import Person
from bot.services.problems import Refused
from bot.services.server_records import Server
from bot.services.template_book import KnownTemplate
from tests.services.checkin_house import FACILITATORS, FAY, SERVER, House, member

LOU = member(7, FACILITATORS)
COPY = [" (copy)", *(f" (copy {number})" for number in range(2, 60))]
PACE = Question("Pace", "How was the pace?", ("Too fast", "Right", "Just right"))
ROOM = Question("Room", "Was there room for you?", ("None", "Little", "Some", "Enough", "Plenty", "More", "All"))


async def create(house: House, title: str = "Ours", *questions: Question) -> KnownTemplate:
    """A template that Fay writes and that is not in use so far."""
    known = await house.editing.create(SERVER, FAY, title, "About now.")
    for question in questions or (PACE,):
        known = await house.editing.edit(SERVER, FAY, known.template_id, question_added(question))
    return known


async def use(house: House, known: KnownTemplate, person: Person = FAY) -> KnownTemplate:
    return await house.editing.use(SERVER, person, known.template_id, known.facts.content.mark)


async def created(house: House, title: str = "Ours", *questions: Question) -> KnownTemplate:
    """The same, put in use."""
    return await use(house, await create(house, title, *questions))


async def retire(house: House, known: KnownTemplate) -> KnownTemplate:
    return await house.editing.retire(SERVER, FAY, known.template_id)


async def retitle(house: House, known: KnownTemplate, title: str) -> KnownTemplate:
    change = retitled(heading_mark(known.facts.content), title, known.facts.content.introduction)
    return await house.editing.edit(SERVER, FAY, known.template_id, change)


async def server(house: House) -> Server:
    return await house.servers.get(SERVER)


async def offered(house: House) -> list[str]:
    """The titles of a server's own templates that can be asked."""
    return [each.title for each in (await house.templates.offered(await server(house)))[6:]]


async def refused(step: Awaitable[object]) -> str:
    with pytest.raises(Refused) as refusal:
        await step
    return refusal.value.key


async def content_of(house: House, known: KnownTemplate) -> Draft:
    found = await house.editing.look(SERVER, FAY, known.template_id)
    assert isinstance(found, KnownTemplate)
    return found.facts.content
