"""Setting a server up and changing its settings. Who may read concerns changes only after a week's notice."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final, Protocol

from bot.core.identity import MemberId, ServerId
from bot.services.audit import Audit
from bot.services.care import LOOK_TASK
from bot.services.people import Person, require_administrator
from bot.services.problems import Refused
from bot.services.scheduler import Scheduler
from bot.services.server_records import PendingChange, Server, ServerRecord
from bot.services.servers import Servers
from bot.services.settings_list import changed, new_settings

NOTICE: Final = timedelta(days=7)
"""How long a change of lead or of the moderators' role is announced before it is in force."""

STOOD_STILL: Final = timedelta(days=1)
"""What comes due so late nobody could call off: the bot was away, or it came back from a backup of before."""

PENDING_TASK: Final = "setup:pending"
TELL_TASK: Final = "setup:tell"
"""Tells those who could not be told at once; a process that died in between began nothing that is not told."""
TOLD_AGAIN_AFTER: Final = timedelta(minutes=1)

LOOKED_AT_AFTER: Final = timedelta(minutes=1)

SLOTS_CHANGED: Final = "slots changed"
"""The note that says when the delivery hours or the time zone were last changed."""
SLOTS_STAND: Final = timedelta(days=1)
"""So long they stand: whoever moved them from hour to hour would read from each slot when a concern was sent."""

_UNKNOWN: Final = MemberId(0)
_NOT_AT_ONCE: Final = frozenset({"moderators", "lead"})


@dataclass(frozen=True)
class SetUp:
    """What a change did: the server as it is now, and the change that was announced by it."""

    server: Server
    is_new: bool = False
    announced: PendingChange | None = None
    to_tell: tuple[MemberId, ...] = ()
    """Whom to tell that it was called off."""


class Publications(Protocol):
    """Knows whether there is an agreement, about which members may have suggested something."""

    async def is_published(self, server: Server) -> bool:
        """Whether one is in force, or is being posted."""
        ...


class SetupService:
    """Sets a server up, changes it, and puts announced changes in force."""

    def __init__(
        self, servers: Servers, audit: Audit, scheduler: Scheduler, publications: Publications | None = None
    ) -> None:
        self._servers = servers
        self._audit = audit
        self._scheduler = scheduler
        self._publications = publications

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
        """Change settings. A change of lead or moderators' role waits a week once anybody took concerns.

        Raises:
            Refused: not an administrator, not set up, a value is not of its kind, or the delivery hours or the time
                zone were changed within a day.
        """
        require_administrator(person)
        if _NOT_AT_ONCE & chosen.keys():
            # Before it is kept: a change that nothing tells of or puts in force would be the worse half of it.
            await self._scheduler.schedule(PENDING_TASK, in_force(now), server_id)
            await self._scheduler.schedule(TELL_TASK, now + TOLD_AGAIN_AFTER, server_id)
        known = await self._servers.get(server_id)
        before, change = known.record, (chosen, person.member_id, now)
        # Whether or not anybody wrote something: a refusal must not tell that.
        seldom = self._publications is not None and await self._publications.is_published(known)
        server = await self._servers.change(
            server_id, lambda record: _changed_seldom(record, *change, seldom=seldom or record.has_begun)
        )
        differing = [
            name for name in sorted(chosen) if getattr(before.settings, name) != getattr(server.settings, name)
        ]
        if differing:
            # What no longer works by it the staff is told, and not only whoever changed it.
            await self._scheduler.schedule(LOOK_TASK, now + LOOKED_AT_AFTER, server_id)
            await self._audit.record(server, person.member_id, "changed settings", {"settings": ", ".join(differing)})
        pending = server.record.pending
        if pending is None or (before.pending is not None and _are_same(before.pending, pending)):
            return SetUp(server)
        await self._audit.record(server, person.member_id, "announced a change of who may read", {})
        return SetUp(server, announced=pending)

    async def was_told(self, server_id: ServerId, member: MemberId | None) -> None:
        """Keep that this person, or the channel, knows of the announced change, or cannot be told of it."""
        await self._servers.change(server_id, lambda record: _told(record, member))

    async def call_off(self, server_id: ServerId, person: Person) -> SetUp:
        """Take an announced change back before it is in force.

        Raises:
            Refused: not an administrator, or nothing is announced.
        """
        require_administrator(person)
        server = await self._servers.change(server_id, _called_off)
        await self._audit.record(server, person.member_id, "called off an announced change", {})
        return SetUp(server, to_tell=server.record.readers)

    async def come_due(self, server_id: ServerId, due: datetime, now: datetime) -> None:
        """Put an announced change in force; where the bot stood still meanwhile, announce it once more instead.

        Raises:
            Refused: the server cannot be opened; it is worth trying again.
        """
        if now - due <= STOOD_STILL:
            await self.apply_pending(server_id, due)
            return
        pending = (await self._servers.get(server_id)).record.pending
        if pending is None or pending.effective > now:
            return
        await self._scheduler.schedule(PENDING_TASK, in_force(now), server_id)
        await self._scheduler.schedule(TELL_TASK, now + TOLD_AGAIN_AFTER, server_id)
        server = await self._servers.change(server_id, lambda record: _once_more(record, now))
        await self._audit.record(server, pending.by or _UNKNOWN, "announced a change of who may read", {})

    async def apply_pending(self, server_id: ServerId, now: datetime) -> None:
        """Put an announced change in force if its time has come; otherwise do nothing.

        Raises:
            Refused: the server cannot be opened.
        """
        server = await self._servers.get(server_id)
        pending = server.record.pending
        if pending is None or pending.effective > now:
            return
        # The line first: a process that dies in between writes it twice rather than never.
        await self._audit.record(server, pending.by or _UNKNOWN, "announced change took effect", {})
        await self._servers.change(server_id, lambda record: _applied(record, now))


