"""What a check-in is and when: its template and questions, one round of it, who is counted, when it may be posted.

Not here: how answers are kept (`ballot.py`) and what is shown of them (`publishing.py`).
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum, StrEnum
from typing import Final

from bot.core.ballot import PASSED, Answers, Box
from bot.core.identity import ChannelId, MessageId
from bot.core.publishing import FEWEST_ANSWERS, Result, publish

MOST_QUESTIONS: Final = 4
ANSWERS: Final = range(3, 8)
LABEL: Final = range(1, 46)
"""Characters: what fits a title or a label of a form on Discord."""
LINE: Final = range(1, 101)
"""Characters: what fits an option, or the description under a label."""
SHORTEST: Final = timedelta(hours=24)
LONGEST: Final = timedelta(days=14)
POSTS_IN_SEVEN_DAYS: Final = 2
_DAY: Final = timedelta(days=1)
_WEEK: Final = timedelta(days=7)


class Unsuitable(Exception):
    """A template that cannot be asked, or answers that do not fit it. Carries no content."""


@dataclass(frozen=True)
class Question:
    """One question and its answers from worst to best. "Prefer not to say" is always offered beside them."""

    name: str
    """Short: how the result calls it. At most 45 characters."""
    words: str
    """As it is asked, at most 100 characters."""
    answers: tuple[str, ...]
    watched: bool = False
    """May be watched by the early warning."""


@dataclass(frozen=True)
class Template:
    """What is asked in a round."""

    template_id: str
    title: str
    """At most 45 characters."""
    introduction: str
    questions: tuple[Question, ...]

    def checked(self) -> "Template":
        """The template itself.

        Raises:
            Unsuitable: it breaks a limit that this file states.
        """
        fitting = len(self.title) in LABEL and 1 <= len(self.questions) <= MOST_QUESTIONS
        if not (fitting and all(map(_can_be_asked, self.questions))):
            raise Unsuitable
        return self


def _can_be_asked(question: Question) -> bool:
    return (
        len(question.name) in LABEL
        and len(question.words) in LINE
        and len(question.answers) in ANSWERS
        and len(set(question.answers)) == len(question.answers)
        and all(len(answer) in LINE for answer in question.answers)
    )


class Trouble(StrEnum):
    """What the staff are told about a round."""

    NOT_STARTED = "not-started"
    """It could not be posted in the channel, and was given up."""
    NOT_POSTED = "not-posted"
    """The result cannot be posted in the channel."""
    BROKEN = "broken"
    """The box did not open."""


@dataclass(frozen=True)
class Round:
    """One asking of a template. Who started it is not a fact of the round; the audit trail has it."""

    template: Template
    channel: ChannelId
    opened: datetime
    closes: datetime
    post: MessageId | None = None
    """The message to answer at; None until it is known to stand in the channel."""
    result_post: MessageId | None = None
    told: tuple[Trouble, ...] = ()
    """What the staff have been told, so that they are told once."""

    def ended_early(self, now: datetime) -> "Round":
        """The round, closing at its next full day, never later than it would have.

        The moment depends on nothing but the clock, so that it cannot be chosen for an answer that has just come.
        """
        full_days = (now - self.opened) // _DAY + 1
        return replace(self, closes=min(self.closes, self.opened + full_days * _DAY))


class Obstacle(Enum):
    """Why a check-in cannot be posted in a channel now."""

    ROUND_OPEN = "round-open"
    ENOUGH_ASKED = "enough-asked"


def obstacle(rounds: Iterable[tuple[Round, bool]], channel: ChannelId, now: datetime) -> Obstacle | None:
    """What stands against one more post; people stop answering what is asked too often.

    `rounds` are those of the server, each with whether it is still open.
    """
    here = [(found, is_open) for found, is_open in rounds if found.channel == channel]
    if any(is_open for _, is_open in here):
        return Obstacle.ROUND_OPEN
    if sum(now - found.opened < _WEEK for found, _ in here) >= POSTS_IN_SEVEN_DAYS:
        return Obstacle.ENOUGH_ASKED
    return None


def is_newcomer(joined_at: datetime | None, now: datetime, newcomer_days: int) -> bool:
    """Whether a member joined too recently to be counted; one of whom it is unknown counts as new.

    A few extra accounts must not be able to fill a small group until one answer stands alone.
    """
    return joined_at is None or now - joined_at < timedelta(days=newcomer_days)


def read_answers(template: Template, chosen: Iterable[str]) -> Answers:
    """The answers as a ballot holds them, from the option chosen for each question ("" or "0": passed).

    Raises:
        Unsuitable: not one choice for each question, or a choice that was not offered.
    """
    try:
        answers = [int(choice or PASSED) for choice in chosen]
        offered = all(
            PASSED <= answer <= len(question.answers)
            for answer, question in zip(answers, template.questions, strict=True)
        )
    except ValueError as error:
        raise Unsuitable from error
    if not offered:
        raise Unsuitable
    return Answers(bytes(answers))


def conclude(template: Template, box: Box, minimum: int) -> Result:
    """What is published of a round. A box with too few ballots is not looked into."""
    if box.people < max(minimum, FEWEST_ANSWERS):
        return Result((None,) * len(template.questions))
    return Result(
        tuple(publish(box.tally(at, len(question.answers)), minimum) for at, question in enumerate(template.questions))
    )


def conclude_broken(template: Template) -> Result:
    """What is published of a round whose box cannot be opened: nothing, as if too few had answered."""
    return Result((None,) * len(template.questions), broken=True)
