"""Alerts of the early warning as they are kept: sealed rows of one size, changed one at a time. Not when they are told.

Of whoever has seen one nothing is kept but that somebody has.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final, final

from bot.core.alerts import Alert, Kind, arises
from bot.core.identity import AlertId, Chance, ChannelId, MessageId, ServerId
from bot.services.sealed_rows import Padded, Seal, SealedRows
from bot.services.server_records import Server
from bot.store.plans import PlanRepository

KEPT_FOR: Final = timedelta(days=365)
"""After that an alert that is told no more is forgotten, when the next one comes."""
_PADDING: Final = 4096
"""Bytes: one size for nearly every alert."""

_SEAL: Final = Seal("alert", lambda _, alert_id: b"alert:" + alert_id, "an alert does not open; it is left out")

Posted = tuple[ChannelId, MessageId]


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
        self._rows = SealedRows(repository, Padded(Raised, _PADDING), _SEAL, chance)

    async def add(self, server: Server, raised: Raised) -> KnownAlert | None:
        """Keep a new one; of an occasion that has one already that one. None: another on its topic is to be told."""
        async with self._rows.turn(server):
            known = await self.of_server(server)
            same = [each for each in known if _occasion(each.alert) == _occasion(raised.alert)]
            if same:
                return same[0]
            if not arises(raised.alert, [each.alert for each in known]):
                return None
            for old in known:
                if old.alert.is_done and old.alert.day < raised.alert.day - KEPT_FOR:
                    await self._rows.remove(old.alert_id)
            alert_id = AlertId(self._rows.new_id())
            await self._rows.add(server, alert_id, raised)
            return KnownAlert(alert_id, server.server_id, raised)

    async def find(self, server: Server, alert_id: AlertId) -> KnownAlert | None:
        """The alert if it is there, and is this server's."""
        facts = await self._rows.find(server, alert_id)
        return None if facts is None else KnownAlert(alert_id, server.server_id, facts)

    async def of_server(self, server: Server) -> list[KnownAlert]:
        """Every alert of a server, the newest first."""
        kept = await self._rows.of_server(server)
        known = [KnownAlert(AlertId(plan_id), server.server_id, facts) for plan_id, facts in kept.items()]
        return sorted(known, key=lambda each: (each.alert.day, each.alert_id), reverse=True)

    async def change(self, server: Server, alert_id: AlertId, change: Change) -> KnownAlert | None:
        """Change an alert; None where it is gone. `change` is given what is kept."""
        facts = await self._rows.change(server, alert_id, change)
        return None if facts is None else KnownAlert(alert_id, server.server_id, facts)

    async def forget(self, server: Server, kind: Kind, topic: bytes) -> None:
        """Remove every alert on a topic: what it was about is erased."""
        for known in await self.of_server(server):
            if (known.alert.kind, known.alert.topic) == (kind, topic):
                await self._rows.remove(known.alert_id)


def _occasion(alert: Alert) -> tuple[Kind, bytes, bytes]:
    return alert.kind, alert.topic, alert.occasion
