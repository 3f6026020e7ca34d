"""Erasing everything of a server: asked for by its name, told at once, in force after a week, called off till then.

Nobody buries a case with it. Not here: how it is erased (`erasing_servers.py`), and how people are told.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Protocol

from bot.core.identity import Clock, MemberId, ServerId
from bot.services.audit import Audit
from bot.services.people import Person, require_administrator
from bot.services.problems import Refused
from bot.services.scheduler import Scheduler, Task
from bot.services.server_records import PendingErasure, Server, ServerRecord
from bot.services.servers import Servers
from bot.services.setup import STOOD_STILL, TELL_TASK, TOLD_AGAIN_AFTER, in_force

ERASE_TASK: Final = "setup:erase"


class Eraser(Protocol):
    """Erases everything of a server, keys included; goes on where it was interrupted."""

    async def erase(self, server_id: ServerId) -> None:
        """Leave nothing of the server behind. Doing it twice is fine."""
        ...


@dataclass(frozen=True)
class CalledOff:
    """An erasure that was taken back: the server as it is now, and whom to tell."""

    server: Server
    to_tell: tuple[MemberId, ...]


class ErasureNotice:
    """Announces the erasure of a server, calls it off, and lets it happen when its time has come."""

    def __init__(self, servers: Servers, audit: Audit, scheduler: Scheduler, eraser: Eraser, clock: Clock) -> None:
        self._servers = servers
        self._audit = audit
        self._scheduler = scheduler
        self._eraser = eraser
        self._clock = clock
        scheduler.register(ERASE_TASK, self._due)

    async def ask(self, server_id: ServerId, person: Person, typed: str, name: str, now: datetime) -> Server:
        """Announce the erasure, where the server's name was typed.

        Where nobody ever took concerns nothing is announced: to be asked once more, see `at_once`.

        Raises:
            Refused: not an administrator, not set up, announced already, or another name was typed.
        """
        server = await self.may_be_asked(server_id, person)
        if _folded(typed) != _folded(name):
            raise Refused("erasing-name-wrong", name=name)
        return server if not server.record.has_begun else await self._announce(server_id, person.member_id, now)

    async def may_be_asked(self, server_id: ServerId, person: Person) -> Server:
        """The server, if this person may have it erased and nothing is announced yet. Raises as `ask`."""
        require_administrator(person)
        server = await self._servers.get(server_id)
        if server.record.erasure is not None:
            raise Refused("erasing-announced", when=str(int(server.record.erasure.effective.timestamp())))
        return server

    async def at_once(self, server_id: ServerId, person: Person, now: datetime) -> None:
        """Erase a server in which nobody ever took concerns.

        Raises:
            Refused: not an administrator, not set up, or somebody has taken concerns since the question was asked.
        """
        require_administrator(person)
        if (await self._servers.get(server_id)).record.has_begun:
            raise Refused("button-outdated")
        # Its task is for a process that dies in between; no line in the trail, which goes with everything else.
        await self._scheduler.schedule(ERASE_TASK, now + TOLD_AGAIN_AFTER, server_id)
        await self._servers.change(server_id, lambda record: _at_once(record, person.member_id, now))
        await self.take_effect(server_id, now)

    async def _announce(self, server_id: ServerId, by: MemberId, now: datetime, *, again: bool = False) -> Server:
        # Before it is kept, as with every change that is announced: what nothing tells of or ends would be worse.
        await self._scheduler.schedule(ERASE_TASK, in_force(now), server_id)
        await self._scheduler.schedule(TELL_TASK, now + TOLD_AGAIN_AFTER, server_id)
        server = await self._servers.change(server_id, lambda record: _announced(record, by, now, again=again))
        await self._audit.record(server, by, "announced the erasure of everything", {})
        return server

    async def was_told(self, server_id: ServerId, member: MemberId | None) -> None:
        """Keep that this person, or the channel, knows of it, or cannot be told of it."""
        await self._servers.change(server_id, lambda record: _told(record, member))

    async def call_off(self, server_id: ServerId, person: Person) -> CalledOff:
        """Take it back.

        Raises:
            Refused: not an administrator, or none is announced.
        """
        require_administrator(person)
        server = await self._servers.change(server_id, _called_off)
        await self._audit.record(server, person.member_id, "called off the erasure of everything", {})
        return CalledOff(server, server.record.readers)

    async def take_effect(self, server_id: ServerId, now: datetime) -> None:
        """Erase the server if that was announced and its time has come; otherwise do nothing.

        Raises:
            Refused: it cannot be opened, so nobody knows whether it was called off; or it is being erased already.
        """
        erasure = (await self._servers.get(server_id)).record.erasure
        if erasure is not None and erasure.effective <= now:
            await self._eraser.erase(server_id)

    async def _due(self, task: Task) -> None:
        if task.server_id is None:
            return
        now, server = self._clock(), await self._servers.get(task.server_id)
        erasure = server.record.erasure
        if erasure is None or not server.record.has_begun or now - task.due <= STOOD_STILL:
            await self.take_effect(task.server_id, task.due)
        elif erasure.effective <= now:
            # Nobody could call it off meanwhile, and a backup that was put back may hold what was called off since.
            await self._announce(task.server_id, erasure.by, now, again=True)


def _announced(record: ServerRecord, by: MemberId, now: datetime, *, again: bool) -> ServerRecord:
    if (record.erasure is not None) is not again:
        raise Refused("button-outdated")  # somebody was faster
    return replace(record, erasure=PendingErasure(in_force(now), by, record.readers, is_for_channel=not record.readers))


def _called_off(record: ServerRecord) -> ServerRecord:
    if record.erasure is None:
        raise Refused("setup-nothing-announced")
    return replace(record, erasure=None)


def _at_once(record: ServerRecord, by: MemberId, now: datetime) -> ServerRecord:
    if record.has_begun:
        raise Refused("button-outdated")  # somebody took concerns in between
    return replace(record, erasure=PendingErasure(now, by))


def _told(record: ServerRecord, member: MemberId | None) -> ServerRecord:
    if record.erasure is None:
        return record
    if member is None:
        return replace(record, erasure=replace(record.erasure, is_for_channel=False))
    left = tuple(one for one in record.erasure.untold if one != member)
    return replace(record, erasure=replace(record.erasure, untold=left))


def _folded(name: str) -> str:
    """As people type a name: without regard to capitals, and to how many blanks stand where."""
    return " ".join(name.casefold().split())
