"""What a reporter is told of their concern: how it stands, who reads it, what comes next, what they can do.

Nothing of it tells more than the reporter may know: of a held concern never whether another one released it.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from typing import assert_never

from bot.core import case_life as life
from bot.core.case import Case, Outcome, State, is_open
from bot.core.clocks import NextDate, next_date
from bot.core.conversation import Event, Line
from bot.core.holding import ends_on, has_ended, looks_held
from bot.core.receipt import Receipt
from bot.core.slots import local_day
from bot.services.concerns import Choosable
from bot.services.readers import Staff
from bot.services.server_records import Server
from bot.services.way_readers import able, is_unread, second_looker


class Standing(Enum):
    """How a concern stands, as the reporter is told."""

    HELD = "held"
    HOLD_ENDED = "hold-ended"
    ON_ITS_WAY = "on-its-way"
    WAITING = "waiting"
    ACKNOWLEDGED = "acknowledged"
    IN_PROGRESS = "in-progress"
    ASKING = "asking"
    CLOSED = "closed"
    WITHDRAWING = "withdrawing"


class Offer(Enum):
    """What the reporter can do."""

    REPLY = "reply"
    SEND = "send"
    SHARE_NAME = "share-name"
    MESSAGES = "messages"
    NO_MESSAGES = "no-messages"
    FEED_BACK = "feed-back"
    SECOND_LOOK = "second-look"
    WITHDRAW = "withdraw"


class Withdrawal(Enum):
    """What a withdrawal would leave."""

    NOTHING = "before"
    """It is erased at once: it reached nobody."""
    THE_CARD = "waiting"
    """Nobody has taken it up."""
    THAT_IT_WAS = "acknowledged"
    AFTER_THE_OUTCOME = "closed"


@dataclass(frozen=True)
class WayBack:
    """What the reporter sees."""

    receipt: Receipt
    standing: Standing
    readers: tuple[str, ...]
    lines: tuple[Line, ...]
    day: date
    """The day that goes with how it stands: of delivery, of closing, of the end of the wait, of a withdrawal."""
    next: NextDate | None
    is_overdue: bool
    """The next date has passed without what was promised."""
    outside_contact: str
    offers: frozenset[Offer] = frozenset()
    withdrawal: Withdrawal = Withdrawal.NOTHING
    later: tuple[str, ...] = ()
    """Readers if nobody answers in time, or at a second look."""
    chosen: tuple[str, ...] = ()
    """Whom the reporter chose, readers from the next slot on."""
    is_unread: bool = False
    """Nobody who was to read it can any more."""
    candidates: tuple[Choosable, ...] = ()
    """From whom the reporter may choose then."""
    outcome: Outcome | None = None
    kept_until: date | None = None
    """The day on which a closed concern is erased."""
    looker: str = ""
    """Who takes the second look that was asked for."""
    has_no_looker: bool = False
    """A second look may be asked for, and nobody here can take it."""


def way_back(server: Server, staff: Staff, case: Case, receipt: Receipt, now: datetime) -> WayBack:
    """The concern as its reporter is told of it."""
    today = local_day(now, server.zone)
    stands, unread = standing(case, today), is_unread(staff, case)
    coming = None if unread else _next(server, case, stands)
    offers = _offers(case, stands)
    has_no_looker = Offer.SECOND_LOOK in offers and second_looker(server, staff, case, today) is None
    return WayBack(
        receipt=receipt,
        standing=stands,
        readers=staff.names(able(staff, case, case.readers)),
        lines=case.lines,
        day=_day(server, case, stands),
        next=coming,
        is_overdue=coming is not None and coming.day < today,
        outside_contact=server.settings.outside_contact,
        offers=offers - {Offer.SECOND_LOOK} if has_no_looker else offers,
        withdrawal=_withdrawal(case),
        later=staff.names(able(staff, case, case.later)),
        chosen=staff.names(able(staff, case, case.chosen)),
        is_unread=unread,
        candidates=_candidates(server, staff, case) if unread else (),
        outcome=case.closing.outcome if case.closing is not None and stands is Standing.CLOSED else None,
        kept_until=_kept_until(server, case) if stands is Standing.CLOSED else None,
        looker=_looker(staff, case),
        has_no_looker=has_no_looker,
    )


def standing(case: Case, today: date) -> Standing:
    """How it stands."""
    if case.withdraw_at is not None:
        return Standing.WITHDRAWING
    if looks_held(case):
        return Standing.HOLD_ENDED if has_ended(case, today) else Standing.HELD
    if case.delivered_on is None:
        return Standing.ON_ITS_WAY
    return _worked_on(case.state)


def _worked_on(state: State) -> Standing:
    match state:
        case State.WAITING | State.HELD:
            return Standing.WAITING
        case State.ACKNOWLEDGED:
            return Standing.ACKNOWLEDGED
        case State.IN_PROGRESS:
            return Standing.IN_PROGRESS
        case State.ASKING:
            return Standing.ASKING
        case State.CLOSED | State.WITHDRAWN:
            return Standing.CLOSED
        case _:
            assert_never(state)


def _next(server: Server, case: Case, stands: Standing) -> NextDate | None:
    if stands in (Standing.HELD, Standing.HOLD_ENDED, Standing.WITHDRAWING):
        return None
    arrives = local_day(case.deliver_at, server.zone)
    return next_date(case, arrives, rests_on_weekends=server.settings.quiet_weekends)


def _day(server: Server, case: Case, stands: Standing) -> date:
    arrives = case.since or case.delivered_on or local_day(case.deliver_at, server.zone)
    match stands:
        case Standing.WITHDRAWING:
            return arrives if case.withdraw_at is None else local_day(case.withdraw_at, server.zone)
        case Standing.HELD:
            return ends_on(case.held_on or arrives)
        case Standing.HOLD_ENDED:
            return ends_on(case.held_on or arrives) + timedelta(days=server.settings.retention_days)
        case Standing.CLOSED:
            return case.closed_on or arrives
        case _:
            return arrives


def _offers(case: Case, stands: Standing) -> frozenset[Offer]:
    if stands is Standing.WITHDRAWING:
        return frozenset()
    offers = {Offer.REPLY, Offer.WITHDRAW}
    if stands in (Standing.HELD, Standing.HOLD_ENDED):
        offers.add(Offer.SEND)
    if not (case.reporter_name or any(line.event is Event.NAME_SHARED for line in case.lines)):
        offers.add(Offer.SHARE_NAME)
    if stands is not Standing.CLOSED:
        offers.add(Offer.MESSAGES if case.message_me is None else Offer.NO_MESSAGES)
    elif not life.has_fed_back(case):
        offers.add(Offer.FEED_BACK)
    if life.can_be_looked_at_again(case):
        offers.add(Offer.SECOND_LOOK)
    return frozenset(offers)


def _withdrawal(case: Case) -> Withdrawal:
    if case.delivered_on is None:
        return Withdrawal.NOTHING
    if life.vanishes_when_withdrawn(case):
        return Withdrawal.THE_CARD
    return Withdrawal.AFTER_THE_OUTCOME if case.state is State.CLOSED else Withdrawal.THAT_IT_WAS


def _kept_until(server: Server, case: Case) -> date | None:
    last = life.last_day(case)
    return None if last is None else last + timedelta(days=server.settings.retention_days)


def _candidates(server: Server, staff: Staff, case: Case) -> tuple[Choosable, ...]:
    people = staff.eligible(case)
    return tuple(Choosable(server.choice(one.member_id), one.display_name) for one in people)


def _looker(staff: Staff, case: Case) -> str:
    is_coming = any(line.event is Event.SECOND_LOOK and not line.delivered for line in case.lines)
    has_begun = is_open(case) and case.assigned == case.looker
    if case.looker is None or not (is_coming or has_begun):
        return ""
    return next(iter(staff.names(able(staff, case, (case.looker,)))), "")
