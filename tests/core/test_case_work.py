"""What the readers of a case can do with it, in which state, and what must be said before it is closed."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core import case_life as life
from bot.core import case_work as work
from bot.core.case import Affected, Case, Closing, Named, Outcome, State, is_open, may_read
from bot.core.case_delivery import deliver_lines
from bot.core.case_life import NotNow
from bot.core.case_work import Full, Unsaid
from bot.core.clocks import OUTCOME_WITHIN, NextDate, next_date
from bot.core.codec import Codec
from bot.core.conversation import Event
from bot.core.identity import CaseId, MemberId
from tests.core.sample_case import ACCOUNT, DAY, KOFI, LENA, MARA, NOOR, NOW, OTTO, delivered, sent

RECORDED = Closing(Outcome.RECORDED, MARA, DAY)
AGAINST = [outcome for outcome in Outcome if outcome.is_against]
OTHER = CaseId(b"o" * 16)


def test_it_belongs_to_whoever_acknowledges_it_first() -> None:
    case = work.acknowledge(work.acknowledge(delivered(), MARA, DAY), LENA, DAY)
    assert (case.assigned, case.acknowledged_by) == (MARA, MARA)
    assert work.acknowledge(work.hand_over(delivered(), LENA), MARA, DAY).assigned == LENA


@pytest.mark.parametrize("state", [State.IN_PROGRESS, State.ASKING])
def test_moving_it_tells_the_reporter_and_acknowledges(state: State) -> None:
    case = work.move(delivered(), MARA, state, "we are asking around", DAY)
    assert (case.state, case.acknowledged_by, case.last_news_on) == (state, MARA, DAY)
    assert case.lines[-1].event.value == state.value
    assert work.move(case, MARA, state, "we are asking around", DAY).lines == case.lines


@pytest.mark.parametrize("state", [State.HELD, State.WAITING, State.ACKNOWLEDGED, State.CLOSED, State.WITHDRAWN])
def test_it_cannot_be_moved_anywhere_else(state: State) -> None:
    with pytest.raises(NotNow):
        work.move(delivered(), MARA, state, "", DAY)


@pytest.mark.parametrize("affected", [Affected.SEVERAL, Affected.GROUP])
def test_where_many_are_affected_somebody_says_whom_they_reached(affected: Affected) -> None:
    case = delivered(account=replace(ACCOUNT, affected=affected))
    with pytest.raises(Unsaid) as unsaid:
        work.close(case, RECORDED, "")
    assert unsaid.value.what == "reached"
    with pytest.raises(Unsaid):
        work.close(case, replace(RECORDED, reached=" \n"), "")
    assert work.close(case, replace(RECORDED, reached="both of them"), "").state is State.CLOSED


@pytest.mark.parametrize("outcome", AGAINST)
def test_against_a_person_it_is_said_whether_they_were_heard(outcome: Outcome) -> None:
    closing = replace(RECORDED, outcome=outcome)
    for missing, what in ((closing, "heard"), (replace(closing, heard=False), "why-not")):
        with pytest.raises(Unsaid) as unsaid:
            work.close(delivered(), missing, "")
        assert unsaid.value.what == what
    for said in (replace(closing, heard=True), replace(closing, heard=False, why_not="it would put somebody at risk")):
        assert work.close(delivered(), said, "").closing == said
    assert work.close(delivered(named=()), closing, "").state is State.CLOSED


def test_it_is_closed_once_and_can_be_reopened() -> None:
    case = work.close(delivered(), RECORDED, "it is on record")
    assert (case.lines[-1].event, case.lines[-1].detail, case.closed_on) == (Event.CLOSED, "recorded", DAY)
    with pytest.raises(NotNow):
        work.close(case, RECORDED, "")
    again = work.reopen(case, LENA, "we were wrong", DAY)
    assert (again.state, again.assigned, again.closed_on) == (State.IN_PROGRESS, LENA, None)
    with pytest.raises(NotNow):
        work.reopen(again, LENA, "", DAY)
    # The same words on the same day are said again: they are a second closing.
    assert work.close(again, RECORDED, "it is on record").lines[-1].event is Event.CLOSED


def test_closing_and_reopening_does_not_put_off_the_day_of_the_outcome() -> None:
    case, due = delivered(), DAY + OUTCOME_WITHIN
    for days in (30, 60, 80):
        day = DAY + timedelta(days=days)
        case = work.reopen(work.close(case, replace(RECORDED, day=day), ""), MARA, "", day)
    assert next_date(case, DAY) == NextDate("outcome", due)
    # While it is closed nobody can be late.
    closed = work.close(case, replace(RECORDED, day=due), "")
    again = work.reopen(closed, MARA, "", due + timedelta(days=10))
    assert again.since == DAY + timedelta(days=10)


def test_whoever_steps_aside_is_out_for_good() -> None:
    case = delivered(readers=(MARA, KOFI), assigned=MARA)
    left = work.step_aside(case, MARA)
    assert (may_read(left, MARA), may_read(left, KOFI), left.assigned) == (False, True, None)
    with pytest.raises(NotNow):
        work.bring_in(left, MARA)
    with pytest.raises(NotNow):
        work.hand_over(left, MARA)
    with pytest.raises(NotNow):
        work.step_aside(left, KOFI)
    assert may_read(work.step_aside(left, KOFI, LENA), LENA)


@pytest.mark.parametrize("person", [NOOR, OTTO])
def test_nobody_who_is_named_is_brought_in(person: MemberId) -> None:
    with pytest.raises(NotNow):
        work.bring_in(delivered(), person)


def test_a_note_is_kept_once_and_not_without_end() -> None:
    case = work.write_note(delivered(), MARA, "first", DAY)
    assert work.write_note(case, MARA, "first", DAY) == case
    for number in range(work.MOST_NOTES - 1):
        case = work.write_note(case, MARA, f"note {number}", DAY)
    with pytest.raises(Full):
        work.write_note(case, MARA, "one too many", DAY)


def test_joining_is_undone_by_parting() -> None:
    case = delivered()
    assert work.join(work.join(case, OTHER), OTHER).joined == (OTHER,)
    assert work.part(work.join(case, OTHER), OTHER) == case
    for number in range(work.MOST_JOINED_IN_ALL):
        case = work.join(case, CaseId(bytes([number]) * 16))
    with pytest.raises(Full):
        work.join(case, OTHER)


ACTS: list[Callable[[Case], Case]] = [
    lambda case: work.acknowledge(case, MARA, DAY),
    lambda case: work.answer(case, KOFI, "we read it", DAY),
    lambda case: work.move(case, MARA, State.ASKING, "", DAY),
    lambda case: work.close(case, RECORDED, ""),
    lambda case: work.reopen(case, MARA, "", DAY),
    lambda case: work.bring_in(case, LENA),
    lambda case: work.hand_over(case, KOFI),
    lambda case: work.step_aside(case, MARA, LENA),
    lambda case: work.step_aside(case, KOFI),
    lambda case: work.write_note(case, MARA, "note", DAY),
    lambda case: life.add(case, "more", DAY, NOW),
    lambda case: life.add(case, "it is Kofi", DAY, NOW, Named(KOFI, "kofi")),
    lambda case: life.choose_readers(case, [Named(LENA, "lena")], DAY, NOW),
    lambda case: life.ask_second_look(case, LENA, "", DAY, NOW),
    lambda case: deliver_lines(case, NOW, DAY),
    lambda case: life.withdraw(case, NOW),
]


@given(st.lists(st.sampled_from(ACTS), max_size=12))
def test_whatever_is_done_in_whatever_order_those_who_are_out_stay_out(acts: list[Callable[[Case], Case]]) -> None:
    case = delivered(readers=(MARA, KOFI))
    out: set[int] = set()
    for act in acts:
        try:
            case = act(case)
        except (NotNow, life.TooMany, Full):
            continue
        out |= set(case.out)
        assert not any(may_read(case, one) for one in (NOOR, OTTO, *case.named, *case.out))
        assert out == set(case.out)
        assert any(one in case.readers for one in (MARA, KOFI, LENA))
        assert (case.closed_on is None) == (case.state is not State.CLOSED)
        assert is_open(case) or case.message_me is None
        assert Codec(Case).decode(Codec(Case).encode(case)) == case


def test_a_case_of_an_earlier_version_still_opens() -> None:
    """Fields added since take their defaults: nothing that was kept is lost by an upgrade."""
    old = b"""[{"label": "7QK2MX", "lookup": "bGxsbGxsbGxsbGxsbGxsbA==", "named": [4], "readers": [1], "later": [3],
        "direct": true, "urgent": false, "deliver_at": "2026-11-22T09:00:00Z", "account": {"category": "privacy",
        "story": "what happened", "wish": "action", "affected": "me", "about": {"member_id": 4, "name": "noor"}},
        "message": null, "reporter_name": "", "state": "acknowledged", "delivered_on": "2026-11-22", "card_due": false,
        "lines": [{"voice": "staff", "words": "thank you", "day": "2026-11-22", "deliver_at": null, "delivered": true}],
        "opened_by": [1], "acknowledged_by": 1, "last_news_on": "2026-11-22", "withdraw_at": null,
        "closed_on": null}]"""
    case = Codec(Case).decode(old)
    assert (case.state, case.lines[0].event, case.named) == (State.ACKNOWLEDGED, Event.WORDS, (NOOR,))
    assert work.close(case, RECORDED, "done").closed_on == DAY
    assert sent().label == case.label
