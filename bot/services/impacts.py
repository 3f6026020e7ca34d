"""What the staff writes down of what was done, and what was meant by it, and who sees it.

An action that follows a concern exists for those who may read that concern, and for nobody else. Not here: how long it
is kept (`impact_keeping.py`), and what the group was told of it (`impact_telling.py`).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Protocol, final

from bot.core.case import Case, Help
from bot.core.conversation import Event
from bot.core.identity import ActionId, CaseId, ServerId
from bot.core.impact import Action
from bot.core.slots import local_day
from bot.core.template import Question, question_objections
from bot.services.case_door import UNKNOWN
from bot.services.case_views import as_label
from bot.services.impact_book import MOST_TEXT, ImpactBook, KnownAction
from bot.services.impact_keeping import GONE, ImpactKeeping
from bot.services.people import Person, is_staff, require_staff
from bot.services.problems import Refused
from bot.services.server_records import Server
from bot.services.servers import Servers
from bot.services.template_input import refuse_first
from bot.services.typed_text import text_of
from bot.store.cases import Kept

MOST: Final = 200
"""Actions that one person may see in a server."""
_ASKED: Final = "impact-asked-already"


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
    is_answered: bool = False
    """Whoever raised one of the concerns that it follows has answered, as far as their readers know."""

    @property
    def facts(self) -> Action:
        """What is kept of it."""
        return self.known.facts

    @property
    def may_be_reworded(self) -> bool:
        """Whether what was done and meant can still be put in other words: only until somebody is asked about it."""
        return not (self.facts.was_asked or self.is_answered)


@final
class Impacts:
    """The staff's side of impact."""

    def __init__(self, servers: Servers, book: ImpactBook, keeping: ImpactKeeping, cases: Cases) -> None:
        self._servers = servers
        self._book = book
        self._keeping = keeping
        self._cases = cases

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

    async def record(
        self, server_id: ServerId, person: Person, written: Written, now: datetime, form: str = ""
    ) -> ShownAction:
        """Keep what was done and meant. The group is asked nothing yet, and never of what follows a concern.

        The same `form` sent again is one action.

        Raises:
            Refused: neither on the staff nor the lead; nothing or too much was written, too often; there is no such
                concern for this person; or the question cannot be asked so.
        """
        server = await self._allowed(server_id, person)
        case_id = await self._case(server, person, written.label)
        if case_id is None:
            require_staff(server, person)
        action = Action(
            words=short_text(written.words),
            intent=short_text(written.intent),
            day=local_day(now, server.zone),
            told_on=None,
            question=askable(written.question) if case_id is None else None,
            case_id=case_id,
        )
        if len(await self._visible(server, person)) >= MOST:
            raise Refused("impact-too-many", most=MOST)
        known = await self._keeping.keep(server, person.member_id, action, now, form)
        return await self.look(server_id, person, known.action_id)

    async def reword(
        self, server_id: ServerId, person: Person, action_id: ActionId, words: str, intent: str
    ) -> ShownAction:
        """Say in other words what was done and meant. What the group was told of it stays as it is.

        Raises:
            Refused: as for `look`; nothing or too much was written; or somebody was asked about it already.
        """
        shown = await self.look(server_id, person, action_id)
        words, intent = short_text(words), short_text(intent)
        if not shown.may_be_reworded:
            raise Refused(_ASKED)
        if (words, intent) == (shown.facts.words, shown.facts.intent):
            return shown
        server = await self._servers.get(server_id)
        await self._keeping.note_in_trail(server, person.member_id, "impact-reword", shown.known)
        if await self._book.change(server, action_id, lambda facts: _reworded(facts, words, intent)) is None:
            raise Refused(GONE)
        return await self.look(server_id, person, action_id)

    async def erase(self, server_id: ServerId, person: Person, action_id: ActionId) -> None:
        """Forget one.

        Raises:
            Refused: as for `look`.
        """
        shown = await self.look(server_id, person, action_id)
        await self._keeping.erase(await self._servers.get(server_id), person.member_id, shown.known)

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
                others = [mine[one] for one in known.facts.beside if one in mine]
                if len(others) == len(known.facts.beside):
                    is_answered = any(_said(one) is not None for one in (case, *others))
                    shown.append(ShownAction(known, is_answered=is_answered))
            elif case is not None:
                said = _said(case)
                shown.append(ShownAction(known, case.label, said, is_answered=said is not None))
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


def _said(case: Case) -> Help | None:
    """The last answer that has reached the readers."""
    said = [line.detail for line in case.lines if line.delivered and line.event is Event.FEEDBACK]
    return Help(said[-1]) if said else None


def _reworded(facts: Action, words: str, intent: str) -> Action:
    if facts.was_asked:
        raise Refused(_ASKED)
    return replace(facts, words=words, intent=intent)


def short_text(typed: str) -> str:
    """What was typed of what was done or meant, without what is no character of a text.

    Raises:
        Refused: nothing or too much.
    """
    return text_of(typed, MOST_TEXT, empty="impact-empty", too_long="impact-too-long")


def askable(question: Question | None) -> Question | None:
    """A question, if it can be asked.

    Raises:
        Refused: it cannot be asked so.
    """
    if question is not None:
        refuse_first(question_objections(question))
    return question
