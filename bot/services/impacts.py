"""What the staff writes down of what was done, and what was meant by it; and whether the group is asked if it helped.

The group is asked only what somebody confirmed that it was told. An action that follows a concern exists for those who
may read that concern, and for nobody else. Not here: asking in check-ins (`impact_asking.py`).
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final, Protocol, final

from bot.core.case import Case, Event, Help
from bot.core.identity import ActionId, CaseId, KeyId, MemberId, PlanId, ServerId
from bot.core.impact import Action
from bot.core.own_template import question_mark
from bot.core.slots import day_begins, local_day
from bot.core.template import Question, question_objections
from bot.services.audit import Audit
from bot.services.case_acts import BESIDE
from bot.services.case_desk import UNKNOWN
from bot.services.case_views import as_label
from bot.services.impact_book import MOST_TEXT, ImpactBook, KnownAction
from bot.services.people import Person, is_staff, require_staff
from bot.services.problems import Refused
from bot.services.scheduler import Scheduler, Task
from bot.services.server_records import Server
from bot.services.servers import Servers
from bot.services.template_input import paragraph, refuse_first
from bot.store.cases import Kept
from bot.store.problems import KeyMissing

FORGET_TASK: Final = "impact:forget"
KEPT_FOR: Final = timedelta(days=365)
"""After that an action is forgotten: three months of asking, and time to learn from it."""
MOST: Final = 200
"""Actions that one person may see in a server."""
GONE: Final = "impact-gone"
_ONCE: Final = "forget"

Forgetting = Callable[[Server, ActionId], Awaitable[None]]
"""Forgets what others keep of an action."""


class Cases(Protocol):
    """Knows which concerns somebody may read."""

    async def readable_by(self, server: Server, person: Person) -> Sequence[Kept]:
        """Every case of the server that this person may read."""
        ...


@dataclass(frozen=True, repr=False)
class Written:
    """What somebody wrote down."""

    words: str
    intent: str
    question: Question | None = None
    """In which words the group would be asked; None: it was not told."""
    label: str = ""
    """Of the concern that it follows, as it was typed; empty: of none."""


@dataclass(frozen=True)
class ShownAction:
    """An action as somebody who may see it sees it."""

    known: KnownAction
    label: str = ""
    """Of the concern that it follows."""
    said: Help | None = None
    """What whoever raised that concern answered, as far as its readers know."""

    @property
    def facts(self) -> Action:
        """What is kept of it."""
        return self.known.facts


@final
class Impacts:
    """The staff's side of impact."""

    def __init__(self, servers: Servers, book: ImpactBook, cases: Cases, audit: Audit, scheduler: Scheduler) -> None:
        self._servers = servers
        self._book = book
        self._cases = cases
        self._audit = audit
        self._scheduler = scheduler
        self._forgetting: Forgetting | None = None
        scheduler.register(FORGET_TASK, self.forget)

    def when_forgotten(self, forgetting: Forgetting) -> None:
        """Let this be forgotten with an action."""
        self._forgetting = forgetting

    async def mine(self, server_id: ServerId, person: Person) -> list[ShownAction]:
        """Every action that this person may see, latest first.

        Raises:
            Refused: neither on the staff nor the lead.
        """
        server = await self._allowed(server_id, person)
        return await self._visible(server, person)

    async def look(self, server_id: ServerId, person: Person, action_id: ActionId) -> ShownAction:
        """One action.

        Raises:
            Refused: neither on the staff nor the lead; or there is none, as far as this person is concerned.
        """
        found = [one for one in await self.mine(server_id, person) if one.known.action_id == action_id]
        if not found:
            raise Refused(GONE)
        return found[0]

    async def record(self, server_id: ServerId, person: Person, written: Written, now: datetime) -> ShownAction:
        """Keep what was done and meant. The group is asked nothing before `ask`, and never of what follows a concern.

        Raises:
            Refused: neither on the staff nor the lead; nothing or too much was written, too often; there is no such
                concern for this person; or the question cannot be asked so.
        """
        server = await self._allowed(server_id, person)
        case_id = await self._case(server, person, written.label)
        if case_id is None:
            require_staff(server, person)
        action = Action(
            words=plain(written.words),
            intent=plain(written.intent),
            day=local_day(now, server.zone),
            told_on=None,
            question=_askable(written.question) if case_id is None else None,
            case_id=case_id,
        )
        if len(await self._visible(server, person)) >= MOST:
            raise Refused("impact-too-many", most=MOST)
        known = await self.keep(server, person.member_id, action, now)
        return await self.look(server_id, person, known.action_id)

    async def following(self, server: Server, case_id: CaseId) -> int:
        """How many follow this concern."""
        return sum(known.facts.case_id == case_id for known in await self._book.of_server(server))

    async def keep(self, server: Server, by: MemberId, action: Action, now: datetime) -> KnownAction:
        """Keep an action for its time. Whether they may is seen before. The same again on that day is that one.

        Raises:
            Refused: the concern that it follows was erased meanwhile.
        """
        kept = next((one for one in await self._book.of_server(server) if one.facts == action), None)
        if kept is not None:
            return kept
        action_id = self._book.new_id()
        # From the beginning of the day: a row that is due at this very minute would tell when somebody was at work.
        due = day_begins(now, server.zone) + KEPT_FOR
        # The task first: one without an action does nothing, an action without it would be kept for ever.
        await self._scheduler.schedule(FORGET_TASK, due, server.server_id, action_id, occurrence=_ONCE)
        try:
            known = await self._book.add(server, action_id, action)
        except KeyMissing as error:
            raise Refused(UNKNOWN) from error
        await self._record(server, by, "impact-record", known)
        return known

    async def reword(
        self, server_id: ServerId, person: Person, action_id: ActionId, question: Question | None
    ) -> ShownAction:
        """Propose other words for what the group was told; it is asked again only after `ask`. None: it was not told.

        Raises:
            Refused: as for `look`; it follows a concern; there is a result already; or the question cannot be asked so.
        """
        askable = _askable(question)

        def reworded(facts: Action) -> Action:
            if facts.case_id is not None:
                raise Refused("impact-follows-apart")
            return replace(facts, question=askable, told_on=None)

        return await self._changed(server_id, person, action_id, reworded)

    async def ask(
        self, server_id: ServerId, person: Person, action_id: ActionId, mark: str, now: datetime
    ) -> ShownAction:
        """Confirm that the group was told so: the next check-ins ask it. `mark` is that of the question looked at.

        Raises:
            Refused: as for `look`; or it was reworded meanwhile.
        """
        server = await self._servers.get(server_id)
        today = local_day(now, server.zone)

        def asking(facts: Action) -> Action:
            if facts.question is None or question_mark(facts.question) != mark:
                raise Refused("impact-reworded")
            return facts if facts.told_on is not None else replace(facts, told_on=today)

        before = await self.look(server_id, person, action_id)
        shown = await self._changed(server_id, person, action_id, asking)
        if shown.facts != before.facts:
            await self._record(server, person.member_id, "impact-ask", shown.known)
        return shown

    async def erase(self, server_id: ServerId, person: Person, action_id: ActionId) -> None:
        """Forget one.

        Raises:
            Refused: as for `look`.
        """
        shown = await self.look(server_id, person, action_id)
        server = await self._servers.get(server_id)
        await self._record(server, person.member_id, "impact-erase", shown.known)
        await self._scheduler.cancel(FORGET_TASK, server_id, action_id, occurrence=_ONCE)
        await self._forget(server, action_id)

    async def forget(self, task: Task) -> None:
        """The time of an action is over."""
        server = await self._servers.find(task.server_id)
        if server is not None:
            await self._forget(server, ActionId(PlanId(task.subject)))

    async def _forget(self, server: Server, action_id: ActionId) -> None:
        if self._forgetting is not None:
            await self._forgetting(server, action_id)
        await self._book.remove(action_id)

    async def _changed(
        self, server_id: ServerId, person: Person, action_id: ActionId, change: Callable[[Action], Action]
    ) -> ShownAction:
        await self.look(server_id, person, action_id)
        server = await self._servers.get(server_id)

        def changing(facts: Action) -> Action:
            if facts.impact is not None:
                raise Refused("impact-answered")
            return change(facts)

        if await self._book.change(server, action_id, changing) is None:
            raise Refused(GONE)
        return await self.look(server_id, person, action_id)

    async def _allowed(self, server_id: ServerId, person: Person) -> Server:
        server = await self._servers.get(server_id)
        if person.member_id != server.settings.lead:
            require_staff(server, person)
        return server

    async def _visible(self, server: Server, person: Person) -> list[ShownAction]:
        mine = {kept.case_id: kept.case for kept in await self._cases.readable_by(server, person)}
        shown: list[ShownAction] = []
        for known in await self._book.of_server(server):
            case_id = known.facts.case_id
            case = None if case_id is None else mine.get(case_id)
            if case is not None and known.facts.beside:
                shown += [ShownAction(known)] if all(one in mine for one in known.facts.beside) else []
            elif case is not None:
                shown.append(ShownAction(known, case.label, _said(case)))
            elif case_id is None and is_staff(server, person):
                shown.append(ShownAction(known))
        return shown

    async def _case(self, server: Server, person: Person, typed: str) -> CaseId | None:
        """The concern with this label, if one was typed."""
        if not typed.strip():
            return None
        readable = await self._cases.readable_by(server, person)
        found = [kept.case_id for kept in readable if kept.case.label == as_label(typed)]
        if not found:
            raise Refused(UNKNOWN)
        return found[0]

    async def _record(self, server: Server, by: MemberId, act: str, known: KnownAction) -> None:
        """With the key of the case that it follows, so that its line goes to nobody who may not read all of those."""
        case_id, beside = known.facts.case_id, known.facts.beside
        key_id = None if case_id is None else KeyId(case_id)
        details = {BESIDE: " ".join(one.hex() for one in beside)} if beside else {}
        try:
            await self._audit.record(server, by, act, details, key_id)
        except KeyMissing as error:
            raise Refused(GONE) from error


def _said(case: Case) -> Help | None:
    """The last answer that has reached the readers."""
    said = [line.detail for line in case.lines if line.delivered and line.event is Event.FEEDBACK]
    return Help(said[-1]) if said else None


def plain(typed: str) -> str:
    """What was typed, without what is no character of a text.

    Raises:
        Refused: nothing or too much.
    """
    text = paragraph(typed)
    if not text:
        raise Refused("impact-empty")
    if len(text) > MOST_TEXT:
        raise Refused("impact-too-long", most=MOST_TEXT)
    return text


def _askable(question: Question | None) -> Question | None:
    if question is not None:
        refuse_first(question_objections(question))
    return question
