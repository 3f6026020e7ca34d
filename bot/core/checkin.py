"""One round of a check-in and when it may be posted: what is asked, where, of whom, until when, who is counted.

Not here: what is asked (`template.py`), how answers are kept (`ballot.py`), what is shown of them (`publishing.py`),
and when rounds open by themselves (`schedule.py`).
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, tzinfo
from enum import Enum, StrEnum
from typing import Final

from bot.core.ballot import Box
from bot.core.identity import ChannelId, MessageId, PlanId, RoleId
from bot.core.publishing import FEWEST_ANSWERS, Result, publish
from bot.core.template import Template

SHORTEST: Final = timedelta(hours=24)
LONGEST: Final = timedelta(days=14)
GRACE: Final = timedelta(hours=2)
"""What was to be posted and is later than this is not posted any more."""
POSTS_IN_SEVEN_DAYS: Final = 2
FEWEST_IN_AUDIENCE: Final = 8
"""A role known to be held by fewer is not asked apart from the others."""
_DAY: Final = timedelta(days=1)
WEEK: Final = timedelta(days=7) - timedelta(hours=3)
"""Seven days, however the clocks change meanwhile: the same weekday at the same local time is always the next week."""


class Trouble(StrEnum):
    """What the staff are told about a round."""

    NOT_STARTED = "not-started"
    """It could not be posted in the channel, and was given up."""
    NOT_POSTED = "not-posted"
    """The result cannot be posted in the channel."""
    BROKEN = "broken"
    """The box did not open."""
    TOO_LATE = "too-late"
    """It could not be posted within the grace period, and was given up."""
    SILENT = "silent"
    """With it a schedule had too few answers twice in a row, and paused."""
    NO_CHANNEL = "no-channel"
    """A round of a schedule has no channel to be posted in; it waits to be moved."""


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
    audience: RoleId | None = None
    """Only who holds this role is asked; None: everyone."""
    comments: bool = False
    """Whether a comment can be left for the facilitators."""
    minimum: int = 0
    """How many answers the server asked for when it opened: what people were told then holds, a later one may add."""
    reminder: datetime | None = None
    """When the channel is reminded, once."""
    reminded: MessageId | None = None
    """The message of the reminder, once it stands."""
    schedule: str = ""
    """The id of the schedule that opened it, in hexadecimal as it is kept; empty if a facilitator did."""
    on: date | None = None
    """The local date for which a schedule opened it."""

    @property
    def schedule_id(self) -> PlanId | None:
        """The schedule that opened it; None if a facilitator did."""
        return PlanId(bytes.fromhex(self.schedule)) if self.schedule else None

    @property
    def series(self) -> tuple[str, ChannelId, RoleId | None]:
        """Rounds of one series ask the same people the same: template, channel, audience."""
        return self.template.template_id, self.channel, self.audience

    @property
    def waits(self) -> bool:
        """It could not be posted in its channel and is kept to be moved; nobody is moving it just now."""
        return self.post is None and Trouble.NO_CHANNEL in self.told

    def day(self, zone: tzinfo) -> date:
        """The date on which it opened, for people who live by this zone."""
        return self.on or self.opened.astimezone(zone).date()

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

    `rounds` are those of the server, each with whether it is still to be closed; one that is past its time is not open.
    """
    here = [(found, is_open) for found, is_open in rounds if found.channel == channel]
    if any(is_open and now < found.closes for found, is_open in here):
        return Obstacle.ROUND_OPEN
    if sum(now - found.opened < WEEK for found, _ in here) >= POSTS_IN_SEVEN_DAYS:
        return Obstacle.ENOUGH_ASKED
    return None


def is_newcomer(joined_at: datetime | None, now: datetime, newcomer_days: int) -> bool:
    """Whether a member joined too recently to be counted; one of whom it is unknown counts as new.

    A few extra accounts must not be able to fill a small group until one answer stands alone.
    """
    return joined_at is None or now - joined_at < timedelta(days=newcomer_days)


def conclude(template: Template, box: Box, minimum: int, comments: tuple[str, ...] = ()) -> Result:
    """What is published of a round, with the `comments` that may be. A box with too few ballots is not looked into."""
    if box.people < max(minimum, FEWEST_ANSWERS):
        return Result((None,) * len(template.questions))
    counts = (box.tally(at, len(question.answers)) for at, question in enumerate(template.questions))
    return Result(tuple(publish(each, minimum) for each in counts), comments=comments)


def conclude_broken(template: Template) -> Result:
    """What is published of a round whose box cannot be opened: nothing, as if too few had answered."""
    return Result((None,) * len(template.questions), broken=True)
