"""How long an action is kept: a year at most, and no longer than every concern that it follows.

Not here: who may write one, see one and have it erased (`impacts.py`).
"""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Final, final

from bot.core.identity import ActionId, CaseId, KeyId, MemberId, PlanId
from bot.core.impact import Action
from bot.core.slots import day_begins
from bot.services.audit import Audit
from bot.services.case_acts import BESIDE
from bot.services.case_door import UNKNOWN
from bot.services.impact_book import ImpactBook, KnownAction
from bot.services.problems import Refused
from bot.services.scheduler import Scheduler, Task
from bot.services.server_records import Server
from bot.services.servers import Servers
from bot.store.problems import KeyMissing

FORGET_TASK: Final = "impact:forget"
KEPT_FOR: Final = timedelta(days=365)
"""After that an action is forgotten: three months of asking, and time to learn from it."""
GONE: Final = "impact-gone"
_ONCE: Final = "forget"

Forgetting = Callable[[Server, ActionId], Awaitable[None]]
"""Forgets what others keep of an action."""


@final
class ImpactKeeping:
    """The beginning and the end of actions."""

    def __init__(self, servers: Servers, book: ImpactBook, audit: Audit, scheduler: Scheduler) -> None:
        self._servers = servers
        self._book = book
        self._audit = audit
        self._scheduler = scheduler
        self._forgetting: Forgetting | None = None
        scheduler.register(FORGET_TASK, self.forget)

    def when_forgotten(self, forgetting: Forgetting) -> None:
        """Let this be forgotten with an action."""
        self._forgetting = forgetting

    async def following(self, server: Server, case_id: CaseId) -> int:
        """How many follow this concern."""
        return sum(known.facts.case_id == case_id for known in await self._book.of_server(server))

    async def keep(self, server: Server, by: MemberId, action: Action, now: datetime, form: str = "") -> KnownAction:
        """Keep an action for its time. Whether they may is seen before.

        What came in this `form` before is that one, whatever became of it; so is the same again on that day.

        Raises:
            Refused: the concern that it follows was erased meanwhile.
        """
        known = self._book.new(server, action, form)
        action_id, every = known.action_id, await self._book.of_server(server)
        kept = next((one for one in every if one.action_id == action_id or one.facts == action), None)
        if kept is not None:
            return kept
        # From the beginning of the day: a row that is due at this very minute would tell when somebody was at work.
        due = day_begins(now, server.zone) + KEPT_FOR
        # The task first: one without an action does nothing, an action without it would be kept for ever.
        await self._scheduler.schedule(FORGET_TASK, due, server.server_id, action_id, occurrence=_ONCE)
        try:
            key_id, details = await self._about(known)
            line = await self._audit.line(server, by, "impact-record", details, key_id)
            head = await self._book.add(server, known, line)
        except KeyMissing as error:
            await self._cancel(server, action_id)
            raise Refused(UNKNOWN) from error
        if head is not None:
            await self._audit.reached(server, head)
        return known

    async def erase(self, server: Server, by: MemberId, known: KnownAction) -> None:
        """Forget one because somebody wants it. Whether they may is seen before."""
        await self.note_in_trail(server, by, "impact-erase", known)
        # The task last: without it a row that is left by a crash would be kept for ever.
        await self._forget(server, known.action_id)
        await self._cancel(server, known.action_id)

    async def forget(self, task: Task) -> None:
        """The time of an action is over."""
        server = await self._servers.find(task.server_id)
        if server is not None:
            await self._forget(server, ActionId(PlanId(task.subject)))

    async def follow_cases(self, server: Server) -> None:
        """Let what followed a concern that was erased go after it, with the day that its task would tell."""
        for action_id in await self._book.forsaken(server):
            # The row last: by it they are found again.
            await self._cancel(server, action_id)
            await self._forget(server, action_id)

    async def note_in_trail(self, server: Server, by: MemberId, act: str, known: KnownAction) -> None:
        """With the key of the case that it follows, so that its line goes to nobody who may not read all of those.

        Raises:
            Refused: one of those cases was erased meanwhile.
        """
        try:
            key_id, details = await self._about(known)
            await self._audit.record(server, by, act, details, key_id)
        except KeyMissing as error:
            raise Refused(GONE) from error

    async def _about(self, known: KnownAction) -> tuple[KeyId | None, dict[str, str]]:
        """The key of the case that it follows, and what its line tells of the others."""
        case_id, beside = known.facts.case_id, known.facts.beside
        details = await self._audit.marked({BESIDE: [KeyId(one) for one in beside]})
        return None if case_id is None else KeyId(case_id), details

    async def _forget(self, server: Server, action_id: ActionId) -> None:
        if self._forgetting is not None:
            await self._forgetting(server, action_id)
        await self._book.remove(action_id)

    async def _cancel(self, server: Server, action_id: ActionId) -> None:
        await self._scheduler.cancel(FORGET_TASK, server.server_id, action_id, occurrence=_ONCE)
