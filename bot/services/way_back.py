"""The reporter's way back by code: how it stands, what was said, what comes next; writing more, and withdrawing.

There is no other way back: nothing here knows who the reporter is.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from bot.core import case_life as life
from bot.core.case import Case, Line
from bot.core.case_life import TooMany
from bot.core.clocks import NextDate, next_date
from bot.core.identity import ServerId
from bot.core.receipt import Receipt, Slip, read
from bot.core.slots import delivery_moment, local_day
from bot.services.delivery import Delivery
from bot.services.problems import Refused
from bot.services.readers import Readers
from bot.services.receipts import find_by_receipt
from bot.services.servers import Server, Servers
from bot.store.cases import CaseGone, CaseRepository, Kept


class Standing(Enum):
    """How a concern stands, as the reporter is told."""

    ON_ITS_WAY = "on-its-way"
    WAITING = "waiting"
    ACKNOWLEDGED = "acknowledged"
    WITHDRAWING = "withdrawing"


@dataclass(frozen=True)
class WayBack:
    """What the reporter sees."""

    receipt: Receipt
    standing: Standing
    readers: tuple[str, ...]
    lines: tuple[Line, ...]
    arrives_on: date
    """The day on which it reaches, or reached, its readers."""
    next: NextDate | None
    is_overdue: bool
    """The next date has passed without what was promised."""
    outside_contact: str
    withdrawn_on: date | None
    """The day on which a withdrawal takes effect."""


class WayBackService:
    """Serves whoever has a code."""

    def __init__(self, servers: Servers, cases: CaseRepository, readers: Readers, delivery: Delivery) -> None:
        self._servers = servers
        self._cases = cases
        self._readers = readers
        self._delivery = delivery

    async def look(self, server_id: ServerId, typed: str, now: datetime) -> WayBack:
        """How the concern of this code stands.

        Raises:
            Refused: a slip in the code, told without looking; or no concern here has it.
        """
        server, kept = await self._found(server_id, typed)
        return await self._view(server, kept.case, _receipt(typed), now)

    async def write(self, server_id: ServerId, typed: str, words: str, now: datetime) -> WayBack:
        """Add the reporter's words; readers get them at a slot, at once if the concern is urgent."""
        server, kept = await self._found(server_id, typed)
        moment = _moment(server, kept.case, now)
        today = local_day(now, server.zone)
        try:
            case = await self._cases.change(kept.case_id, lambda before: _added(before, words, today, moment))
        except CaseGone as error:
            raise Refused("concern-code-unknown") from error
        except TooMany as error:
            raise Refused("concern-write-later") from error
        if case.urgent:
            await self._delivery.deliver_now(server, Kept(kept.case_id, server_id, case), now)
        return await self._view(server, case, _receipt(typed), now)

    async def withdraw(self, server_id: ServerId, typed: str, now: datetime) -> WayBack | None:
        """Take the concern back. None: it is gone already, and nothing of it stays.

        Before delivery at once; afterwards at the next slot, or at once if it is urgent.
        """
        server, kept = await self._found(server_id, typed)
        if kept.case.delivered_on is None:
            await self._cases.erase(kept)
            return None
        moment = _moment(server, kept.case, now)
        try:
            case = await self._cases.change(kept.case_id, lambda before: life.withdraw(before, moment))
        except CaseGone:
            return None
        if case.urgent:
            await self._delivery.deliver_now(server, Kept(kept.case_id, server_id, case), now)
            return None
        return await self._view(server, case, _receipt(typed), now)

    async def _found(self, server_id: ServerId, typed: str) -> tuple[Server, Kept]:
        server = await self._servers.get(server_id)
        kept = await find_by_receipt(self._cases, server, _receipt(typed))
        if kept is None or kept.server_id != server_id:
            raise Refused("concern-code-unknown")
        return server, kept

    async def _view(self, server: Server, case: Case, receipt: Receipt, now: datetime) -> WayBack:
        staff = await self._readers.staff(server)
        arrives = case.delivered_on or local_day(case.deliver_at, server.zone)
        coming = None if case.withdraw_at else next_date(case, arrives)
        return WayBack(
            receipt=receipt,
            standing=_standing(case),
            readers=staff.names(case.readers),
            lines=case.lines,
            arrives_on=arrives,
            next=coming,
            is_overdue=coming is not None and coming.day < local_day(now, server.zone),
            outside_contact=server.settings.outside_contact,
            withdrawn_on=local_day(case.withdraw_at, server.zone) if case.withdraw_at else None,
        )


def _receipt(typed: str) -> Receipt:
    try:
        return read(typed)
    except Slip as error:
        raise Refused("concern-code-slip") from error


def _moment(server: Server, case: Case, now: datetime) -> datetime:
    if case.urgent:
        return now.replace(minute=0, second=0, microsecond=0)
    return delivery_moment(now, server.settings.delivery_hours, server.zone)


def _added(case: Case, words: str, today: date, moment: datetime) -> Case:
    if case.withdraw_at is not None:
        raise Refused("concern-withdrawing")
    return life.add(case, words, today, moment)


def _standing(case: Case) -> Standing:
    if case.withdraw_at is not None:
        return Standing.WITHDRAWING
    if case.delivered_on is None:
        return Standing.ON_ITS_WAY
    return Standing.WAITING if case.acknowledged_by is None else Standing.ACKNOWLEDGED
