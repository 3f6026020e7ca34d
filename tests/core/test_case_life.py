"""What delivery and the reporter's acts make of a case, and that nothing of theirs reaches a reader before its slot."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core import case_life as life
from bot.core import case_work as work
from bot.core.case import Case, Closing, Help, Named, Outcome, Release, State, may_read, read_by_staff
from bot.core.case_delivery import deliver, deliver_lines
from bot.core.case_life import NotNow, TooMany
from bot.core.case_readers import named_for_staff
from bot.core.conversation import Event, Voice
from bot.core.holding import looks_held, released
from bot.core.identity import MemberId
from tests.core.sample_case import DAY, KOFI, LENA, MARA, NOOR, NOW, OTTO, delivered, sent

SLOT = NOW + timedelta(hours=5)
RECORDED = Closing(Outcome.RECORDED, MARA, DAY)


def closed(**changes: object) -> Case:
    return replace(work.close(delivered(), RECORDED, "it is on record"), **changes)  # pyright: ignore[reportArgumentType] - names are checked by dataclasses


def test_whoever_is_named_later_is_out_at_once() -> None:
    case = delivered(readers=(MARA, KOFI), message_me=None)
    assert may_read(case, KOFI)
    after = life.add(case, "and it is Kofi too", DAY, SLOT, Named(KOFI, "kofi"))
    assert not may_read(after, KOFI)
    assert set(after.named) == {NOOR, OTTO, KOFI}
    assert [(line.event, line.words) for line in after.lines] == [
        (Event.NAMED, "kofi"),
        (Event.WORDS, "and it is Kofi too"),
    ]
    assert read_by_staff(after) == ()


def test_naming_somebody_again_says_it_once() -> None:
    once = life.add(delivered(), "first", DAY, SLOT, Named(KOFI, "kofi"))
    twice = life.add(once, "second", DAY, SLOT, Named(KOFI, "kofi"))
    assert twice.named == once.named
    assert twice.also_named == once.also_named
    assert [line.event for line in twice.lines] == [Event.NAMED, Event.WORDS, Event.WORDS]


def test_readers_learn_at_the_slot_who_was_named() -> None:
    once = deliver_lines(life.add(delivered(), "first", DAY, SLOT, Named(KOFI, "kofi")), SLOT, DAY)
    assert named_for_staff(once) == (Named(KOFI, "kofi"),)
    later = SLOT + timedelta(hours=5)
    twice = life.add(once, "second", DAY, later, Named(LENA, "lena"))
    assert named_for_staff(twice) == (Named(KOFI, "kofi"),)
    assert named_for_staff(deliver_lines(twice, later, DAY)) == twice.also_named


def test_naming_somebody_never_waits_for_an_answer_and_has_an_end() -> None:
    case = delivered()
    for number in range(life.MOST_UNANSWERED):
        case = life.add(case, f"and {number}", DAY, SLOT)
    for number in range(life.MOST_NAMED_LATER):
        case = life.add(case, f"it is {number}", DAY, SLOT, Named(MemberId(100 + number), "one"))
        assert MemberId(100 + number) in case.named
    for about in (Named(MemberId(100), "one"), Named(MemberId(99), "one too many"), None):
        with pytest.raises(TooMany):
            life.add(case, "again", DAY, SLOT, about)


def test_whoever_is_named_later_has_nothing_more_to_do_in_it() -> None:
    case = work.acknowledge(delivered(readers=(MARA, KOFI)), KOFI, DAY)
    assert case.assigned == KOFI
    assert life.add(case, "it is Kofi", DAY, SLOT, Named(KOFI, "kofi")).assigned is None


@pytest.mark.parametrize("words", ["look at page two", ""])
def test_a_second_look_by_somebody_who_is_named_meanwhile_can_be_asked_of_somebody_else(words: str) -> None:
    asked = life.ask_second_look(closed(readers=(MARA, KOFI)), KOFI, words, DAY, SLOT)
    assert not life.can_be_looked_at_again(asked)
    for after in (life.add(asked, "Kofi too", DAY, SLOT, Named(KOFI, "kofi")), work.step_aside(asked, KOFI)):
        assert (after.looker, life.can_be_looked_at_again(after)) == (None, True)
        assert [line.words for line in after.lines if line.words == words] == [words] * bool(words)
        arrived = deliver_lines(after, SLOT, DAY)
        assert arrived.state is State.CLOSED
        again = life.ask_second_look(arrived, LENA, "", DAY, SLOT)
        assert deliver_lines(again, SLOT, DAY).assigned == LENA


def test_where_nobody_can_read_it_whom_the_reporter_chooses_does_from_the_slot_on() -> None:
    case = work.acknowledge(delivered(later=()), MARA, DAY)
    case = life.add(case, "it is Mara", DAY, SLOT, Named(MARA, "mara"))
    chosen = life.choose_readers(case, [Named(KOFI, "kofi"), Named(LENA, "lena")], DAY, SLOT)
    assert life.choose_readers(chosen, [Named(KOFI, "kofi"), Named(LENA, "lena")], DAY, SLOT) == chosen
    assert not may_read(chosen, KOFI)
    day = DAY + timedelta(days=1)
    arrived = deliver_lines(chosen, SLOT, day)
    assert may_read(arrived, KOFI)
    assert may_read(arrived, LENA)
    assert arrived.chosen == ()
    assert [line.words for line in read_by_staff(arrived) if line.event is Event.CHOSEN] == ["kofi\nlena"]


def test_the_chosen_have_the_time_that_readers_have_and_the_named_among_them_stay_out() -> None:
    day = DAY + timedelta(days=9)
    chosen = life.choose_readers(delivered(), [Named(KOFI, "kofi"), Named(LENA, "lena")], DAY, SLOT)
    arrived = deliver_lines(life.add(chosen, "Kofi too", DAY, SLOT, Named(KOFI, "kofi")), SLOT, day)
    assert (arrived.since, arrived.readers) == (day, (MARA, LENA))
    for nobody in ([], [Named(OTTO, "otto")]):
        with pytest.raises(NotNow):
            life.choose_readers(delivered(), nobody, DAY, SLOT)


def test_before_delivery_whom_the_reporter_chooses_reads_it_like_anybody() -> None:
    case = life.choose_readers(sent(), [Named(LENA, "lena")], DAY, SLOT)
    assert (case.readers, case.later, case.lines) == ((MARA, LENA), (), ())


def test_a_name_is_shown_from_the_slot_on_and_for_good() -> None:
    case = life.share_name(delivered(reporter_name=""), "mia", DAY, SLOT)
    assert case.reporter_name == ""
    assert life.share_name(case, "another", DAY, SLOT) == case
    shown = deliver_lines(case, SLOT, DAY)
    assert shown.reporter_name == "mia"
    assert life.share_name(shown, "another", DAY, SLOT) == shown


def test_a_reporter_who_writes_ends_the_wait_for_them_at_the_slot() -> None:
    case = work.move(delivered(), MARA, State.ASKING, "", DAY)
    case = life.add(case, "here I am", DAY, SLOT)
    assert case.state is State.ASKING
    assert deliver_lines(case, SLOT, DAY + timedelta(days=1)).state is State.IN_PROGRESS


def test_it_is_asked_once_for_each_closing_whether_it_helped() -> None:
    with pytest.raises(NotNow):
        life.feed_back(delivered(), Help.HELPED, "", DAY, SLOT)
    case = life.feed_back(closed(), Help.HARDER, "nobody listened", DAY, SLOT)
    line = case.lines[-1]
    assert (line.voice, line.event, line.detail, line.delivered) == (Voice.REPORTER, Event.FEEDBACK, "harder", False)
    assert life.feed_back(case, Help.HARDER, "nobody listened", DAY, SLOT) == case
    with pytest.raises(NotNow):
        life.feed_back(case, Help.HELPED, "", DAY, SLOT)
    again = work.close(work.reopen(case, MARA, "", DAY), RECORDED, "again")
    assert life.feed_back(again, Help.HELPED, "", DAY, SLOT).lines[-1].detail == "helped"


def test_a_second_look_begins_at_the_slot_with_somebody_new() -> None:
    asked = life.ask_second_look(closed(), LENA, "please look again", DAY, SLOT)
    assert not may_read(asked, LENA)
    assert asked.state is State.CLOSED
    day = DAY + timedelta(days=1)
    case = deliver_lines(asked, SLOT, day)
    assert may_read(case, LENA)
    assert (case.state, case.assigned, case.since, case.closed_on) == (State.WAITING, LENA, day, None)
    assert case.later == ()
    assert case.card_due


def test_a_second_look_is_asked_once_for_each_closing_and_twice_in_all() -> None:
    with pytest.raises(NotNow):
        life.ask_second_look(delivered(), LENA, "", DAY, SLOT)
    case = closed()
    for _ in range(life.MOST_SECOND_LOOKS):
        case = life.ask_second_look(case, LENA, "", DAY, SLOT)
        assert life.ask_second_look(case, LENA, "", DAY, SLOT) == case
        with pytest.raises(NotNow):
            life.ask_second_look(case, LENA, "and this too", DAY, SLOT)
        case = work.close(deliver_lines(case, SLOT, DAY), RECORDED, "looked at again")
    assert not life.can_be_looked_at_again(case)


def test_the_id_of_who_asked_for_messages_goes_with_the_closing() -> None:
    case = life.message_me(delivered(), KOFI)
    assert case.message_me == KOFI
    assert life.message_me(case, None).message_me is None
    assert work.close(case, RECORDED, "").message_me is None
    assert life.message_me(closed(), KOFI).message_me is None


def test_a_closed_case_is_kept_as_long_as_its_reporter_writes() -> None:
    assert life.last_day(delivered()) is None
    assert life.last_day(closed()) == DAY
    later = DAY + timedelta(days=60)
    assert life.last_day(life.add(closed(), "one more thing", later, SLOT)) == later


def test_what_was_worked_on_does_not_vanish_when_withdrawn() -> None:
    assert life.vanishes_when_withdrawn(sent(state=State.HELD))
    looked_at_again = deliver_lines(life.ask_second_look(closed(), LENA, "", DAY, SLOT), SLOT, DAY)
    assert looked_at_again.state is State.WAITING
    assert not life.vanishes_when_withdrawn(looked_at_again)


def test_only_a_held_case_can_be_sent_after_all() -> None:
    held = sent(state=State.HELD, held_on=DAY)
    assert deliver(held, DAY).delivered_on is None
    out = life.send_held(held, SLOT)
    assert (out.state, out.deliver_at) == (State.WAITING, SLOT)
    with pytest.raises(NotNow):
        life.send_held(out, SLOT)


@pytest.mark.parametrize("why", [Release.ANOTHER, Release.PERHAPS])
def test_sending_a_held_case_never_tells_that_it_was_released(why: Release) -> None:
    held = sent(state=State.HELD, held_on=DAY)
    unseen = released(held, why, NOW)
    assert looks_held(unseen)
    assert life.send_held(unseen, SLOT) == life.send_held(held, SLOT)
    with pytest.raises(NotNow):
        life.send_held(deliver(unseen, DAY), SLOT)
