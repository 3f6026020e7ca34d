"""Answers for the row and the key of each server: its settings, and the few of the staff whom they name.

Its keeper comes last when a server is erased. Not here: how settings are changed.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import final

from bot.core.identity import MemberId
from bot.services.enrolment import EnrolmentService
from bot.services.keepers import Remark
from bot.services.people import Person
from bot.services.server_records import Server, ServerRecord
from bot.services.servers import Servers


@final
class ServerKeeper:
    """Of a member it knows only what they do for the group: take concerns, be the lead, have announced a change."""

    name = "server"
    tables = frozenset({"server", "wrapped_key"})

    def __init__(self, servers: Servers, enrolment: EnrolmentService) -> None:
        self._servers = servers
        self._enrolment = enrolment

    async def about(self, server: Server, person: Person, now: datetime) -> Sequence[Remark]:  # noqa: ARG002 - a keeper's signature
        """Whether they take concerns, and whatever else names them."""
        return [*_enrolled(server.record, person.member_id), *_named(server.record, person.member_id)]

    async def erase(self, server: Server, person: Person, now: datetime) -> Sequence[Remark]:  # noqa: ARG002 - a keeper's signature
        """Let them take no more concerns and be told of nothing. The rest others have decided, or must not vanish."""
        await self._enrolment.stop(server.server_id, person)
        left = await self._servers.change(server.server_id, lambda record: _untold(record, person.member_id))
        return [replace(remark, key=f"{remark.key}-stays") for remark in _named(left.record, person.member_id)]

    async def erase_server(self, server: Server) -> None:
        """Destroy the server's own key, then its row."""
        await self._servers.erase(server.server_id)


def _enrolled(record: ServerRecord, member_id: MemberId) -> Iterator[Remark]:
    for one in record.enrolled:
        if one.member_id == member_id:
            until = one.away_until
            yield Remark("privacy-enrolled") if until is None else Remark("privacy-enrolled-away", {"until": until})


def _named(record: ServerRecord, member_id: MemberId) -> Iterator[Remark]:
    """What names a member and is not theirs to erase."""
    pending, erasure = record.pending, record.erasure
    if member_id in (record.settings.lead, None if pending is None else pending.lead):
        yield Remark("privacy-lead")
    for announced in (pending, erasure):
        if announced is not None and announced.by == member_id:
            yield Remark("privacy-announced")


def _untold(record: ServerRecord, member_id: MemberId) -> ServerRecord:
    """The record without this member among those who are still to be told of something."""
    pending, erasure = record.pending, record.erasure
    return replace(
        record,
        pending=None if pending is None else replace(pending, untold=_without(pending.untold, member_id)),
        erasure=None if erasure is None else replace(erasure, untold=_without(erasure.untold, member_id)),
    )


def _without(members: Sequence[MemberId], gone: MemberId) -> tuple[MemberId, ...]:
    return tuple(one for one in members if one != gone)
