"""A form that is sent again because nothing answered it does nothing twice, whatever happened meanwhile.

Until then others act and a night passes. Not here: replies and suggestions (their own tests), and the real process
(tests/faults/test_moments_beside.py).
"""

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.case import Case, Help
from bot.core.conversation import Event
from bot.core.identity import CaseId
from bot.services.case_acts import Deed, Ending
from bot.services.case_views import ReadableCase
from bot.services.people import Person
from bot.store.database import Database
from bot.store.keystore import KeyStore
from tests.services.concern_house import HERE, MARA, OTTO, START, ConcernHouse
from tests.services.deeds import asking, closing_with, noting, reopening, starting
from tests.services.refusals import refusal
from tests.services.way_hands import closed, house_of_two, the_case

SETTLED = Ending("settled", "we spoke")


@pytest.fixture
async def house(database: Database, keys: KeyStore) -> ConcernHouse:
    return await house_of_two(database, keys)


async def urgent(house: ConcernHouse) -> CaseId:
    """A case that its readers have."""
    await house.sent(urgent=True)
    (kept,) = await house.cases.in_server(HERE)
    return kept.case_id


async def did(house: ConcernHouse, case_id: CaseId, deed: Deed, who: Person = MARA, days: int = 0) -> ReadableCase:
    return await house.moderating.do(case_id, who, HERE, deed, START + timedelta(days=days))


async def trail(house: ConcernHouse) -> Counter[str]:
    return Counter(line.act for line in await house.audit.lines(await house.servers.get(HERE)))


RESENT: list[tuple[Deed, Deed, Deed]] = [
    (starting(), starting("soon", "F"), asking("when?")),
    (starting(), asking("who?", "F"), starting("we go on")),
    (starting(), noting("for us", "F"), noting("for us too")),
    (starting(), closing_with(SETTLED, "F"), reopening("once more")),
    (closing_with(SETTLED), reopening("once more", "F"), closing_with(SETTLED, "another")),
]


@pytest.mark.parametrize(("before", "deed", "meanwhile"), RESENT, ids=["move", "ask", "note", "close", "reopen"])
async def test_of_a_reader(house: ConcernHouse, before: Deed, deed: Deed, meanwhile: Deed) -> None:
    case_id = await urgent(house)
    await did(house, case_id, before)
    assert (await did(house, case_id, deed)).is_new
    assert (await did(house, case_id, meanwhile, OTTO)).is_new
    case, told = await the_case(house), await trail(house)
    again = await did(house, case_id, deed, days=1)
    assert not again.is_new
    assert await the_case(house) == replace(case, opened_by=again.case.opened_by)
    assert await trail(house) == told + Counter(["concern read"])


async def test_with_other_words_it_is_another_note(house: ConcernHouse) -> None:
    case_id = await urgent(house)
    await did(house, case_id, noting("for us", "F"))
    case = (await did(house, case_id, noting("for us, and more", "F"))).case
    assert [note.words for note in case.notes] == ["for us", "for us, and more"]


async def test_what_a_reporter_says_of_the_outcome(house: ConcernHouse) -> None:
    code = await closed(house)
    said = (HERE, code, Help.HARDER, "I was not asked")
    await house.way_back.feed_back(*said, house.clock(), "F")
    await house.wait(hours=30)
    await house.way_back.feed_back(*said, house.clock(), "F")
    assert await refusal(house.way_back.feed_back(*said, house.clock(), "another")) == "concern-not-now"
    assert _count(await the_case(house), Event.FEEDBACK) == 1


async def test_a_second_look_that_somebody_takes_already(house: ConcernHouse) -> None:
    code = await closed(house)
    tag = (await house.way_back.second_look(HERE, code, house.clock())).tag
    for _ in range(2):
        await house.way_back.ask_second_look(HERE, code, tag, "once more", house.clock(), "F")
        await house.wait(hours=30)
    case = await the_case(house)
    assert (_count(case, Event.SECOND_LOOK), case.assigned) == (1, OTTO.member_id)


def _count(case: Case, event: Event) -> int:
    return sum(line.event is event for line in case.lines)
