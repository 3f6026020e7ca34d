"""T1, trust is dropping: a cumulative sum fed only with what was published of one watched question.

Made of the word-level of *low* and the range of answers alone, so it discloses nothing that the result did not. A group
within its tolerance is alarmed once a year or more seldom, on average, however many answer; docs/early-warning.md has
the proof and its sources. Not here: the increments (`likelihood.py`), and who is told, and how.
"""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from math import log
from typing import Final

from bot.core.likelihood import increment
from bot.core.publishing import Lines
from bot.core.recurrence import Monthly, Rhythm, Weekly
from bot.core.template import Question, Template
from bot.core.trend import MOST_ROUNDS

TOLERANCES: Final = (10, 15, 20, 25)
"""In the hundred: shares of *low* that a group may call its healthy state. None is higher: harm is not made normal."""
TOLERANCE: Final = TOLERANCES[0]
"""Where nobody chose."""
_WEEKS_A_YEAR: Final = 52
_MONTHS_A_YEAR: Final = 12


class UnknownTolerance(Exception):
    """It is none of `TOLERANCES`."""


class Signal(StrEnum):
    """All that is ever shown of the sum."""

    QUIET = "quiet"
    RISING = "rising"
    ALARM = "alarm"


@dataclass(frozen=True)
class Reading:
    """What was shown after one round."""

    on: date
    """The local date for which the schedule opened it."""
    signal: Signal | None
    """None: too few answered."""


@dataclass(frozen=True)
class Watch:
    """All that is kept of watching one question of one schedule; it goes on from this after a restart."""

    words: str
    """With `answers`: which question it is."""
    answers: tuple[str, ...]
    tolerance: int
    """One of `TOLERANCES`."""
    rounds_a_year: float
    total: float = 0.0
    """The sum since it was last nothing; never below 0, never shown."""
    seen: date | None = None
    """The date of the last round that was taken in: no round up to it is taken in (again)."""
    course: tuple[Reading, ...] = ()
    """The last rounds of this question under this tolerance, oldest first; at most `MOST_ROUNDS`."""
    alarms: tuple[date, ...] = ()
    """The last rounds of this question that rang, oldest first; at most `MOST_ROUNDS`."""

    @property
    def signal(self) -> Signal:
        """What is shown now: of the last round that was published, quiet if none was."""
        return next((each.signal for each in reversed(self.course) if each.signal is not None), Signal.QUIET)


def watched(template: Template) -> int | None:
    """The place of the one question that is watched, the first that may be; None: there is none."""
    return next((at for at, question in enumerate(template.questions) if question.watched), None)


def rounds_a_year(rhythm: Rhythm) -> float:
    """How many rounds a rhythm has in a year of 52 weeks."""
    match rhythm:
        case Weekly(weekdays, every):
            return _WEEKS_A_YEAR * len(set(weekdays)) / every
        case Monthly():
            return _MONTHS_A_YEAR


def alarm_at(rounds: float) -> float:
    """The sum that rings, with so many rounds a year."""
    return log(rounds)


def rising_at(rounds: float) -> float:
    """The sum from which *rising* is shown: half of the one that rings.

    A round that took it there from nothing rings if it comes twice. By the proof of the alarm a healthy group comes
    here, on average, after no fewer rounds than the root of those in a year.
    """
    return log(rounds) / 2


def begin(question: Question, rhythm: Rhythm, tolerance: int = TOLERANCE) -> Watch:
    """A watch that has seen nothing.

    Raises:
        UnknownTolerance: it is none of `TOLERANCES`.
    """
    return Watch(question.words, question.answers, _checked(tolerance), rounds_a_year(rhythm))


def taken_in(watch: Watch, on: date, question: Question, lines: Lines | None) -> Watch:
    """The watch after a round: its date, the question that is watched in it, and what was published of that.

    The same round again, or an earlier one, changes nothing. Too few answers (None) leave the sum as it is; a question
    with other words or other answers begins anew.
    """
    if watch.seen is not None and on <= watch.seen:
        return watch
    if (question.words, question.answers) != (watch.words, watch.answers):
        watch = Watch(question.words, question.answers, watch.tolerance, watch.rounds_a_year)
    if lines is None:
        return replace(watch, seen=on, course=_last((*watch.course, Reading(on, None))))
    total = max(0.0, watch.total + increment(lines.answers, lines.low, watch.tolerance))
    signal = _signal(total, watch.rounds_a_year)
    rang = signal is Signal.ALARM
    return replace(
        watch,
        total=0.0 if rang else total,
        seen=on,
        course=_last((*watch.course, Reading(on, signal))),
        alarms=(*watch.alarms, on)[-MOST_ROUNDS:] if rang else watch.alarms,
    )


def rang(before: Watch, after: Watch) -> bool:
    """Whether the round between the two rang, so that somebody is to be told; never twice for one round."""
    return after.seen != before.seen and bool(after.course) and after.course[-1].signal is Signal.ALARM


def with_tolerance(watch: Watch, tolerance: int) -> Watch:
    """With another tolerance the sum starts again from nothing; the same one changes nothing.

    Raises:
        UnknownTolerance: it is none of `TOLERANCES`.
    """
    if _checked(tolerance) == watch.tolerance:
        return watch
    return replace(watch, tolerance=tolerance, total=0.0, course=())


def with_rhythm(watch: Watch, rhythm: Rhythm) -> Watch:
    """With a rarer rhythm the sum stays as far from ringing as it was; with a more frequent one it stays what it was.

    So what was learnt is kept, no change of rhythm rings by itself, and changing it to and fro adds nothing: at most
    one false alarm a year holds across the change.
    """
    rounds = rounds_a_year(rhythm)
    farther = min(0.0, alarm_at(rounds) - alarm_at(watch.rounds_a_year))
    return replace(watch, rounds_a_year=rounds, total=max(0.0, watch.total + farther))


def _signal(total: float, rounds: float) -> Signal:
    if total >= alarm_at(rounds):
        return Signal.ALARM
    return Signal.RISING if total >= rising_at(rounds) else Signal.QUIET


def _last(course: tuple[Reading, ...]) -> tuple[Reading, ...]:
    return course[-MOST_ROUNDS:]


def _checked(tolerance: int) -> int:
    if tolerance not in TOLERANCES:
        raise UnknownTolerance
    return tolerance
