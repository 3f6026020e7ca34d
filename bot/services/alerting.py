"""Tells alerts of the early warning when it is time: outside quiet hours, once more after two days, then no more.

How they are told, and to whom, is the teller's. Not here: when one arises (`watching.py` and others).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Final, Protocol, final

import structlog

from bot.core.alerts import AGAIN_AFTER, Alert, Kind, acknowledged, is_to_be_told, told
from bot.core.identity import AlertId, Clock, PlanId, ServerId
from bot.core.slots import local_day
from bot.services.alert_book import AlertBook, KnownAlert, Posted, Raised
from bot.services.clock_watch import may_remind
from bot.services.people import Person
from bot.services.problems import Refused
from bot.services.scheduler import Scheduler, Task, TryAgainAt
from bot.services.server_records import Server
from bot.services.servers import Servers

ALERT_TASK: Final = "alert:tell"
_OCCURRENCE: Final = "telling"
"""An alert has one task: its next telling. Scheduling another moves it."""
_HOUR: Final = timedelta(hours=1)
_DAY: Final = timedelta(days=1)

log: structlog.typing.FilteringBoundLogger = structlog.get_logger(__name__)


class Teller(Protocol):
    """Tells alerts."""

    async def tell(self, server: Server, known: KnownAlert, *, may_stand_already: bool) -> Sequence[Posted]:
        """Tell it to everybody it is for; where it stands then, nothing if nobody could be reached.

        Told twice with `may_stand_already` it must not stand twice. `known` says how often it was told before.

        Raises:
            CannotReach: Discord is down; it is tried again.
        """
        ...

    async def may_see(self, server: Server, person: Person, known: KnownAlert, now: datetime) -> bool:
        """Whether it is for this person. For all others there is none."""
        ...

    async def redraw(self, server: Server, known: KnownAlert) -> None:
        """Say wherever it stands that it was seen."""
        ...


@final
class Alerting:
    """The course of every alert."""

    def __init__(self, book: AlertBook, servers: Servers, scheduler: Scheduler, teller: Teller, clock: Clock) -> None:
        self._book = book
        self._servers = servers
        self._scheduler = scheduler
        self._clock = clock
        self._teller = teller
        scheduler.register(ALERT_TASK, self.tell)

    async def arise(self, server: Server, alert: Alert, matter: Mapping[str, str], now: datetime) -> None:
        """Keep an alert and let it be told; again for the same occasion changes nothing.

        None is kept while another on its topic is still to be told. It is on disk when this returns.
        """
        known = await self._book.add(server, Raised(alert, matter))
        if known is not None and not known.alert.is_done and not known.alert.told:
            await self._lay(server, known.alert_id, now)

    async def tell(self, task: Task) -> None:
        """The time of an alert has come, perhaps.

        Raises:
            CannotReach: Discord does not answer; it is worth trying again.
            TryAgainAt: it is night, and it may have been told already.
        """
        server = await self._servers.find(task.server_id)
        known = None if server is None else await self._book.find(server, AlertId(PlanId(task.subject)))
        if server is None or known is None or known.alert.is_done:
            return
        now = self._clock()
        today, quiet = local_day(now, server.zone), not may_remind(server, now)
        if is_to_be_told(known.alert, today, is_quiet=quiet):
            await self._tell(server, known, now, again=task.attempts > 0)
        elif task.attempts:
            raise TryAgainAt(waking(server, _earliest(server, known.alert, now)), was_tried=True)
        else:
            await self._lay(server, known.alert_id, _earliest(server, known.alert, now))

    async def forget(self, server: Server, kind: Kind, topic: bytes) -> None:
        """Remove every alert on a topic: what it was about is erased."""
        await self._book.forget(server, kind, topic)

    async def of_person(self, server_id: ServerId, person: Person, now: datetime) -> list[KnownAlert]:
        """The alerts that are for this person, the newest first."""
        server = await self._servers.get(server_id)
        return [
            each for each in await self._book.of_server(server) if await self._teller.may_see(server, person, each, now)
        ]

    async def found(self, server_id: ServerId, person: Person, alert_id: AlertId, now: datetime) -> KnownAlert:
        """One alert.

        Raises:
            Refused: it is gone, or not for this person.
        """
        server = await self._servers.get(server_id)
        known = await self._book.find(server, alert_id)
        if known is None or not await self._teller.may_see(server, person, known, now):
            raise Refused("signal-gone")
        return known

    async def seen(self, server_id: ServerId, person: Person, alert_id: AlertId, now: datetime) -> KnownAlert:
        """Keep that somebody has seen it, so that it is not repeated; not who.

        Raises:
            Refused: it is gone, or not for this person.
        """
        await self.found(server_id, person, alert_id, now)
        server = await self._servers.get(server_id)
        today = local_day(now, server.zone)
        known = await self._book.change(
            server, alert_id, lambda facts: replace(facts, alert=acknowledged(facts.alert, today))
        )
        if known is None:
            raise Refused("signal-gone")
        await self._scheduler.cancel(ALERT_TASK, server.server_id, alert_id, occurrence=_OCCURRENCE)
        return known

    async def _tell(self, server: Server, known: KnownAlert, now: datetime, *, again: bool) -> None:
        posts = tuple(await self._teller.tell(server, known, may_stand_already=again))
        if not posts:
            log.warning("alert-reached-nobody")
            await self._lay(server, known.alert_id, now + _DAY)
            return
        today = local_day(now, server.zone)
        changed = await self._book.change(
            server,
            known.alert_id,
            lambda facts: replace(facts, alert=told(facts.alert, today), posts=(*facts.posts, *posts)),
        )
        if changed is not None and not changed.alert.waits:
            # Somebody saw it on the first of these posts while the others were made: those say so only now.
            await self._teller.redraw(server, changed)
        elif changed is not None and not changed.alert.is_done:
            await self._lay(server, known.alert_id, _earliest(server, changed.alert, now))

    async def _lay(self, server: Server, alert_id: AlertId, moment: datetime) -> None:
        due = waking(server, moment)
        await self._scheduler.schedule(ALERT_TASK, due, server.server_id, alert_id, occurrence=_OCCURRENCE)


def waking(server: Server, moment: datetime, may: Callable[[Server, datetime], bool] = may_remind) -> datetime:
    """The first moment from this one on at which the staff may be told something that is not urgent, in UTC.

    With another `may`: the first full hour at which that holds.
    """
    while not may(server, moment):
        local = moment.astimezone(server.zone)
        past = timedelta(minutes=local.minute, seconds=local.second, microseconds=local.microsecond)
        moment = moment + _HOUR - past
    return moment


def _earliest(server: Server, alert: Alert, now: datetime) -> datetime:
    """The first moment at which it may be told again, as far as days go."""
    if not alert.told:
        return now
    midnight = datetime.combine(alert.told[-1] + AGAIN_AFTER, time(), server.zone).astimezone(UTC)
    return max(now, midnight)
