"""What watches each schedule of check-ins, as it is kept: sealed rows of one size. Not what it means."""

from collections.abc import Mapping
from typing import Final, final

import structlog

from bot.core.codec import Codec
from bot.core.identity import Chance, PlanId
from bot.core.sealing import CannotOpen, Key, derive, pad, seal, unpad, unseal
from bot.core.warning import Watch
from bot.services.server_records import Server
from bot.store.plans import PlanRepository, PlanRow

_PADDING: Final = 4096
"""Bytes: the longest question, in the longest letters, has this size too."""

log: structlog.typing.FilteringBoundLogger = structlog.get_logger(__name__)


@final
class WatchBook:
    """Keeps and finds watches. Who changes one reads and keeps it in one turn."""

    def __init__(self, repository: PlanRepository, chance: Chance) -> None:
        self._repository = repository
        self._chance = chance
        self._codec = Codec(Watch)

    async def find(self, server: Server, schedule_id: PlanId) -> Watch | None:
        """What watches a schedule of this server; None: nothing was taken in or chosen so far."""
        row = await self._repository.find(schedule_id)
        return None if row is None or row.server_id != server.server_id else self._opened(server, row)

    async def of_server(self, server: Server) -> Mapping[PlanId, Watch]:
        """Every one of a server."""
        rows = await self._repository.of_server(server.server_id)
        opened = ((row.plan_id, self._opened(server, row)) for row in rows)
        return {schedule_id: watch for schedule_id, watch in opened if watch is not None}

    async def keep(self, server: Server, schedule_id: PlanId, watch: Watch) -> None:
        """Keep it as it is now."""
        padded = pad(self._codec.encode(watch), _PADDING)
        row = PlanRow(schedule_id, server.server_id, seal(_key(server), padded, _place(schedule_id), self._chance))
        if await self._repository.find(schedule_id) is None:
            await self._repository.add(row)
        else:
            await self._repository.replace(row)

    async def forget(self, schedule_id: PlanId) -> None:
        """Forget what watched a schedule that is no longer there."""
        await self._repository.remove(schedule_id)

    def _opened(self, server: Server, row: PlanRow) -> Watch | None:
        """None for a damaged row: it begins anew, rather than that no result is posted any more."""
        try:
            padded = unseal(_key(server), row.sealed, _place(row.plan_id))
            return self._codec.decode(unpad(padded))
        except (CannotOpen, ValueError):
            log.warning("a watch does not open; it begins anew")
            return None


def _key(server: Server) -> Key:
    return derive(server.key, "watch")


def _place(schedule_id: PlanId) -> bytes:
    return b"watch:" + schedule_id