def _changed_seldom(
    record: ServerRecord, chosen: Mapping[str, str], by: MemberId, now: datetime, *, seldom: bool
) -> ServerRecord:
    after = _changed(record, chosen, by, now)
    if not seldom or _slots(record) == _slots(after):
        return after
    known = record.notes.get(SLOTS_CHANGED)
    if known is not None and now - datetime.fromisoformat(known) < SLOTS_STAND:
        raise Refused("setting-slots-stand")
    return replace(after, notes={**after.notes, SLOTS_CHANGED: now.isoformat()})


def _slots(record: ServerRecord) -> tuple[tuple[int, ...], str]:
    return record.settings.delivery_hours, record.settings.timezone


def _changed(record: ServerRecord, chosen: Mapping[str, str], by: MemberId, now: datetime) -> ServerRecord:
    settings, wanted = record.settings, changed(record.settings, chosen)
    if "agreed_role" in chosen and record.pending is not None and wanted.agreed_role == record.pending.moderators:
        raise Refused("setting-roles-same")
    if not record.has_begun or (settings.moderators, settings.lead) == (wanted.moderators, wanted.lead):
        return replace(record, settings=wanted)
    already = record.pending or PendingChange(settings.moderators, settings.lead, now)
    announced = PendingChange(
        moderators=wanted.moderators if "moderators" in chosen else already.moderators,
        lead=wanted.lead if "lead" in chosen else already.lead,
        effective=in_force(now),
        by=by,
        untold=record.readers,
        is_for_channel=not record.readers,
    )
    if record.pending is not None and _are_same(record.pending, announced):
        announced = record.pending
    held_back = replace(wanted, moderators=settings.moderators, lead=settings.lead)
    return replace(record, settings=held_back, pending=announced)


def in_force(now: datetime) -> datetime:
    """The end of the week's notice, to the second: a task knows no finer moment and would come too early."""
    return now.replace(microsecond=0) + NOTICE


def _once_more(record: ServerRecord, now: datetime) -> ServerRecord:
    pending, readers = record.pending, record.readers
    if pending is None or pending.effective > now:
        return record
    again = replace(pending, effective=in_force(now), untold=readers, is_for_channel=not readers)
    return replace(record, pending=again)


def _called_off(record: ServerRecord) -> ServerRecord:
    if record.pending is None:
        raise Refused("setup-nothing-announced")
    return replace(record, pending=None)


def _applied(record: ServerRecord, now: datetime) -> ServerRecord:
    pending = record.pending
    if pending is None or pending.effective > now:
        return record
    settings = replace(record.settings, moderators=pending.moderators, lead=pending.lead)
    return replace(record, settings=settings, pending=None)


def _are_same(before: PendingChange, after: PendingChange) -> bool:
    """To ask for the same change once more does not begin its week anew."""
    return (before.moderators, before.lead) == (after.moderators, after.lead)


def _told(record: ServerRecord, member: MemberId | None) -> ServerRecord:
    if record.pending is None:
        return record
    if member is None:
        return replace(record, pending=replace(record.pending, is_for_channel=False))
    left = tuple(one for one in record.pending.untold if one != member)
    return replace(record, pending=replace(record.pending, untold=left))
