"""A journal: prompts in rotation, and what was hoped for is fixed before anybody can see the answers."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.checkin import Round
from bot.core.codec import Codec
from bot.core.identity import ChannelId, RoundId
from bot.core.reflecting import (
    MOST_INTENTS,
    MOST_REFLECTIONS,
    Intent,
    Journal,
    JournalFull,
    Reflection,
    TooLate,
    hoped_for,
    intended,
    is_locked,
    next_prompt,
    passed,
    without,
    written,
)
from bot.core.template import Template

DAY = date(2026, 3, 2)
OPENED = datetime(2026, 3, 2, 18, tzinfo=UTC)
FACTS = Round(Template("pulse", "Pulse", "", ()), ChannelId(1), OPENED, OPENED + timedelta(days=2))
PROMPTS = [f"prompt {number}" for number in range(12)]
ROUND, OTHER = RoundId(b"r" * 16), RoundId(b"o" * 16)
SECOND = timedelta(seconds=1)


def reflection(number: int = 0) -> Reflection:
    return Reflection(PROMPTS[number % 12], f"thought {number}", DAY)


def hope(words: str = "that they leave lighter", round_id: RoundId = ROUND) -> Intent:
    return Intent(round_id, words, DAY)


@given(st.lists(st.booleans(), min_size=12, max_size=40))
def test_every_prompt_comes_once_before_any_comes_again(answers: list[bool]) -> None:
    journal, seen = Journal(), list[str]()
    for number, is_answered in enumerate(answers):
        seen.append(next_prompt(journal, PROMPTS))
        assert next_prompt(journal, PROMPTS) == seen[-1]
        journal = written(journal, reflection(number)) if is_answered else passed(journal)
    for at in range(len(seen) - 11):
        assert set(seen[at : at + 12]) == set(PROMPTS)


def test_an_answer_is_kept_with_its_prompt_and_the_same_form_twice_is_one() -> None:
    first = replace(reflection(3), form="first")
    journal = written(Journal(), first)
    assert journal.reflections == (first,)
    both = written(journal, reflection(4))
    assert both.reflections == (first, reflection(4))
    assert written(both, replace(first, prompt=PROMPTS[0], day=DAY + timedelta(days=1))) == both
    assert written(both, replace(first, form="second")).reflections[-1].form == "second"
    assert written(both, replace(first, words="or rather this")).reflections[-1].words == "or rather this"


def test_one_answer_can_be_erased() -> None:
    journal = written(written(Journal(), reflection(0)), reflection(1))
    assert without(journal, reflection(0)).reflections == (reflection(1),)
    assert without(journal, reflection(5)) == journal


def test_a_hope_can_be_erased_even_when_its_round_is_over_and_not_be_written_anew() -> None:
    journal = intended(intended(Journal(), hope(), FACTS, OPENED), hope("light", OTHER), FACTS, OPENED)
    left = without(journal, hope())
    assert (hoped_for(left, ROUND), hoped_for(left, OTHER)) == (None, hope("light", OTHER))
    with pytest.raises(TooLate):
        intended(left, hope(), FACTS, FACTS.closes)


def test_a_full_journal_drops_nothing_unasked() -> None:
    journal = Journal(tuple(reflection(number) for number in range(MOST_REFLECTIONS)))
    with pytest.raises(JournalFull):
        written(journal, reflection(MOST_REFLECTIONS))
    assert written(without(journal, reflection(0)), reflection(MOST_REFLECTIONS))


def test_what_was_hoped_for_can_be_changed_until_the_round_is_over_and_not_after() -> None:
    journal = intended(Journal(), hope("first"), FACTS, OPENED)
    journal = intended(journal, hope("second"), FACTS, FACTS.closes - SECOND)
    assert hoped_for(journal, ROUND) == hope("second")
    assert not is_locked(FACTS, FACTS.closes - SECOND)
    for late in (FACTS.closes, FACTS.closes + timedelta(days=9)):
        assert is_locked(FACTS, late)
        with pytest.raises(TooLate):
            intended(journal, hope("third"), FACTS, late)
        with pytest.raises(TooLate):
            intended(Journal(), hope(), FACTS, late)


def test_a_round_that_was_ended_early_locks_it_early() -> None:
    ended = FACTS.ended_early(OPENED + timedelta(hours=3))
    assert ended.closes == OPENED + timedelta(days=1)
    with pytest.raises(TooLate):
        intended(Journal(), hope(), ended, OPENED + timedelta(days=1))
    assert intended(Journal(), hope(), FACTS, OPENED + timedelta(days=1)).intents


def test_each_round_has_its_own_hope_beside_it() -> None:
    journal = intended(intended(Journal(), hope("one"), FACTS, OPENED), hope("other", OTHER), FACTS, OPENED)
    assert hoped_for(journal, ROUND) == hope("one")
    assert hoped_for(journal, OTHER) == hope("other", OTHER)
    assert hoped_for(journal, RoundId(b"x" * 16)) is None


def test_only_the_oldest_hopes_give_way() -> None:
    journal = Journal()
    for number in range(MOST_INTENTS + 5):
        journal = intended(journal, hope(f"{number}", RoundId(number.to_bytes(16))), FACTS, OPENED)
    assert [one.words for one in journal.intents] == [str(number) for number in range(5, MOST_INTENTS + 5)]


def test_it_is_kept_whole_and_shows_no_words_by_itself() -> None:
    journal = replace(intended(written(Journal(), reflection()), hope(), FACTS, OPENED), turn=7)
    codec = Codec(Journal)
    assert codec.decode(codec.encode(journal)) == journal
    assert "thought" not in repr(journal)
    assert "lighter" not in repr(journal)
