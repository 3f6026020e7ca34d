"""The life of a concern: who can reach it when, what each step leaves, and what the reporter may expect by when."""

from dataclasses import fields, replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core import case as cases
from bot.core import case_life as life
from bot.core import case_work as work
from bot.core.case import Case, State
from bot.core.case_delivery import deliver, deliver_lines
from bot.core.case_life import TooMany
from bot.core.clocks import NextDate, answer_expected, next_date
from bot.core.codec import Codec
from tests.core.sample_case import DAY, LENA, MARA, NOW, OTTO, delivered, sent


def test_a_case_exists_for_nobody_before_it_is_delivered() -> None:
    assert not cases.may_read(sent(), MARA)
    assert cases.may_read(delivered(), MARA)


def test_only_readers_who_are_not_named_may_read() -> None:
    assert not cases.may_read(delivered(), LENA)
    assert not cases.may_read(delivered(), OTTO)
    assert not cases.may_read(delivered(readers=(MARA, OTTO)), OTTO)


def test_it_is_delivered_once() -> None:
    case = deliver(sent(), DAY)
    assert (case.delivered_on, case.card_due) == (DAY, True)
    assert deliver(replace(case, card_due=False), DAY + timedelta(days=1)) == replace(case, card_due=False)


def test_the_first_to_acknowledge_counts() -> None:
    case = work.acknowledge(work.acknowledge(delivered(), MARA, DAY), LENA, DAY + timedelta(days=1))
    assert (case.state, case.acknowledged_by, case.last_news_on) == (State.ACKNOWLEDGED, MARA, DAY)
    assert not case.card_due


def test_an_answer_acknowledges_and_is_news() -> None:
    case = work.answer(delivered(), MARA, "thank you", DAY)
    assert (case.state, case.acknowledged_by) == (State.ACKNOWLEDGED, MARA)
    later = work.answer(case, LENA, "we spoke", DAY + timedelta(days=3))
    assert (later.acknowledged_by, later.last_news_on) == (MARA, DAY + timedelta(days=3))
    assert [line.words for line in later.lines] == ["thank you", "we spoke"]


def test_each_reading_is_remembered_once() -> None:
    case = work.opened(work.opened(work.opened(delivered(), MARA), LENA), MARA)
    assert case.opened_by == (MARA, LENA)


def test_a_reporters_line_reaches_readers_at_its_slot() -> None:
    later = NOW + timedelta(hours=5)
    case = life.add(delivered(card_due=False), "one more thing", DAY, later)
    assert cases.read_by_staff(case) == ()
    assert deliver_lines(case, later - timedelta(seconds=1), DAY) == case
    arrived = deliver_lines(case, later, DAY)
    assert [line.words for line in cases.read_by_staff(arrived)] == ["one more thing"]
    assert arrived.card_due
    assert deliver_lines(replace(arrived, card_due=False), later, DAY).card_due is False


def test_a_line_never_comes_before_the_case_itself() -> None:
    case = life.add(sent(), "one more thing", DAY, NOW - timedelta(hours=5))
    assert case.lines[0].deliver_at == NOW
    assert deliver_lines(case, NOW, DAY) == case


def test_a_reporter_writes_only_so_often_before_somebody_answers() -> None:
    case = delivered()
    for number in range(life.MOST_UNANSWERED):
        case = life.add(case, f"and {number}", DAY, NOW)
    with pytest.raises(TooMany):
        life.add(case, "and", DAY, NOW)
    assert life.add(work.answer(case, MARA, "yes", DAY), "and", DAY, NOW).lines[-1].words == "and"


def test_what_is_sent_again_because_nothing_answered_is_said_once() -> None:
    case = life.add(life.add(delivered(), "well", DAY, NOW), "please", DAY, NOW)
    assert life.add(life.add(case, "well", DAY, NOW), "please", DAY, NOW) == case
    answered = work.answer(case, MARA, "yes", DAY)
    assert work.answer(answered, MARA, "yes", DAY) == answered


def test_the_same_words_on_another_day_or_after_an_answer_are_said_again() -> None:
    case = life.add(delivered(), "any news?", DAY, NOW)
    assert len(life.add(case, "any news?", DAY + timedelta(days=1), NOW).lines) == 2
    assert len(life.add(work.answer(case, MARA, "no", DAY), "any news?", DAY, NOW).lines) == 3


