"""What a reader does with one case: each act with what it leaves, what it is told, and what it is refused."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date

import pytest

from bot.core.case import Account, Affected, Case, Named, Outcome, State
from bot.core.conversation import Event, Voice
from bot.core.identity import CaseId
from bot.services.case_acts import MOST_WORDS, Deed, Ending
from bot.services.case_views import ReadableCase, Section
from bot.services.people import Person
from bot.store.cases import Kept
from bot.store.database import Database
from bot.store.keystore import KeyStore
from tests.services.concern_house import (
    ACCOUNT,
    HERE,
    LENA,
    MARA,
    MIA,
    NOOR,
    OTTO,
    START,
    THERE,
    ConcernHouse,
    house_with_lead,
    person,
)
from tests.services.deeds import acknowledging, answering, asking, closing_with, noting, reopening, starting
from tests.services.refusals import refusal

ABOUT_NOOR = replace(ACCOUNT, about=Named(NOOR.member_id, "Noor"))
GROUP = replace(ACCOUNT, affected=Affected.GROUP)


@pytest.fixture
async def house(database: Database, keys: KeyStore) -> ConcernHouse:
    return await house_with_lead(database, keys)


async def urgent(house: ConcernHouse, account: Account = ACCOUNT) -> CaseId:
    """A case that its readers have."""
    before = {one.case_id for one in await house.cases.in_server(HERE)}
    await house.sent(account=account, urgent=True)
    (kept,) = [one for one in await house.cases.in_server(HERE) if one.case_id not in before]
    return kept.case_id


async def did(house: ConcernHouse, case_id: CaseId, deed: Deed, who: Person = MARA) -> ReadableCase:
    return await house.moderating.do(case_id, who, HERE, deed, START)


async def case_of(house: ConcernHouse, case_id: CaseId) -> Case:
    kept = await house.cases.find(case_id)
    assert kept is not None
    return kept.case


async def acts(house: ConcernHouse) -> list[str]:
    return [line.act for line in await house.audit.lines(await house.servers.get(HERE))]


async def message_me(house: ConcernHouse, case_id: CaseId) -> None:
    await house.cases.change(case_id, lambda case: replace(case, message_me=MIA.member_id))


async def test_moving_leaves_a_line_and_the_first_move_acknowledges(house: ConcernHouse) -> None:
    case_id = await urgent(house)
    moved = await did(house, case_id, starting(" soon "))
    assert (moved.case.state, moved.case.acknowledged_by) == (State.IN_PROGRESS, MARA.member_id)
    assert [(line.voice, line.event, line.words) for line in moved.lines] == [(Voice.STAFF, Event.IN_PROGRESS, "soon")]
    assert house.discord.places() == []
    asked = await did(house, case_id, asking(""), OTTO)
    assert (asked.case.state, asked.lines[-1].event) == (State.ASKING, Event.ASKING)
    assert await acts(house) == ["concern in-progress", "concern asking"]


async def test_the_reporter_is_told_of_every_act_they_can_read_if_they_asked_for_it(house: ConcernHouse) -> None:
    case_id = await urgent(house)
    await message_me(house, case_id)
    await did(house, case_id, acknowledging)
    await did(house, case_id, noting("for us"))
    assert house.discord.notes == []
    await did(house, case_id, answering("hello"))
    await did(house, case_id, asking(""))
    await did(house, case_id, closing_with(Ending("settled", "bye")))
    assert house.discord.notes == [MIA.member_id] * 3
    assert (await case_of(house, case_id)).message_me is None
    await did(house, case_id, reopening(""))
    assert len(house.discord.notes) == 3


async def test_closing_keeps_what_came_of_it_and_reopening_begins_anew(house: ConcernHouse) -> None:
    case_id = await urgent(house)
    closed = await did(house, case_id, closing_with(Ending("recorded", "thank you")), OTTO)
    closing = closed.case.closing
    assert closing is not None
    assert (closed.case.state, closing.outcome, closing.by) == (State.CLOSED, Outcome.RECORDED, OTTO.member_id)
    assert (closed.section, closed.next, closed.lines[-1].detail) == (Section.DONE, None, "recorded")
    assert await refusal(did(house, case_id, starting("x"))) == "case-is-closed"
    assert await refusal(house.people.take(case_id, MARA, HERE, START)) == "case-is-closed"
    assert (await did(house, case_id, answering("one more word"))).case.state is State.CLOSED
    again = await did(house, case_id, reopening("we look again"))
    assert (again.case.state, again.case.assigned, again.section) == (
        State.IN_PROGRESS,
        MARA.member_id,
        Section.MINE,
    )
    assert await refusal(did(house, case_id, reopening(""))) == "case-is-open"


async def test_a_case_that_touches_many_is_not_closed_before_it_is_said_who_was_reached(house: ConcernHouse) -> None:
    case_id = await urgent(house, GROUP)
    told = Ending("settled", "we spoke")
    assert await refusal(did(house, case_id, closing_with(told))) == "case-unsaid-reached"
    assert (await case_of(house, case_id)).state is State.WAITING
    closed = await did(house, case_id, closing_with(replace(told, reached="all three")))
    assert closed.case.closing is not None
    assert closed.case.closing.reached == "all three"


async def test_an_outcome_against_somebody_asks_whether_they_were_heard(house: ConcernHouse) -> None:
    case_id = await urgent(house, ABOUT_NOOR)
    told = Ending("acted", "")
    assert await refusal(did(house, case_id, closing_with(told))) == "case-unsaid-heard"
    unheard = replace(told, heard="no")
    assert await refusal(did(house, case_id, closing_with(unheard))) == "case-unsaid-why-not"
    closed = await did(house, case_id, closing_with(replace(unheard, why_not="not safe")))
    assert closed.case.closing is not None
    assert (closed.case.closing.heard, closed.case.closing.why_not) == (False, "not safe")


async def test_what_need_not_be_said_is_not_kept(house: ConcernHouse) -> None:
    case_id = await urgent(house)
    closed = await house.moderating.do(
        case_id, MARA, HERE, closing_with(Ending("acted", "", "everyone", "no", "because")), START
    )
    assert closed.case.closing is not None
    assert (closed.case.closing.reached, closed.case.closing.heard, closed.case.closing.why_not) == ("", None, "")


@pytest.mark.parametrize(
    ("told", "key"),
    [
        (Ending("nonsense", ""), "button-outdated"),
        (Ending("", ""), "button-outdated"),
        (Ending("settled", "", heard="perhaps"), "button-outdated"),
        (Ending("settled", "x" * (MOST_WORDS + 1)), "case-words-too-long"),
        (Ending("settled", "", reached="x" * (MOST_WORDS + 1)), "case-words-too-long"),
    ],
)
async def test_a_forged_form_is_refused_and_for_an_outsider_the_case_is_unknown_first(
    house: ConcernHouse, told: Ending, key: str
) -> None:
    case_id = await urgent(house)
    assert await refusal(did(house, case_id, closing_with(told))) == key
    assert await refusal(did(house, case_id, closing_with(told), LENA)) == "case-unknown"
    assert await acts(house) == []


@pytest.mark.parametrize("words", ["", "  \n ", "x" * (MOST_WORDS + 1)])
async def test_words_that_are_none_or_too_many_change_nothing(house: ConcernHouse, words: str) -> None:
    case_id = await urgent(house)
    before = await case_of(house, case_id)
    for deed in (answering(words), noting(words)):
        assert await refusal(did(house, case_id, deed)) in ("case-words-missing", "case-words-too-long")
    assert await case_of(house, case_id) == before


Act = Callable[[ConcernHouse, CaseId], Awaitable[ReadableCase]]
TWICE: list[tuple[str, Act]] = [
    ("acknowledge", lambda house, case_id: did(house, case_id, acknowledging)),
    ("answer", lambda house, case_id: did(house, case_id, answering("x", "form"))),
    ("start", lambda house, case_id: did(house, case_id, starting("x", "form"))),
    ("start without words", lambda house, case_id: did(house, case_id, starting("", "form"))),
    ("ask", lambda house, case_id: did(house, case_id, asking("", "form"))),
    ("note", lambda house, case_id: did(house, case_id, noting("x", "form"))),
    ("take", lambda house, case_id: house.people.take(case_id, MARA, HERE, START)),
    ("close", lambda house, case_id: did(house, case_id, closing_with(Ending("settled", "x"), "form"))),
    ("close, no words", lambda house, case_id: did(house, case_id, closing_with(Ending("settled", ""), "form"))),
]


@pytest.mark.parametrize(("name", "act"), TWICE)
async def test_the_same_form_twice_counts_once(house: ConcernHouse, name: str, act: Act) -> None:
    case_id = await urgent(house)
    await message_me(house, case_id)
    first = await act(house, case_id)
    second = await act(house, case_id)
    assert (first.is_new, second.is_new) == (True, False)
    assert replace(first.case, opened_by=second.case.opened_by) == second.case
    assert [one == "concern read" for one in await acts(house)] == [False, True]
    assert len(house.discord.notes) <= 1


async def test_two_moderators_at_once_both_get_through_and_one_acknowledges(house: ConcernHouse) -> None:
    case_id = await urgent(house)
    both = await asyncio.gather(
        *(did(house, case_id, acknowledging, one) for one in (MARA, OTTO)),
        *(did(house, case_id, noting(f"by {one.display_name}"), one) for one in (MARA, OTTO)),
    )
    assert sorted(one.is_new for one in both[:2]) == [False, True]
    case = await case_of(house, case_id)
    assert len(case.notes) == 2
    assert (await acts(house)).count("concern acknowledged") == 1
    assert (
        case.acknowledged_by
        == next(one for one, done in zip((MARA, OTTO), both, strict=False) if done.is_new).member_id
    )


async def test_whoever_is_named_between_looking_and_acting_is_told_there_is_none(
    house: ConcernHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    case_id = await urgent(house)
    find = house.cases.find

    async def found_then_named(wanted: CaseId) -> Kept | None:
        found = await find(wanted)
        await house.cases.change(case_id, lambda case: replace(case, named=(MARA.member_id,)))
        return found

    monkeypatch.setattr(house.cases, "find", found_then_named)
    assert await refusal(did(house, case_id, answering("x"))) == "case-unknown"
    monkeypatch.undo()
    assert (await case_of(house, case_id)).lines == ()


async def test_what_was_withdrawn_can_only_be_looked_at(house: ConcernHouse) -> None:
    code = await house.sent(urgent=True)
    (kept,) = await house.cases.in_server(HERE)
    await house.moderating.do(kept.case_id, MARA, HERE, acknowledging, START)
    await house.way_back.withdraw(HERE, code, START)
    (left,) = await house.cases.in_server(HERE)
    for attempt in (
        house.moderating.do(left.case_id, MARA, HERE, acknowledging, START),
        house.moderating.do(left.case_id, MARA, HERE, answering("x"), START),
        house.moderating.do(left.case_id, MARA, HERE, closing_with(Ending("settled", "")), START),
        house.people.take(left.case_id, MARA, HERE, START),
        house.people.step_aside(left.case_id, MARA, HERE, START),
    ):
        assert await refusal(attempt) == "case-withdrawn"


async def test_a_block_is_set_from_a_case_and_lifted_and_nobody_learns_who_it_is(house: ConcernHouse) -> None:
    await house.sent(urgent=True, writer=MIA)
    (kept,) = await house.cases.in_server(HERE)
    assert (await house.moderating.block(kept.case_id, MARA, HERE, START)).is_blocked is True
    assert await refusal(house.sent(writer=MIA)) == "concern-blocked"
    assert (await house.moderating.lift(kept.case_id, OTTO, HERE, START)).is_blocked is False
    await house.moderating.lift(kept.case_id, OTTO, HERE, START)
    await house.sent(writer=MIA)
    assert await acts(house) == ["concern blocked", "concern unblocked", "concern read"]


async def test_after_a_restart_it_is_said_that_nobody_can_be_blocked(house: ConcernHouse) -> None:
    case_id = await urgent(house)
    await house.restart()
    assert (await house.moderating.open(case_id, MARA, HERE, START)).is_blocked is None
    assert await refusal(house.moderating.block(case_id, MARA, HERE, START)) == "case-block-unknown"
    assert await refusal(house.moderating.block(case_id, LENA, HERE, START)) == "case-unknown"


async def test_my_day_has_its_parts_in_order(house: ConcernHouse) -> None:
    overdue = await urgent(house, replace(ACCOUNT, story="overdue"))
    house.discord.now = now = START.replace(day=24)
    today, rest = await urgent(house, replace(ACCOUNT, story="today")), await urgent(house)
    many, mine, done = await urgent(house, GROUP), await urgent(house), await urgent(house)
    await house.cases.change(today, lambda case: replace(case, since=date(2026, 11, 23)))
    await house.people.take(mine, MARA, HERE, now)
    await house.moderating.do(done, OTTO, HERE, closing_with(Ending("settled", "")), now)
    listed = await house.moderating.mine(HERE, MARA, now)
    assert [(one.case_id, one.section) for one in listed] == [
        (mine, Section.MINE),
        (overdue, Section.OVERDUE),
        (today, Section.TODAY),
        (many, Section.REST),
        (rest, Section.REST),
        (done, Section.DONE),
    ]
    assert (
        next(one.section for one in await house.moderating.mine(HERE, OTTO, now) if one.case_id == mine) is Section.REST
    )


async def test_the_day_by_button_is_empty_for_whoever_has_none_there(house: ConcernHouse) -> None:
    case_id = await urgent(house)
    without_roles = person(1, "Mara")
    day = house.moderating.day
    assert [one.case_id for one in await day(HERE, without_roles, None, START)] == [case_id]
    assert [one.case_id for one in await day(HERE, MARA, HERE, START)] == [case_id]
    house.discord.present[MARA.member_id] = without_roles
    for attempt in (
        day(HERE, without_roles, None, START),
        day(HERE, MARA, THERE, START),
        day(THERE, MARA, None, START),
        day(HERE, MIA, HERE, START),
    ):
        assert await attempt == []


async def test_a_label_opens_what_one_may_read_and_nothing_else(house: ConcernHouse) -> None:
    case_id = await urgent(house)
    label = (await case_of(house, case_id)).label
    typed = f" {label[:3].lower().replace('0', 'o')}-{label[3:].replace('1', 'l')}"
    assert (await house.moderating.named(HERE, typed, MARA, START)).case_id == case_id
    assert [one.case_id for one in await house.moderating.labelled(HERE, MARA, label[1:4].lower(), START)] == [case_id]
    assert await acts(house) == ["concern read"]
    nowhere = "0" * 6 if label != "0" * 6 else "1" * 6
    assert await refusal(house.moderating.named(HERE, nowhere, MARA, START)) == "case-unknown"
    for someone in (LENA, MIA, person(2, "Otto")):
        assert await refusal(house.moderating.named(HERE, label, someone, START)) == "case-unknown"
        assert await house.moderating.labelled(HERE, someone, "", START) == []
    assert await house.moderating.labelled(THERE, MARA, "", START) == []


async def test_a_small_page_is_no_reading_and_still_only_for_readers(house: ConcernHouse) -> None:
    case_id = await urgent(house)
    assert (await house.moderating.glance(case_id, MARA, HERE, START)).case_id == case_id
    assert await refusal(house.moderating.glance(case_id, LENA, HERE, START)) == "case-unknown"
    assert await acts(house) == []
    assert (await case_of(house, case_id)).opened_by == ()
