"""The clocks of a concern: what comes next and by which day. Whole days from delivery, never from sending.

Not here: whom a missed clock is told (`escalation.py`).
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, assert_never

from bot.core.case import Case, State

ACKNOWLEDGED_WITHIN: Final = timedelta(days=2)
ACKNOWLEDGED_WITHIN_IF_URGENT: Final = timedelta(days=1)
NEWS_EVERY: Final = timedelta(days=14)
OUTCOME_WITHIN: Final = timedelta(days=90)

_SATURDAY: Final = 5


@dataclass(frozen=True)
class NextDate:
    """What the reporter may expect, and by which day."""

    what: str
    """A fixed word: "answer", "news" or "outcome"."""
    day: date


def next_date(case: Case, delivery_day: date, *, rests_on_weekends: bool = False) -> NextDate | None:
    """What comes next and by when; None: nothing more will come.

    Args:
        case: the case.
        delivery_day: the local day of its `deliver_at`, for a case that is still on its way.
        rests_on_weekends: no date falls on a Saturday or Sunday, unless the case is urgent.
    """
    found = _next(case, case.since or case.delivered_on or delivery_day)
    if found is None or not rests_on_weekends or case.urgent:
        return found
    return NextDate(found.what, _workday(found.day))


def _next(case: Case, begins: date) -> NextDate | None:
    outcome = NextDate("outcome", begins + OUTCOME_WITHIN)
    match case.state:
        case State.WAITING:
            return NextDate("answer", begins + _answered_within(urgent=case.urgent))
        case State.ACKNOWLEDGED | State.IN_PROGRESS:
            news = NextDate("news", (case.last_news_on or begins) + NEWS_EVERY)
            return news if news.day < outcome.day else outcome
        case State.ASKING:
            return outcome
        case State.HELD | State.CLOSED | State.WITHDRAWN:
            return None
        case _:
            assert_never(case.state)


def answer_expected(deliver_at_day: date, *, urgent: bool, rests_on_weekends: bool = False) -> date:
    """The day by which a person acknowledges a concern delivered on that day."""
    day = deliver_at_day + _answered_within(urgent=urgent)
    return _workday(day) if rests_on_weekends and not urgent else day


def outcome_is_missed(case: Case, today: date) -> bool:
    """Whether its outcome was due before today; only a closing ends that, no word."""
    begun = case.since or case.delivered_on
    return begun is not None and today > begun + OUTCOME_WITHIN


def _answered_within(*, urgent: bool) -> timedelta:
    return ACKNOWLEDGED_WITHIN_IF_URGENT if urgent else ACKNOWLEDGED_WITHIN


def _workday(day: date) -> date:
    return day + timedelta(days=max(0, 7 - day.weekday())) if day.weekday() >= _SATURDAY else day
