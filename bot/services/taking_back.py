"""Taking back a version that was published by mistake, within an hour: the former one is in force again.

What is decided is written in one step; what follows in the channel and in the trail is made up for after a crash.
Not here: publishing (`publishing_agreements.py`), and bringing a post back that is gone (`agreement_health.py`).
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, final

from bot.core.agreement import Version
from bot.core.identity import Chance, MemberId, ServerId
from bot.core.sealing import Key, derive, seal, unseal
from bot.services.agreement_book import AgreementBook
from bot.services.agreement_health import AgreementHealth
from bot.services.audit import Audit
from bot.services.people import Person, server_for_facilitators
from bot.services.posting_agreements import LOOK_AFTER, POST_TASK, AgreementPosting, Noticeboard, subject, tried
from bot.services.problems import CannotReach, Refused, Why
from bot.services.scheduler import Scheduler, Task
from bot.services.server_records import Server
from bot.services.servers import Servers

BACK_TASK: Final = "agreement:back"
TOOK_BACK: Final = "took the agreement back"

_NUMBER_BYTES: Final = 4
_ID_BYTES: Final = 8


@dataclass(frozen=True)
class TakenBack:
    """What became of it: the version counts for nothing from now on."""

    number: int
    in_force: Version | None
    """What members can agree to now."""
    is_shown: bool
    """The posts say so; False if Discord did not answer, and that is made up for."""


def can_take_back(version: Version, now: datetime) -> bool:
    """Whether a version was published less than an hour ago and still counts."""
    until = version.take_back_until
    return not version.taken_back and until is not None and now < until


@final
class TakingBack:
    """Takes versions back, whatever dies or breaks on the way."""

    def __init__(  # noqa: PLR0913 - the stores and services it stands on
        self,
        servers: Servers,
        book: AgreementBook,
        board: Noticeboard,
        posting: AgreementPosting,
        health: AgreementHealth,
        scheduler: Scheduler,
        audit: Audit,
        chance: Chance,
    ) -> None:
        self._servers = servers
        self._book = book
        self._board = board
        self._posting = posting
        self._health = health
        self._scheduler = scheduler
        self._audit = audit
        self._chance = chance
        scheduler.register(BACK_TASK, self.resume)

    async def check(self, server_id: ServerId, person: Person, number: int, now: datetime) -> Version:
        """The version that would be taken back.

        Raises:
            Refused: not a facilitator; the version is not the newest that counts, or its hour is over.
        """
        server = await server_for_facilitators(self._servers, server_id, person)
        return await self._checked(server, number, now)

    async def take_back(self, server_id: ServerId, person: Person, number: int, now: datetime) -> TakenBack:
        """Let this version count for nothing, and the former one be in force again.

        Raises:
            Refused: as for `check`.
        """
        server = await server_for_facilitators(self._servers, server_id, person)
        async with self._posting.turn(server):
            version = await self._checked(server, number, now)
            about = subject(version) + self._sealed(server, person.member_id)
            await self._scheduler.schedule(BACK_TASK, now + LOOK_AFTER, server_id, about)
            await self._book.take_back(server, version)
            is_shown = await self._shown(server, number, now)
            await self._recorded(server, number, person.member_id)
            if is_shown:
                await self._scheduler.cancel(BACK_TASK, server_id, about)
        return TakenBack(number, (await self._book.on_offer(server)).in_force, is_shown)

    async def resume(self, task: Task) -> None:
        """Finish what follows from taking a version back; if it never came to that, there is nothing to do.

        Raises:
            CannotReach: Discord does not answer; it is worth trying again.
        """
        server = await self._servers.find(task.server_id)
        if server is None:
            return
        number = int.from_bytes(task.subject[:_NUMBER_BYTES])
        async with self._posting.turn(server):
            version = await self._book.version(server, number)
            if version is None or not version.taken_back:
                return
            sealed = unseal(_key(server), task.subject[_NUMBER_BYTES:], _place(server.server_id))
            await self._recorded(server, number, MemberId(int.from_bytes(sealed)))
            if not await self._shown(server, number, task.due):
                raise CannotReach(Why.DISCORD_DOWN)

    async def _checked(self, server: Server, number: int, now: datetime) -> Version:
        version = await self._book.version(server, number)
        if version is None:
            raise Refused("button-outdated")
        if version.taken_back:
            raise Refused("agreement-back-already", version=number)
        offer = await self._book.on_offer(server)
        newest = offer.under_way or offer.in_force
        if newest is None or newest.number != number:
            raise Refused("agreement-back-superseded", version=number)
        if not can_take_back(version, now):
            raise Refused("agreement-back-too-late", version=number)
        return version

    async def _shown(self, server: Server, number: int, now: datetime) -> bool:
        """Say it on the posts, and let the former version stand there again; False if Discord did not answer."""
        taken = await self._book.version(server, number)
        in_force = (await self._book.on_offer(server)).in_force
        try:
            if taken is not None:
                await self._mark(server, taken, in_force)
            if in_force is not None:
                await self._put_back(server, in_force, now)
        except CannotReach:
            return False
        return True

    async def _mark(self, server: Server, taken: Version, in_force: Version | None) -> None:
        await self._scheduler.cancel(POST_TASK, server.server_id, subject(taken))
        try:
            if not taken.posted and (stray := await self._board.find(server, taken, len(taken.message_ids))):
                taken = replace(taken, message_ids=(*taken.message_ids, stray))
            await self._board.mark_taken_back(server, taken, 0 if in_force is None else in_force.number)
        except CannotReach as trouble:
            if trouble.why is Why.DISCORD_DOWN:
                raise

    async def _put_back(self, server: Server, in_force: Version, now: datetime) -> None:
        try:
            await self._board.restore(server, in_force)
        except CannotReach as trouble:
            if trouble.why is Why.DISCORD_DOWN:
                raise
            if trouble.why is Why.MISSING:
                await self._posted_again(server, in_force, now)
        else:
            await tried(self._board.pin(in_force))

    async def _posted_again(self, server: Server, in_force: Version, now: datetime) -> None:
        try:
            await self._health.post_again(server, in_force, now)
        except Refused:
            return  # The channel itself is gone or closed: that is found, and told, where the set-up is looked after.

    async def _recorded(self, server: Server, number: int, member_id: MemberId) -> None:
        """Write it into the trail, unless it stands there already."""
        details = {"version": str(number)}
        lines = await self._audit.lines(server)
        if not any((line.act, line.details) == (TOOK_BACK, details) for line in lines):
            await self._audit.record(server, member_id, "took the agreement back", details)

    def _sealed(self, server: Server, member_id: MemberId) -> bytes:
        return seal(_key(server), int(member_id).to_bytes(_ID_BYTES), _place(server.server_id), self._chance)


def _key(server: Server) -> Key:
    return derive(server.key, "agreement taken back")


def _place(server_id: ServerId) -> bytes:
    return b"task:agreement:back:%d" % server_id
