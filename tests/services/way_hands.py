"""What the tests of the way back begin with: a concern on its way through its life, and who takes concerns."""

from collections.abc import Callable
from dataclasses import replace

from bot.core import case_work as work
from bot.core.case import Case, Closing, Named, Outcome
from bot.services.people import Person
from bot.services.server_records import Enrolment
from bot.services.way_view import WayBack
from bot.store.database import Database
from bot.store.keystore import KeyStore
from tests.services.concern_house import (
    ACCOUNT,
    HERE,
    MARA,
    MODERATORS,
    NOOR,
    OTTO,
    START,
    ConcernHouse,
    person,
)

TODAY = START.date()
KOFI = person(6, "Kofi", MODERATORS)
ABOUT_NOOR = replace(ACCOUNT, about=Named(NOOR.member_id, "Noor"))
RECORDED = Closing(Outcome.RECORDED, MARA.member_id, TODAY)


async def house_of_two(database: Database, keys: KeyStore) -> ConcernHouse:
    """Mara and Otto take concerns; Kofi, a moderator, does not yet."""
    house = ConcernHouse(database, keys)
    house.discord.present[KOFI.member_id] = KOFI
    await house.set_up(MARA, OTTO)
    await house.start()
    return house


async def the_case(house: ConcernHouse) -> Case:
    (kept,) = await house.cases.in_server(HERE)
    return kept.case


async def worked_on(house: ConcernHouse, change: Callable[[Case], Case]) -> None:
    """Readers do something in the only case."""
    (kept,) = await house.cases.in_server(HERE)
    await house.cases.change(kept.case_id, change)


async def delivered(house: ConcernHouse, *answers: str) -> str:
    """A concern that has reached its readers; its code."""
    code = await house.sent(*answers)
    await house.wait(hours=4)
    return code


async def closed(house: ConcernHouse, by: Person = MARA) -> str:
    code = await delivered(house)
    await worked_on(house, lambda case: work.close(case, replace(RECORDED, by=by.member_id), "it is on record"))
    return code


async def look(house: ConcernHouse, code: str) -> WayBack:
    return await house.way_back.look(HERE, code, house.clock())


async def enrol(house: ConcernHouse, *enrolled: Enrolment, lead: Person | None = None) -> None:
    await house.servers.change(
        HERE,
        lambda record: replace(
            record, settings=replace(record.settings, lead=lead and lead.member_id), enrolled=enrolled
        ),
    )


def named(one: Person) -> Named:
    return Named(one.member_id, one.display_name)
