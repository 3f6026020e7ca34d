"""What watches each schedule of check-ins, as it is kept: sealed rows of one size. Not what it means."""

from collections.abc import Mapping
from typing import Final, final

from bot.core.identity import Chance, PlanId
from bot.core.warning import Watch
from bot.services.sealed_rows import Padded, Seal, SealedRows
from bot.services.server_records import Server
from bot.store.plans import PlanRepository

_PADDING: Final = 4096
"""Bytes: the longest question, in the longest letters, has this size too."""

_SEAL: Final = Seal("watch", lambda _, schedule_id: b"watch:" + schedule_id, "a watch does not open; it begins anew")


@final
class WatchBook:
    """Keeps and finds watches. Who changes one reads and keeps it in one turn."""

    def __init__(self, repository: PlanRepository, chance: Chance) -> None:
        self._rows = SealedRows(repository, Padded(Watch, _PADDING), _SEAL, chance)

    async def find(self, server: Server, schedule_id: PlanId) -> Watch | None:
        """What watches a schedule of this server; None: nothing was taken in or chosen so far."""
        return await self._rows.find(server, schedule_id)

    async def of_server(self, server: Server) -> Mapping[PlanId, Watch]:
        """Every one of a server."""
        return await self._rows.of_server(server)

    async def keep(self, server: Server, schedule_id: PlanId, watch: Watch) -> None:
        """Keep it as it is now."""
        await self._rows.keep(server, schedule_id, watch)

    async def forget(self, schedule_id: PlanId) -> None:
        """Forget what watched a schedule that is no longer there."""
        await self._rows.remove(schedule_id)
