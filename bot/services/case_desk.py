"""The one way to a case for those who take concerns: who may act on it now, the act itself, its line in the trail.

Whoever may not read a case is told what is told about a case that does not exist. Not here: the acts (`case_acts.py`).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final, Protocol

from bot.core.case import Case, Release, State, may_read, read_by_staff
from bot.core.case_life import NotNow
from bot.core.case_work import Full, Unsaid
from bot.core.conversation import Voice
from bot.core.identity import CaseId, KeyId, MemberId, ServerId
from bot.core.sealing import CannotOpen
from bot.core.sharding import Elsewhere
from bot.core.slots import local_day
from bot.services.audit import Audit
from bot.services.case_acts import Act
from bot.services.case_views import Joined, ReadableCase, readable
from bot.services.delivery import Cards
from bot.services.people import Person
from bot.services.problems import Refused
from bot.services.readers import Readers, takes_concerns
from bot.services.server_records import Server
from bot.services.servers import Servers
from bot.store.audit import NewLine
from bot.store.cases import CaseGone, CaseRepository, Change, Edit, Kept
from bot.store.problems import KeyMissing

UNKNOWN: Final = "case-unknown"
ELSEWHERE: Final = "elsewhere"
"""Said in a direct message where several processes share the servers: what one of them has is told like nothing."""


class Tidings(Protocol):
    """Tells others, without content, that something happened; what fails is lost, and nothing depends on it."""

    async def tell_reporter(self, server: Server, case: Case, /) -> object:
        """That a note waits, if they asked to be told."""
        ...

    async def tell_reader(self, server: Server, case_id: CaseId, member: MemberId, /) -> bool:
        """That there is a case for them to open; False if it did not reach them."""
        ...

    async def look_again(self, server: Server, kept: Kept, now: datetime, /) -> object:
        """Whether its card is still where only those may see it who may."""
        ...


class Blocks(Protocol):
    """Knows, without anybody learning who it is, from which cases their writers are blocked."""

    def block(self, server_id: ServerId, case_id: CaseId) -> bool:
        """Let whoever wrote it send none for a while; False: not known any more who that is."""
        ...

    def lift(self, server_id: ServerId, case_id: CaseId) -> bool:
        """End that; False: there was no block."""
        ...

    def is_blocked_from(self, case_id: CaseId) -> bool | None:
        """Whether there is one; None: not known any more who wrote it."""
        ...


@dataclass(frozen=True, repr=False)
class At:
    """A case, and the reader who has it before them with the right to."""

    server: Server
    kept: Kept
    reader: MemberId
    is_new: bool = True
    """The last act changed something."""

    def day(self, now: datetime) -> date:
        """Today, by the server's calendar."""
        return local_day(now, self.server.zone)


