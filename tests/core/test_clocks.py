"""The clocks of a case: what comes next and by which day, with and without free weekends."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.case import Case, State
from bot.core.clocks import NextDate, answer_expected, next_date
from tests.core.sample_case import DAY, delivered

MONDAY = date(2026, 11, 23)
days = st.integers(0, 3000).map(lambda number: MONDAY + timedelta(days=number))
OPEN = [State.WAITING, State.ACKNOWLEDGED, State.IN_PROGRESS, State.ASKING]


@pytest.mark.parametrize(
    ("case", "what", "after"),
    [
        (delivered(), "answer", 2),
        (delivered(urgent=True), "answer", 1),
        (delivered(state=State.ACKNOWLEDGED, last_news_on=DAY), "news", 14),
        (delivered(state=State.IN_PROGRESS, last_news_on=DAY + timedelta(days=70)), "news", 84),
        (delivered(state=State.IN_PROGRESS, last_news_on=DAY + timedelta(days=76)), "outcome", 90),
        (delivered(state=State.IN_PROGRESS, last_news_on=DAY + timedelta(days=89)), "outcome", 90),
        (delivered(state=State.IN_PROGRESS), "news", 14),
        (delivered(state=State.ASKING, last_news_on=DAY), "outcome", 90),
        (delivered(state=State.ACKNOWLEDGED, since=DAY + timedelta(days=30)), "news", 44),
    ],
)
def test_what_comes_next_and_when(case: Case, what: str, after: int) -> None:
    assert next_date(case, DAY) == NextDate(what, DAY + timedelta(days=after))


@pytest.mark.parametrize("state", [State.HELD, State.CLOSED, State.WITHDRAWN])
def test_nothing_more_comes(state: State) -> None:
    assert next_date(delivered(state=state), DAY) is None


def test_a_case_on_its_way_is_counted_from_its_delivery() -> None:
    later = DAY + timedelta(days=3)
    assert next_date(delivered(delivered_on=None, since=None), later) == NextDate("answer", later + timedelta(days=2))


@given(begins=days, state=st.sampled_from(OPEN), urgent=st.booleans())
def test_a_free_weekend_moves_a_date_to_its_monday_and_no_other(begins: date, state: State, *, urgent: bool) -> None:
    case = delivered(state=state, since=begins, urgent=urgent)
    plain, moved = next_date(case, begins), next_date(case, begins, rests_on_weekends=True)
    assert plain is not None
    assert moved is not None
    if urgent or plain.day.weekday() < 5:
        assert moved == plain
    else:
        assert moved.what == plain.what
        assert moved.day.weekday() == 0
        assert timedelta(0) < moved.day - plain.day <= timedelta(days=2)


@given(begins=days, urgent=st.booleans(), rests=st.booleans())
def test_what_is_said_before_sending_is_what_is_said_after(begins: date, *, urgent: bool, rests: bool) -> None:
    said = answer_expected(begins, urgent=urgent, rests_on_weekends=rests)
    found = next_date(delivered(delivered_on=begins, since=begins, urgent=urgent), begins, rests_on_weekends=rests)
    assert found == NextDate("answer", said)
