"""What was done and with what intent, whom it may be asked of whether it helped, and when the answer is a harm signal.

Only what the group was openly told about is asked of the group: a question about anything else would tell that there
was something. What follows a case is asked of its reporter alone: whoever meets a question about something that the
staff's list does not show them would know that it follows a case that they may not read. Not here: what a case's
reporter is asked (`case_life.py`), and how results are published.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import Enum
from typing import Final

from bot.core.identity import CaseId, RoleId, RoundId
from bot.core.publishing import Level, Lines, Result
from bot.core.template import Question, Template, objections

ASKED_WITHIN: Final = timedelta(days=90)
"""Of being told: after that nobody can say any more whether it helped."""
ASKED_AT_MOST: Final = 3
"""Rounds, if too few answer; with the first result it is asked no more."""
_BY_RANK: Final = tuple(Level)


class Asked(Enum):
    """Whom it is asked of whether an action helped."""

    GROUP = "group"
    REPORTER = "reporter"
    """Through their code."""
    NOBODY = "nobody"


@dataclass(frozen=True)
class Answer:
    """What one round said to it."""

    round_id: RoundId
    lines: Lines | None
    """None: too few answered."""


@dataclass(frozen=True)
class Action:
    """Something that was done."""

    words: str = field(repr=False)
    intent: str = field(repr=False)
    day: date
    """When it was written down. Who did is not a fact of the action; the audit trail has it."""
    told_on: date | None
    """When the group was openly told; None: it was not."""
    question: Question | None = field(default=None, repr=False)
    """In its wording; asked only from the moment on that somebody said that the group was told so."""
    case_id: CaseId | None = None
    """The case it follows, so that it goes to nobody who may not read that."""
    beside: tuple[CaseId, ...] = ()
    """Further cases that it follows: it goes to those alone who may read all of them."""
    answers: tuple[Answer, ...] = ()

    @property
    def asked_of(self) -> Asked:
        """Whom it is asked of."""
        if self.case_id is not None:
            return Asked.REPORTER
        return Asked.NOBODY if self.told_on is None else Asked.GROUP

    @property
    def was_asked(self) -> bool:
        """Whether the group is asked about it, or was: nobody should read an answer beside words that came later."""
        return self.told_on is not None or bool(self.answers)

    @property
    def impact(self) -> Lines | None:
        """What is shown beside the intent; None: the publication rule allows nothing so far."""
        return next((answer.lines for answer in self.answers if answer.lines is not None), None)


def is_to_be_asked(action: Action, on: date) -> bool:
    """Whether a round that opens on this day may ask: the group was told before, not long ago, and has not answered."""
    if action.asked_of is not Asked.GROUP or action.told_on is None or action.question is None:
        return False
    recent = timedelta(0) < on - action.told_on <= ASKED_WITHIN
    return recent and action.impact is None and len(action.answers) < ASKED_AT_MOST


def asking(template: Template, question: Question) -> Template | None:
    """The template with one more question at its end; None: it does not fit.

    It is never watched: one that comes and goes has no course.
    """
    more = replace(template, questions=(*template.questions, replace(question, watched=False)))
    return None if objections(more) else more


def next_to_ask(
    actions: Iterable[Action], template: Template, audience: RoleId | None, on: date
) -> tuple[Action, Template] | None:
    """The one action that a round of this template asks about, longest told first, and the template that does.

    None: there is none, it does not fit, or only some are asked (what was told to all is not asked of a few).
    """
    if audience is not None:
        return None
    for action in sorted(actions, key=lambda each: (each.told_on or on, each.day)):
        if action.question is not None and is_to_be_asked(action, on):
            more = asking(template, action.question)
            if more is not None:
                return action, more
    return None


def answered(action: Action, round_id: RoundId, lines: Lines | None) -> Action:
    """With what a round published of it; the same round again changes nothing."""
    if any(answer.round_id == round_id for answer in action.answers):
        return action
    return replace(action, answers=(*action.answers, Answer(round_id, lines)))


def taken_in(action: Action, round_id: RoundId, on: date, template: Template, result: Result) -> Action:
    """With what a round that opened on this day published of it; unchanged if that did not ask it."""
    if action.question is None or action.told_on is None or on <= action.told_on:
        return action
    asked = (action.question.words, action.question.answers)
    for question, lines in zip(template.questions, result.lines, strict=True):
        if (question.words, question.answers) == asked:
            return answered(action, round_id, lines)
    return action


def is_harm(lines: Lines) -> bool:
    """Whether it seems to have made things harder: the published level of *low* stands above that of *good*."""
    return rank(lines.low) > rank(lines.good)


def rank(level: Level) -> int:
    """How many a word stands for, in steps: few is 0, most is 3."""
    return _BY_RANK.index(level)
