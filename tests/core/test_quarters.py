"""Counts of a quarter: nothing is told while it runs, and afterwards no more than the publication rule allows."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.publishing import publish
from bot.core.quarters import Quarter, Tally, counted, is_over, quarter_of, told_of

DAY = timedelta(days=1)
days = st.dates(date(2020, 1, 1), date(2040, 12, 31))


@given(days)
def test_a_year_is_cut_into_four(day: date) -> None:
    quarter = quarter_of(day)
    assert quarter.first_day <= day < quarter.following.first_day
    assert quarter_of(quarter.first_day) == quarter
    assert quarter_of(quarter.following.first_day - DAY) == quarter
    assert quarter < quarter.following


def test_the_fourth_is_followed_by_the_first() -> None:
    assert Quarter(2026, 4).following == Quarter(2027, 1)
    assert Quarter(2026, 1).following == Quarter(2026, 2)
    assert quarter_of(date(2026, 11, 22)) == Quarter(2026, 4)


given_answers = st.lists(st.tuples(st.integers(0, 4), st.dates(date(2026, 4, 1), date(2026, 6, 30))), min_size=1)


@given(given_answers, days, st.integers(0, 9))
def test_nothing_is_told_while_answers_may_come_and_then_only_what_may_be(
    answers: list[tuple[int, date]], today: date, minimum: int
) -> None:
    tally: Tally | None = None
    for answer, day in answers:
        tally = counted(tally, 5, answer, day)
    assert tally is not None
    counts = [sum(answer == at for answer, _ in answers) for at in range(5)]
    assert tally == Tally(Quarter(2026, 2), tuple(counts))
    assert is_over(tally, today) == (today >= date(2026, 7, 1))
    assert told_of(tally, today, minimum) == (publish(counts, minimum) if today >= date(2026, 7, 1) else None)


@pytest.mark.parametrize("number", [1, 4, 5])
def test_from_five_answers_on(number: int) -> None:
    tally = Tally(Quarter(2026, 2), (0, 0, 0, 0, number))
    assert (told_of(tally, date(2026, 7, 1), 5) is not None) == (number >= 5)


def test_a_new_quarter_begins_at_nothing_and_a_clock_that_went_back_begins_none() -> None:
    tally = counted(None, 3, 0, date(2026, 6, 30))
    assert counted(tally, 3, 2, date(2026, 7, 1)) == Tally(Quarter(2026, 3), (0, 0, 1))
    assert counted(tally, 3, 2, date(2026, 3, 31)) == Tally(Quarter(2026, 2), (1, 0, 1))
