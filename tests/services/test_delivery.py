"""What a slot does besides the clocks: cards and where they may stand, those who left, what is erased, who is told."""

from dataclasses import replace
from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from bot.core import case_life as life
from bot.core import case_work as work
from bot.core.case import Case, Closing, Help, Outcome, State
from bot.core.conversation import Event, Line, Voice
from bot.core.identity import CaseId, MemberId
from bot.services.delivery import SLOT_TASK, NotAllDelivered
from bot.services.scheduler import Task
from bot.services.server_records import Enrolment
from bot.store.cases import Kept
from tests.services.clock_house import ClockHouse, a_case
from tests.services.fake_discord import CHANNEL, HERE, LENA, MARA, MIA, MODERATORS, NOOR, OTTO, START, person

TODAY = START.date()
MARAS, OTTOS, LENAS, NOORS = MARA.member_id, OTTO.member_id, LENA.member_id, NOOR.member_id
DAY = timedelta(days=1)


@pytest.fixture
def house() -> ClockHouse:
    return ClockHouse()


def kept(house: ClockHouse, case_id: CaseId) -> Kept:
    return Kept(case_id, HERE, house.case(case_id))


def closed(case: Case) -> Case:
    return work.close(case, Closing(Outcome.SETTLED, MARAS, TODAY), "what came of it")


def with_changes(house: ClockHouse, case_id: CaseId, case: Case) -> None:
    house.cases.rows[case_id] = case


# --- what is erased ----------------------------------------------------------------------------------------------


async def test_a_closed_case_is_erased_when_its_days_are_over(house: ClockHouse) -> None:
    house.settle(retention_days=30)
    case_id = house.cases.put(closed(a_case()))
    await house.slots(29)
    assert case_id in house.cases.rows
    await house.slots(1)
    assert house.cases.rows == {}


async def test_not_while_its_reporter_has_just_written(house: ClockHouse) -> None:
    house.settle(retention_days=30)
    case_id = house.cases.put(closed(a_case()))
    await house.slots(28)
    case = life.feed_back(house.case(case_id), Help.HELPED, "thank you", house.today, house.now)
    with_changes(house, case_id, case)
    await house.slots(25)
    assert case_id in house.cases.rows
    await house.slots(6)
    assert house.cases.rows == {}


async def test_an_open_case_is_kept_however_old_it_is(house: ClockHouse) -> None:
    house.settle(retention_days=30, lead=None)
    case_id = house.put(state=State.IN_PROGRESS, assigned=MARAS, last_news_on=TODAY)
    await house.slots(60)
    assert case_id in house.cases.rows


async def test_a_held_concern_that_nobody_released_or_sent_is_erased_after_the_wait_and_its_days(
    house: ClockHouse,
) -> None:
    house.settle(retention_days=30)
    case_id = house.put(
        state=State.HELD, delivered_on=None, since=None, held_on=TODAY - 118 * DAY, picked=(NOORS,), named=(NOORS,)
    )
    await house.slots(1)
    assert house.case(case_id).delivered_on is None
    assert (house.discord.cards, house.reminded()) == ([], [])
    await house.slots(1)
    assert house.cases.rows == {}


# --- lines -------------------------------------------------------------------------------------------------------


async def test_what_the_reporter_says_after_the_closing_arrives_at_its_slot(house: ClockHouse) -> None:
    case = life.feed_back(closed(a_case()), Help.HARDER, "it did not help", TODAY, START + timedelta(hours=4))
    case_id = house.cases.put(case)
    await house.delivery.catch_up(HERE)
    assert not house.case(case_id).lines[-1].delivered
    await house.slot()
    assert house.case(case_id).lines[-1].delivered
    assert house.discord.places() == [CHANNEL]


