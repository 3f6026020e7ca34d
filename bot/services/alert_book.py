"""Alerts of the early warning as they are kept: sealed rows of one size, changed one at a time. Not when they are told.

Of whoever has seen one nothing is kept but that somebody has.
"""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Final, final

import structlog

from bot.core.alerts import Alert, Kind, arises
from bot.core.codec import Codec
from bot.core.identity import AlertId, Chance, ChannelId, MessageId, PlanId, ServerId
from bot.core.sealing import CannotOpen, Key, derive, pad, seal, unpad, unseal
from bot.services.server_records import Server
from bot.store.plans import PlanRepository, PlanRow

KEPT_FOR: Final = timedelta(days=365)
"""After that an alert that is told no more is forgotten, when the next one comes."""
_PADDING: Final = 4096
"""Bytes: one size for nearly every alert."""
_ID_BYTES: Final = 16

Posted = tuple[ChannelId, MessageId]

log: structlog.typing.FilteringBoundLogger = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Raised:
    """An alert and what is said in it."""

    alert: Alert
    matter: Mapping[str, str] = field(default_factory=dict[str, str], repr=False)
    """Plain values for its words, by names of its kind's own."""
    posts: tuple[Posted, ...] = ()
    """Where it stands."""


@dataclass(frozen=True)
class KnownAlert:
    """One alert as it is kept."""

    alert_id: AlertId
    server_id: ServerId
    facts: Raised

    @property
    def alert(self) -> Alert:
        """Its course."""
        return self.facts.alert


Change = Callable[[Raised], Raised]


@final
class AlertBook:
    """Keeps, finds and changes alerts."""

    def __init__(self, repository: PlanRepository, chance: Chance) -> None:
        self._repository = repository
        self._chance = chance
        self._codec = Codec(Raised)
        self._turns: defaultdict[ServerId, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def add(self, server: Server, raised: Raised) -> KnownAlert | None:
        """Keep a new one; of an occasion that has one already that one. None: another on its topic is to be told."""
        async with self._turns[server.server_id]:
            known = await self.of_server(server)
            same = [each for each in known if _occasion(each.alert) == _occasion(raised.alert)]
            if same:
                return same[0]
            if not arises(raised.alert, [each.alert for each in known]):
                return None
            for old in known:
                if old.alert.is_done and old.alert.day < raised.alert.day - KEPT_FOR:
                    await self._repository.remove(old.alert_id)
            added = KnownAlert(AlertId(PlanId(self._chance(_ID_BYTES))), server.server_id, raised)
            await self._repository.add(self._row(server, added))
            return added

    async def find(self, server: Server, alert_id: AlertId) -> KnownAlert | None:
        """The alert if it is there, and is this server's."""
        row = await self._repository.find(alert_id)
        return None if row is None or row.server_id != server.server_id else self._opened(server, row)

    async def of_server(self, server: Server) -> list[KnownAlert]:
        """Every alert of a server, the newest first."""
        opened = [self._opened(server, row) for row in await self._repository.of_server(server.server_id)]
        known = [each for each in opened if each is not None]
        return sorted(known, key=lambda each: (each.alert.day, each.alert_id), reverse=True)

    async def change(self, server: Server, alert_id: AlertId, change: Change) -> KnownAlert | None:
        """Change an alert; None where it is gone. `change` is given what is kept."""
        async with self._turns[server.server_id]:
            known = await self.find(server, alert_id)
            if known is None:
                return None
            changed = replace(known, facts=change(known.facts))
            if changed != known:
                await self._repository.replace(self._row(server, changed))
            return changed

    async def forget(self, server: Server, kind: Kind, topic: bytes) -> None:
        """Remove every alert on a topic: what it was about is erased."""
        for known in await self.of_server(server):
            if (known.alert.kind, known.alert.topic) == (kind, topic):
                await self._repository.remove(known.alert_id)

    def _row(self, server: Server, known: KnownAlert) -> PlanRow:
        padded = pad(self._codec.encode(known.facts), _PADDING)
        sealed = seal(_key(server), padded, _place(known.alert_id), self._chance)
        return PlanRow(known.alert_id, server.server_id, sealed)

    def _opened(self, server: Server, row: PlanRow) -> KnownAlert | None:
        """None for a damaged row: it is told nobody and hinders no other."""
        try:
            padded = unseal(_key(server), row.sealed, _place(row.plan_id))
            return KnownAlert(AlertId(row.plan_id), row.server_id, self._codec.decode(unpad(padded)))
        except (CannotOpen, ValueError):
            log.warning("an alert does not open; it is left out")
            return None


def _occasion(alert: Alert) -> tuple[Kind, bytes, bytes]:
    return alert.kind, alert.topic, alert.occasion


def _key(server: Server) -> Key:
    return derive(server.key, "alert")


def _place(alert_id: bytes) -> bytes:
    return b"alert:" + alert_id
