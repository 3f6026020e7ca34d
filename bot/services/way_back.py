"""The reporter's way back by code: how it stands, what was said, and everything the reporter can do from there.

There is no other way back: nothing here knows who the reporter is, unless they say so. What they are told is in
`way_view.py`.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.core import case_life as life
from bot.core.case import Case, Help, Named, State
from bot.core.case_life import NotNow, TooMany
from bot.core.conversation import Event
from bot.core.identity import MemberId, ServerId
from bot.core.receipt import Receipt
from bot.core.slots import day_begins, delivery_moment, local_day
from bot.services.delivery import Delivery
from bot.services.people import Person
from bot.services.problems import Refused
from bot.services.readers import Readers, Staff
from bot.services.receipts import find_by_receipt
from bot.services.server_records import Server
from bot.services.servers import Servers
from bot.services.way_readers import is_unread, second_looker
from bot.services.way_view import WayBack, way_back
from bot.services.way_words import message_in, receipt_in, remark_in
from bot.store.cases import CaseGone, CaseRepository, Kept

UNKNOWN = "concern-code-unknown"
NOT_NOW = "concern-not-now"
_TAG_LETTERS = 12


@dataclass(frozen=True)
class SecondLook:
    """Who would take a second look; `tag` makes sure that it is still them when it is asked for."""

    receipt: Receipt
    name: str
    tag: str


@dataclass(frozen=True)
class _Found:
    receipt: Receipt
    server: Server
    kept: Kept
    staff: Staff
    now: datetime

    @property
    def today(self) -> date:
        return local_day(self.now, self.server.zone)

    @property
    def moment(self) -> datetime:
        """When what the reporter does now reaches the readers."""
        return _moment(self.server, self.kept.case, self.now)

    @property
    def arrives(self) -> datetime:
        """The same, never before the concern itself."""
        return max(self.moment, self.kept.case.deliver_at)

    @property
    def day(self) -> date:
        """The day of that, which is the day of a line: the day of writing could tell before or after midnight."""
        return local_day(self.arrives, self.server.zone)


Counting = Callable[[Server, Case, Help, datetime], Awaitable[None]]
"""Counts the first answer to "did it help?" that a concern gets, with the moment at which it reaches the readers."""


class WayBackService:
    """Serves whoever has a code."""

    def __init__(self, servers: Servers, cases: CaseRepository, readers: Readers, delivery: Delivery) -> None:
        self._servers = servers
        self._cases = cases
        self._readers = readers
        self._delivery = delivery
        self._counting: Counting | None = None

    def when_fed_back(self, counting: Counting) -> None:
        """Let the first answer of each concern be counted."""
        self._counting = counting

    async def look(self, server_id: ServerId, typed: str, now: datetime) -> WayBack:
        """How the concern of this code stands.

        Raises:
            Refused: a slip in the code, told without looking; or no concern here has it.
        """
        found = await self._found(server_id, typed, now)
        return way_back(found.server, found.staff, found.kept.case, found.receipt, now)

    async def write(  # noqa: PLR0913 - what is written, where, when, about whom and in which form
        self, server_id: ServerId, typed: str, words: str, now: datetime, about: Named | None = None, form: str = ""
    ) -> WayBack:
        """Add the reporter's words; readers get them at a slot, at once if the concern is urgent.

        `about` is one more person whom it concerns: they are out from this moment on. The same `form` sent again adds
        nothing, whatever was said in between.
        """
        message = message_in(words, receipt_in(typed))
        found = await self._found(server_id, typed, now)
        return await self._done(found, lambda case: life.add(case, message, found.day, found.moment, about, form))

    async def send_now(self, server_id: ServerId, typed: str, now: datetime) -> WayBack:
        """Send a held concern after all."""
        found = await self._found(server_id, typed, now)
        return await self._done(found, lambda case: life.send_held(case, found.moment))

    async def share_name(self, server_id: ServerId, typed: str, name: str, now: datetime) -> WayBack:
        """Show the readers who wrote it, from the next slot on; there is no way back."""
        found = await self._found(server_id, typed, now)
        return await self._done(found, lambda case: life.share_name(case, name, found.day, found.moment))

    async def message_me(self, server_id: ServerId, typed: str, member: MemberId | None, now: datetime) -> WayBack:
        """Keep whom to message when there is an answer, sealed, until the concern is closed; None: nobody."""
        found = await self._found(server_id, typed, now)
        return await self._done(found, lambda case: _to_message(case, member))

    async def feed_back(  # noqa: PLR0913 - whose concern, what is said, when, and in which form
        self, server_id: ServerId, typed: str, answer: Help, words: str, now: datetime, form: str = ""
    ) -> WayBack:
        """Tell the readers whether the response helped or made things harder; once for each closing.

        The same `form` sent again adds nothing.
        """
        remark = remark_in(words, receipt_in(typed))
        found = await self._found(server_id, typed, now)
        firsts: list[bool] = []

        def feeding_back(case: Case) -> Case:
            after = life.feed_back(case, answer, remark, found.day, found.moment, form)
            firsts.append(after != case and not any(line.event is Event.FEEDBACK for line in case.lines))
            return after

        way = await self._done(found, feeding_back)
        if firsts[-1] and self._counting is not None:
            await self._counting(found.server, found.kept.case, answer, found.arrives)
        return way

    async def second_look(self, server_id: ServerId, typed: str, now: datetime) -> SecondLook:
        """Who would take a second look.

        Raises:
            Refused: it cannot be asked for now, or there is nobody; the outside contact is given.
        """
        found = await self._found(server_id, typed, now)
        if not life.can_be_looked_at_again(found.kept.case):
            raise Refused(NOT_NOW)
        looker = _looker(found)
        return SecondLook(found.receipt, looker.display_name, _tag(found.server, looker))

    async def ask_second_look(  # noqa: PLR0913 - whose concern, who is asked, what is said, when, and in which form
        self, server_id: ServerId, typed: str, tag: str, words: str, now: datetime, form: str = ""
    ) -> WayBack:
        """Let the person of this tag look at it again, from the next slot on. The same `form` sent again asks nothing.

        Raises:
            Refused: it is not that person any more, or it cannot be asked for now.
        """
        remark = remark_in(words, receipt_in(typed))
        found = await self._found(server_id, typed, now)
        if life.was_sent(found.kept.case.lines, form, remark):  # by now somebody else would be next
            return await self._done(found, lambda case: case)
        looker = _looker(found)
        if _tag(found.server, looker) != tag:
            raise Refused("concern-look-changed")
        asked = (looker.member_id, remark, found.day, found.moment, form)
        return await self._done(found, lambda case: life.ask_second_look(case, *asked))

    async def choose_readers(self, server_id: ServerId, typed: str, tags: Sequence[str], now: datetime) -> WayBack:
        """Let these people read it where nobody can any more, from the next slot on.

        Raises:
            Refused: somebody can read it, or nobody of the tags may.
        """
        found = await self._found(server_id, typed, now)
        return await self._done(found, lambda case: _read_by(found, case, tags))

    async def withdraw(self, server_id: ServerId, typed: str, now: datetime) -> WayBack | None:
        """Take the concern back. None: it is gone already, and nothing of it stays.

        Before delivery at once; afterwards at the next slot, or at once if it is urgent.
        """
        server, kept = await self._kept(server_id, typed)
        try:
            case = await self._cases.change(kept.case_id, lambda before: _withdrawn(server, before, now))
        except CaseGone:
            return None
        if case.delivered_on is None:
            await self._cases.erase(kept)
            return None
        if case.urgent:
            await self._delivery.deliver_now(server, Kept(kept.case_id, server_id, case), now)
        if await self._cases.find(kept.case_id) is None:
            return None
        return way_back(server, await self._readers.staff(server), case, receipt_in(typed), now)

    async def _done(self, found: _Found, change: Callable[[Case], Case]) -> WayBack:
        """Change the case as its reporter wants, with what follows from it at once."""
        try:
            case = await self._cases.change(found.kept.case_id, lambda before: change(_not_withdrawing(before)))
        except CaseGone as error:
            raise Refused(UNKNOWN) from error
        except TooMany as error:
            raise Refused("concern-write-later") from error
        except NotNow as error:
            raise Refused(NOT_NOW) from error
        kept = Kept(found.kept.case_id, found.kept.server_id, case)
        if case.urgent:
            await self._delivery.deliver_now(found.server, kept, found.now)
        if case.named != found.kept.case.named:
            await self._delivery.take_away(found.server, kept, found.now)
        left = await self._cases.find(kept.case_id) or kept
        return way_back(found.server, found.staff, left.case, found.receipt, found.now)

    async def _found(self, server_id: ServerId, typed: str, now: datetime) -> _Found:
        """The case and who may read it now: asked before anything is changed, so that nothing is done by half."""
        server, kept = await self._kept(server_id, typed)
        return _Found(receipt_in(typed), server, kept, await self._readers.staff(server), now)

    async def _kept(self, server_id: ServerId, typed: str) -> tuple[Server, Kept]:
        receipt = receipt_in(typed)
        server = await self._servers.get(server_id)
        kept = await find_by_receipt(self._cases, server, receipt)
        if kept is None or kept.server_id != server_id:
            raise Refused(UNKNOWN)
        return server, kept


def _moment(server: Server, case: Case, now: datetime) -> datetime:
    if case.urgent:
        return day_begins(now, server.zone)
    return delivery_moment(now, server.settings.delivery_hours, server.zone)


def _withdrawn(server: Server, case: Case, now: datetime) -> Case:
    """Decided in one step with the delivery, so that what is said of it holds: once taken back it reaches nobody."""
    return life.withdraw(case, case.deliver_at if case.delivered_on is None else _moment(server, case, now))


def _not_withdrawing(case: Case) -> Case:
    if case.withdraw_at is not None:
        raise Refused("concern-withdrawing")
    return case


def _to_message(case: Case, member: MemberId | None) -> Case:
    if case.state is State.CLOSED:
        raise NotNow
    return life.message_me(case, member)


def _read_by(found: _Found, case: Case, tags: Sequence[str]) -> Case:
    if not is_unread(found.staff, case):
        raise NotNow
    people = [one for one in found.staff.eligible(case) if found.server.choice(one.member_id) in tags]
    chosen = [Named(one.member_id, one.display_name) for one in people]
    return life.choose_readers(case, chosen, found.day, found.moment)


def _looker(found: _Found) -> Person:
    looker = second_looker(found.server, found.staff, found.kept.case, found.today)
    if looker is None:
        raise Refused("concern-look-nobody", contact=found.server.settings.outside_contact)
    return looker


def _tag(server: Server, person: Person) -> str:
    return server.choice(person.member_id)[:_TAG_LETTERS]
