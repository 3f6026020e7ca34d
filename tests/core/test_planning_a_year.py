"""A plan is accepted if and only if none of its openings, and for its sake none of the others', is kept back in a year.

Every property is proved to bite: naive ways to look at a plan are caught by the same complaints.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from itertools import chain, pairwise

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.core.planning import Flaw, Objection, Span, objection
from bot.core.recurrence import Weekly
from bot.core.schedule import Plan, closing_of, openings, openings_until
from tests.core.channel import Channel, started
from tests.core.plans import PLAIN, plans, sparse_plans
from tests.core.wall_clock import DAY

Judging = Callable[[Plan, Sequence[Plan], Sequence[Span], datetime], Objection | None]

NOW = datetime(2026, 1, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)
CLOCKS = 2 * HOUR
"""The most that a change of clocks adds to a week."""
WEEK = 7 * DAY
TUE, THU, SAT = 1, 3, 5


class Complaint(Enum):
    """What can be said against a judgement."""

    KEPT_BACK = "an accepted plan is kept back"
    IN_THE_WAY = "another is kept back because of an accepted plan"
    HARMLESS = "what a plan is refused for does not happen"


@dataclass(frozen=True)
class Case:
    """A plan, and what is in its channel beside it."""

    plan: Plan
    others: tuple[Plan, ...] = ()
    begun: tuple[tuple[int, int], ...] = ()
    """How many hours ago people started rounds, and for how many hours."""
    now: datetime = NOW

    def begun_channel(self) -> Channel:
        return Channel([started(self.now, *each) for each in self.begun])

    def lived(self, *plans: Plan) -> Channel:
        return self.begun_channel().live(plans, self.now)

    def judged(self, judge: Judging) -> Objection | None:
        return judge(self.plan, self.others, self.begun_channel().standing(), self.now)


def complaints(judge: Judging, case: Case) -> set[Complaint]:
    """What can be said against how a case is judged."""
    found = case.judged(judge)
    kept_back = case.lived(case.plan, *case.others).kept_back
    mine = [kept for kept in kept_back if kept.whose is case.plan]
    disturbed = list((Counter(kept_back) - Counter(mine) - Counter(case.lived(*case.others).kept_back)).elements())
    match found:
        case None:
            said = {Complaint.KEPT_BACK: mine, Complaint.IN_THE_WAY: disturbed}
            return {complaint for complaint, what in said.items() if what}
        case Objection(Flaw.NEVER):
            harm = next(openings(case.plan, case.now), None) is None
        case Objection(Flaw.TOO_OFTEN, on):
            harm = any(kept.asked_enough and kept.on == on for kept in (*mine, *disturbed))
        case Objection(Flaw.OVERLAP, on):
            harm = any(kept.open_already and kept.on == on for kept in (*mine, *disturbed)) or meets_itself(case, on)
        case _:
            harm = False
    return set() if harm else {Complaint.HARMLESS}


def meets_itself(case: Case, on: date | None) -> bool:
    """Whether a round of the plan would still be open at the next opening, but for an hour that clocks add."""
    for opening, following in pairwise(openings(case.plan, case.now)):
        if following.on == on:
            return opening.at + case.plan.hours * HOUR > following.at - CLOCKS
    return False


cases = st.builds(
    Case,
    plans | sparse_plans,
    st.lists(sparse_plans, max_size=3).map(tuple[Plan, ...]),
    st.lists(st.tuples(st.integers(0, 400), st.integers(24, 336)), max_size=3).map(tuple[tuple[int, int], ...]),
    st.integers(-30 * 24, 330 * 24).map(lambda hours: NOW + hours * HOUR),
)


@settings(max_examples=250, deadline=None)
@given(cases)
def test_a_plan_is_accepted_if_and_only_if_all_can_be_posted(case: Case) -> None:
    assert complaints(objection, case) == set()


@pytest.mark.prove
@settings(max_examples=4000, deadline=None)
@given(cases)
def test_many_plans_are_accepted_if_and_only_if_all_can_be_posted(case: Case) -> None:
    assert complaints(objection, case) == set()


@settings(max_examples=60, deadline=None)
@given(cases, st.integers(0, 300 * 24))
def test_a_plan_in_force_may_be_saved_again_at_any_time(case: Case, hours: int) -> None:
    assume(case.judged(objection) is None)
    later = case.now + hours * HOUR
    channel = case.begun_channel().live([case.plan, *case.others], case.now, later)
    handled = max((each.on for each in openings_until(case.plan, case.now, later, None)), default=None)
    found = objection(case.plan, case.others, channel.standing(), later, handled)
    # What lies farther ahead than was looked before may be in the way now.
    assert found is None or (found.on is not None and found.on > (case.now + 398 * DAY).date())


def alone(plan: Plan, _others: Sequence[Plan], standing: Sequence[Span], now: datetime) -> Objection | None:
    """Naive: looks at itself only."""
    return objection(plan, (), standing, now)


def from_nothing(plan: Plan, others: Sequence[Plan], _standing: Sequence[Span], now: datetime) -> Objection | None:
    """Naive: looks at plans only, not at what stands in the channel."""
    return objection(plan, others, (), now)


def a_month(plan: Plan, others: Sequence[Plan], standing: Sequence[Span], now: datetime) -> Objection | None:
    """Naive: looks at the next openings only."""
    found = objection(plan, others, standing, now)
    return None if found is not None and found.on is not None and found.on > (now + 31 * DAY).date() else found


def neighbours(plan: Plan, others: Sequence[Plan], standing: Sequence[Span], now: datetime) -> Objection | None:
    """Naive: a round can only meet the one before it."""
    mine = [Span(each.at, closing_of(plan, each), each.on, mine=True) for each in openings(plan, now)]
    theirs = [Span(each.at, closing_of(other, each), each.on) for other in others for each in openings(other, now)]
    spans = sorted(chain(mine, theirs, standing), key=lambda span: span.opens)
    met = (later.on for one, later in pairwise(spans) if later.opens < one.closes and (one.mine or later.mine))
    return next((Objection(Flaw.OVERLAP, on) for on in met), None)


def whole_weeks(plan: Plan, _others: Sequence[Plan], _standing: Sequence[Span], now: datetime) -> Objection | None:
    """Naive: a week always has its hours."""
    coming = list(openings(plan, now))
    third = (third.on for first, third in zip(coming, coming[2:], strict=False) if third.at - first.at < WEEK)
    return next((Objection(Flaw.TOO_OFTEN, on) for on in third), None)


TUESDAYS = replace(PLAIN, rhythm=Weekly((TUE,)))
SATURDAYS = replace(PLAIN, rhythm=Weekly((SAT,)), hours=24, first=NOW.date())
TWICE = replace(PLAIN, rhythm=Weekly((0, THU)), zone="Europe/Berlin")


@pytest.mark.parametrize(
    ("judge", "case", "caught"),
    [
        (alone, Case(PLAIN, (TUESDAYS,)), Complaint.IN_THE_WAY),
        (alone, Case(TUESDAYS, (PLAIN,)), Complaint.KEPT_BACK),
        (from_nothing, Case(PLAIN, begun=((24, 336),)), Complaint.KEPT_BACK),
        (from_nothing, Case(PLAIN, begun=((10, 24), (40, 24))), Complaint.KEPT_BACK),
        (a_month, Case(PLAIN, (replace(TUESDAYS, first=date(2026, 3, 1)),)), Complaint.IN_THE_WAY),
        (neighbours, Case(PLAIN, (SATURDAYS,), ((72, 336),)), Complaint.KEPT_BACK),
        (whole_weeks, Case(TWICE), Complaint.HARMLESS),
    ],
)
def test_a_naive_judgement_is_caught(judge: Judging, case: Case, caught: Complaint) -> None:
    assert caught in complaints(judge, case)
    assert complaints(objection, case) == set()
