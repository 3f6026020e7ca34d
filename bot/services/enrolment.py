"""Who takes concerns: each moderator enrols by pressing a button, because the bot keeps no member list."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date
from typing import Final

from bot.core.identity import MemberId, ServerId
from bot.services.audit import Audit
from bot.services.people import Person, StaffDirectory, is_moderator, require_moderator
from bot.services.problems import Refused
from bot.services.server_records import BEGUN, Enrolment, Server, ServerRecord
from bot.services.servers import Servers

MOST_ENROLLED: Final = 23
"""A select holds 25 options, two of which are *nobody of them* and *not sure*."""


class EnrolmentService:
    """Enrol, be away for a while, stop; and who of those enrolled may serve now."""

    def __init__(self, servers: Servers, audit: Audit, directory: StaffDirectory) -> None:
        self._servers = servers
        self._audit = audit
        self._directory = directory
        self._when_enrolled: list[Callable[[ServerId], Awaitable[None]]] = []

    def when_enrolled(self, act: Callable[[ServerId], Awaitable[None]]) -> None:
        """Let this be done after somebody enrolled."""
        self._when_enrolled.append(act)

    async def enrol(self, server_id: ServerId, person: Person) -> bool:
        """Let this moderator take concerns; False if they already did.

        Raises:
            Refused: not a moderator, or the list is full.
        """
        server = await self._servers.get(server_id)
        require_moderator(server, person)
        if person.member_id in server.enrolled:
            return False
        await self._servers.change(server_id, lambda record: _with(record, person.member_id))
        await self._audit.record(server, person.member_id, "enrolled", {})
        for act in self._when_enrolled:
            await act(server_id)
        return True

    async def stop(self, server_id: ServerId, person: Person) -> bool:
        """Take this person off the list; False if they were not on it."""
        server = await self._servers.get(server_id)
        if person.member_id not in server.enrolled:
            return False
        await self._servers.change(server_id, lambda record: _without(record, person.member_id))
        await self._audit.record(server, person.member_id, "stopped taking concerns", {})
        return True

    async def be_away(self, server_id: ServerId, person: Person, until: date | None) -> None:
        """Pause until that day (back on it), or be back now.

        Raises:
            Refused: not enrolled.
        """
        server = await self._servers.get(server_id)
        if person.member_id not in server.enrolled:
            raise Refused("enrol-not-enrolled")
        await self._servers.change(server_id, lambda record: _away(record, person.member_id, until))

    async def serving(self, server: Server, today: date) -> list[Person]:
        """Those enrolled, not away, whose role Discord confirms at this moment, by name."""
        present = [
            enrolment.member_id
            for enrolment in server.record.enrolled
            if enrolment.away_until is None or enrolment.away_until <= today
        ]
        people = await self._directory.people(server.server_id, present)
        return sorted((p for p in people if is_moderator(server, p)), key=lambda p: p.display_name.casefold())


def _with(record: ServerRecord, member_id: MemberId) -> ServerRecord:
    # Two presses at once: the second must not end an absence, nor be a second entry.
    if any(one.member_id == member_id for one in record.enrolled):
        return record
    if len(record.enrolled) >= MOST_ENROLLED:
        raise Refused("enrol-full", most=MOST_ENROLLED)
    # Sorted, so that what is kept does not tell who came first.
    enrolled = {*record.enrolled, Enrolment(member_id)}
    return _begun(replace(record, enrolled=tuple(sorted(enrolled, key=lambda one: one.member_id))))


def _without(record: ServerRecord, member_id: MemberId) -> ServerRecord:
    left = tuple(one for one in record.enrolled if one.member_id != member_id)
    return _begun(replace(record, enrolled=left))


def _begun(record: ServerRecord) -> ServerRecord:
    return record.noted(BEGUN, "yes")


def _away(record: ServerRecord, member_id: MemberId, until: date | None) -> ServerRecord:
    changed = (replace(one, away_until=until) if one.member_id == member_id else one for one in record.enrolled)
    return replace(record, enrolled=tuple(changed))
