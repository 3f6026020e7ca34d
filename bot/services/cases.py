"""The moderators' side of concerns: my cases, opening one, acknowledging, answering. Each reading is recorded.

Whoever may not read a case is told what is told about a case that does not exist. Not here: cards (`delivery.py`).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from bot.core import case_work as work
from bot.core.case import Case, Line, State, is_open, may_read, read_by_staff
from bot.core.clocks import NextDate, next_date
from bot.core.identity import CaseId, KeyId, ServerId
from bot.core.sealing import CannotOpen
from bot.core.slots import local_day
from bot.services.audit import Audit
from bot.services.delivery import Cards
from bot.services.people import Person, require_moderator
from bot.services.problems import Refused
from bot.services.readers import Readers, takes_concerns
from bot.services.servers import Server, Servers
from bot.store.cases import CaseGone, CaseRepository, Kept
from bot.store.problems import KeyMissing

UNKNOWN = "case-unknown"


@dataclass(frozen=True)
class ReadableCase:
    """A case as one of its readers may see it."""

    case_id: CaseId
    server_id: ServerId
    case: Case
    next: NextDate | None
    is_overdue: bool

    @property
    def lines(self) -> tuple[Line, ...]:
        """The conversation as far as it has reached the readers."""
        return read_by_staff(self.case)


class CaseService:
    """Serves those who take concerns, and the lead."""

    def __init__(self, servers: Servers, cases: CaseRepository, readers: Readers, cards: Cards, audit: Audit) -> None:
        self._servers = servers
        self._cases = cases
        self._readers = readers
        self._cards = cards
        self._audit = audit

    async def mine(self, server_id: ServerId, person: Person, now: datetime) -> list[ReadableCase]:
        """The cases this person may read, the most pressing first.

        Raises:
            Refused: neither a moderator nor the lead.
        """
        server = await self._servers.get(server_id)
        if person.member_id != server.settings.lead:
            require_moderator(server, person)
        if not takes_concerns(server, person):
            return []
        kept = await self._cases.in_server(server_id)
        mine = [_readable(server, one, now) for one in kept if may_read(one.case, person.member_id)]
        return sorted(mine, key=_pressing)

    async def open(self, case_id: CaseId, person: Person, somewhere: ServerId | None, now: datetime) -> ReadableCase:
        """The case, its reading recorded first.

        Args:
            case_id: which.
            person: who presses, with the roles of this very press.
            somewhere: the server of the press; None in a direct message, where Discord is asked for the roles.
            now: the present moment.

        Raises:
            Refused: it does not exist, as far as this person is concerned.
        """
        server, kept = await self._reader(case_id, person, somewhere)
        await self._record(server, kept, person, "concern read")
        if kept.case.state is not State.WITHDRAWN:
            kept = await self._changed(kept, lambda case: work.opened(case, person.member_id))
        return _readable(server, kept, now)

    async def acknowledge(
        self, case_id: CaseId, person: Person, somewhere: ServerId | None, now: datetime
    ) -> ReadableCase:
        """Take the case up: the reporter sees it, and the card goes."""
        server, kept = await self._reader(case_id, person, somewhere)
        today = local_day(now, server.zone)
        kept = await self._changed(kept, lambda case: work.acknowledge(case, person.member_id, today))
        await self._record(server, kept, person, "concern acknowledged")
        await self._cards.remove(server, kept.case_id, kept.case.readers)
        return _readable(server, kept, now)

    async def answer(
        self, case_id: CaseId, person: Person, somewhere: ServerId | None, words: str, now: datetime
    ) -> ReadableCase:
        """Write to the reporter, who finds it by their code."""
        server, kept = await self._reader(case_id, person, somewhere)
        today = local_day(now, server.zone)
        kept = await self._changed(kept, lambda case: _answered(case, person, words, today))
        await self._record(server, kept, person, "concern answered")
        await self._cards.remove(server, kept.case_id, kept.case.readers)
        return _readable(server, kept, now)

    async def _reader(self, case_id: CaseId, person: Person, somewhere: ServerId | None) -> tuple[Server, Kept]:
        kept = await self._found(case_id)
        if kept is None or somewhere not in (None, kept.server_id):
            raise Refused(UNKNOWN)
        server = await self._servers.get(kept.server_id)
        asking = person if somewhere is not None else await self._readers.now(server, person)
        if asking is None or not takes_concerns(server, asking) or not may_read(kept.case, asking.member_id):
            raise Refused(UNKNOWN)
        return server, kept

    async def _found(self, case_id: CaseId) -> Kept | None:
        try:
            return await self._cases.find(case_id)
        except (CannotOpen, ValueError):
            # A damaged case must answer like one that does not exist: anything else would tell that there is one.
            return None

    async def _changed(self, kept: Kept, change: Callable[[Case], Case]) -> Kept:
        try:
            case = await self._cases.change(kept.case_id, change)
        except CaseGone as error:
            raise Refused(UNKNOWN) from error
        return Kept(kept.case_id, kept.server_id, case)

    async def _record(self, server: Server, kept: Kept, person: Person, act: str) -> None:
        try:
            details = {"case": kept.case.label}
            await self._audit.record(server, person.member_id, act, details, KeyId(kept.case_id))
        except KeyMissing as error:
            raise Refused(UNKNOWN) from error


def _answered(case: Case, person: Person, words: str, today: date) -> Case:
    if not is_open(case):
        raise Refused("case-withdrawn")
    return work.answer(case, person.member_id, words, today)


def _readable(server: Server, kept: Kept, now: datetime) -> ReadableCase:
    arrives = kept.case.delivered_on or local_day(kept.case.deliver_at, server.zone)
    coming = next_date(kept.case, arrives)
    overdue = coming is not None and coming.day < local_day(now, server.zone)
    return ReadableCase(kept.case_id, kept.server_id, kept.case, coming, overdue)


def _pressing(readable: ReadableCase) -> tuple[bool, bool, date, str]:
    """Open before closed, what touches several people before one, then what is due first."""
    due = readable.next.day if readable.next else date.max
    return (readable.next is None, not readable.case.affects_many, due, readable.case.label)
