"""What the teller of the story writes down while it is played: each week, what was seen, and what came when."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum

from bot.core.publishing import Lines
from bot.core.warning import Signal
from bot.rehearsal.simulator import Shown
from bot.rehearsal.story.thief import Theft
from bot.rehearsal.unasked import Said


class Mark(Enum):
    """What the year turns on, in the order in which it comes."""

    BREACH = "breach"
    FIRST_CONCERN = "first-concern"
    CLUSTER = "cluster"
    ALARM = "alarm"
    REPAIR = "repair"
    QUIET = "quiet"


class Caption(Enum):
    """What somebody had before them, in about the order in which it comes; its words are `story-seen-…`."""

    CHECKIN = "checkin"
    HEALTHY = "healthy"
    BREACH = "breach"
    REVIEW = "review"
    CARD = "card"
    CASE = "case"
    WAITING = "waiting"
    CLUSTER = "cluster"
    ALARM = "alarm"
    TRUST = "trust"
    SIGNALS = "signals"
    REPAIR = "repair"
    DONE = "done"
    ASKED = "asked"
    HELPED = "helped"
    WAY_BACK = "way-back"
    FEEDBACK = "feedback"
    ANSWER = "answer"
    PAIR = "pair"
    MENDED = "mended"


@dataclass(frozen=True)
class Week:
    """One check-in of the year."""

    opened: date
    low: int
    """How many answered low. Nobody in the group knows it."""
    lines: Lines
    """What everybody could read."""
    signal: Signal
    """What those lines alone have T1 show."""
    post: Shown
    """The result as it was posted."""


@dataclass(frozen=True)
class Seen:
    """Something that somebody had before them."""

    at: datetime
    caption: Caption
    shown: Shown


@dataclass
class Notebook:
    """The whole year."""

    weeks: list[Week] = field(default_factory=list[Week])
    marks: dict[Mark, datetime] = field(default_factory=dict[Mark, datetime])
    alarms: int = 0
    """How often the early warning rang, by what was posted."""
    alerts: int = 0
    """How often it was told in the facilitators' channel."""
    seen: list[Seen] = field(default_factory=list[Seen])
    thefts: list[Theft] = field(default_factory=list[Theft])
    unasked: list[Said] = field(default_factory=list[Said])
    """Everything the bot said while time passed and nobody acted."""

    def mark(self, mark: Mark, at: datetime) -> None:
        """Something happened; only its first time counts."""
        self.marks.setdefault(mark, at)

    def show(self, at: datetime, caption: Caption, shown: Shown) -> None:
        """Something is worth being shown; of one caption only the first."""
        if all(one.caption is not caption for one in self.seen):
            self.seen.append(Seen(at, caption, shown))
