"""The way back by code: how a concern stands, what its reporter can do when, and what nobody can tell apart."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core import case_work as work
from bot.core.case import Case, Closing, Event, Help, Named, Outcome, Release, State, may_read, read_by_staff
from bot.core.holding import released
from bot.core.receipt import compact, read
from bot.services.people import Person
from bot.services.problems import Refused
from bot.services.sending import How
from bot.services.servers import Enrolment
from bot.services.way_view import Offer, Standing, WayBack, Withdrawal
from bot.services.way_words import MOST_WORDS
from bot.store.database import Database
from bot.store.keystore import KeyStore
from tests.services.concern_house import (
    ACCOUNT,
    CHANNEL,
    HERE,
    LENA,
    MARA,
    MIA,
    MODERATORS,
    NOOR,
    OTTO,
    START,
    THERE,
    ConcernHouse,
    person,
)

TODAY = START.date()
KOFI = person(6, "Kofi", MODERATORS)
ABOUT_NOOR = replace(ACCOUNT, about=Named(NOOR.member_id, "Noor"))
RECORDED = Closing(Outcome.RECORDED, MARA.member_id, TODAY)


@pytest.fixture
async def house(database: Database, keys: KeyStore) -> ConcernHouse:
    house = ConcernHouse(database, keys)
    house.discord.present[KOFI.member_id] = KOFI
    await house.set_up(MARA, OTTO)
    await house.delivery.start()
    return house


async def refusal(attempt: Awaitable[object]) -> str:
    with pytest.raises(Refused) as caught:
        await attempt
    return caught.value.key


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


# Codes


async def test_unknown_foreign_and_withdrawn_codes_are_one(house: ConcernHouse) -> None:
    await house.set_up(MARA, server_id=THERE)
    code, gone = await house.sent(), await house.sent()
    await house.way_back.withdraw(HERE, gone, START)
    unknown = compact(read("0" * 18))
    for server_id, typed in ((HERE, unknown), (THERE, code), (HERE, gone)):
        for attempt in (
            house.way_back.look(server_id, typed, START),
            house.way_back.write(server_id, typed, "x", START),
            house.way_back.withdraw(server_id, typed, START),
            house.way_back.send_now(server_id, typed, START),
            house.way_back.share_name(server_id, typed, "Mia", START),
            house.way_back.message_me(server_id, typed, MIA.member_id, START),
            house.way_back.feed_back(server_id, typed, Help.HELPED, "", START),
            house.way_back.second_look(server_id, typed, START),
            house.way_back.ask_second_look(server_id, typed, "", "", START),
            house.way_back.choose_readers(server_id, typed, [], START),
        ):
            assert await refusal(attempt) == "concern-code-unknown"


async def test_an_expired_code_is_like_one_that_never_was(house: ConcernHouse) -> None:
    code = await closed(house)
    await house.wait(hours=24 * 91)
    assert await refusal(look(house, code)) == "concern-code-unknown"


NOUGHTS = compact(read("0" * 18))


@pytest.mark.parametrize(
    ("typed", "kind", "group"),
    [
        (NOUGHTS[:-1], "length", "none"),
        ("U" + NOUGHTS[1:], "symbol", "1"),
        (NOUGHTS[:5] + "X" + NOUGHTS[6:], "symbol", "2"),
        ("U" + NOUGHTS[1:-1] + "U", "several", "1 / 5"),
        ("not a code", "length", "none"),
    ],
)
async def test_a_slip_is_told_with_its_place_and_without_looking(
    house: ConcernHouse, typed: str, kind: str, group: str
) -> None:
    with pytest.raises(Refused) as caught:
        await look(house, typed)
    assert caught.value.key == "concern-code-slip"
    assert (caught.value.values["kind"], caught.value.values["group"]) == (kind, group)


# How it stands


async def test_the_way_back_shows_how_it_stands(house: ConcernHouse) -> None:
    code = await house.sent()
    way = await look(house, code)
    assert (way.standing, way.readers, way.lines) == (Standing.ON_ITS_WAY, ("Mara", "Otto"), ())
    assert way.offers == {Offer.REPLY, Offer.MESSAGES, Offer.SHARE_NAME, Offer.WITHDRAW}
    assert way.next is not None
    assert way.next.day == TODAY + timedelta(days=2)
    await house.wait(hours=4)
    assert (await look(house, code)).standing is Standing.WAITING
    await house.wait(hours=24 * 3)
    assert (await look(house, code)).is_overdue
    await worked_on(house, lambda case: work.acknowledge(case, MARA.member_id, house.clock().date()))
    way = await look(house, code)
    assert (way.standing, way.is_overdue) == (Standing.ACKNOWLEDGED, False)


@pytest.mark.parametrize(
    ("state", "standing"), [(State.IN_PROGRESS, Standing.IN_PROGRESS), (State.ASKING, Standing.ASKING)]
)
async def test_every_state_is_told(house: ConcernHouse, state: State, standing: Standing) -> None:
    code = await delivered(house)
    await worked_on(house, lambda case: work.move(case, MARA.member_id, state, "we have begun", TODAY))
    way = await look(house, code)
    assert (way.standing, [line.words for line in way.lines]) == (standing, ["we have begun"])


async def test_after_the_outcome_nothing_more_is_promised(house: ConcernHouse) -> None:
    way = await look(house, await closed(house))
    assert (way.standing, way.outcome, way.next) == (Standing.CLOSED, Outcome.RECORDED, None)
    assert (way.day, way.kept_until) == (TODAY, TODAY + timedelta(days=90))
    assert way.offers == {Offer.REPLY, Offer.FEED_BACK, Offer.SECOND_LOOK, Offer.SHARE_NAME, Offer.WITHDRAW}


async def test_free_weekends_move_what_is_promised(house: ConcernHouse) -> None:
    await house.servers.change(
        HERE, lambda record: replace(record, settings=replace(record.settings, quiet_weekends=True))
    )
    house.discord.now = START + timedelta(days=4)  # a Thursday: two days later is a Saturday
    way = await look(house, await house.sent())
    assert way.next is not None
    assert way.next.day == TODAY + timedelta(days=8)


async def test_those_who_can_no_longer_read_are_not_named_as_readers(house: ConcernHouse) -> None:
    code = await delivered(house)
    house.discord.present[OTTO.member_id] = person(OTTO.member_id, "Otto")
    assert (await look(house, code)).readers == ("Mara",)


# Writing more


async def test_words_of_the_reporter_wait_for_their_slot(house: ConcernHouse) -> None:
    code = await delivered(house)
    way = await house.way_back.write(HERE, code, " one more thing ", house.clock())
    assert [line.words for line in way.lines] == ["one more thing"]
    assert read_by_staff(await the_case(house)) == ()
    await house.wait(hours=5)
    assert [line.words for line in read_by_staff(await the_case(house))] == ["one more thing"]


async def test_words_about_an_urgent_concern_go_at_once(house: ConcernHouse) -> None:
    code = await house.sent(urgent=True)
    way = await house.way_back.write(HERE, code, "hurry", START)
    assert [line.delivered for line in way.lines] == [True]
    assert [line.words for line in read_by_staff(await the_case(house))] == ["hurry"]


async def test_a_reporter_is_stopped_kindly_and_not_while_withdrawing(house: ConcernHouse) -> None:
    code = await house.sent()
    for number in range(10):
        await house.way_back.write(HERE, code, f"{number}", START)
    assert await refusal(house.way_back.write(HERE, code, "x", START)) == "concern-write-later"
    await house.wait(hours=4)
    await house.way_back.withdraw(HERE, code, house.clock())
    for attempt in (
        house.way_back.write(HERE, code, "x", house.clock()),
        house.way_back.share_name(HERE, code, "Mia", house.clock()),
        house.way_back.message_me(HERE, code, MIA.member_id, house.clock()),
    ):
        assert await refusal(attempt) == "concern-withdrawing"


async def test_half_a_character_is_kept_as_a_question_mark(house: ConcernHouse) -> None:
    code = await house.sent()
    assert (await house.way_back.write(HERE, code, "so \ud83d", START)).lines[-1].words == "so ?"


async def test_words_that_are_none_too_many_or_hold_the_code_are_not_kept(house: ConcernHouse) -> None:
    code = await closed(house)
    spoken = f"my code is {code.lower().replace('-', ' ')}"
    for words, said in (
        (" \n", "concern-words-empty"),
        ("x" * (MOST_WORDS + 1), "concern-words-too-long"),
        (spoken, "concern-words-with-code"),
    ):
        assert await refusal(house.way_back.write(HERE, code, words, START)) == said
    for attempt in (
        house.way_back.feed_back(HERE, code, Help.HELPED, spoken, START),
        house.way_back.ask_second_look(HERE, code, "", spoken, START),
    ):
        assert await refusal(attempt) == "concern-words-with-code"
    assert [line.event for line in (await look(house, code)).lines] == [Event.CLOSED]


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


# The name, and a message when there is an answer


async def test_a_name_is_shown_from_the_next_slot_on_and_once(house: ConcernHouse) -> None:
    code = await delivered(house)
    way = await house.way_back.share_name(HERE, code, "Mia", house.clock())
    assert Offer.SHARE_NAME not in way.offers
    await house.way_back.share_name(HERE, code, "Somebody else", house.clock())
    assert (await the_case(house)).reporter_name == ""
    await house.wait(hours=5)
    assert (await the_case(house)).reporter_name == "Mia"


async def test_an_id_is_kept_only_while_messages_are_asked_for(house: ConcernHouse) -> None:
    code = await delivered(house)
    assert (await the_case(house)).message_me is None
    way = await house.way_back.message_me(HERE, code, MIA.member_id, house.clock())
    assert Offer.NO_MESSAGES in way.offers
    assert (await the_case(house)).message_me == MIA.member_id
    way = await house.way_back.message_me(HERE, code, None, house.clock())
    assert Offer.MESSAGES in way.offers
    assert (await the_case(house)).message_me is None


async def test_after_the_outcome_no_id_is_kept_any_more(house: ConcernHouse) -> None:
    code = await delivered(house)
    await house.way_back.message_me(HERE, code, MIA.member_id, house.clock())
    await worked_on(house, lambda case: work.close(case, RECORDED, ""))
    assert (await the_case(house)).message_me is None
    assert await refusal(house.way_back.message_me(HERE, code, MIA.member_id, house.clock())) == "concern-not-now"


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


# Held


async def held(house: ConcernHouse) -> str:
    return await house.sent(account=ABOUT_NOOR, how=How.HOLD)


async def test_a_held_concern_waits_and_can_be_sent_after_all(house: ConcernHouse) -> None:
    code = await held(house)
    await house.wait(hours=72)
    way = await look(house, code)
    assert (way.standing, way.day, way.next) == (Standing.HELD, TODAY + timedelta(days=90), None)
    assert way.withdrawal is Withdrawal.NOTHING
    way = await house.way_back.send_now(HERE, code, house.clock())
    assert (way.standing, way.day) == (Standing.ON_ITS_WAY, house.clock().date())
    assert await refusal(house.way_back.send_now(HERE, code, house.clock())) == "concern-not-now"
    await house.wait(hours=5)
    assert (await look(house, code)).standing is Standing.WAITING


async def test_after_the_wait_it_can_be_sent_until_it_is_erased(house: ConcernHouse) -> None:
    code = await held(house)
    house.discord.now = START + timedelta(days=90)
    way = await look(house, code)
    assert (way.standing, way.day) == (Standing.HOLD_ENDED, TODAY + timedelta(days=180))
    assert Offer.SEND in way.offers
    assert (await house.way_back.send_now(HERE, code, house.clock())).standing is Standing.ON_ITS_WAY


async def test_what_was_held_and_never_sent_is_erased_on_the_day_that_was_said(house: ConcernHouse) -> None:
    code = await held(house)
    for days, stands in ((179, True), (180, False)):
        house.discord.now = START + timedelta(days=days)
        await house.delivery.catch_up(HERE)
        assert bool(await house.cases.in_server(HERE)) is stands
    assert await refusal(look(house, code)) == "concern-code-unknown"


@pytest.mark.parametrize("act", ["look", "look at the end", "send", "write", "withdraw"])
@pytest.mark.parametrize("why", [Release.ANOTHER, Release.PERHAPS])
async def test_nothing_a_reporter_does_tells_of_a_match(house: ConcernHouse, act: str, why: Release) -> None:
    """Whether or not somebody else raised the same person, the page says the same until it is delivered."""
    code = await held(house)
    house.discord.now = START + timedelta(days=90 if act == "look at the end" else 1, hours=8)
    before = await house.cases.in_server(HERE)

    async def acted() -> WayBack | None:
        now = house.clock()
        if act == "send":
            return await house.way_back.send_now(HERE, code, now)
        if act == "write":
            return await house.way_back.write(HERE, code, "more", now)
        return await house.way_back.withdraw(HERE, code, now) if act == "withdraw" else await look(house, code)

    await worked_on(house, lambda case: released(case, why, house.clock() + timedelta(hours=1)))
    with_a_match = await acted()
    if act == "withdraw":
        assert (with_a_match, await house.cases.in_server(HERE)) == (None, [])
        return
    await worked_on(house, lambda _: before[0].case)
    assert await acted() == with_a_match


# Withdrawing


async def test_withdrawing_before_delivery_leaves_nothing(house: ConcernHouse) -> None:
    code = await house.sent()
    assert (await look(house, code)).withdrawal is Withdrawal.NOTHING
    assert await house.way_back.withdraw(HERE, code, START) is None
    assert await house.cases.in_server(HERE) == []


async def test_withdrawing_an_urgent_one_is_at_once(house: ConcernHouse) -> None:
    code = await house.sent(urgent=True)
    assert await house.way_back.withdraw(HERE, code, START) is None
    assert await house.cases.in_server(HERE) == []


async def test_withdrawing_twice_keeps_the_first_moment(house: ConcernHouse) -> None:
    code = await delivered(house)
    first = await house.way_back.withdraw(HERE, code, house.clock())
    await house.wait(hours=2)
    second = await house.way_back.withdraw(HERE, code, house.clock())
    assert first is not None
    assert second is not None
    assert (first.standing, first.day) == (second.standing, second.day) == (Standing.WITHDRAWING, TODAY)
    assert (first.next, first.offers) == (None, frozenset())


@pytest.mark.parametrize("taken_up", [False, True])
async def test_what_a_withdrawal_leaves_is_said_before(house: ConcernHouse, taken_up: bool) -> None:  # noqa: FBT001 - the case of the story
    code = await delivered(house)
    if taken_up:
        await worked_on(house, lambda case: work.acknowledge(case, MARA.member_id, TODAY))
    way = await look(house, code)
    assert way.withdrawal is (Withdrawal.THAT_IT_WAS if taken_up else Withdrawal.THE_CARD)
    await house.way_back.withdraw(HERE, code, house.clock())
    await house.wait(hours=5)
    assert [kept.case.state for kept in await house.cases.in_server(HERE)] == [State.WITHDRAWN] * taken_up
    assert await refusal(look(house, code)) == "concern-code-unknown"


async def test_after_the_outcome_it_can_be_withdrawn_too(house: ConcernHouse) -> None:
    code = await closed(house)
    assert (await look(house, code)).withdrawal is Withdrawal.AFTER_THE_OUTCOME
    way = await house.way_back.withdraw(HERE, code, house.clock())
    assert way is not None
    assert way.standing is Standing.WITHDRAWING
    await house.wait(hours=5)
    case = await the_case(house)
    assert (case.state, case.account, case.lines, case.closing) == (State.WITHDRAWN, None, (), None)
    assert await refusal(look(house, code)) == "concern-code-unknown"
