"""The way back by code: how a concern stands, what its reporter can do when, and what nobody can tell apart."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core import case_work as work
from bot.core.case import Help, Outcome, State, read_by_staff
from bot.core.conversation import Event
from bot.core.receipt import compact, read
from bot.services.problems import Refused
from bot.services.way_view import Offer, Standing
from bot.services.way_words import MOST_WORDS
from bot.store.database import Database
from bot.store.keystore import KeyStore
from tests.services.concern_house import (
    HERE,
    MARA,
    MIA,
    OTTO,
    START,
    THERE,
    ConcernHouse,
    person,
)
from tests.services.refusals import refusal
from tests.services.way_hands import (
    RECORDED,
    TODAY,
    closed,
    delivered,
    house_of_two,
    look,
    the_case,
    worked_on,
)


@pytest.fixture
async def house(database: Database, keys: KeyStore) -> ConcernHouse:
    return await house_of_two(database, keys)


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