class CaseDesk:
    """Lets readers in and everybody else not, and does what they do, once."""

    def __init__(  # noqa: PLR0913 - the stores and services it stands on
        self,
        servers: Servers,
        cases: CaseRepository,
        readers: Readers,
        cards: Cards,
        audit: Audit,
        tidings: Tidings,
        blocks: Blocks,
    ) -> None:
        self.servers = servers
        self.readers = readers
        self.tidings = tidings
        self.blocks = blocks
        self._cases = cases
        self._cards = cards
        self._audit = audit

    async def readable_by(self, server: Server, person: Person) -> Sequence[Kept]:
        """Every case of the server that this person may read; none for whoever does not take concerns."""
        return await self._all(server, person.member_id) if takes_concerns(server, person) else ()

    async def all_of(self, at: At) -> Sequence[Kept]:
        """Every case of the server that this reader may read."""
        return await self._all(at.server, at.reader)

    async def image(self, at: At) -> bytes | None:
        """The picture that came with it, a JPEG or PNG; None if there is none."""
        return await self._cases.image(at.kept.case_id)

    async def reader(self, case_id: CaseId, person: Person, somewhere: ServerId | None) -> At:
        """The case, before somebody who may read it.

        Args:
            case_id: which.
            person: who presses, with the roles of this very press.
            somewhere: the server of the press; None in a direct message, where Discord is asked for the roles.

        Raises:
            Refused: it does not exist, as far as this person is concerned.
        """
        unknown = UNKNOWN if somewhere is not None or self.servers.are_all_here else ELSEWHERE
        try:
            kept = await self._found(case_id)
        except Elsewhere:
            raise Refused(unknown) from None
        # First what is known here: asking Discord takes its time and can fail, which would tell that there is one.
        if kept is None or somewhere not in (None, kept.server_id) or not may_read(kept.case, person.member_id):
            raise Refused(unknown)
        server = await self.servers.get(kept.server_id)
        asking = person if somewhere is not None else await self.readers.now(server, person)
        if asking is None or not takes_concerns(server, asking):
            raise Refused(unknown)
        return At(server, kept, asking.member_id)

    async def matter(self, at: At) -> Sequence[At]:
        """The cases joined with this one that the same person may read, in a fixed order."""
        found = [await self._found(one) for one in at.kept.case.joined]
        mine = [
            one
            for one in found
            if one is not None and one.server_id == at.server.server_id and may_read(one.case, at.reader)
        ]
        return [At(at.server, one, at.reader) for one in sorted(mine, key=lambda one: one.case.label)]

    async def gone(self, case_ids: Sequence[CaseId]) -> Sequence[CaseId]:
        """Those of them that are no more."""
        return [one for one in case_ids if await self._found(one) is None]

    async def opened(self, at: At) -> At:
        """The case, its reading recorded first."""
        await self._record(at, "concern read", {})
        if at.kept.case.state is State.WITHDRAWN:
            return at
        ((kept, _),) = await self._changed([(at, Act.opening(at.reader))], [None])
        return replace(at, kept=kept)

    async def do(self, at: At, act: Act) -> At:
        """Do it, if it changes anything: then it is recorded, and told to whom it concerns.

        Raises:
            Refused: it cannot be done, or the case is gone or not this person's any more.
        """
        (done,) = await self.do_together([(at, act)])
        return done

    async def do_together(self, acts: Sequence[tuple[At, Act]]) -> list[At]:
        """Do all of it or, where one refuses, nothing; each act and its line in the trail are written in one step."""
        changed = await self._changed(acts, [await self._line(at, act) for at, act in acts])
        done: list[At] = []
        for (at, act), (kept, before) in zip(acts, changed, strict=True):
            done.append(replace(at, kept=kept, is_new=kept.case != before))
            await self._tell(done[-1], act, before)
        return done

    async def _tell(self, done: At, act: Act, before: Case) -> None:
        case = done.kept.case
        # Done a second time, it may be that nobody lived to take the card away the first time.
        if case.state is not State.WAITING and (_is_answer(act, before) if done.is_new else not _asks(case)):
            await self._cards.remove(done.server, done.kept.case_id, case.readers)
        if done.is_new and act.tells_reporter:
            # Closing forgets whom to message, but the outcome itself is still told.
            await self.tidings.tell_reporter(done.server, replace(case, message_me=before.message_me))

    async def shown(self, at: At, now: datetime) -> ReadableCase:
        """The case with all that its page tells; where the act before left no line, that it is read is recorded."""
        at = at if at.is_new else await self.opened(at)
        matter = tuple(Joined(one.kept.case_id, one.kept.case) for one in await self.matter(at))
        blocked = self.blocks.is_blocked_from(at.kept.case_id)
        one = readable(at.server, at.kept, at.reader, now)
        release = await self._release(at)
        return replace(one, matter=matter, is_blocked=blocked, release=release, is_new=at.is_new)

    async def _release(self, at: At) -> Release | None:
        """Whoever can read no other concern about the person must not learn that there is one: it may be about them."""
        case = at.kept.case
        if case.release in (None, Release.ASKED):
            return case.release
        others = [one.case.picked for one in await self.all_of(at) if one.case_id != at.kept.case_id]
        is_there = any(person in case.picked for picked in others for person in picked)
        return case.release if is_there else Release.ASKED

    async def record(self, at: At, name: str) -> None:
        """Record what was done without changing the case."""
        await self._record(at, name, {})

    async def _all(self, server: Server, reader: MemberId) -> Sequence[Kept]:
        return [one for one in await self._cases.in_server(server.server_id) if may_read(one.case, reader)]

    async def _found(self, case_id: CaseId) -> Kept | None:
        try:
            return await self._cases.find(case_id)
        except (CannotOpen, ValueError):
            # A damaged case must answer like one that does not exist: anything else would tell that there is one.
            return None

    async def _changed(
        self, acts: Sequence[tuple[At, Act]], lines: Sequence[NewLine | None]
    ) -> list[tuple[Kept, Case]]:
        """Each case after the act, and as it was."""
        before: dict[CaseId, Case] = {}

        def changing(at: At, act: Act) -> Change:
            def change(case: Case) -> Case:
                before[at.kept.case_id] = case
                return _after(case, act, at.reader)

            return change

        edits = [Edit(at.kept.case_id, changing(at, act), line) for (at, act), line in zip(acts, lines, strict=True)]
        try:
            cases, head = await self._cases.change_together(edits)
        except CaseGone as error:
            raise Refused(UNKNOWN) from error
        if head is not None:
            await self._audit.reached(acts[0][0].server, head)
        kept = [replace(at.kept, case=case) for (at, _), case in zip(acts, cases, strict=True)]
        return [(one, before[one.case_id]) for one in kept]

    async def _line(self, at: At, act: Act) -> NewLine:
        try:
            said = {"case": at.kept.case.label, **act.details, **await self._audit.marked(act.others)}
            return await self._audit.line(at.server, at.reader, act.name, said, KeyId(at.kept.case_id))
        except KeyMissing as error:
            raise Refused(UNKNOWN) from error

    async def _record(self, at: At, name: str, details: dict[str, str]) -> None:
        kept = at.kept
        try:
            said = {"case": kept.case.label, **details}
            await self._audit.record(at.server, at.reader, name, said, KeyId(kept.case_id))
        except KeyMissing as error:
            raise Refused(UNKNOWN) from error


def _is_answer(act: Act, before: Case) -> bool:
    """Whether the act is what the card asked for."""
    return act.tells_reporter or before.state is State.WAITING


def _asks(case: Case) -> bool:
    """Whether the last that the readers know of is something that the reporter said."""
    return any(line.voice is Voice.REPORTER for line in read_by_staff(case)[-1:])


def _after(case: Case, act: Act, reader: MemberId) -> Case:
    """What the act makes of the case as it is at this very moment."""
    if not may_read(case, reader):
        raise Refused(UNKNOWN)
    if case.state is State.WITHDRAWN:
        raise Refused("case-withdrawn")
    try:
        return act.change(case)
    except NotNow as error:
        raise Refused(act.not_now) from error
    except Full as error:
        raise Refused(act.full) from error
    except Unsaid as error:
        raise Refused(f"case-unsaid-{error.what}") from error
