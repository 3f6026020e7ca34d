"""The life of a concern: what is kept of it, its states, and what each step makes of it. Pure.

Not here: who may read it in the first place (`readership.py`), its clocks (`clocks.py`), and where it is kept.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from bot.core.identity import ChannelId, MemberId, MessageId
from bot.core.readership import Category
from bot.core.receipt import SYMBOLS

MOST_UNANSWERED: Final = 10
"""Messages a reporter can add before somebody answers: nobody can fill a case without end."""

LABEL_LENGTH: Final = 6


class State(StrEnum):
    """Where a case stands, once it is delivered."""

    WAITING = "waiting"
    ACKNOWLEDGED = "acknowledged"
    WITHDRAWN = "withdrawn"


class Voice(StrEnum):
    """Who said a line of the conversation."""

    REPORTER = "reporter"
    STAFF = "staff"


class Wish(StrEnum):
    """What the reporter would like."""

    RECORD = "record"
    SUPPORT = "support"
    ACTION = "action"
    UNSURE = "unsure"


class Affected(StrEnum):
    """Who may be affected."""

    ME = "me"
    ANOTHER = "another"
    SEVERAL = "several"
    GROUP = "group"


class TooMany(Exception):
    """The reporter has written as often as possible until somebody answers."""


@dataclass(frozen=True)
class Named:
    """A person the concern is about, with the name they had."""

    member_id: MemberId
    name: str


@dataclass(frozen=True)
class CopiedMessage:
    """The message a concern was raised about, as it was: its author may delete it."""

    author: Named
    channel_id: ChannelId
    message_id: MessageId
    text: str
    gives_away: bool
    """Few can see the channel it stands in."""


@dataclass(frozen=True)
class Account:
    """What the reporter told in the form."""

    category: Category
    story: str
    wish: Wish
    affected: Affected
    about: Named | None = None


@dataclass(frozen=True)
class Line:
    """One message of the conversation. `deliver_at`: when a reporter's line reaches the readers."""

    voice: Voice
    words: str
    day: date
    deliver_at: datetime | None = None
    delivered: bool = True


@dataclass(frozen=True)
class Case:
    """One concern, all of it; sealed as a whole. No moment in it is finer than a day or a delivery slot."""

    label: str
    """Random, for people to speak of it."""
    lookup: bytes
    """Where its receipt row lies, so that it can go with the case."""
    named: tuple[MemberId, ...]
    readers: tuple[MemberId, ...]
    later: tuple[MemberId, ...]
    direct: bool
    urgent: bool
    deliver_at: datetime
    account: Account | None
    message: CopiedMessage | None = None
    reporter_name: str = ""
    """Empty unless the reporter chose to share it."""
    state: State = State.WAITING
    delivered_on: date | None = None
    card_due: bool = False
    """A card is to be shown at the next occasion."""
    lines: tuple[Line, ...] = ()
    opened_by: tuple[MemberId, ...] = ()
    acknowledged_by: MemberId | None = None
    last_news_on: date | None = None
    withdraw_at: datetime | None = None
    closed_on: date | None = None


def new_label(random: bytes) -> str:
    """Six symbols out of at least six random bytes."""
    return "".join(SYMBOLS[byte % len(SYMBOLS)] for byte in random[:LABEL_LENGTH])


def may_read(case: Case, member: MemberId) -> bool:
    """Whether the case exists for this person at all. Their role is checked elsewhere, each time."""
    return case.delivered_on is not None and member in case.readers and member not in case.named


def is_open(case: Case) -> bool:
    """Whether anything is still to be done."""
    return case.state is not State.WITHDRAWN


def deliver(case: Case, today: date) -> Case:
    """The case begins to exist for its readers, and its clocks begin."""
    return case if case.delivered_on is not None else replace(case, delivered_on=today, card_due=True)


def deliver_lines(case: Case, now: datetime) -> Case:
    """Show the readers every line of the reporter whose slot has come, with a card if there is any."""
    if case.delivered_on is None or not any(_due(line, now) for line in case.lines):
        return case
    lines = tuple(replace(line, delivered=True) if _due(line, now) else line for line in case.lines)
    return replace(case, lines=lines, card_due=True)


def _due(line: Line, now: datetime) -> bool:
    return not line.delivered and line.deliver_at is not None and line.deliver_at <= now


def opened(case: Case, reader: MemberId) -> Case:
    """This person has read it."""
    return case if reader in case.opened_by else replace(case, opened_by=(*case.opened_by, reader))


def acknowledge(case: Case, reader: MemberId, today: date) -> Case:
    """This person has taken it up; the first one counts."""
    if case.state is not State.WAITING:
        return case
    return replace(case, state=State.ACKNOWLEDGED, acknowledged_by=reader, last_news_on=today, card_due=False)


def answer(case: Case, reader: MemberId, words: str, today: date) -> Case:
    """A reader writes to the reporter, which acknowledges the case as well."""
    case = acknowledge(case, reader, today)
    if _was_said(case, Voice.STAFF, words, today):
        return case
    line = Line(Voice.STAFF, words, today)
    return replace(case, lines=(*case.lines, line), last_news_on=today)


def add(case: Case, words: str, today: date, deliver_at: datetime) -> Case:
    """The reporter writes to the readers.

    Raises:
        TooMany: `MOST_UNANSWERED` lines since somebody answered.
    """
    if _was_said(case, Voice.REPORTER, words, today):
        return case
    answers = [place for place, line in enumerate(case.lines) if line.voice is Voice.STAFF]
    since = case.lines[answers[-1] + 1 :] if answers else case.lines
    if len(since) >= MOST_UNANSWERED:
        raise TooMany
    line = Line(Voice.REPORTER, words, today, max(deliver_at, case.deliver_at), delivered=False)
    return replace(case, lines=(*case.lines, line))


def _was_said(case: Case, voice: Voice, words: str, today: date) -> bool:
    """Whether this side said so today and the other nothing since: a form is sent again when nothing answered it."""
    for line in reversed(case.lines):
        if line.voice is not voice:
            return False
        if (line.words, line.day) == (words, today):
            return True
    return False


def read_by_staff(case: Case) -> tuple[Line, ...]:
    """The lines that have reached the readers."""
    return tuple(line for line in case.lines if line.delivered)


def withdraw(case: Case, at: datetime) -> Case:
    """The reporter takes it back; readers learn of it at this moment. The first time counts."""
    return case if case.withdraw_at is not None else replace(case, withdraw_at=at)


def vanishes_when_withdrawn(case: Case) -> bool:
    """Whether nothing at all stays: nobody has taken it up yet."""
    return case.state is State.WAITING


def withdrawn(case: Case, today: date) -> Case:
    """What stays of a case that somebody had taken up: that a concern was withdrawn, and who may know it."""
    return Case(
        label=case.label,
        lookup=b"",
        named=case.named,
        readers=case.readers,
        later=case.later,
        direct=case.direct,
        urgent=False,
        deliver_at=case.deliver_at,
        account=None,
        state=State.WITHDRAWN,
        delivered_on=case.delivered_on,
        acknowledged_by=case.acknowledged_by,
        closed_on=today,
    )
