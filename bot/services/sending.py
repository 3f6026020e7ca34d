"""*Send*, *Urgent* and *Hold*: a draft becomes exactly one case, however often they are pressed, whatever dies.

Not here: how a draft comes to be (`concerns.py`), what releases a held one (`matching.py`), how a case is delivered
(`delivery.py`).
"""

import asyncio
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Final

from bot.core.case import Case, State, new_label
from bot.core.clocks import answer_expected
from bot.core.draft import Draft, DraftToken
from bot.core.holding import ends_on, looks_held
from bot.core.identity import CaseId, Chance, ServerId
from bot.core.receipt import Receipt, case_id_of, lookup_of, receipt_of, wrapping_key
from bot.core.slots import day_begins, delivery_moment, local_day
from bot.services.delivery import Delivery
from bot.services.drafts import DRAFT_GONE, Drafts
from bot.services.marks import SENT, Mark, Marks
from bot.services.matching import Matching, counts
from bot.services.people import Person
from bot.services.problems import Refused
from bot.services.receipts import find_by_receipt
from bot.services.server_records import Server
from bot.services.servers import Servers
from bot.services.telling import can_be_held
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
    """The day by which a person acknowledges it; of a held one, the day on which the wait ends."""
    how: How


class Sending:
    """Sends drafts; where somebody is picked one after another: of two that wait for each other none is overlooked."""

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
        self._matching = Matching(cases, marks)
        self._chance = chance
        self._turns: defaultdict[ServerId, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def send(self, server_id: ServerId, token: DraftToken, person: Person, now: datetime, *, how: How) -> Sent:
        """Turn the draft into a case; doing it again gives the same answer and no second case.

        Args:
            server_id: where.
            token: the draft.
            person: who sends it; nothing of them is kept beside a mark in memory.
            now: the present moment.
            how: how it goes.

        Raises:
            Refused: the draft is gone, nobody may read it yet, it cannot be held, or this person is blocked or sent
                too many; the draft stays as it is.
        """
        server = await self._servers.get(server_id)
        draft = await self._drafts.find(server_id, token, now)
        kept = None if draft is None else await self._begun_in_turn(server, token, draft, person, now, how=how)
        if kept is None:
            return await self._sent_before(server, token)
        if kept.case.urgent:
            await self._delivery.deliver_now(server, kept, now)
        return _answer(server, token, kept.case)

    async def _begun_in_turn(  # noqa: PLR0913 - what a case is made of
        self, server: Server, token: DraftToken, draft: Draft, person: Person, now: datetime, *, how: How
    ) -> Kept | None:
        """Where somebody was picked, one after another; all others share their writes."""
        if not draft.picked_people:
            return await self._begun(server, token, draft, person, now, how=how)
        async with self._turns[server.server_id]:
            return await self._begun(server, token, draft, person, now, how=how)

    async def _begun(  # noqa: PLR0913 - what a case is made of
        self, server: Server, token: DraftToken, draft: Draft, person: Person, now: datetime, *, how: How
    ) -> Kept | None:
        """The new case; None if the draft went meanwhile."""
        if how is How.HOLD and person.member_id in draft.picked_people:
            # Its release would tell them that somebody else raised them.
            raise Refused("concern-hold-not-you")
        new = Kept(case_id_of(token.key), server.server_id, self._case(server, token, draft, now, how=how))
        writer = self._admitted(server, person, new.case_id)
        matters = counts(server, person, new.case.picked, now)
        match = await self._matching.match(server, new, writer, now, counts=matters)
        opens_with = wrapping_key(receipt_of(token.key), server.server_id, server.key)
        image = await self._drafts.image(token) if draft.has_image else None
        if not await self._cases.add(match.kept, opens_with, token.draft_id, match.releasing, image):
            return None
        self._marks.remember(new.case_id, writer, counts=matters)
        return match.kept

    def _admitted(self, server: Server, person: Person, case_id: CaseId) -> Mark:
        """The mark of who sends, unless they are blocked or sent too many."""
        mark = self._marks.mark(server, person)
        if self._marks.blocked(server.server_id, mark):
            raise Refused("concern-blocked", contact=server.settings.outside_contact)
        self._marks.allow(server, mark, SENT, case_id)
        return mark

    async def _sent_before(self, server: Server, token: DraftToken) -> Sent:
        found = await find_by_receipt(self._cases, server, receipt_of(token.key))
        if found is None:
            raise Refused(DRAFT_GONE)
        return _answer(server, token, found.case)

    def _case(self, server: Server, token: DraftToken, draft: Draft, now: datetime, *, how: How) -> Case:
        readers = tuple(reader for reader in draft.readership.readers if reader not in draft.named)
        if draft.account is None or not readers:
            raise Refused("concern-choose-readers")
        held = how is How.HOLD
        if held and not can_be_held(draft, draft.account):
            raise Refused("concern-hold-not")
        at_once = how is How.URGENT or draft.account.category.goes_at_once
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
            has_image=draft.has_image,
            reporter_name=draft.reporter_name,
            message_me=None if draft.message_me in draft.named else draft.message_me,
            state=State.HELD if held else State.WAITING,
            picked=draft.picked_people,
            held_on=local_day(now, server.zone) if held else None,
        )


def _moment(server: Server, now: datetime, *, at_once: bool) -> datetime:
    if at_once:
        return day_begins(now, server.zone)
    return delivery_moment(now, server.settings.delivery_hours, server.zone)


def _answer(server: Server, token: DraftToken, case: Case) -> Sent:
    receipt = receipt_of(token.key)
    # That another concern released it already must not show: the answer is the same as without.
    if case.held_on is not None and looks_held(case):
        return Sent(receipt, ends_on(case.held_on), How.HOLD)
    day = answer_expected(
        local_day(case.deliver_at, server.zone),
        urgent=case.urgent,
        rests_on_weekends=server.settings.quiet_weekends,
    )
    return Sent(receipt, day, How.URGENT if case.urgent else How.SLOT)
