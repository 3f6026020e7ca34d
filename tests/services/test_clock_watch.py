"""Missed clocks: who is told, when, how often; nobody who is out ever, and the lead at last."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.case import Case, State, is_barred
from bot.core.identity import CaseId, MemberId
from bot.core.readership import Category
from bot.services.clock_watch import may_remind
from bot.services.server_records import Enrolment, Server
from tests.services.clock_house import ACCOUNT, ClockHouse
from tests.services.fake_discord import CHANNEL, HERE, LENA, MARA, MODERATORS, OTTO, START, Discord, person

TODAY = START.date()
THREE = (MARA, OTTO, person(6, "Petra", MODERATORS))


def days(count: int) -> timedelta:
    return timedelta(days=count)


async def after(house: ClockHouse, count: int) -> list[MemberId]:
    """Who was reminded by the end of that day, in order."""
    while house.next_slot().date() <= TODAY + days(count):
        await house.slot()
    return house.reminded()


async def test_nobody_is_told_before_the_day_has_passed_then_one_each_day_and_the_lead_last() -> None:
    house = ClockHouse()
    house.put()
    assert await after(house, 2) == []
    assert len(await after(house, 3)) == 1
    assert sorted(await after(house, 4)) == [MARA.member_id, OTTO.member_id]
    assert (await after(house, 5))[-1] == LENA.member_id
    assert len(await after(house, 9)) == 3
    assert len(await after(house, 12)) == 4  # a week after the last one it begins anew


async def test_whoever_was_told_may_read_from_then_on() -> None:
    house = ClockHouse()
    case_id = house.put(readers=(MARA.member_id,))
    assert await after(house, 3) == [MARA.member_id]
    assert LENA.member_id not in house.case(case_id).readers
    await after(house, 4)
    assert house.case(case_id).readers == (MARA.member_id, LENA.member_id)
    assert house.case(case_id).later == ()


async def test_the_one_whose_task_it_is_is_reminded_on_the_day_itself() -> None:
    house = ClockHouse()
    house.put(state=State.IN_PROGRESS, assigned=OTTO.member_id, last_news_on=TODAY)
    assert await after(house, 13) == []
    assert await after(house, 14) == [OTTO.member_id]
    assert await after(house, 15) == [OTTO.member_id, MARA.member_id]


async def test_one_message_a_day_for_a_person_however_many_concerns() -> None:
    house = ClockHouse(enrolled=(MARA,))
    for category, _ in zip(Category, range(5), strict=False):
        house.put(readers=(MARA.member_id,), account=replace(ACCOUNT, category=category))
    assert await after(house, 3) == [MARA.member_id]
    assert house.discord.reminded == [(MARA.member_id, TODAY + days(3))]


async def test_the_first_to_be_told_is_not_always_the_same() -> None:
    house = ClockHouse(enrolled=THREE)
    house.discord.present |= {one.member_id: one for one in THREE}
    everybody = tuple(one.member_id for one in THREE)
    case_ids = [house.put(readers=everybody) for _ in range(40)]
    await after(house, 3)
    first = [house.case(case_id).told[0] for case_id in case_ids]
    assert all(first.count(one) >= 5 for one in everybody)


async def test_whose_messages_are_closed_is_passed_over_at_once() -> None:
    house = ClockHouse()
    house.discord.closed = {MARA.member_id, OTTO.member_id}
    house.put()
    assert await after(house, 3) == [LENA.member_id]


async def test_where_nobody_takes_messages_the_card_comes_back() -> None:
    house = ClockHouse()
    house.discord.closed = {MARA.member_id, OTTO.member_id, LENA.member_id}
    case_id = house.put()
    assert await after(house, 2) == []
    assert house.discord.cards == []
    await after(house, 3)
    assert (house.discord.places(), house.case(case_id).told) == ([CHANNEL], ())


async def test_whoever_is_away_is_passed_over_unless_everybody_is() -> None:
    house = ClockHouse(lead=None)
    house.enrol(Enrolment(MARA.member_id, TODAY + days(30)), Enrolment(OTTO.member_id))
    house.put(later=())
    assert await after(house, 3) == [OTTO.member_id]
    assert await after(house, 5) == [OTTO.member_id]

    house = ClockHouse(lead=None)
    house.enrol(*(Enrolment(one.member_id, TODAY + days(30)) for one in (MARA, OTTO)))
    house.put(later=())
    assert len(await after(house, 3)) == 1


async def test_somebody_who_is_out_does_not_count_as_present() -> None:
    house = ClockHouse(lead=None)
    house.enrol(Enrolment(MARA.member_id, TODAY + days(30)), Enrolment(OTTO.member_id))
    house.put(later=(), named=(OTTO.member_id,))
    assert await after(house, 3) == [MARA.member_id]


async def test_the_lead_comes_last_among_the_readers_too() -> None:
    house = ClockHouse()
    readers = tuple(one.member_id for one in (LENA, MARA, OTTO))
    case_ids = [house.put(readers=readers, later=(), direct=True) for _ in range(20)]
    await after(house, 5)
    assert {house.case(case_id).told[-1] for case_id in case_ids} == {LENA.member_id}


async def test_somebody_named_while_they_are_told_does_not_become_a_reader() -> None:
    class Slow(Discord):
        async def remind(self, server: Server, member: MemberId, day: date) -> bool:
            house.cases.rows[case_id] = replace(house.case(case_id), named=(LENA.member_id,))
            return await super().remind(server, member, day)

    house = ClockHouse()
    house.discord = Slow()
    house.open()
    told = (MARA.member_id,)
    case_id = house.put(readers=told, told=told, told_on=TODAY + days(14), state=State.ACKNOWLEDGED, last_news_on=TODAY)
    house.discord.now = START + days(15)
    await house.delivery.catch_up(HERE)
    case = house.case(case_id)
    assert house.reminded() == [LENA.member_id]
    assert (LENA.member_id in case.readers, case.told) == (False, (MARA.member_id,))


async def test_an_outage_is_tried_again_soon_and_nobody_is_told_twice() -> None:
    house = ClockHouse()
    house.put()
    await after(house, 2)
    house.discord.is_down = True
    await house.slot()
    assert (house.reminded(), len(house.tasks.rows)) == ([], 1)
    # In ten minutes at most, and on the round: the row tells no minute.
    due = house.tasks.rows[0].due
    assert due % 600 == 0
    assert 0 < due - house.now.timestamp() <= 600
    house.discord.is_down = False
    for _ in range(3):
        await house.delivery.catch_up(HERE)
    assert len(house.reminded()) == 1


async def test_a_process_that_dies_after_the_message_sends_no_second_one() -> None:
    class Died(BaseException):
        pass

    def die() -> None:
        if house.discord.reminded:
            house.cases.on_change = None
            house.cases.rows[case_id] = before
            raise Died

    house = ClockHouse()
    case_id = house.put()
    await after(house, 2)
    before = house.cases.rows[case_id]
    house.cases.on_change = die
    with pytest.raises(Died):
        await house.slot()
    assert house.case(case_id).told == ()
    house.open()
    await house.delivery.catch_up(HERE)
    assert len(house.reminded()) == 1
    assert house.case(case_id).told == tuple(house.reminded())


@pytest.mark.parametrize(
    ("hour", "told"), [(0, False), (7, False), (8, True), (12, True), (20, True), (21, False), (23, False)]
)
async def test_nobody_is_told_at_night(hour: int, *, told: bool) -> None:
    house = ClockHouse()
    house.put()
    house.discord.now = datetime(2026, 11, 26, hour, 5, tzinfo=UTC)
    await house.delivery.catch_up(HERE)
    assert bool(house.reminded()) is told
    assert may_remind(house.server, house.now) is told


async def test_the_night_is_the_servers_own() -> None:
    house = ClockHouse()
    house.put()
    house.settle(timezone="Asia/Tokyo")
    house.discord.now = datetime(2026, 11, 26, 13, 0, tzinfo=UTC)  # 22:00 there
    await house.delivery.catch_up(HERE)
    assert house.reminded() == []


async def test_a_night_that_covers_every_delivery_does_not_silence_the_clocks() -> None:
    house = ClockHouse()
    house.settle(delivery_hours=(6,))
    house.put()
    assert len(await after(house, 3)) == 1


async def test_a_free_weekend_moves_the_day_and_keeps_quiet() -> None:
    house = ClockHouse()
    wednesday, thursday = date(2026, 11, 25), date(2026, 11, 26)
    house.settle(quiet_weekends=True)
    house.put(delivered_on=thursday, since=thursday)  # Saturday becomes Monday
    urgent = house.put(delivered_on=wednesday, since=wednesday, urgent=True)  # Thursday stays
    assert len(await after(house, 5)) == 1  # Friday
    assert len(house.case(urgent).told) == 1
    assert len(await after(house, 7)) == 1  # Sunday
    assert len(await after(house, 8)) == 2  # Monday: the urgent one again, the other is due today
    assert {day.weekday() for _, day in house.discord.reminded} == {0, 4}


@pytest.mark.parametrize("state", [State.HELD, State.CLOSED, State.WITHDRAWN])
async def test_what_nobody_works_on_reminds_nobody(state: State) -> None:
    house = ClockHouse()
    settled = {"closed_on": TODAY} if state is not State.HELD else {"held_on": TODAY, "delivered_on": None}
    house.put(state=state, **settled)
    await house.slots(30)
    assert house.reminded() == []


async def test_a_concern_on_its_way_reminds_nobody() -> None:
    house = ClockHouse()
    house.put(delivered_on=None, since=None, deliver_at=START + days(400))
    await house.slots(10)
    assert house.reminded() == []


# --- whatever happens --------------------------------------------------------------------------------------------

CAST = tuple(person(number, f"person {number}", MODERATORS) for number in range(1, 7))
LEAD = person(9, "the lead")
members = st.sampled_from([one.member_id for one in (*CAST, LEAD)])
happenings = st.lists(
    st.tuples(st.sampled_from(["leaves", "returns", "closes", "opens", "away", "named", "aside", "stops"]), members),
    max_size=40,
)


def happen(house: ClockHouse, case_id: CaseId, what: str, who: MemberId) -> None:
    """Let something happen to somebody."""
    everybody = {one.member_id: one for one in (*CAST, LEAD)}
    case = house.case(case_id)
    match what:
        case "leaves":
            house.discord.present.pop(who, None)
        case "returns":
            house.discord.present[who] = everybody[who]
        case "closes":
            house.discord.closed.add(who)
        case "opens":
            house.discord.closed.discard(who)
        case "away":
            away = house.today + days(9)
            changed = (replace(one, away_until=away) if one.member_id == who else one for one in enrolled(house))
            house.enrol(*changed)
        case "stops":
            house.enrol(*(one for one in enrolled(house) if one.member_id != who))
        case "named":
            keep(house, case_id, replace(case, named=(*case.named, who)))
        case _:
            keep(house, case_id, replace(case, out=(*case.out, who)))


def enrolled(house: ClockHouse) -> tuple[Enrolment, ...]:
    return house.server.record.enrolled


def keep(house: ClockHouse, case_id: CaseId, case: Case) -> None:
    house.cases.rows[case_id] = case


def begun(readers: int) -> tuple[ClockHouse, CaseId]:
    """A house with six who take concerns and a lead, and a case that the first of them read."""
    house = ClockHouse(enrolled=CAST, lead=LEAD)
    house.discord.present = {one.member_id: one for one in (*CAST, LEAD)}
    read_by = tuple(one.member_id for one in CAST[:readers])
    return house, house.put(readers=read_by, later=(LEAD.member_id,))


@given(st.integers(1, 6), happenings)
async def test_nobody_who_is_out_or_of_whom_the_reporter_was_not_told_is_ever_told(
    readers: int, what_happens: list[tuple[str, MemberId]]
) -> None:
    house, case_id = begun(readers)
    promised = {*house.case(case_id).readers, LEAD.member_id}
    for what, who in what_happens:
        happen(house, case_id, what, who)
        before = len(house.discord.reminded)
        await house.slot()
        told = house.reminded()[before:]
        assert len(told) <= 1
        for one in told:
            assert one in promised
            assert not is_barred(house.case(case_id), one)
            assert one in house.discord.present
            assert one not in house.discord.closed


@given(st.integers(0, 6), happenings)
async def test_a_missed_clock_reaches_the_lead_at_last(readers: int, what_happens: list[tuple[str, MemberId]]) -> None:
    house, case_id = begun(readers)
    for what, who in what_happens:
        if who != LEAD.member_id:
            happen(house, case_id, what, who)
        await house.slot()
    await house.slots(12)
    case = house.case(case_id)
    assert LEAD.member_id in house.reminded()
    assert LEAD.member_id in case.readers
