"""What readers do with a case: the act, its line in the trail, and whom it is told.

Not here: who may read it (`case_door.py`), and the acts themselves (`case_acts.py`).
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Protocol

from bot.core.case import Case, Release, State, may_read, read_by_staff
from bot.core.case_life import NotNow
from bot.core.case_work import Full, Unsaid
from bot.core.conversation import Voice
from bot.core.identity import CaseId, KeyId, MemberId, ServerId
from bot.services.audit import Audit
from bot.services.case_acts import Act
from bot.services.case_door import UNKNOWN, At, CaseDoor
from bot.services.case_views import Joined, ReadableCase, readable
from bot.services.delivery import Cards
from bot.services.problems import Refused
from bot.services.readers import Readers
from bot.services.server_records import Server
from bot.services.servers import Servers
from bot.store.audit import NewLine
from bot.store.cases import CaseGone, CaseRepository, Change, Edit, Kept
from bot.store.problems import KeyMissing


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


class CaseDesk:
    """Does what readers do, once."""

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
        self.door = CaseDoor(servers, cases, readers)
        self.tidings = tidings
        self.blocks = blocks
        self._cases = cases
        self._cards = cards
        self._audit = audit

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
        matter = tuple(Joined(one.kept.case_id, one.kept.case) for one in await self.door.matter(at))
        blocked = self.blocks.is_blocked_from(at.kept.case_id)
        one = readable(at.server, at.kept, at.reader, now)
        release = await self._release(at)
        return replace(one, matter=matter, is_blocked=blocked, release=release, is_new=at.is_new)

    async def _release(self, at: At) -> Release | None:
        """Whoever can read no other concern about the person must not learn that there is one: it may be about them."""
        case = at.kept.case
        if case.release in (None, Release.ASKED):
            return case.release
        others = [one.case.picked for one in await self.door.all_of(at) if one.case_id != at.kept.case_id]
        is_there = any(person in case.picked for picked in others for person in picked)
        return case.release if is_there else Release.ASKED

    async def record(self, at: At, name: str) -> None:
        """Record what was done without changing the case."""
        await self._record(at, name, {})

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
