"""Raising a concern, up to *Send*: whom it is about, what happened, who will read it. There is only a draft so far.

Of the reporter nothing is kept but what they choose to tell. Not here: *Send* itself (`sending.py`) and the way back
(`way_back.py`).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from bot.core.case import Account, CopiedMessage
from bot.core.clocks import answer_expected
from bot.core.draft import Draft, DraftToken
from bot.core.holding import ends_on
from bot.core.identity import MemberId, ServerId
from bot.core.readership import Circumstances, Readership, chosen, not_away, readership
from bot.core.receipt import receipt_of
from bot.core.slots import delivery_moment, local_day
from bot.services.drafts import Drafts, expiry
from bot.services.marks import DRAFTED, Marks
from bot.services.people import Person
from bot.services.problems import Refused, StoreProblem
from bot.services.readers import Readers, Staff
from bot.services.server_records import Server
from bot.services.servers import Servers
from bot.services.telling import Choosable, Review, can_be_held, page_in, told_in, with_page
from bot.services.way_words import receipt_in

NOBODY: Final = "nobody"
UNSURE: Final = "unsure"


@dataclass(frozen=True)
class Writer:
    """Who raises a concern, at this moment: of `person` only a mark in memory is made, of the name all is kept."""

    person: Person
    shared_name: str = ""
    """Empty unless they share it."""


class ConcernService:
    """Makes drafts and says who would read them."""

    def __init__(self, servers: Servers, drafts: Drafts, readers: Readers, marks: Marks) -> None:
        self._servers = servers
        self._drafts = drafts
        self._readers = readers
        self._marks = marks

    async def takers(self, server_id: ServerId) -> tuple[Choosable, ...]:
        """Everyone who takes concerns, by name.

        Raises:
            Refused: nobody does; the outside contact is given.
        """
        server = await self._accepting(server_id)
        staff = await self._readers.staff(server)
        if not staff.enrolled:
            raise Refused("concern-nobody", contact=server.settings.outside_contact)
        return tuple(_choosable(server, person) for person in staff.enrolled)

    async def begin_with_message(
        self, server_id: ServerId, person: Person, message: CopiedMessage, now: datetime
    ) -> DraftToken:
        """A draft with a message as its subject.

        Raises:
            Refused: nobody takes concerns, or this person began too many.
        """
        server = await self._accepting(server_id)
        return await self._begun(server, person, Draft(server_id, expiry(now), message=message), now)

    async def begin(
        self,
        server_id: ServerId,
        token: DraftToken | None,
        writer: Writer,
        answers: Sequence[str],
        now: datetime,
    ) -> DraftToken:
        """A draft that knows whom of those who take concerns it is about; quick enough for a form to follow.

        Args:
            server_id: where.
            token: the draft that holds the message, if one was raised.
            writer: who raises it, and whether by name.
            answers: tags of those it is about, or `NOBODY` or `UNSURE`.
            now: the present moment.

        Raises:
            Refused: nobody takes concerns, too many were begun, or `DRAFT_GONE`.
        """
        server = await self._accepting(server_id)
        draft = Draft(server_id, now) if token is None else await self._drafts.living(server_id, token, now)
        picked = tuple(member for member in server.enrolled if server.choice(member) in answers)
        known = replace(
            draft,
            expires_at=expiry(now),
            conflict=picked,
            unsure=UNSURE in answers or not (picked or NOBODY in answers),
            reporter_name=writer.shared_name,
            # Who may read was decided on the former answer: it is decided again before anything can be sent.
            readership=Readership(),
        )
        if token is None:
            return await self._begun(server, writer.person, known, now)
        return await self._drafts.keep(token, known, now)

    async def tell(self, server_id: ServerId, token: DraftToken, account: Account, now: datetime) -> Review:
        """Keep what was told in the draft, and say who would read it. Pages that were added stay.

        Raises:
            Refused: `DRAFT_GONE`, or the story is empty, too long, or has the code in it.
        """
        server = await self._servers.get(server_id)
        draft = await self._drafts.living(server_id, token, now)
        story = page_in(account.story, token)
        staff = await self._readers.staff(server)
        more = () if draft.account is None else draft.account.more
        account = replace(account, story=story, more=more)
        told = replace(draft, account=account, expires_at=expiry(now))
        found = readership(await self._circumstances(server, staff, told, account, now))
        kept = replace(told, readership=_as_ticked_before(found, draft.readership))
        await self._drafts.keep(token, kept, now)
        return self._review(server, staff, token, kept, now, is_first=draft.account is None)

    async def choose_readers(
        self, server_id: ServerId, token: DraftToken, tags: Sequence[str], now: datetime
    ) -> Review:
        """Keep who may read, where the reporter has to say so."""
        server = await self._servers.get(server_id)
        draft = await self._drafts.living(server_id, token, now)
        ticked = [one for one in draft.readership.candidates if server.choice(one) in tags]
        return await self._changed(
            server_id, token, now, lambda draft: replace(draft, readership=chosen(draft.readership, ticked))
        )

    async def told(self, server_id: ServerId, token: DraftToken, now: datetime) -> Account:
        """What was told so far, to edit it."""
        return told_in(await self._drafts.living(server_id, token, now))

    async def message(self, server_id: ServerId, token: DraftToken, now: datetime) -> CopiedMessage | None:
        """The message that it is about, if one was raised."""
        return (await self._drafts.living(server_id, token, now)).message

    async def review(self, server_id: ServerId, token: DraftToken, now: datetime) -> Review:
        """All that the reporter is told before *Send*, again."""
        return await self._changed(server_id, token, now, lambda draft: draft)

    async def write_page(self, server_id: ServerId, token: DraftToken, place: int, text: str, now: datetime) -> Review:
        """Keep the second or third page; without words it goes, and a later one takes its place.

        Raises:
            Refused: `DRAFT_GONE`, there can be no such page, or it is too long or has the code in it.
        """
        words = page_in(text, token) if text.strip() else ""
        return await self._changed(server_id, token, now, lambda draft: with_page(draft, place, words))

    async def message_me(
        self, server_id: ServerId, token: DraftToken, member: MemberId | None, now: datetime
    ) -> Review:
        """Keep in the draft whom to tell that there is an answer, or nobody."""
        return await self._changed(server_id, token, now, lambda draft: replace(draft, message_me=member))

    def is_its_code(self, token: DraftToken, typed: str) -> bool:
        """Whether this is the code of this draft; nothing is looked up.

        Raises:
            Refused: there is a slip in it.
        """
        return receipt_in(typed) == receipt_of(token.key)

    async def discard(self, token: DraftToken) -> None:
        """Remove the draft; nothing stays."""
        await self._drafts.discard(token)

    async def _changed(
        self, server_id: ServerId, token: DraftToken, now: datetime, change: Callable[[Draft], Draft]
    ) -> Review:
        server = await self._servers.get(server_id)
        draft = await self._drafts.living(server_id, token, now)
        kept = change(draft)
        told_in(kept)
        staff = await self._readers.staff(server)
        if kept != draft:
            kept = replace(kept, expires_at=expiry(now))
            await self._drafts.keep(token, kept, now)
        return self._review(server, staff, token, kept, now, is_first=False)

    async def _begun(self, server: Server, person: Person, draft: Draft, now: datetime) -> DraftToken:
        mark = self._marks.mark(server, person)
        self._marks.allow(server, mark, DRAFTED)
        try:
            return await self._drafts.begin(draft, now)
        except StoreProblem:
            self._marks.take_back(mark, DRAFTED)
            raise

    async def _circumstances(
        self, server: Server, staff: Staff, draft: Draft, account: Account, now: datetime
    ) -> Circumstances:
        confirmed = [(person.member_id, server.away.get(person.member_id)) for person in staff.enrolled]
        eligible = [(member, until) for member, until in confirmed if member not in draft.named]
        return Circumstances(
            present=not_away(eligible, local_day(now, server.zone)),
            lead=None if staff.lead is None else staff.lead.member_id,
            named=draft.named,
            picked=draft.picked,
            unsure=draft.unsure,
            category=account.category,
            within_sight=await self._readers.within_sight(server, draft.named),
        )

    def _review(  # noqa: PLR0913 - what a review is made of
        self, server: Server, staff: Staff, token: DraftToken, draft: Draft, now: datetime, *, is_first: bool
    ) -> Review:
        slot = local_day(delivery_moment(now, server.settings.delivery_hours, server.zone), server.zone)
        today, decided = local_day(now, server.zone), draft.readership
        offered = [person for person in staff.enrolled if person.member_id in decided.candidates]
        in_form = draft.account.about.member_id if draft.account and draft.account.about else None
        lead = staff.lead if staff.lead and staff.lead.member_id in (*decided.readers, *decided.later) else None
        return Review(
            draft=draft,
            receipt=receipt_of(token.key),
            readers=staff.names(decided.readers),
            later=staff.names(decided.later),
            picked=staff.names([one for one in draft.conflict if one != in_form]),
            candidates=tuple(_choosable(server, one, decided.readers) for one in offered),
            expected_by=answer_expected(slot, urgent=False, rests_on_weekends=server.settings.quiet_weekends),
            expected_by_if_urgent=answer_expected(today, urgent=True),
            hold_ends_on=ends_on(today),
            can_be_held=draft.account is not None and can_be_held(draft, draft.account),
            is_first=is_first,
            lead="" if lead is None else lead.display_name,
        )

    async def _accepting(self, server_id: ServerId) -> Server:
        server = await self._servers.get(server_id)
        if not server.enrolled:
            raise Refused("concern-nobody", contact=server.settings.outside_contact)
        return server


def _choosable(server: Server, person: Person, ticked: Sequence[MemberId] = ()) -> Choosable:
    tag = server.choice(person.member_id)
    return Choosable(tag, person.display_name, person.member_id in ticked)


def _as_ticked_before(found: Readership, before: Readership) -> Readership:
    """An edit must not silently untick whom the reporter had chosen."""
    return chosen(found, before.readers) if found.candidates else found