@pytest.mark.parametrize(("direct", "places"), [(True, [LENAS]), (False, [CHANNEL, LENAS])])
async def test_a_second_look_tells_the_one_who_takes_it(
    house: ClockHouse, *, direct: bool, places: list[MemberId]
) -> None:
    case = closed(a_case(direct=direct))
    case_id = house.cases.put(life.ask_second_look(case, LENAS, "please look again", TODAY, START))
    await house.slot()
    case = house.case(case_id)
    assert (case.state, case.assigned) == (State.WAITING, LENAS)
    assert LENAS in case.readers
    assert house.discord.places() == places


async def test_a_second_look_whose_taker_takes_no_messages_is_told_to_the_others(house: ClockHouse) -> None:
    house.discord.closed = {LENAS}
    house.cases.put(life.ask_second_look(closed(a_case(direct=True)), LENAS, "again", TODAY, START))
    await house.slot()
    assert house.discord.places() == [MARAS, OTTOS]


# --- those who left, stopped or lost the role --------------------------------------------------------------------


def leaves(house: ClockHouse) -> None:
    del house.discord.present[MARAS]


def stops(house: ClockHouse) -> None:
    house.enrol(Enrolment(OTTOS))


def loses_the_role(house: ClockHouse) -> None:
    house.discord.present[MARAS] = person(MARAS, "Mara")


@pytest.mark.parametrize("goes", [leaves, stops, loses_the_role])
async def test_the_case_of_somebody_who_went_is_free_and_the_others_are_told(house: ClockHouse, goes: object) -> None:
    case_id = house.put(state=State.IN_PROGRESS, assigned=MARAS, last_news_on=TODAY)
    assert callable(goes)
    goes(house)
    await house.slot()
    case = house.case(case_id)
    assert (case.assigned, case.later) == (None, (LENAS,))
    assert house.discord.places() == [CHANNEL]
    await house.slots(1)
    assert len(house.discord.cards) == 1
    await house.slots(2)
    assert house.discord.cards == []


async def test_where_no_reader_is_left_the_later_ones_read_it_and_are_told(house: ClockHouse) -> None:
    case_id = house.put(readers=(MARAS,), state=State.IN_PROGRESS, assigned=MARAS, last_news_on=TODAY)
    leaves(house)
    await house.slot()
    case = house.case(case_id)
    assert (case.readers, case.later, case.assigned) == ((MARAS, LENAS), (), None)
    assert house.discord.places() == [CHANNEL, LENAS]


async def test_where_the_lead_is_gone_too_nothing_is_lost(house: ClockHouse) -> None:
    case_id = house.put(readers=(MARAS,), direct=True, card_due=True)
    leaves(house)
    del house.discord.present[LENAS]
    await house.slots(3)
    assert house.discord.cards == []
    assert house.case(case_id).card_due
    house.discord.present[LENAS] = LENA
    await house.slot()
    assert house.discord.places() == [LENAS]
    assert LENAS in house.case(case_id).readers


async def test_a_later_reader_who_is_named_or_stepped_aside_does_not_become_one(house: ClockHouse) -> None:
    case_ids = [house.put(readers=(MARAS,), named=(LENAS,)), house.put(readers=(MARAS,), out=(LENAS,))]
    leaves(house)
    await house.slot()
    assert all(LENAS not in house.case(case_id).readers for case_id in case_ids)


async def test_an_outage_does_not_look_like_everybody_leaving(house: ClockHouse) -> None:
    case_id = house.put(readers=(MARAS,), state=State.IN_PROGRESS, assigned=MARAS, last_news_on=TODAY)
    house.discord.is_down = True
    await house.slots(2)
    assert house.case(case_id).assigned == MARAS
    assert house.case(case_id).readers == (MARAS,)


async def test_a_closed_case_of_somebody_who_went_is_let_rest(house: ClockHouse) -> None:
    case_id = house.cases.put(closed(a_case(assigned=MARAS)))
    leaves(house)
    await house.slots(2)
    assert house.case(case_id).assigned == MARAS
    assert house.discord.cards == []


