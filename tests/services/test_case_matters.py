"""Joined cases: only who may read both sees that, each reporter gets the same and learns of nobody else."""

from dataclasses import replace

import pytest

from bot.core.case import Affected, Named, State
from bot.core.case_work import MOST_JOINED
from bot.core.identity import CaseId
from bot.services.case_acts import Ending
from bot.store.database import Database
from bot.store.keystore import KeyStore
from tests.services.concern_house import ACCOUNT, HERE, MARA, OTTO, START, ConcernHouse, house_with_lead
from tests.services.deeds import acknowledging, answering, asking, closing_with, starting
from tests.services.test_case_acts import acts, case_of, refusal, urgent

ABOUT_OTTO = replace(ACCOUNT, about=Named(OTTO.member_id, "Otto"))


@pytest.fixture
async def house(database: Database, keys: KeyStore) -> ConcernHouse:
    return await house_with_lead(database, keys)


async def joined(house: ConcernHouse, *cases: CaseId) -> None:
    for one in cases[1:]:
        await house.matters.join(cases[0], MARA, HERE, one, START)


async def test_joining_shows_on_both_sides_and_with_all_that_was_joined_before(house: ConcernHouse) -> None:
    one, two, three = [await urgent(house) for _ in range(3)]
    joinable = await house.matters.to_join(one, MARA, HERE, START)
    assert {other.case_id for other in joinable.others} == {two, three}
    await joined(house, one, two)
    seen = await house.matters.join(three, OTTO, HERE, two, START)
    assert {other.case_id for other in seen.matter} == {one, two}
    assert (await house.matters.to_join(one, MARA, HERE, START)).others == ()
    again = await house.matters.join(one, MARA, HERE, three, START)
    assert not again.is_new
    assert (await acts(house)).count("concern joined") == 5


async def test_whoever_may_not_read_both_neither_joins_nor_sees_nor_answers_them(house: ConcernHouse) -> None:
    open_to_both, maras = await urgent(house), await urgent(house, ABOUT_OTTO)
    assert (await house.matters.to_join(open_to_both, OTTO, HERE, START)).others == ()
    assert await refusal(house.matters.join(open_to_both, OTTO, HERE, maras, START)) == "case-unknown"
    assert await refusal(house.matters.part(open_to_both, OTTO, HERE, maras, START)) == "case-unknown"
    await joined(house, open_to_both, maras)
    assert (await house.moderating.open(open_to_both, OTTO, HERE, START)).matter == ()
    await house.matters.do(open_to_both, OTTO, HERE, answering("from Otto"), START)
    assert (await case_of(house, maras)).lines == ()
    trail = (await house.log.look(HERE, OTTO, 0)).lines
    label = (await case_of(house, maras)).label
    assert all(label not in line.details.values() for line in trail)


async def test_somebody_named_later_no_longer_sees_that_they_are_joined(house: ConcernHouse) -> None:
    one, two = [await urgent(house) for _ in range(2)]
    await joined(house, one, two)
    await house.cases.change(two, lambda case: replace(case, named=(OTTO.member_id,)))
    assert (await house.moderating.open(one, OTTO, HERE, START)).matter == ()
    assert [other.case_id for other in (await house.moderating.open(one, MARA, HERE, START)).matter] == [two]


async def test_everyone_who_raised_it_reads_the_same(house: ConcernHouse) -> None:
    one, two, apart = [await urgent(house) for _ in range(3)]
    await joined(house, one, two)
    await house.matters.do(one, MARA, HERE, acknowledging, START)
    await house.matters.do(one, MARA, HERE, answering("we read it"), START)
    await house.matters.do(one, MARA, HERE, starting(""), START)
    await house.matters.do(one, MARA, HERE, asking("how are you?"), START)
    first, second = await case_of(house, one), await case_of(house, two)
    assert (first.lines, first.state) == (second.lines, second.state)
    assert [line.words for line in first.lines] == ["we read it", "", "how are you?"]
    assert (await case_of(house, apart)).lines == ()
    assert (await house.matters.do(two, MARA, HERE, answering("how are you?"), START)).is_new


