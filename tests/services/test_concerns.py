"""Raising a concern and finding the way back: what is said, what is kept, and what nobody can tell apart."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.case import Named
from bot.core.draft import Draft, new_token
from bot.core.readership import Category
from bot.core.receipt import compact, written
from bot.services.concerns import NOBODY, UNSURE, Writer
from bot.services.problems import Refused
from bot.services.sending import How
from bot.services.server_records import Enrolment
from bot.store.database import Database
from bot.store.keystore import KeyStore
from tests.services.concern_house import (
    ACCOUNT,
    CHANNEL,
    HERE,
    MARA,
    MESSAGE,
    MIA,
    OTTO,
    START,
    THERE,
    ConcernHouse,
    person,
)
from tests.services.refusals import refusal


@pytest.fixture
async def house(database: Database, keys: KeyStore) -> ConcernHouse:
    house = ConcernHouse(database, keys)
    await house.set_up(MARA, OTTO)
    return house


async def test_everyone_who_takes_concerns_is_offered_by_name_and_without_an_id(house: ConcernHouse) -> None:
    takers = await house.concerns.takers(HERE)
    assert [one.name for one in takers] == ["Mara", "Otto"]
    assert all(len(one.tag) == 32 and str(int(MARA.member_id)) != one.tag for one in takers)


async def test_nobody_enrolled_means_no_concern(database: Database, keys: KeyStore) -> None:
    house = ConcernHouse(database, keys)
    await house.set_up()
    now = house.clock()
    assert await refusal(house.concerns.takers(HERE)) == "concern-nobody"
    assert await refusal(house.concerns.begin_with_message(HERE, MIA, MESSAGE, now)) == "concern-nobody"
    assert await refusal(house.begin()) == "concern-nobody"


async def test_those_whose_role_is_gone_are_not_offered(house: ConcernHouse) -> None:
    house.discord.present[MARA.member_id] = person(1, "Mara")
    assert [one.name for one in await house.concerns.takers(HERE)] == ["Otto"]
    del house.discord.present[OTTO.member_id]
    assert await refusal(house.concerns.takers(HERE)) == "concern-nobody"


async def test_the_review_names_exactly_who_will_read(house: ConcernHouse) -> None:
    review = await house.tell(await house.begin())
    assert (review.readers, review.later, review.candidates, review.is_first) == (("Mara", "Otto"), (), (), True)
    assert review.expected_by == (START + timedelta(days=2)).date()
    assert review.expected_by_if_urgent == (START + timedelta(days=1)).date()
    assert not (await house.tell(await house.begin())).draft.reporter_name


async def test_a_second_telling_shows_no_code_again_but_has_the_same(house: ConcernHouse) -> None:
    token = await house.begin()
    first, second = await house.tell(token), await house.tell(token)
    assert (first.is_first, second.is_first) == (True, False)
    assert first.receipt == second.receipt


async def test_whoever_is_named_is_out_however_they_were_named(house: ConcernHouse) -> None:
    by_choice = await house.tell(await house.begin(await house.tag(OTTO)))
    assert by_choice.readers == ("Mara",)
    in_form = await house.tell(await house.begin(), replace(ACCOUNT, about=Named(OTTO.member_id, "Otto")))
    assert in_form.readers == ("Mara",)
    token = await house.begin(token=await house.concerns.begin_with_message(HERE, MIA, MESSAGE, START))
    assert (await house.tell(token)).readers == ("Otto",)


async def test_without_an_answer_it_counts_as_unsure(house: ConcernHouse) -> None:
    token = await house.begin("something else")
    assert (await house.tell(token)).draft.unsure
    both = await house.tell(await house.begin(NOBODY, UNSURE))
    assert both.draft.unsure


async def test_those_away_are_not_asked_unless_nobody_else_is_left(house: ConcernHouse) -> None:
    tomorrow = START.date() + timedelta(days=1)
    enrolled = (Enrolment(MARA.member_id, tomorrow), Enrolment(OTTO.member_id))
    await house.servers.change(HERE, lambda record: replace(record, enrolled=enrolled))
    assert (await house.tell(await house.begin())).readers == ("Otto",)
    assert (await house.tell(await house.begin(await house.tag(OTTO)))).readers == ("Mara",)


async def test_without_a_lead_the_reporter_chooses_and_must(house: ConcernHouse) -> None:
    token = await house.begin(UNSURE)
    review = await house.tell(token)
    assert [one.name for one in review.candidates] == ["Mara", "Otto"]
    assert review.readers == ()
    assert await refusal(house.send(token)) == "concern-choose-readers"
    chosen = await house.concerns.choose_readers(HERE, token, [await house.tag(MARA), "nonsense"], START)
    assert chosen.readers == ("Mara",)
    assert [one.ticked for one in chosen.candidates] == [True, False]
    edited = await house.tell(token, replace(ACCOUNT, story="again"))
    assert edited.readers == ("Mara",)
    await house.send(token, how=How.URGENT)
    assert house.discord.places() == [MARA.member_id]


async def test_answering_whom_it_is_about_again_undoes_who_may_read(house: ConcernHouse) -> None:
    """Another answer on an older message must never send what was reviewed under the former one."""
    token = await house.begin(token=await house.concerns.begin_with_message(HERE, MIA, MESSAGE, START))
    await house.tell(token)
    await house.begin(await house.tag(OTTO), token=token)
    assert await refusal(house.send(token)) == "concern-choose-readers"
    assert (await house.tell(token)).readers == ()


async def test_what_was_told_can_be_edited_and_only_then(house: ConcernHouse) -> None:
    token = await house.begin()
    assert await refusal(house.concerns.told(HERE, token, START)) == "concern-draft-gone"
    review = await house.tell(token)
    assert review.account == ACCOUNT
    assert await house.concerns.told(HERE, token, START) == ACCOUNT


async def test_before_anything_was_told_there_is_nothing_to_review(house: ConcernHouse) -> None:
    token = await house.begin()
    for attempt in (
        house.concerns.choose_readers(HERE, token, [], START),
        house.concerns.review(HERE, token, START),
        house.concerns.write_page(HERE, token, 2, "more", START),
        house.concerns.message_me(HERE, token, MIA.member_id, START),
    ):
        assert await refusal(attempt) == "concern-draft-gone"


async def test_half_a_character_is_kept_as_a_question_mark(house: ConcernHouse) -> None:
    token = await house.begin()
    assert (await house.tell(token, replace(ACCOUNT, story="so \ud83d"))).account.story == "so ?"
    assert (await house.concerns.write_page(HERE, token, 2, "\ud83d", START)).account.more == ("?",)


async def test_drafts_of_another_server_of_nobody_and_of_yesterday_are_gone(house: ConcernHouse) -> None:
    await house.set_up(MARA, server_id=THERE)
    token = await house.begin()
    late = START + timedelta(hours=1)
    for attempt in (
        house.concerns.tell(THERE, token, ACCOUNT, START),
        house.concerns.tell(HERE, new_token(bytes), ACCOUNT, START),
        house.concerns.tell(HERE, token, ACCOUNT, late),
        house.sending.send(HERE, token, MIA, late, how=How.SLOT),
        house.concerns.choose_readers(HERE, token, [], late),
    ):
        assert await refusal(attempt) == "concern-draft-gone"


async def test_writing_a_draft_again_gives_it_another_hour_and_the_sweep_its_end(house: ConcernHouse) -> None:
    token = await house.begin()
    await house.wait(hours=0.9)
    await house.tell(token)
    await house.wait(hours=0.9)
    assert await house.concerns.told(HERE, token, house.clock()) == ACCOUNT
    await house.wait(hours=1.2)
    assert await house.drafts.find(HERE, token, START) is None


async def test_a_restart_sweeps_what_died_meanwhile(house: ConcernHouse) -> None:
    token = await house.begin()
    house.discord.now += timedelta(hours=2)
    await house.restart()
    assert await house.drafts.find(HERE, token, START) is None


async def test_a_discarded_draft_does_not_come_back(house: ConcernHouse) -> None:
    token = await house.begin()
    await house.concerns.discard(token)
    assert await refusal(house.tell(token)) == "concern-draft-gone"


async def test_an_edit_that_comes_after_send_is_refused(house: ConcernHouse) -> None:
    token = await house.begin()
    await house.tell(token)
    await house.send(token)
    assert await refusal(house.tell(token)) == "concern-draft-gone"
    assert await refusal(house.drafts.keep(token, (await _some_draft(house)), START)) == "concern-draft-gone"


async def _some_draft(house: ConcernHouse) -> Draft:
    return await house.drafts.living(HERE, await house.begin(), START)


async def test_send_pressed_many_times_at_once_is_one_concern(house: ConcernHouse) -> None:
    token = await house.begin()
    await house.tell(token)
    sends = [house.send(token, how=How.URGENT if number % 2 else How.SLOT) for number in range(6)]
    answers = await asyncio.gather(*sends)
    assert len({written(one.receipt) for one in answers}) == 1
    assert len(await house.cases.in_server(HERE)) == 1


async def test_send_after_a_crash_gives_the_same_code(house: ConcernHouse) -> None:
    token = await house.begin()
    review = await house.tell(token)
    first = await house.send(token)
    await house.restart()
    again = await house.send(token)
    assert first == again
    assert again.receipt == review.receipt


async def test_after_withdrawing_send_finds_nothing_and_brings_nothing_back(house: ConcernHouse) -> None:
    token = await house.begin()
    await house.tell(token)
    sent = await house.send(token)
    assert await house.way_back.withdraw(HERE, written(sent.receipt), START) is None
    assert await refusal(house.send(token)) == "concern-draft-gone"
    assert await house.cases.in_server(HERE) == []


async def test_danger_goes_at_once_and_everything_else_waits(house: ConcernHouse) -> None:
    await house.sent()
    assert house.discord.places() == []
    await house.sent(account=replace(ACCOUNT, category=Category.DANGER))
    assert house.discord.places() == [CHANNEL]


async def test_a_name_is_kept_only_if_it_is_shared(house: ConcernHouse) -> None:
    token = await house.concerns.begin(HERE, None, Writer(MIA, "Mia"), [NOBODY], START)
    await house.tell(token)
    await house.send(token)
    await house.sent()
    assert sorted(kept.case.reporter_name for kept in await house.cases.in_server(HERE)) == ["", "Mia"]


async def test_pages_are_added_edited_and_go_when_emptied(house: ConcernHouse) -> None:
    token = await house.begin()
    await house.tell(token)
    for place, text, pages in (
        (3, "skipped to the third", ("skipped to the third",)),
        (3, "third", ("skipped to the third", "third")),
        (2, " second ", ("second", "third")),
        (2, "second", ("second", "third")),
        (2, " ", ("third",)),
        (2, "", ()),
    ):
        review = await house.concerns.write_page(HERE, token, place, text, START)
        assert review.account.pages == (ACCOUNT.story, *pages)
    assert (await house.concerns.write_page(HERE, token, 2, "again", START)).account.more == ("again",)
    # Telling the first page anew leaves the others.
    assert (await house.tell(token, replace(ACCOUNT, story="anew"))).account.pages == ("anew", "again")
    await house.send(token)
    (kept,) = await house.cases.in_server(HERE)
    assert kept.case.account is not None
    assert kept.case.account.pages == ("anew", "again")


@pytest.mark.parametrize("place", [-1, 0, 1, 4, 99])
async def test_there_are_three_pages_and_no_other(house: ConcernHouse, place: int) -> None:
    token = await house.begin()
    await house.tell(token)
    assert await refusal(house.concerns.write_page(HERE, token, place, "x", START)) == "button-outdated"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "concern-story-empty"),
        (" \n\u2003 ", "concern-story-empty"),
        ("x" * 3501, "concern-story-too-long"),
        ("it is {code}, keep it", "concern-story-with-code"),
        ("it is {bare}", "concern-story-with-code"),
    ],
)
async def test_words_that_cannot_be_kept_are_refused_and_change_nothing(
    house: ConcernHouse, text: str, why: str
) -> None:
    token = await house.begin()
    review = await house.tell(token)
    written_in = text.format(code=written(review.receipt).lower(), bare=compact(review.receipt))
    assert await refusal(house.tell(token, replace(ACCOUNT, story=written_in))) == why
    if why != "concern-story-empty":
        assert await refusal(house.concerns.write_page(HERE, token, 2, written_in, START)) == why
    assert (await house.concerns.review(HERE, token, START)).account == review.account


async def test_another_code_in_the_words_is_kept(house: ConcernHouse) -> None:
    token = await house.begin()
    other = (await house.tell(await house.begin())).receipt
    assert (await house.tell(token, replace(ACCOUNT, story=written(other)))).account.story == written(other)


async def test_the_code_is_tried_without_looking_anything_up(house: ConcernHouse) -> None:
    token = await house.begin()
    review = await house.tell(token)
    other = await house.tell(await house.begin())
    assert house.concerns.is_its_code(token, written(review.receipt).lower())
    assert not house.concerns.is_its_code(token, written(other.receipt))
    typed = list(compact(review.receipt))
    typed[5] = "0" if typed[5] != "0" else "1"
    with pytest.raises(Refused) as caught:
        house.concerns.is_its_code(token, "".join(typed))
    assert (caught.value.key, caught.value.values["group"]) == ("concern-code-slip", "2")


async def test_whoever_asks_is_messaged_and_only_then_is_their_id_kept(house: ConcernHouse) -> None:
    token = await house.begin()
    assert (await house.tell(token)).draft.message_me is None
    asked = await house.concerns.message_me(HERE, token, MIA.member_id, START)
    assert asked.draft.message_me == MIA.member_id
    assert (await house.concerns.message_me(HERE, token, None, START)).draft.message_me is None
    await house.concerns.message_me(HERE, token, MIA.member_id, START)
    # An edit keeps it.
    await house.tell(token)
    await house.send(token)
    (kept,) = await house.cases.in_server(HERE)
    assert kept.case.message_me == MIA.member_id


async def test_whoever_is_named_is_not_messaged_about_it(house: ConcernHouse) -> None:
    token = await house.begin()
    await house.tell(token, replace(ACCOUNT, about=Named(MIA.member_id, "Mia")))
    await house.concerns.message_me(HERE, token, MIA.member_id, START)
    await house.send(token)
    (kept,) = await house.cases.in_server(HERE)
    assert kept.case.message_me is None


async def test_a_raised_message_is_there_until_the_draft_is_gone(house: ConcernHouse) -> None:
    token = await house.concerns.begin_with_message(HERE, MIA, MESSAGE, START)
    assert await house.concerns.message(HERE, token, START) == MESSAGE
    assert await house.concerns.message(HERE, await house.begin(), START) is None
    await house.concerns.discard(token)
    assert await refusal(house.concerns.message(HERE, token, START)) == "concern-draft-gone"


@pytest.mark.parametrize(
    ("text", "name", "tells"),
    [
        ("I am MIA.", "Mia", True),
        ("miami", "Mia", False),
        ("(mia*)", "mia*", True),
        ("anything", " ", False),
        ("on the third page: Mia", "Mia", True),
    ],
)
async def test_the_own_name_is_found_as_a_word_on_any_page(
    house: ConcernHouse,
    text: str,
    name: str,
    tells: bool,  # noqa: FBT001 - the expectation
) -> None:
    token = await house.begin()
    await house.tell(token)
    review = await house.concerns.write_page(HERE, token, 2, text, START)
    assert review.tells(name) is tells


async def test_a_weekend_that_is_kept_free_is_told_before_and_after_sending(house: ConcernHouse) -> None:
    """Sent on a Thursday: two days later is a Saturday, so the day that is told is the Monday."""
    await house.servers.change(
        HERE, lambda record: replace(record, settings=replace(record.settings, quiet_weekends=True))
    )
    house.discord.now = START + timedelta(days=4)
    token = await house.begin()
    review = await house.tell(token)
    sent = await house.send(token)
    assert review.expected_by == sent.next_day
    assert sent.next_day.weekday() == 0
    assert review.expected_by_if_urgent.weekday() == 4
