"""The clocks of a concern: what comes next and by which day. Whole days from delivery, never from sending.

Not here: what happens when a clock is missed.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, assert_never

from bot.core.case import Case, State

ACKNOWLEDGED_WITHIN: Final = timedelta(days=2)
ACKNOWLEDGED_WITHIN_IF_URGENT: Final = timedelta(days=1)
NEWS_EVERY: Final = timedelta(days=14)
OUTCOME_WITHIN: Final = timedelta(days=90)


@dataclass(frozen=True)
class NextDate:
    """What the reporter may expect, and by which day."""

    what: str
    """A fixed word: "answer", "news" or "outcome"."""
    day: date


def next_date(case: Case, delivery_day: date) -> NextDate | None:
    """What comes next and by when; `delivery_day` is the local day of `deliver_at`. None: nothing more will come."""
    begins = case.delivered_on or delivery_day
    match case.state:
        case State.WAITING:
            within = ACKNOWLEDGED_WITHIN_IF_URGENT if case.urgent else ACKNOWLEDGED_WITHIN
            return NextDate("answer", begins + within)
        case State.ACKNOWLEDGED:
            news, outcome = (case.last_news_on or begins) + NEWS_EVERY, begins + OUTCOME_WITHIN
            return NextDate("news", news) if news < outcome else NextDate("outcome", outcome)
        case State.WITHDRAWN:
            return None
        case _:
            assert_never(case.state)


def answer_expected(deliver_at_day: date, *, urgent: bool) -> date:
    """The day by which a person acknowledges a concern delivered on that day."""
    return deliver_at_day + (ACKNOWLEDGED_WITHIN_IF_URGENT if urgent else ACKNOWLEDGED_WITHIN)