async def test_who_stopped_keeps_a_card_no_longer_than_anybody(house: ClockHouse) -> None:
    house.put(direct=True, card_due=True)
    await house.slot()
    assert house.discord.places() == [MARAS, OTTOS]
    stops(house)
    await house.slots(3)
    assert house.discord.places() == []


async def test_when_everybody_has_stopped_the_slots_go_on(house: ClockHouse) -> None:
    case_id = house.put(readers=(MARAS,))
    notes = {"concerns begun": "yes"}
    house.servers.server = replace(house.server, record=replace(house.server.record, enrolled=(), notes=notes))
    await house.delivery.keep_slots(HERE)
    assert len(house.tasks.rows) == 1
    await house.slot()
    assert LENAS in house.case(case_id).readers


# --- where cards may stand ---------------------------------------------------------------------------------------


async def shown_in_channel(house: ClockHouse, **changes: object) -> CaseId:
    case_id = house.put(card_due=True, **changes)
    await house.slot()
    assert house.discord.places() == [CHANNEL]
    assert house.case(case_id).card_in_channel
    return case_id


async def test_a_named_person_who_is_given_the_role_afterwards_finds_no_card(house: ClockHouse) -> None:
    case_id = await shown_in_channel(house, named=(NOORS,))
    house.discord.present[NOORS] = person(NOORS, "Noor", MODERATORS)
    house.discord.seeing.add(NOORS)
    await house.slot()
    assert house.discord.places() == [MARAS, OTTOS]
    assert not house.case(case_id).card_in_channel


async def test_a_lead_who_takes_concerns_too_finds_the_card_in_the_channel_alone(house: ClockHouse) -> None:
    house.settle(lead=MARAS)
    house.put(card_due=True, later=())
    await house.slot()
    assert house.discord.places() == [CHANNEL]


async def test_the_cards_of_other_concerns_stay(house: ClockHouse) -> None:
    await shown_in_channel(house)
    house.discord.seeing.add(NOORS)
    await house.slot()
    assert house.discord.places() == [CHANNEL]


@pytest.mark.parametrize("how", ["named", "out"])
async def test_somebody_who_is_out_from_now_on_loses_sight_of_the_card_at_once(house: ClockHouse, how: str) -> None:
    case_id = await shown_in_channel(house)
    await house.discord.show_directly(house.server, case_id, [OTTOS])
    with_changes(house, case_id, replace(house.case(case_id), card_strays=True, **{how: (OTTOS,)}))
    await house.delivery.look_again(house.server, kept(house, case_id), house.now)
    assert house.discord.places() == [MARAS]
    assert not house.case(case_id).card_strays


async def test_a_process_that_dies_while_it_takes_a_card_away_loses_neither_card_nor_secret(house: ClockHouse) -> None:
    class Died(BaseException):
        pass

    def die() -> None:
        raise Died

    case_id = await shown_in_channel(house, named=(NOORS,))
    house.discord.seeing.add(NOORS)
    house.cases.on_change = die
    for _ in range(2):
        with pytest.raises(Died):
            await house.delivery.catch_up(HERE)
    house.cases.on_change = None
    house.open()
    await house.delivery.catch_up(HERE)
    assert house.discord.places() == [MARAS, OTTOS]
    assert not house.case(case_id).card_in_channel


async def test_an_outage_while_a_card_is_taken_away_is_tried_again_soon(house: ClockHouse) -> None:
    case_id = await shown_in_channel(house)
    with_changes(house, case_id, replace(house.case(case_id), named=(OTTOS,)))
    house.discord.is_down = True
    await house.delivery.look_again(house.server, kept(house, case_id), house.now)
    assert house.discord.places() == [CHANNEL]
    assert len(house.tasks.rows) == 1
    house.discord.is_down = False
    await house.delivery.catch_up(HERE)
    assert house.discord.places() == [MARAS]


