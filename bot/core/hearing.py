"""After a result: what was heard in it, whether somebody said so to the group, and when they are reminded to.

Made of published lines alone. Not here: the wording (a facilitator's, over a draft from the catalogue).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.core.checkin import Round
from bot.core.impact import rank
from bot.core.publishing import Level, Lines, Result
from bot.core.template import Question, Template

NUDGED_AFTER: Final = timedelta(days=7)
NUDGED_UNTIL: Final = timedelta(days=14)
"""After that nobody is reminded: it would come long after the group's week, or as one of many after an outage."""
RATED: Final = timedelta(days=91)
"""How far back the rate looks."""


@dataclass(frozen=True)
class Point:
    """One question in a draft."""

    question: Question
    lines: Lines

    @property
    def says_low(self) -> bool:
        """Whether its low line is worth saying: few can be nobody."""
        return self.lines.low is not Level.FEW

    @property
    def says_good(self) -> bool:
        """Whether its good line is."""
        return rank(self.lines.good) >= rank(Level.HALF)


@dataclass(frozen=True)
class Ended:
    """A round that is over, and what came after it."""

    facts: Round
    result: Result
    is_heard: bool = False
    """Somebody told the group what was heard and what will be done."""
    is_nudged: bool = False


@dataclass(frozen=True)
class Loop:
    """How often the group was told what came of its answers."""

    closed: int
    of: int


def heard(template: Template, result: Result) -> tuple[Point, ...]:
    """The points of a draft, the weakest line first; nothing of a question that too few answered."""
    points = [
        Point(question, lines)
        for question, lines in zip(template.questions, result.lines, strict=True)
        if lines is not None
    ]
    return tuple(sorted(points, key=lambda point: weakness(point.lines), reverse=True))


def weakest(rounds: Iterable[Ended], now: datetime) -> Point | None:
    """The weakest line of what was published last of each series, if that is not long ago; None: nothing was.

    `rounds` are given in any order.
    """
    published = [ended for ended in rounds if not ended.result.too_few and now - ended.facts.closes < RATED]
    last = {ended.facts.series: ended for ended in sorted(published, key=lambda ended: ended.facts.closes)}
    points = [point for ended in last.values() for point in heard(ended.facts.template, ended.result)]
    return max(points, key=lambda point: weakness(point.lines), default=None)


def weakness(lines: Lines) -> tuple[int, int]:
    """To sort by: the more low, and then the fewer good, the weaker."""
    return rank(lines.low), -rank(lines.good)


def to_be_nudged(rounds: Iterable[Ended], now: datetime) -> Sequence[Ended]:
    """The rounds of which facilitators are reminded, once each: published a week ago, and nothing was said since."""
    return [
        ended
        for ended in rounds
        if not (ended.result.too_few or ended.is_heard or ended.is_nudged) and is_nudging_time(ended.facts, now)
    ]


def is_nudging_time(facts: Round, moment: datetime) -> bool:
    """Whether facilitators could be reminded of a round at this moment."""
    return NUDGED_AFTER <= moment - facts.closes < NUDGED_UNTIL


def loop_closed(rounds: Iterable[Ended], now: datetime) -> Loop:
    """Of the results of the last quarter the ones that were answered; one younger than a week only counts if it was."""
    due = [
        ended
        for ended in rounds
        if not ended.result.too_few
        and now - ended.facts.closes < RATED
        and (ended.is_heard or now - ended.facts.closes >= NUDGED_AFTER)
    ]
    return Loop(sum(ended.is_heard for ended in due), len(due))
