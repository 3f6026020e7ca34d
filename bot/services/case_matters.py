"""Cases about the same matter: joined by somebody who may read both, served together; no reporter learns of another.

Who reads one of them does not learn of the others unless they may read those too. Not here: single cases (`cases.py`).
"""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.core.case import State, is_open
from bot.core.case_work import MOST_JOINED
from bot.core.identity import CaseId, ServerId
from bot.services.case_acts import Act, Deed
from bot.services.case_desk import CaseDesk
from bot.services.case_door import UNKNOWN, At
from bot.services.case_views import ReadableCase, by_pressure, readable
from bot.services.people import Person
from bot.services.problems import Refused


@dataclass(frozen=True)
class Joinable:
    """A case, and those it could be joined with, the most pressing first."""

    one: ReadableCase
    others: tuple[ReadableCase, ...]


class CaseMatters:
    """Joins cases, parts them, and does one act for all of a matter."""

    def __init__(self, desk: CaseDesk) -> None:
        self._desk = desk

    async def to_join(self, case_id: CaseId, person: Person, somewhere: ServerId | None, now: datetime) -> Joinable:
        """What it could be joined with: any other case that this person may read."""
        at = await self._desk.door.reader(case_id, person, somewhere)
        taken = {case_id, *(one.kept.case_id for one in await self._desk.door.matter(at))}
        others = [
            readable(at.server, one, at.reader, now)
            for one in await self._desk.door.all_of(at)
            if one.case_id not in taken and one.case.state is not State.WITHDRAWN
        ]
        return Joinable(await self._desk.shown(at, now), tuple(by_pressure(others)))

    async def join(
        self, case_id: CaseId, person: Person, somewhere: ServerId | None, other: CaseId, now: datetime
    ) -> ReadableCase:
        """Note that both are about one matter, with all that each is joined with already.

        Raises:
            Refused: as for every case, for either of them; or there are too many.
        """
        at, with_it = await self._both(case_id, other, person, somewhere)
        here, there = [at, *await self._desk.door.matter(at)], [with_it, *await self._desk.door.matter(with_it)]
        together = {one.kept.case_id: one for one in (*here, *there)}
        acts = {each: await self._joining(one, [*together]) for each, one in together.items()}
        done = await self._desk.do_together([(one, acts[each]) for each, one in together.items()])
        return await self._desk.shown(done[[*together].index(case_id)], now)

    async def part(
        self, case_id: CaseId, person: Person, somewhere: ServerId | None, other: CaseId, now: datetime
    ) -> ReadableCase:
        """Take the other case out of the matter."""
        at, apart = await self._both(case_id, other, person, somewhere)
        rest = [at, *(one for one in await self._desk.door.matter(at) if one.kept.case_id != other)]
        here = [(one, Act.parting([other])) for one in rest]
        done = await self._desk.do_together([*here, (apart, Act.parting([one.kept.case_id for one in rest]))])
        return await self._desk.shown(done[0], now)

    async def do(
        self, case_id: CaseId, person: Person, somewhere: ServerId | None, deed: Deed, now: datetime
    ) -> ReadableCase:
        """Do it for this case, which may refuse, and for each open one joined with it that does not.

        Those that refuse are named in what is returned.
        """
        at = await self._desk.door.reader(case_id, person, somewhere)
        act = deed(reader=at.reader, today=at.day(now))
        done, left_out = await self._desk.do(at, act), list[str]()
        is_new = done.is_new
        for one in await self._desk.door.matter(at):
            if not is_open(one.kept.case):
                continue
            try:
                is_new = (await self._desk.do(one, act)).is_new or is_new
            except Refused:
                left_out.append(one.kept.case.label)
        return replace(await self._desk.shown(done, now), left_out=tuple(left_out), is_new=is_new)

    async def _joining(self, at: At, together: list[CaseId]) -> Act:
        """What joins one case with the others; refused beforehand, so that all are joined or none."""
        if at.kept.case.state is State.WITHDRAWN:
            raise Refused("case-withdrawn")
        gone = list(await self._desk.door.gone(at.kept.case.joined))
        others = [one for one in together if one != at.kept.case_id]
        # Those this person may not read do not count: being refused too soon would tell that they are there.
        mine = {one.kept.case_id for one in await self._desk.door.matter(at)}
        if len({*mine, *others}) > MOST_JOINED:
            raise Refused("case-joined-full")
        return Act.joining(others, [one for one in others if one not in at.kept.case.joined], gone)

    async def _both(self, case_id: CaseId, other: CaseId, person: Person, somewhere: ServerId | None) -> tuple[At, At]:
        at = await self._desk.door.reader(case_id, person, somewhere)
        second = await self._desk.door.reader(other, person, somewhere)
        if case_id == other or at.server.server_id != second.server.server_id:
            raise Refused(UNKNOWN)
        return at, second
