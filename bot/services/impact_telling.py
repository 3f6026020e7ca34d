"""What the group was told of an action: it is asked only that, and only once somebody confirmed that it was told so.

Not here: asking in check-ins (`impact_asking.py`).
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import final

from bot.core.identity import ActionId, ServerId
from bot.core.impact import Action
from bot.core.own_template import question_mark
from bot.core.slots import local_day
from bot.core.template import Question
from bot.services.impact_book import ImpactBook
from bot.services.impact_keeping import GONE, ImpactKeeping
from bot.services.impacts import Impacts, ShownAction, askable
from bot.services.people import Person
from bot.services.problems import Refused
from bot.services.servers import Servers


@final
class ImpactTelling:
    """Changes what the group was told, until it has answered."""

    def __init__(self, servers: Servers, book: ImpactBook, keeping: ImpactKeeping, impacts: Impacts) -> None:
        self._servers = servers
        self._book = book
        self._keeping = keeping
        self._impacts = impacts

    async def reword(
        self, server_id: ServerId, person: Person, action_id: ActionId, question: Question | None
    ) -> ShownAction:
        """Propose other words for what the group was told; it is asked again only after `ask`. None: it was not told.

        Raises:
            Refused: as for `look`; it follows a concern; there is a result already; or the question cannot be asked so.
        """
        proposed = askable(question)

        def reworded(facts: Action) -> Action:
            if facts.case_id is not None:
                raise Refused("impact-follows-apart")
            return replace(facts, question=proposed, told_on=None)

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

        before = await self._impacts.look(server_id, person, action_id)
        if asking(before.facts) != before.facts:
            # The line first: with a death in between it stands twice, and never not at all.
            await self._keeping.note_in_trail(server, person.member_id, "impact-ask", before.known)
        return await self._changed(server_id, person, action_id, asking)

    async def _changed(
        self, server_id: ServerId, person: Person, action_id: ActionId, change: Callable[[Action], Action]
    ) -> ShownAction:
        await self._impacts.look(server_id, person, action_id)
        server = await self._servers.get(server_id)

        def changing(facts: Action) -> Action:
            if facts.impact is not None:
                raise Refused("impact-answered")
            return change(facts)

        if await self._book.change(server, action_id, changing) is None:
            raise Refused(GONE)
        return await self._impacts.look(server_id, person, action_id)
