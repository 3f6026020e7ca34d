"""Answers for what concerns keep, and says nothing of it: not to whoever wrote one, nor to whoever one is about.

Everybody is told so in the same words. A code is the way back to a concern of one's own. Not here: what is in a case.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import final

from bot.services.keepers import Remark
from bot.services.marks import Marks
from bot.services.people import Person
from bot.services.server_records import Server
from bot.store.cases import CaseRepository


@final
class ConcernKeeper:
    """Erases concerns only with the whole server.

    A draft opens with its writer's own message alone and dies within the hour: nobody can tell whose it is, or of
    which server. A key on the list of the doomed belongs to a case that never came, and goes at the next start.
    """

    name = "concerns"
    tables = frozenset({"concern_case", "receipt", "draft", "concern_image", "doomed_key"})

    def __init__(self, cases: CaseRepository, marks: Marks) -> None:
        self._cases = cases
        self._marks = marks

    async def about(self, server: Server, person: Person, now: datetime) -> Sequence[Remark]:  # noqa: ARG002 - a keeper's signature
        """Never anything: what is not looked up cannot show."""
        return ()

    async def erase(self, server: Server, person: Person, now: datetime) -> Sequence[Remark]:  # noqa: ARG002 - a keeper's signature
        """Never anything, for the same reason."""
        return ()

    async def erase_server(self, server: Server) -> None:
        """Erase every case, and forget who wrote them."""
        self._marks.forget(server.server_id, await self._cases.erase_server(server.server_id))