async def test_what_fails_in_the_moment_of_an_act_is_not_logged_in_that_moment(house: ClockHouse) -> None:
    """Of an urgent concern, or of somebody named, the journal must not tell the minute; the next try may be read."""
    case_id = house.put(card_due=True, urgent=True)
    house.discord.is_down = True
    with capture_logs() as logged:
        await house.delivery.deliver_now(house.server, kept(house, case_id), house.now)
        await house.delivery.take_away(house.server, kept(house, case_id), house.now)
    assert logged == []
    with capture_logs() as logged:
        await house.delivery.catch_up(HERE)
    assert "case not delivered" in [line["event"] for line in logged]


async def test_looking_again_brings_nothing_forward(house: ClockHouse) -> None:
    line = Line(Voice.REPORTER, "later", TODAY, START + timedelta(hours=9), delivered=False)
    case_id = house.put(lines=(line,))
    await house.delivery.look_again(house.server, kept(house, case_id), house.now)
    assert (house.discord.cards, house.case(case_id).lines[0].delivered) == ([], False)
    on_its_way = house.put(delivered_on=None, since=None, deliver_at=START + timedelta(hours=4), named=(OTTOS,))
    await house.delivery.look_again(house.server, kept(house, on_its_way), house.now)
    assert house.discord.cards == []


# --- who is told -------------------------------------------------------------------------------------------------


async def test_somebody_brought_in_is_told_directly_and_a_refusal_is_said(house: ClockHouse) -> None:
    case_id = house.put()
    assert await house.delivery.tell_reader(house.server, case_id, LENAS)
    assert house.discord.places() == [LENAS]
    house.discord.closed = {OTTOS}
    assert not await house.delivery.tell_reader(house.server, case_id, OTTOS)


async def test_somebody_brought_in_during_an_outage_is_told_soon(house: ClockHouse) -> None:
    case_id = house.put(readers=(MARAS, LENAS), to_tell=(LENAS,))
    house.discord.is_down = True
    assert await house.delivery.tell_reader(house.server, case_id, LENAS)
    assert [task.kind for task in house.tasks.rows] == [SLOT_TASK]
    house.discord.is_down = False
    await house.delivery.catch_up(HERE)
    assert (house.discord.places(), house.case(case_id).to_tell) == ([LENAS], ())


async def test_only_a_reporter_who_asked_for_it_is_messaged(house: ClockHouse) -> None:
    await house.delivery.tell_reporter(house.server, a_case())
    assert house.discord.notes == []
    await house.delivery.tell_reporter(house.server, a_case(message_me=MIA.member_id))
    assert house.discord.notes == [MIA.member_id]


async def test_a_closing_tells_the_reporter_for_the_last_time(house: ClockHouse) -> None:
    before = a_case(message_me=MIA.member_id)
    after = closed(before)
    await house.delivery.tell_reporter(house.server, before)
    await house.delivery.tell_reporter(house.server, after)
    assert house.discord.notes == [MIA.member_id]


async def test_delivery_tells_no_reporter_anything_unasked(house: ClockHouse) -> None:
    line = Line(Voice.REPORTER, "Mia", TODAY, START, delivered=False, event=Event.NAME_SHARED)
    house.put(message_me=MIA.member_id, lines=(line,))
    house.discord.closed = {MARAS, OTTOS, LENAS}
    await house.slots(20)
    assert house.discord.notes == []
    assert MIA.member_id not in [*house.reminded(), *house.discord.places(), *house.discord.channel_fails]


# --- trying again ------------------------------------------------------------------------------------------------


async def test_tries_do_not_pile_up_through_a_long_outage(house: ClockHouse) -> None:
    house.put(card_due=True)
    house.discord.is_down = True
    task = Task(SLOT_TASK, HERE, b"", house.now, 0)
    with pytest.raises(NotAllDelivered):
        await house.delivery._at_slot(task)  # pyright: ignore[reportPrivateUsage] # the scheduler's door
    house.discord.now += timedelta(hours=5)
    await house.delivery._at_slot(task)  # pyright: ignore[reportPrivateUsage] # as above
    assert house.discord.cards == []
