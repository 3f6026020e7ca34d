"""Who may be asked to help with a case, what they are told, and that whoever steps aside is out for good."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from bot.core.case import Case, Named
from bot.services.case_people import Asked
from bot.services.people import Person
from bot.services.server_records import Enrolment
from bot.store.audit import Head
from bot.store.cases import Edit
from bot.store.database import Database
from bot.store.keystore import KeyStore
from tests.services.concern_house import ACCOUNT, HERE, LENA, MARA, MIA, MODERATORS, OTTO, START, ConcernHouse, person
from tests.services.deeds import acknowledging
from tests.services.test_case_acts import acts, case_of, refusal, urgent

KOFI = person(7, "Kofi", MODERATORS)
ABOUT_KOFI = replace(ACCOUNT, about=Named(KOFI.member_id, "Kofi"))


@pytest.fixture
async def house(database: Database, keys: KeyStore) -> ConcernHouse:
    """Mara reads; Otto was enrolled after the concern was sent, Lena is the lead."""
    house = ConcernHouse(database, keys)
    house.discord.present[KOFI.member_id] = KOFI
    await house.set_up(MARA, lead=LENA)
    await house.start()
    return house


async def enrol(house: ConcernHouse, *people: Person, away: date | None = None) -> None:
    enrolled = tuple(Enrolment(one.member_id, away if one != MARA else None) for one in people)
    await house.servers.change(HERE, lambda record: replace(record, enrolled=enrolled))


def names(asked: Asked) -> list[str]:
    return [one.name for one in asked.eligible]


async def test_only_those_who_take_concerns_now_can_be_asked_and_never_anybody_named(house: ConcernHouse) -> None:
    case_id = await urgent(house, ABOUT_KOFI)
    await enrol(house, MARA, OTTO, KOFI, away=date(2026, 12, 1))
    asked = await house.people.to_bring_in(case_id, MARA, HERE, START)
    assert [(one.name, one.away_until, one.is_lead) for one in asked.eligible] == [
        ("Otto", date(2026, 12, 1), False),
        ("Lena", None, True),
    ]
    house.discord.present[OTTO.member_id] = person(2, "Otto")
    assert names(await house.people.to_hand_over(case_id, MARA, HERE, START)) == ["Lena"]
    del house.discord.present[LENA.member_id]
    assert names(await house.people.to_hand_over(case_id, MARA, HERE, START)) == []
    assert await refusal(house.people.to_bring_in(case_id, KOFI, HERE, START)) == "case-unknown"
    assert await refusal(house.people.to_hand_over(case_id, OTTO, HERE, START)) == "case-unknown"


async def test_whoever_is_handed_a_case_can_read_it_and_gets_a_card(house: ConcernHouse) -> None:
    case_id = await urgent(house)
    await enrol(house, MARA, OTTO)
    handed = await house.people.hand_over(case_id, MARA, HERE, await house.tag(OTTO), START)
    assert (handed.case.assigned, handed.was_told) == (OTTO.member_id, True)
    assert OTTO.member_id in house.discord.places()
    assert (await house.moderating.open(case_id, OTTO, HERE, START)).case.readers == (MARA.member_id, OTTO.member_id)
    assert names(await house.people.to_hand_over(case_id, MARA, HERE, START)) == ["Lena"]
    again = await house.people.hand_over(case_id, MARA, HERE, await house.tag(OTTO), START)
    assert (again.is_new, house.discord.places().count(OTTO.member_id)) == (False, 1)


async def test_whoever_is_brought_in_reads_but_it_is_not_theirs_and_closed_messages_are_said(
    house: ConcernHouse,
) -> None:
    case_id = await urgent(house)
    await enrol(house, MARA, OTTO)
    await house.moderating.do(case_id, MARA, HERE, acknowledging, START)
    house.discord.closed.add(LENA.member_id)
    brought = await house.people.bring_in(case_id, MARA, HERE, await house.tag(LENA), START)
    assert (brought.case.assigned, brought.was_told) == (MARA.member_id, False)
    assert (await house.moderating.open(case_id, LENA, HERE, START)).case.later == ()
    assert names(await house.people.to_bring_in(case_id, MARA, HERE, START)) == ["Otto"]


@pytest.mark.parametrize("tag", ["", "nobody", "f" * 32])
async def test_a_made_up_tag_is_nobody_and_an_outsider_is_told_that_there_is_no_case(
    house: ConcernHouse, tag: str
) -> None:
    case_id = await urgent(house)
    for act in (house.people.hand_over, house.people.bring_in):
        assert await refusal(act(case_id, MARA, HERE, tag, START)) == "case-nobody-such"
        assert await refusal(act(case_id, LENA, HERE, tag, START)) == "case-unknown"
        assert await refusal(act(case_id, MARA, HERE, await house.tag(MIA), START)) == "case-nobody-such"


async def test_whoever_steps_aside_meets_nothing_of_it_any_more(house: ConcernHouse) -> None:
    await enrol(house, MARA, OTTO)
    case_id = await urgent(house)
    await house.people.take(case_id, OTTO, HERE, START)
    await house.people.step_aside(case_id, OTTO, HERE, START)
    assert await house.moderating.mine(HERE, OTTO, START) == []
    assert await refusal(house.moderating.open(case_id, OTTO, HERE, START)) == "case-unknown"
    assert (await house.log.look(HERE, OTTO, 0)).lines == ()
    assert names(await house.people.to_bring_in(case_id, MARA, HERE, START)) == ["Lena"]
    case = await case_of(house, case_id)
    assert (case.readers, case.assigned, case.out) == ((MARA.member_id,), None, (OTTO.member_id,))
    assert await acts(house) == ["concern taken", "concern stepped aside"]


async def test_the_last_reader_gives_it_to_the_lead_who_gets_a_card(house: ConcernHouse) -> None:
    case_id = await urgent(house)
    await house.people.step_aside(case_id, MARA, HERE, START)
    assert (await house.moderating.open(case_id, LENA, HERE, START)).case.readers == (LENA.member_id,)
    assert LENA.member_id in house.discord.places()
    assert MARA.member_id not in house.discord.places()


async def test_a_reader_who_lost_the_role_does_not_count_as_left(house: ConcernHouse) -> None:
    await enrol(house, MARA, OTTO)
    case_id = await urgent(house)
    house.discord.present[OTTO.member_id] = person(2, "Otto")
    await house.people.step_aside(case_id, MARA, HERE, START)
    assert LENA.member_id in (await case_of(house, case_id)).readers


async def test_nobody_steps_aside_when_nobody_would_be_left(house: ConcernHouse) -> None:
    case_id = await urgent(house, replace(ACCOUNT, about=Named(LENA.member_id, "Lena")))
    assert await refusal(house.people.step_aside(case_id, MARA, HERE, START)) == "case-aside-nobody"
    assert (await case_of(house, case_id)).readers == (MARA.member_id,)
    await enrol(house, MARA, OTTO)
    await house.people.bring_in(case_id, MARA, HERE, await house.tag(OTTO), START)
    await house.people.step_aside(case_id, MARA, HERE, START)
    assert (await case_of(house, case_id)).readers == (OTTO.member_id,)


async def test_two_who_step_aside_at_once_do_not_leave_it_alone(
    house: ConcernHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    await enrol(house, MARA, OTTO)
    case_id = await urgent(house)
    await house.cases.change(case_id, lambda case: replace(case, later=(), out=(LENA.member_id,)))
    change = house.cases.change_together

    async def otto_was_quicker(edits: Sequence[Edit]) -> tuple[list[Case], Head | None]:
        monkeypatch.undo()
        await house.people.step_aside(case_id, OTTO, HERE, START)
        return await change(edits)

    monkeypatch.setattr(house.cases, "change_together", otto_was_quicker)
    assert await refusal(house.people.step_aside(case_id, MARA, HERE, START)) == "case-aside-nobody"
    assert (await case_of(house, case_id)).readers == (MARA.member_id,)