async def test_what_changes_only_the_others_is_not_said_to_change_nothing(house: ConcernHouse) -> None:
    one, two = [await urgent(house) for _ in range(2)]
    await joined(house, one, two)
    await house.moderating.do(one, MARA, HERE, acknowledging, START)
    assert (await house.matters.do(one, MARA, HERE, acknowledging, START)).is_new
    assert (await case_of(house, two)).state is State.ACKNOWLEDGED
    assert not (await house.matters.do(one, MARA, HERE, acknowledging, START)).is_new


async def test_what_cannot_be_closed_with_the_others_is_left_and_named(house: ConcernHouse) -> None:
    one, many, done = (
        await urgent(house),
        await urgent(house, replace(ACCOUNT, affected=Affected.GROUP)),
        await urgent(house),
    )
    await joined(house, one, many, done)
    await house.moderating.do(done, MARA, HERE, closing_with(Ending("recorded", "")), START)
    closed = await house.matters.do(one, MARA, HERE, closing_with(Ending("settled", "all is well")), START)
    assert closed.left_out == ((await case_of(house, many)).label,)
    assert [(await case_of(house, each)).state for each in (one, many)] == [State.CLOSED, State.WAITING]
    again = Ending("settled", "all is well", reached="everybody")
    assert (await house.matters.do(many, MARA, HERE, closing_with(again), START)).left_out == ()
    closing = (await case_of(house, done)).closing
    assert closing is not None
    assert closing.outcome == "recorded"


async def test_parting_takes_one_out_and_leaves_the_others_joined(house: ConcernHouse) -> None:
    one, two, three = [await urgent(house) for _ in range(3)]
    await joined(house, one, two, three)
    left = await house.matters.part(one, MARA, HERE, two, START)
    assert [other.case_id for other in left.matter] == [three]
    assert (await case_of(house, two)).joined == ()
    assert (await case_of(house, three)).joined == (one,)
    assert not (await house.matters.part(one, MARA, HERE, two, START)).is_new


async def test_a_case_is_not_joined_with_itself_nor_with_one_that_is_gone_or_withdrawn(house: ConcernHouse) -> None:
    one = await urgent(house)
    nowhere = CaseId(b"n" * 16)
    for other in (one, nowhere):
        assert await refusal(house.matters.join(one, MARA, HERE, other, START)) == "case-unknown"
    code = await house.sent(urgent=True)
    taken = next(kept for kept in await house.cases.in_server(HERE) if kept.case_id != one)
    await house.moderating.do(taken.case_id, MARA, HERE, acknowledging, START)
    await joined(house, one, taken.case_id)
    await house.way_back.withdraw(HERE, code, START)
    withdrawn = next(kept for kept in await house.cases.in_server(HERE) if kept.case_id != one)
    assert (await house.moderating.open(one, MARA, HERE, START)).matter == ()
    assert (await house.matters.to_join(one, MARA, HERE, START)).others == ()
    assert await refusal(house.matters.join(one, MARA, HERE, withdrawn.case_id, START)) == "case-withdrawn"


async def test_too_many_are_refused_before_any_is_joined(house: ConcernHouse) -> None:
    one, *others = [await urgent(house) for _ in range(MOST_JOINED + 2)]
    await house.cases.change(one, lambda case: replace(case, joined=tuple(others[:MOST_JOINED])))
    assert await refusal(house.matters.join(one, MARA, HERE, others[-1], START)) == "case-joined-full"
    assert [(await case_of(house, each)).joined for each in others] == [()] * len(others)


async def test_cases_that_are_gone_make_room(house: ConcernHouse) -> None:
    one, two = [await urgent(house) for _ in range(2)]
    gone = tuple(CaseId(bytes([number]) * 16) for number in range(MOST_JOINED))
    await house.cases.change(one, lambda case: replace(case, joined=gone))
    await joined(house, one, two)
    assert (await case_of(house, one)).joined == (two,)
