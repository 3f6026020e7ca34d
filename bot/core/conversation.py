"""What is said in a case, line by line: between its reporter and its readers, and among the readers. Pure data.

Not here: who says what when, and what it makes of the case (`case_life.py`, `case_work.py`).
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from bot.core.identity import MemberId


class Voice(StrEnum):
    """Who said a line of the conversation."""

    REPORTER = "reporter"
    STAFF = "staff"


class Event(StrEnum):
    """What a line of the conversation tells besides, or instead of, words."""

    WORDS = "words"
    IN_PROGRESS = "in-progress"
    ASKING = "asking"
    CLOSED = "closed"
    REOPENED = "reopened"
    FEEDBACK = "feedback"
    SECOND_LOOK = "second-look"
    NAME_SHARED = "name-shared"
    NAMED = "named"
    """The reporter named one more person."""
    CHOSEN = "chosen"
    """Nobody could read it any more, and the reporter chose who may."""


@dataclass(frozen=True)
class Line:
    """One message of the conversation. `deliver_at`: when a reporter's line reaches the readers."""

    voice: Voice
    words: str
    day: date
    deliver_at: datetime | None = None
    delivered: bool = True
    event: Event = Event.WORDS
    detail: str = ""
    """A fixed word that the event needs: the outcome, the answer to "did it help?"."""
    form: str = field(default="", repr=False)
    """What tells the form that the words came in from any other: random, and in no other place. Empty: no form."""


@dataclass(frozen=True)
class Note:
    """What a reader wrote for the other readers; the reporter never sees it."""

    author: MemberId
    words: str
    day: date
    form: str = field(default="", repr=False)
    """As of a line."""
