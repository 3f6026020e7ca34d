"""What was done about concerns, written down where they are read, in a direct message too.

It exists for those alone who may read all of these concerns. Not here: what becomes of it (`impact_keeping.py`).
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import final

from bot.core.identity import CaseId, ServerId
from bot.core.impact import Action
from bot.services.case_door import CaseDoor
from bot.services.clustering import Clusters
from bot.services.impact_book import KnownAction
from bot.services.impact_keeping import ImpactKeeping
from bot.services.impacts import MOST, Written, short_text
from bot.services.people import Person
from bot.services.problems import Refused


@dataclass(frozen=True)
class By:
    """Who writes, where and when."""

    person: Person
    """With the roles of this very press."""
    somewhere: ServerId | None
    """The server of the press; None in a direct message, where Discord is asked for the roles."""
    now: datetime
    form: str = ""
    """In which it came; the same again is one action."""


@final
class ImpactFollowing:
    """Keeps what readers write down about what they read."""

    def __init__(self, keeping: ImpactKeeping, door: CaseDoor, clusters: Clusters) -> None:
        self._keeping = keeping
        self._door = door
        self._clusters = clusters

    async def concern(self, case_id: CaseId, by: By, written: Written) -> KnownAction:
        """Keep what was done about one concern.

        Raises:
            Refused: there is none, as far as this person is concerned; or nothing, too much or too often was written.
        """
        return await self._keep([case_id], by, written)

    async def together(self, server_id: ServerId, key: str, by: By, written: Written) -> KnownAction:
        """Keep what was done about concerns that belong together; they count as looked at then.

        Raises:
            Refused: as for `concern`; or they are others by now.
        """
        cases = await self._clusters.opened(server_id, key, by.person, by.somewhere, by.now)
        known = await self._keep([one.case_id for one in cases], by, written)
        with suppress(Refused):  # what was written down is kept still
            await self._clusters.looked(server_id, key, by.person, by.somewhere, by.now)
        return known

    async def _keep(self, case_ids: Sequence[CaseId], by: By, written: Written) -> KnownAction:
        at, *_ = [await self._door.reader(case_id, by.person, by.somewhere) for case_id in case_ids]
        first, *beside = case_ids
        if await self._keeping.following(at.server, first) >= MOST:
            raise Refused("impact-too-many", most=MOST)
        action = Action(
            words=short_text(written.words),
            intent=short_text(written.intent),
            day=at.day(by.now),
            told_on=None,
            case_id=first,
            beside=tuple(beside),
        )
        return await self._keeping.keep(at.server, at.reader, action, by.now, by.form)