def test_the_same_form_sent_again_is_said_once_whatever_was_said_in_between() -> None:
    case = work.answer(life.add(delivered(), "any news?", DAY, NOW, form="a"), MARA, "no", DAY, form="b")
    assert life.add(case, "any news?", DAY, NOW, form="a") == case
    assert len(life.add(case, "any news at all?", DAY, NOW, form="a").lines) == 3
    case = life.add(case, "any news?", DAY, NOW, form="c")
    assert len(case.lines) == 3
    seen = deliver_lines(case, NOW, DAY)
    assert work.answer(seen, MARA, "no", DAY, form="b") == seen
    assert len(work.answer(seen, MARA, "no", DAY, form="d").lines) == 4


def test_withdrawing_twice_keeps_the_first_moment() -> None:
    case = life.withdraw(life.withdraw(delivered(), NOW), NOW + timedelta(days=1))
    assert case.withdraw_at == NOW


def test_nothing_stays_of_what_nobody_took_up() -> None:
    assert life.vanishes_when_withdrawn(delivered())
    assert not life.vanishes_when_withdrawn(work.acknowledge(delivered(), MARA, DAY))


def test_no_word_of_the_reporter_stays_after_a_withdrawal() -> None:
    full = life.add(work.answer(delivered(), MARA, "you wrote: secret", DAY), "secret", DAY, NOW)
    left = life.withdrawn(full, DAY)
    kept = Codec(Case).encode(left)
    for word in (b"what happened", b"secret", b"noor", b"mia", b"privacy", b"action"):
        assert word in Codec(Case).encode(full)
        assert word not in kept
    assert (left.state, left.closed_on, left.lookup) == (State.WITHDRAWN, DAY, b"")
    assert not cases.is_open(left)
    assert cases.may_read(left, MARA)
    assert not cases.may_read(left, OTTO)


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        (sent(), NextDate("answer", DAY + timedelta(days=2))),
        (sent(urgent=True), NextDate("answer", DAY + timedelta(days=1))),
        (delivered(), NextDate("answer", DAY + timedelta(days=2))),
        (work.acknowledge(delivered(), MARA, DAY), NextDate("news", DAY + timedelta(days=14))),
        (work.answer(delivered(), MARA, "!", DAY + timedelta(days=70)), NextDate("news", DAY + timedelta(days=84))),
        (work.answer(delivered(), MARA, "!", DAY + timedelta(days=80)), NextDate("outcome", DAY + timedelta(days=90))),
        (life.withdrawn(delivered(), DAY), None),
    ],
)
def test_what_the_reporter_may_expect_by_when(case: Case, expected: NextDate | None) -> None:
    assert next_date(case, DAY) == expected


def test_what_is_said_before_sending_is_what_is_said_after() -> None:
    for urgent in (True, False):
        told = next_date(sent(urgent=urgent), DAY)
        assert told is not None
        assert told.day == answer_expected(DAY, urgent=urgent)


@given(st.binary(min_size=6, max_size=12))
def test_a_label_is_six_readable_symbols(random: bytes) -> None:
    label = cases.new_label(random)
    assert len(label) == 6
    assert set(label) <= set("0123456789ABCDEFGHJKMNPQRSTVWXYZ")


def test_a_case_is_kept_whole() -> None:
    full = life.add(work.answer(delivered(), MARA, "x", DAY), "y", DAY, NOW)
    assert Codec(Case).decode(Codec(Case).encode(full)) == full


def test_no_field_of_a_case_could_hold_the_reporters_id() -> None:
    """Every id in a case belongs to a reader or to somebody the concern is about; a new field must be thought about.

    `message_me` alone holds the reporter's id, and only if they asked for a direct message.
    """
    ids_of_readers = {
        "readers",
        "later",
        "opened_by",
        "involved",
        "out",
        "acknowledged_by",
        "assigned",
        "told",
        "to_tell",
        "looker",
        "chosen",
        "beside",
    }
    ids_of_the_named = {"named", "also_named", "picked", "message", "account"}
    texts = {"label", "lookup", "reporter_name", "lines", "notes", "joined", "closing"}
    days = {"deliver_at", "delivered_on", "since", "last_news_on", "told_on", "withdraw_at", "closed_on", "held_on"}
    states = {"direct", "urgent", "has_image", "state", "card_due", "card_in_channel", "card_strays", "release"}
    known = ids_of_readers | ids_of_the_named | texts | days | states | {"message_me", "server_id"}
    assert {field.name for field in fields(Case)} == known
