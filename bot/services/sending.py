"""*Send*: turns a draft into exactly one case, however often it is pressed and whenever the process dies.

Not here: how a draft comes to be (`concerns.py`) and how a case is delivered (`delivery.py`).
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Final

from bot.core.case import Case, new_label
from bot.core.clocks import answer_expected
from bot.core.draft import Draft, DraftToken
from bot.core.identity import Chance, ServerId
from bot.core.receipt import Receipt, case_id_of, lookup_of, receipt_of, wrapping_key
from bot.core.slots import delivery_moment, local_day
from bot.services.delivery import Delivery
from bot.services.drafts import DRAFT_GONE, Drafts
from bot.services.marks import Marks
from bot.services.people import Person
from bot.services.problems import Refused
from bot.services.receipts import find_by_receipt
from bot.services.servers import Server, Servers
from bot.store.cases import CaseRepository, Kept

_LABEL_BYTES: Final = 6


class How(Enum):
    """How a concern goes to its readers."""

    SLOT = "slot"
    """At a delivery slot."""
    URGENT = "urgent"
    """At once."""
    HOLD = "hold"
    """Once somebody else raises the same person."""


@dataclass(frozen=True)
class Sent:
    """What the reporter is told after *Send*."""

    receipt: Receipt
    next_day: date
    """The day by which a person acknowledges it."""
    at_once: bool


class Sending:
    """Sends drafts."""

    def __init__(  # noqa: PLR0913 - the stores and services it stands on
        self,
        servers: Servers,
        drafts: Drafts,
        cases: CaseRepository,
        delivery: Delivery,
        marks: Marks,
        chance: Chance,
    ) -> None:
        self._servers = servers
        self._drafts = drafts
        self._cases = cases
        self._delivery = delivery
        self._marks = marks
        self._chance = chance

    async def send(self, server_id: ServerId, token: DraftToken, person: Person, now: datetime, *, how: How) -> Sent:
        """Turn the draft into a case; doing it again gives the same answer and no second case.

        Args:
            server_id: where.
            token: the draft.
            person: who sends it; nothing of them is kept beside a mark in memory.
            now: the present moment.
            how: how it goes.

        Raises:
            Refused: the draft is gone, or nobody may read it yet.
        """
        server = await self._servers.get(server_id)
        draft = await self._drafts.find(server_id, token, now)
        if draft is None:
            return await self._sent_before(server, token)
        case = self._case(server, token, draft, now, urgent=how is How.URGENT)
        self._marks.remember(case_id_of(token.key), self._marks.mark(server, person), counts=True)
        kept = Kept(case_id_of(token.key), server_id, case)
        opens_with = wrapping_key(receipt_of(token.key), server_id, server.key)
        if not await self._cases.add(kept, opens_with, token.draft_id):
            return await self._sent_before(server, token)
        if case.urgent:
            await self._delivery.deliver_now(server, kept, now)
        return _answer(server, token, case)

    async def _sent_before(self, server: Server, token: DraftToken) -> Sent:
        found = await find_by_receipt(self._cases, server, receipt_of(token.key))
        if found is None:
            raise Refused(DRAFT_GONE)
        return _answer(server, token, found.case)

    def _case(self, server: Server, token: DraftToken, draft: Draft, now: datetime, *, urgent: bool) -> Case:
        readers = tuple(reader for reader in draft.readership.readers if reader not in draft.named)
        if draft.account is None or not readers:
            raise Refused("concern-choose-readers")
        at_once = urgent or draft.account.category.goes_at_once
        return Case(
            label=new_label(self._chance(_LABEL_BYTES)),
            lookup=lookup_of(receipt_of(token.key), server.server_id, server.key),
            named=tuple(sorted(draft.named)),
            readers=readers,
            later=draft.readership.later,
            direct=draft.readership.direct,
            urgent=at_once,
            deliver_at=_moment(server, now, at_once=at_once),
            account=draft.account,
            message=draft.message,
            picked=draft.picked_people,
            reporter_name=draft.reporter_name,
        )


def _moment(server: Server, now: datetime, *, at_once: bool) -> datetime:
    if at_once:
        return now.replace(minute=0, second=0, microsecond=0)
    return delivery_moment(now, server.settings.delivery_hours, server.zone)


def _answer(server: Server, token: DraftToken, case: Case) -> Sent:
    day = answer_expected(local_day(case.deliver_at, server.zone), urgent=case.urgent)
    return Sent(receipt_of(token.key), day, at_once=case.urgent)
