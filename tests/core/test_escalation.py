"""Whose turn it is when a clock is missed: one a day, nobody who is out, the one whose task it is first and last."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.core.case import Closing, Outcome, State, is_barred
from bot.core.case_delivery import deliver_lines
from bot.core.case_work import close, hand_over, move, reopen
from bot.core.clocks import OUTCOME_WITHIN
from bot.core.conversation import Event, Line, Voice
from bot.core.escalation import AGAIN_AFTER, told, whom_to_tell
from bot.core.identity import MemberId
from tests.core.sample_case import DAY, KOFI, LENA, MARA, NOOR, NOW, OTTO, delivered

DUE = DAY + timedelta(days=2)
LATE = DUE + timedelta(days=1)
members = st.lists(st.sampled_from([MARA, OTTO, LENA, NOOR, KOFI]), unique=True)


def late(days: int) -> timedelta:
    return timedelta(days=days)


def test_on_the_day_itself_only_the_one_whose_task_it_is() -> None:
    assert whom_to_tell(delivered(), [MARA, LENA], DUE, DUE) is None
    case = delivered(assigned=MARA)
    assert whom_to_tell(case, [LENA, MARA], DUE, DUE) == MARA
    assert whom_to_tell(case, [LENA], DUE, DUE) is None
    assert whom_to_tell(told(case, MARA, DUE), [LENA, MARA], DUE, DUE) is None


def test_before_it_nobody() -> None:
    assert whom_to_tell(delivered(assigned=MARA), [MARA, LENA], DUE, DUE - late(1)) is None


def test_readers_come_before_later_readers() -> None:
    case = delivered(readers=(MARA, KOFI))
    assert whom_to_tell(case, [LENA, KOFI, MARA], DUE, LATE) == KOFI
    case = told(case, KOFI, LATE)
    assert whom_to_tell(case, [LENA, KOFI, MARA], DUE, LATE) is None
    case = told(case, whom_to_tell(case, [LENA, KOFI, MARA], DUE, LATE + late(1)) or NOOR, LATE + late(1))
    assert case.told == (KOFI, MARA)
    assert whom_to_tell(case, [LENA, KOFI, MARA], DUE, LATE + late(2)) == LENA


def test_the_one_whose_task_it_is_is_told_when_there_is_nobody_else() -> None:
    case = delivered(assigned=MARA)
    assert whom_to_tell(case, [MARA, LENA], DUE, LATE) == LENA
    assert whom_to_tell(case, [MARA], DUE, LATE) == MARA
    assert whom_to_tell(case, [], DUE, LATE) is None


def test_when_all_were_told_it_begins_anew_after_a_week() -> None:
    case = told(delivered(), MARA, LATE)
    for days in range(1, AGAIN_AFTER.days):
        assert whom_to_tell(case, [MARA], DUE, LATE + late(days)) is None
    assert whom_to_tell(case, [MARA], DUE, LATE + AGAIN_AFTER) == MARA
    assert told(case, MARA, LATE + AGAIN_AFTER).told == (MARA,)


def test_two_who_hand_it_to_each_other_do_not_keep_it_from_the_lead() -> None:
    case, reached = replace(delivered(assigned=MARA, later=(LENA,)), readers=(MARA, KOFI)), list[MemberId]()
    for days in range(4):
        whom = whom_to_tell(case, [MARA, KOFI, LENA], DUE, LATE + late(days))
        if whom is not None:
            reached.append(whom)
            case = told(case, whom, LATE + late(days))
        case = hand_over(case, KOFI if case.assigned == MARA else MARA)
    assert LENA in reached


def test_two_who_say_something_every_day_do_not_keep_a_missed_outcome_from_the_lead() -> None:
    due, reached = DAY + OUTCOME_WITHIN, list[MemberId]()
    case = replace(delivered(assigned=MARA, later=(LENA,), state=State.IN_PROGRESS), readers=(MARA, KOFI))
    for days in range(1, 6):
        today = due + late(days)
        whom = whom_to_tell(case, [MARA, KOFI, LENA], due, today)
        if whom is not None:
            reached.append(whom)
            case = told(case, whom, today)
        case = move(case, MARA, State.ASKING if days % 2 else State.IN_PROGRESS, "", today)
        closing = Closing(Outcome.RECORDED, MARA, today)
        case = reopen(close(case, closing, ""), MARA, "", today)
    assert LENA in reached


def test_a_clock_that_begins_again_has_told_nobody() -> None:
    line = Line(Voice.REPORTER, "what you asked", DAY, NOW, delivered=False)
    case = told(delivered(state=State.ASKING, lines=(line,)), MARA, LATE)
    after = deliver_lines(case, NOW, LATE)
    assert (after.state, after.told, after.told_on) == (State.IN_PROGRESS, (), None)

    look = Line(Voice.REPORTER, "again", DAY, NOW, delivered=False, event=Event.SECOND_LOOK)
    case = told(delivered(state=State.CLOSED, lines=(look,), looker=LENA), MARA, LATE)
    after = deliver_lines(case, NOW, LATE)
    assert (after.state, after.told, after.told_on) == (State.WAITING, (), None)


@given(members, members, members, st.sampled_from([None, MARA, LENA, KOFI]), st.integers(-2, 40))
def test_whoever_is_told_is_present_and_not_out_and_reads_from_then_on(
    present: list[MemberId], out: list[MemberId], before: list[MemberId], assigned: MemberId | None, days: int
) -> None:
    case = delivered(out=tuple(out), told=tuple(before), told_on=DUE, assigned=assigned)
    if assigned is not None and is_barred(case, assigned):
        return
    today = DUE + late(days)
    member = whom_to_tell(case, present, DUE, today)
    if member is None:
        return
    assert member in present
    assert not is_barred(case, member)
    after = told(case, member, today)
    assert member in after.readers
    assert member not in after.later
    assert whom_to_tell(after, present, DUE, today) is None


@given(members, st.sampled_from([None, MARA, LENA, KOFI]))
def test_everybody_who_can_be_told_is_told_once_in_turn(present: list[MemberId], assigned: MemberId | None) -> None:
    case = delivered(assigned=assigned)
    heard: list[MemberId] = []
    for days in range(1, 12):
        member = whom_to_tell(case, present, DUE, DUE + late(days))
        if member is None:
            break
        heard.append(member)
        case = told(case, member, DUE + late(days))
    able = [one for one in present if not is_barred(case, one)]
    assert sorted(heard) == sorted(able)
