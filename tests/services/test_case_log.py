"""The trail as one moderator sees it: nothing of a case they may not read, and no sign that something is missing."""

from dataclasses import replace

import pytest
from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.case import Named
from bot.services.case_log import LINES_A_PAGE
from bot.services.people import Person
from bot.store.audit import line_table
from bot.store.database import Database
from bot.store.keystore import KeyStore
from bot.store.writer import each
from tests.services.concern_house import (
    ACCOUNT,
    HERE,
    LENA,
    MARA,
    MIA,
    MODERATORS,
    OTTO,
    START,
    ConcernHouse,
    house_with_lead,
    person,
)
from tests.services.deeds import acknowledging, noting
from tests.services.test_case_acts import refusal, urgent

KOFI = person(7, "Kofi", MODERATORS)


@pytest.fixture
async def house(database: Database, keys: KeyStore) -> ConcernHouse:
    return await house_with_lead(database, keys)


@each
async def take_out(connection: AsyncConnection, position: int) -> None:
    await connection.execute(delete(line_table).where(line_table.c.position == position))


async def recorded(house: ConcernHouse, *acts: str) -> None:
    for act in acts:
        await house.audit.record(await house.servers.get(HERE), MARA.member_id, act, {})


async def seen(house: ConcernHouse, someone: Person) -> list[str]:
    return [line.act for line in (await house.log.look(HERE, someone, 0)).lines]


async def test_the_newest_line_comes_first_and_those_of_cases_only_to_their_readers(house: ConcernHouse) -> None:
    await recorded(house, "set up")
    case_id = await urgent(house, replace(ACCOUNT, about=Named(OTTO.member_id, "Otto")))
    await house.moderating.do(case_id, MARA, HERE, acknowledging, START)
    await recorded(house, "enrolled")
    assert await seen(house, MARA) == ["enrolled", "concern acknowledged", "set up"]
    for someone in (OTTO, KOFI):
        assert await seen(house, someone) == ["enrolled", "set up"]
        trail = await house.log.look(HERE, someone, 0)
        assert (trail.page, trail.pages, trail.is_intact) == (0, 1, True)


async def test_whoever_is_named_later_loses_the_lines_they_saw_and_wrote(house: ConcernHouse) -> None:
    case_id = await urgent(house)
    await house.moderating.do(case_id, OTTO, HERE, acknowledging, START)
    assert await seen(house, OTTO) == ["concern acknowledged"]
    await house.cases.change(case_id, lambda case: replace(case, named=(OTTO.member_id,)))
    assert await seen(house, OTTO) == []
    assert await seen(house, MARA) == ["concern acknowledged"]


async def test_only_moderators_and_the_lead_see_it(house: ConcernHouse) -> None:
    assert await refusal(house.log.look(HERE, MIA, 0)) == "only-moderators"
    assert (await house.log.look(HERE, LENA, 0)).lines == ()


async def test_pages_count_only_what_this_person_sees(house: ConcernHouse) -> None:
    case_id = await urgent(house, replace(ACCOUNT, about=Named(OTTO.member_id, "Otto")))
    for number in range(LINES_A_PAGE):
        await house.moderating.do(case_id, MARA, HERE, noting(f"{number}"), START)
    await recorded(house, "set up", "enrolled")
    first, last = [await house.log.look(HERE, MARA, page) for page in (0, 1)]
    assert (first.pages, len(first.lines), len(last.lines)) == (2, LINES_A_PAGE, 2)
    assert (first.lines[0].act, last.lines[-1].act) == ("enrolled", "concern note")
    for beyond in (-1, 7):
        assert (await house.log.look(HERE, OTTO, beyond)).pages == 1
    assert (await house.log.look(HERE, MARA, 7)).page == 1


async def test_a_line_that_was_taken_out_shows_as_not_intact_and_as_nothing_else(house: ConcernHouse) -> None:
    await recorded(house, "set up", "enrolled", "set up")
    await house.database.write(take_out, 2)
    trail = await house.log.look(HERE, MARA, 0)
    assert (trail.is_intact, [line.act for line in trail.lines]) == (False, ["set up", "set up"])
