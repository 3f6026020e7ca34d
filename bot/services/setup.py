"""Setting a server up and changing its settings. Who may read concerns changes only after a week's notice."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from bot.core.identity import MemberId, ServerId
from bot.services.audit import Audit
from bot.services.people import Person, require_administrator
from bot.services.problems import Refused
from bot.services.scheduler import Scheduler
from bot.services.servers import PendingChange, Server, ServerRecord, Servers
from bot.services.settings_list import changed, new_settings

NOTICE: Final = timedelta(days=7)
"""How long a change of lead or of the moderators' role is announced before it is in force."""

PENDING_TASK: Final = "setup:pending"


@dataclass(frozen=True)
class SetUp:
    """What a change did: the server as it is now, and whom to tell of a change that is announced."""

    server: Server
    is_new: bool = False
    announced: PendingChange | None = None
    to_tell: tuple[MemberId, ...] = ()


class SetupService:
    """Sets a server up, changes it, and puts announced changes in force."""

    def __init__(self, servers: Servers, audit: Audit, scheduler: Scheduler) -> None:
        self._servers = servers
        self._audit = audit
        self._scheduler = scheduler

    async def start(self, server_id: ServerId, person: Person, chosen: Mapping[str, str], now: datetime) -> SetUp:
        """Set the server up, or change what was chosen if it is set up already.

        Raises:
            Refused: not an administrator, or a value is not of its kind; nothing is changed then.
        """
        require_administrator(person)
        if await self._servers.find(server_id) is not None:
            return await self.change(server_id, person, chosen, now)
        server = await self._servers.create(server_id, ServerRecord(new_settings(chosen)))
        await self._audit.record(server, person.member_id, "set up", {})
        return SetUp(server, is_new=True)

    async def change(self, server_id: ServerId, person: Person, chosen: Mapping[str, str], now: datetime) -> SetUp:
        """Change settings. A change of lead or moderators' role waits a week once anybody takes concerns.

        Raises:
            Refused: not an administrator, not set up, or a value is not of its kind.
        """
        require_administrator(person)
        server = await self._servers.change(server_id, lambda record: _changed(record, chosen, now))
        await self._audit.record(server, person.member_id, "changed settings", {"settings": ", ".join(sorted(chosen))})
        pending = server.record.pending
        if pending is None or pending.effective != now + NOTICE:
            return SetUp(server)
        await self._scheduler.schedule(PENDING_TASK, pending.effective, server_id)
        return SetUp(server, announced=pending, to_tell=_readers(server))

    async def call_off(self, server_id: ServerId, person: Person) -> SetUp:
        """Take an announced change back before it is in force.

        Raises:
            Refused: not an administrator, or nothing is announced.
        """
        require_administrator(person)
        before = await self._servers.get(server_id)
        if before.record.pending is None:
            raise Refused("setup-nothing-announced")
        server = await self._servers.change(server_id, lambda record: replace(record, pending=None))
        await self._audit.record(server, person.member_id, "called off an announced change", {})
        return SetUp(server, to_tell=_readers(before))

    async def apply_pending(self, server_id: ServerId, now: datetime) -> None:
        """Put an announced change in force if its time has come; otherwise do nothing."""
        await self._servers.change(server_id, lambda record: _applied(record, now))


def _changed(record: ServerRecord, chosen: Mapping[str, str], now: datetime) -> ServerRecord:
    settings, wanted = record.settings, changed(record.settings, chosen)
    if not record.enrolled or (settings.moderators, settings.lead) == (wanted.moderators, wanted.lead):
        return replace(record, settings=wanted)
    already = record.pending or PendingChange(settings.moderators, settings.lead, now)
    announced = PendingChange(
        moderators=wanted.moderators if "moderators" in chosen else already.moderators,
        lead=wanted.lead if "lead" in chosen else already.lead,
        effective=now + NOTICE,
    )
    held_back = replace(wanted, moderators=settings.moderators, lead=settings.lead)
    return replace(record, settings=held_back, pending=announced)


def _applied(record: ServerRecord, now: datetime) -> ServerRecord:
    pending = record.pending
    if pending is None or pending.effective > now:
        return record
    settings = replace(record.settings, moderators=pending.moderators, lead=pending.lead)
    return replace(record, settings=settings, pending=None)


def _readers(server: Server) -> tuple[MemberId, ...]:
    lead = () if server.settings.lead is None else (server.settings.lead,)
    return tuple(dict.fromkeys((*lead, *server.enrolled)))
