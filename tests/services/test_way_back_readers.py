"""Who reads a concern after its reporter named somebody else, and who takes a second look after the outcome."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core import case_work as work
from bot.core.case import Help, State, may_read, read_by_staff
from bot.core.conversation import Event
from bot.services.problems import Refused
from bot.services.server_records import Enrolment
from bot.services.way_view import Offer, Standing
from bot.store.database import Database
from bot.store.keystore import KeyStore
from tests.services.concern_house import (
    CHANNEL,
    HERE,
    LENA,
    MARA,
    OTTO,
    START,
    ConcernHouse,
    person,
)
from tests.services.refusals import refusal
from tests.services.way_hands import (
    KOFI,
    RECORDED,
    TODAY,
    closed,
    delivered,
    enrol,
    house_of_two,
    look,
    named,
    the_case,
    worked_on,
)


@pytest.fixture
async def house(database: Database, keys: KeyStore) -> ConcernHouse:
    return await house_of_two(database, keys)


# Naming somebody, and choosing who may read


async def test_whoever_is_named_in_a_message_is_out_at_once_and_it_arrives_at_its_slot(house: ConcernHouse) -> None:
    code = await delivered(house)
    way = await house.way_back.write(HERE, code, "it is Otto too", house.clock(), named(OTTO))
    assert way.readers == ("Mara",)
    assert [line.event for line in way.lines] == [Event.NAMED, Event.WORDS]
    case = await the_case(house)
    assert not may_read(case, OTTO.member_id)
    assert may_read(case, MARA.member_id)
    assert read_by_staff(case) == ()


async def test_naming_somebody_takes_the_card_away_at_once_and_sends_none_before_the_slot(house: ConcernHouse) -> None:
    """A message to the other readers in that minute would tell when the reporter wrote."""
    code = await delivered(house)
    assert house.discord.places() == [CHANNEL]
    await house.way_back.write(HERE, code, "it is Otto too", house.clock(), named(OTTO))
    assert house.discord.places() == []
    await house.wait(hours=24)
    assert house.discord.places() == [MARA.member_id]


async def test_where_the_last_reader_is_named_the_later_ones_take_over(house: ConcernHouse) -> None:
    await enrol(house, Enrolment(MARA.member_id), lead=LENA)
    code = await delivered(house)
    way = await house.way_back.write(HERE, code, "it is Mara", house.clock(), named(MARA))
    assert (way.is_unread, (*way.readers, *way.later), way.candidates) == (False, ("Lena",), ())
    assert way.next is not None
    await house.wait(hours=5)
    assert may_read(await the_case(house), LENA.member_id)


async def test_whoever_takes_over_is_told_at_a_slot_never_in_the_minute_in_which_somebody_was_named(
    house: ConcernHouse,
) -> None:
    await enrol(house, Enrolment(MARA.member_id), lead=LENA)
    code = await delivered(house)
    assert house.discord.places() == [CHANNEL]
    await house.way_back.write(HERE, code, "it is Mara", house.clock(), named(MARA))
    assert house.discord.places() == []
    assert not may_read(await the_case(house), LENA.member_id)
    await house.wait(hours=5)
    assert house.discord.places() == [LENA.member_id]


async def test_where_nobody_is_left_the_reporter_chooses_among_those_who_may(house: ConcernHouse) -> None:
    code = await delivered(house)
    (mara, otto) = [await house.tag(one) for one in (MARA, OTTO)]
    assert await refusal(house.way_back.choose_readers(HERE, code, [otto], house.clock())) == "concern-not-now"
    await worked_on(house, lambda case: work.step_aside(case, OTTO.member_id))
    way = await house.way_back.write(HERE, code, "it is Mara", house.clock(), named(MARA))
    assert (way.is_unread, way.candidates, way.next) == (True, (), None)

    everybody = (MARA, OTTO, KOFI)
    await enrol(house, *(Enrolment(one.member_id) for one in everybody), lead=LENA)
    way = await look(house, code)
    assert [one.name for one in way.candidates] == ["Kofi", "Lena"]
    for tags in ([], ["nonsense"], [mara], [otto]):
        assert await refusal(house.way_back.choose_readers(HERE, code, tags, house.clock())) == "concern-not-now"
    kofi = await house.tag(KOFI)
    way = await house.way_back.choose_readers(HERE, code, [kofi, mara, "nonsense"], house.clock())
    assert (way.is_unread, way.chosen, way.readers) == (False, ("Kofi",), ())
    assert not may_read(await the_case(house), KOFI.member_id)
    await house.wait(hours=5)
    case = await the_case(house)
    assert [one for one in (MARA, OTTO, KOFI, LENA) if may_read(case, one.member_id)] == [KOFI]
    assert (await look(house, code)).readers == ("Kofi",)


async def test_a_closed_concern_goes_on_to_nobody_by_itself_but_to_whom_its_reporter_chooses(
    house: ConcernHouse,
) -> None:
    await enrol(house, Enrolment(MARA.member_id), lead=LENA)
    code = await closed(house)
    way = await house.way_back.write(HERE, code, "it was Mara", house.clock(), named(MARA))
    assert (way.is_unread, [one.name for one in way.candidates]) == (True, ["Lena"])
    asked = await house.way_back.second_look(HERE, code, house.clock())
    way = await house.way_back.ask_second_look(HERE, code, asked.tag, "", house.clock())
    assert (way.is_unread, way.looker) == (False, "Lena")


async def test_before_delivery_the_chosen_read_it_like_anybody(house: ConcernHouse) -> None:
    code = await house.sent()
    for one in (MARA, OTTO):
        way = await house.way_back.write(HERE, code, f"it is {one.display_name}", START, named(one))
    assert way.is_unread
    await enrol(house, Enrolment(KOFI.member_id))
    await house.way_back.choose_readers(HERE, code, [await house.tag(KOFI)], START)
    await house.wait(hours=4)
    assert may_read(await the_case(house), KOFI.member_id)


# After the outcome


async def test_whether_it_helped_is_asked_once_and_reaches_the_readers_at_a_slot(house: ConcernHouse) -> None:
    code = await delivered(house)
    early = house.way_back.feed_back(HERE, code, Help.HELPED, "", house.clock())
    assert await refusal(early) == "concern-not-now"
    await worked_on(house, lambda case: work.close(case, RECORDED, ""))
    way = await house.way_back.feed_back(HERE, code, Help.HARDER, "nobody listened", house.clock())
    assert Offer.FEED_BACK not in way.offers
    again = house.way_back.feed_back(HERE, code, Help.HELPED, "", house.clock())
    assert await refusal(again) == "concern-not-now"
    assert Event.FEEDBACK not in [line.event for line in read_by_staff(await the_case(house))]
    await house.wait(hours=5)
    told = read_by_staff(await the_case(house))[-1]
    assert (told.event, told.detail, told.words) == (Event.FEEDBACK, "harder", "nobody listened")


async def test_a_second_look_goes_to_the_lead_first(house: ConcernHouse) -> None:
    await enrol(house, Enrolment(MARA.member_id), Enrolment(OTTO.member_id), lead=LENA)
    code = await closed(house)
    asked = await house.way_back.second_look(HERE, code, house.clock())
    assert asked.name == "Lena"
    way = await house.way_back.ask_second_look(HERE, code, asked.tag, "look at page two", house.clock())
    assert (way.standing, way.looker) == (Standing.CLOSED, "Lena")
    assert Offer.SECOND_LOOK not in way.offers
    assert not may_read(await the_case(house), LENA.member_id)
    await house.wait(hours=5)
    case = await the_case(house)
    assert (case.state, case.assigned, may_read(case, LENA.member_id)) == (State.WAITING, LENA.member_id, True)
    way = await look(house, code)
    assert (way.standing, way.looker, way.next is None) == (Standing.WAITING, "Lena", False)


async def test_without_a_lead_it_goes_to_a_reader_who_did_nothing_in_it(house: ConcernHouse) -> None:
    await enrol(house, *(Enrolment(one.member_id) for one in (MARA, OTTO, KOFI)))
    code = await closed(house)
    way = await look(house, code)
    assert (Offer.SECOND_LOOK in way.offers, way.has_no_looker) == (True, False)
    assert (await house.way_back.second_look(HERE, code, house.clock())).name == "Kofi"
    await enrol(
        house, *(Enrolment(one.member_id) for one in (MARA, OTTO)), Enrolment(KOFI.member_id, TODAY + timedelta(days=9))
    )
    assert (await house.way_back.second_look(HERE, code, house.clock())).name == "Otto"


@pytest.mark.parametrize("why", ["named", "stepped aside", "did something in it", "lost the role"])
async def test_where_nobody_fresh_is_left_the_outside_contact_is_given(house: ConcernHouse, why: str) -> None:
    code = await delivered(house)
    if why == "named":
        await house.way_back.write(HERE, code, "it is Otto too", house.clock(), named(OTTO))
    elif why == "stepped aside":
        await worked_on(house, lambda case: work.step_aside(case, OTTO.member_id))
    elif why == "did something in it":
        await worked_on(house, lambda case: work.write_note(case, OTTO.member_id, "hm", TODAY))
    else:
        house.discord.present[OTTO.member_id] = person(OTTO.member_id, "Otto")
    await worked_on(house, lambda case: work.close(case, replace(RECORDED, heard=True), ""))
    way = await look(house, code)
    assert (Offer.SECOND_LOOK in way.offers, way.has_no_looker) == (False, True)
    with pytest.raises(Refused) as caught:
        await house.way_back.second_look(HERE, code, house.clock())
    assert (caught.value.key, caught.value.values) == ("concern-look-nobody", {"contact": "The Harbour Trust"})


async def test_nobody_takes_a_second_look_whose_name_was_not_shown(house: ConcernHouse) -> None:
    code = await closed(house)
    asked = await house.way_back.second_look(HERE, code, house.clock())
    await enrol(house, Enrolment(MARA.member_id), Enrolment(OTTO.member_id), lead=LENA)
    for tag in (asked.tag, "", "forged"):
        attempt = house.way_back.ask_second_look(HERE, code, tag, "", house.clock())
        assert await refusal(attempt) == "concern-look-changed"


async def test_a_second_look_is_asked_twice_at_most(house: ConcernHouse) -> None:
    await enrol(house, Enrolment(MARA.member_id), Enrolment(OTTO.member_id), lead=LENA)
    code = await closed(house)
    for by in (LENA, OTTO):
        asked = await house.way_back.second_look(HERE, code, house.clock())
        assert asked.name == by.display_name
        await house.way_back.ask_second_look(HERE, code, asked.tag, "", house.clock())
        assert await refusal(house.way_back.second_look(HERE, code, house.clock())) == "concern-not-now"
        await house.wait(hours=24)
        ending = replace(RECORDED, by=by.member_id)
        await worked_on(house, lambda case, ending=ending: work.close(case, ending, "looked at again"))
    assert await refusal(house.way_back.second_look(HERE, code, house.clock())) == "concern-not-now"
