"""What is kept of a concern, sealed as a whole, and for whom it exists. Pure data.

Not here: what is said in it (`conversation.py`), what its reporter's acts (`case_life.py`), its delivery
(`case_delivery.py`) and its readers' acts (`case_work.py`) make of it, its clocks (`clocks.py`), and who may read it in
the first place (`readership.py`).
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from bot.core.conversation import Line, Note
from bot.core.identity import CaseId, ChannelId, MemberId, MessageId, ServerId
from bot.core.readership import Category
from bot.core.receipt import SYMBOLS
from bot.core.side_by_side import Beside

MOST_PAGES: Final = 3
"""Pages of a story, the first one included."""

LABEL_LENGTH: Final = 6


class State(StrEnum):
    """Where a case stands."""

    HELD = "held"
    """It waits for a second concern about the same person, and exists for no reader."""
    WAITING = "waiting"
    ACKNOWLEDGED = "acknowledged"
    IN_PROGRESS = "in-progress"
    ASKING = "asking"
    """The readers wait for the reporter."""
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


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

    @property
    def is_many(self) -> bool:
        """More than one person: it comes first, and is not closed before somebody said whom they reached."""
        return self in (Affected.SEVERAL, Affected.GROUP)


class Outcome(StrEnum):
    """What came of a case; the words are content."""

    RECORDED = "recorded"
    SUPPORTED = "supported"
    SETTLED = "settled"
    CHANGED = "changed"
    ACTED = "acted"
    PASSED_ON = "passed-on"
    UNCLEAR = "unclear"
    UNFOUNDED = "unfounded"

    @property
    def is_against(self) -> bool:
        """It goes against whoever is named: were they heard, or why not?"""
        return self in (Outcome.ACTED, Outcome.PASSED_ON)


class Help(StrEnum):
    """Whether the response helped or made things harder, worst first."""

    MUCH_HARDER = "much-harder"
    HARDER = "harder"
    NEITHER = "neither"
    HELPED = "helped"
    HELPED_MUCH = "helped-much"


class Release(StrEnum):
    """Why a held case was released."""

    ANOTHER = "another"
    """A second concern came from somebody else."""
    PERHAPS = "perhaps"
    """A second concern came, perhaps from the same person."""
    ASKED = "asked"
    """The reporter sent it after all."""


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
    """What the reporter told in the form, and on the pages they added."""

    category: Category
    story: str
    wish: Wish
    affected: Affected
    about: Named | None = None
    more: tuple[str, ...] = ()
    """The second and the third page."""

    @property
    def pages(self) -> tuple[str, ...]:
        """All that was told, page by page."""
        return (self.story, *self.more)


@dataclass(frozen=True)
class Closing:
    """With what a case was closed. `heard`: None where nobody is named or nothing went against them."""

    outcome: Outcome
    by: MemberId
    day: date
    heard: bool | None = None
    why_not: str = ""
    reached: str = ""
    """Who of the many who were affected was reached."""


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
    """Readers if nobody answers in time, or at a second look."""
    direct: bool
    urgent: bool
    deliver_at: datetime
    account: Account | None
    message: CopiedMessage | None = None
    has_image: bool = False
    reporter_name: str = ""
    """Empty unless the reporter chose to share it."""
    message_me: MemberId | None = None
    """Only if the reporter asked for a direct message: their id, until the case is closed."""
    state: State = State.WAITING
    delivered_on: date | None = None
    since: date | None = None
    """The day from which the clocks run: of delivery, of a second look; moved on by as long as it was closed."""
    card_due: bool = False
    """A card is to be shown at the next occasion."""
    card_in_channel: bool = False
    """The card was posted where all who see the moderators' channel see it."""
    card_strays: bool = False
    """Somebody who is out since it was shown may still have the card among their messages."""
    to_tell: tuple[MemberId, ...] = ()
    """Readers who came to it later and have not been told yet."""
    lines: tuple[Line, ...] = ()
    notes: tuple[Note, ...] = ()
    also_named: tuple[Named, ...] = ()
    """Whom the reporter named later."""
    opened_by: tuple[MemberId, ...] = ()
    involved: tuple[MemberId, ...] = ()
    """Readers who did something in it: a second look goes to somebody else."""
    out: tuple[MemberId, ...] = ()
    """Those who stepped aside."""
    acknowledged_by: MemberId | None = None
    assigned: MemberId | None = None
    last_news_on: date | None = None
    told: tuple[MemberId, ...] = ()
    """Those who were told of the clock that is missed now."""
    told_on: date | None = None
    joined: tuple[CaseId, ...] = ()
    """Other cases about the same matter."""
    beside: tuple[Beside, ...] = ()
    """Of the clusters it is in: which readers were told, and who has looked."""
    withdraw_at: datetime | None = None
    closed_on: date | None = None
    closing: Closing | None = None
    looker: MemberId | None = None
    """Who takes the second look that was asked for last."""
    chosen: tuple[MemberId, ...] = ()
    """Whom the reporter chose where nobody could read it any more: readers from the next slot on."""
    picked: tuple[MemberId, ...] = ()
    """Whom the reporter picked: a held case waits for somebody else to pick one of them."""
    held_on: date | None = None
    release: Release | None = None
    server_id: ServerId | None = field(default=None, compare=False)
    """Where it was sent, so that its row cannot be moved to another server. None: kept by an earlier version."""

    @property
    def affects_many(self) -> bool:
        """Several people or the whole group may be affected."""
        return self.account is not None and self.account.affected.is_many


def new_label(random: bytes) -> str:
    """Six symbols out of at least six random bytes."""
    return "".join(SYMBOLS[byte % len(SYMBOLS)] for byte in random[:LABEL_LENGTH])


def may_read(case: Case, member: MemberId) -> bool:
    """Whether the case exists for this person at all. Their role is checked elsewhere, each time."""
    return case.delivered_on is not None and member in case.readers and not is_barred(case, member)


def is_barred(case: Case, member: MemberId) -> bool:
    """Whether this person can never read it: named in it, or stepped aside."""
    return member in case.named or member in case.out


def is_open(case: Case) -> bool:
    """Whether its readers have anything to do."""
    return case.state not in (State.HELD, State.CLOSED, State.WITHDRAWN)


def read_by_staff(case: Case) -> tuple[Line, ...]:
    """The lines that have reached the readers."""
    return tuple(line for line in case.lines if line.delivered)
