"""A channel through a year of plans: what is posted there, and what the rule for posts keeps back.

The rule is the real one, `obstacle` of `checkin.py`; what a plan is expected to meet is `planning.py`'s business.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from bot.core.checkin import Obstacle, Round, obstacle
from bot.core.planning import Span
from bot.core.schedule import Plan, closing_of, openings
from bot.core.template import Question, Template
from tests.core.plans import GROUP

TEMPLATE = Template("pulse", "Pulse", "", (Question("Safe", "How safe was it?", ("Not", "A little", "Very")),))


@dataclass(frozen=True)
class Kept:
    """An opening that could not be posted."""

    whose: Plan
    on: date
    open_already: bool = field(compare=False)
    asked_enough: bool = field(compare=False)


@dataclass
class Channel:
    """What stands in it, and what could not be posted."""

    rounds: list[Round] = field(default_factory=list[Round])
    kept_back: list[Kept] = field(default_factory=list[Kept])

    def live(self, plans: Sequence[Plan], now: datetime, until: datetime | None = None) -> "Channel":
        """Post whatever opens after a moment, and may, up to another moment or for more than a year."""
        coming = [(opening, plan) for plan in plans for opening in openings(plan, now)]
        for opening, plan in sorted(coming, key=lambda each: each[0].at):
            if until is None or opening.at <= until:
                self._open(opening.at, closing_of(plan, opening), opening.on, plan)
        return self

    def standing(self) -> list[Span]:
        """Its rounds as a plan is told of them."""
        return [Span(each.opened, each.closes, each.opened.date()) for each in self.rounds]

    def _open(self, opens: datetime, closes: datetime, on: date, plan: Plan) -> None:
        found = obstacle([(each, True) for each in self.rounds], GROUP, opens)
        if found is None:
            self.rounds.append(round_of(opens, closes))
            return
        enough = obstacle([(each, False) for each in self.rounds], GROUP, opens) is Obstacle.ENOUGH_ASKED
        self.kept_back.append(Kept(plan, on, found is Obstacle.ROUND_OPEN, enough))


def round_of(opens: datetime, closes: datetime) -> Round:
    """A round in the channel."""
    return Round(TEMPLATE, GROUP, opens, closes)


def started(now: datetime, hours_ago: int, hours: int) -> Round:
    """A round that a person started."""
    opened = now - timedelta(hours=hours_ago)
    return round_of(opened, opened + timedelta(hours=hours))
