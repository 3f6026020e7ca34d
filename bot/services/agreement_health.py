"""Whether the agreement in force can be read in the group channel, and posting it again where it cannot.

The version stays in force meanwhile: members can read it and agree with the command. Not here: publishing another
version (`publishing_agreements.py`), and when somebody looks (the command for counts, and the care of the set-up).
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, final

from bot.core.agreement import Version
from bot.core.identity import ServerId
from bot.core.setup_check import AgreementFacts
from bot.core.slots import slot_after
from bot.services.agreement_book import AgreementBook
from bot.services.audit import Audit
from bot.services.care import LOOK_TASK
from bot.services.people import Person, require_facilitator
from bot.services.posting_agreements import LOOK_AFTER, AgreementPosting, Noticeboard, subject, tried
from bot.services.problems import CannotReach, Refused, Why
from bot.services.scheduler import Scheduler, Task
from bot.services.server_records import Server
from bot.services.servers import Servers

AGAIN_TASK: Final = "agreement:again"


@dataclass(frozen=True)
class PostedAgain:
    """What became of posting a version again."""

    version: Version
    is_whole: bool
    """False if Discord did not answer: the rest is made up for."""
    pinned: bool


@final
class AgreementHealth:
    """Looks after the posts of the version in force."""

    def __init__(  # noqa: PLR0913 - the stores and services it stands on
        self,
        servers: Servers,
        book: AgreementBook,
        board: Noticeboard,
        posting: AgreementPosting,
        scheduler: Scheduler,
        audit: Audit,
    ) -> None:
        self._servers = servers
        self._book = book
        self._board = board
        self._posting = posting
        self._scheduler = scheduler
        self._audit = audit
        self._to_be_looked_at: dict[ServerId, datetime] = {}
        scheduler.register(AGAIN_TASK, self.resume)

    async def look_at_slot(self, server: Server, now: datetime) -> None:
        """Let somebody look at the next slot whether all is well: a member read the agreement, perhaps for want of it.

        Discord tells nobody when a post is deleted. Not at once: what the staff is told must not point at this member.
        """
        if self._to_be_looked_at.get(server.server_id, now) > now:
            return
        slot = slot_after(now, server.settings.delivery_hours, server.zone)
        await self._scheduler.schedule(LOOK_TASK, slot, server.server_id)
        self._to_be_looked_at[server.server_id] = slot

    async def is_published(self, server: Server) -> bool:
        """Whether a version is in force, or is being posted: members can suggest changes to it."""
        offer = await self._book.on_offer(server)
        return offer.in_force is not None or offer.under_way is not None

    async def facts(self, server: Server) -> AgreementFacts:
        """How the agreement stands; one that we could not look at counts as posted."""
        offer = await self._book.on_offer(server)
        if offer.in_force is None:
            return AgreementFacts.NONE if offer.under_way is None else AgreementFacts.COMING
        is_gone = await self.is_there(server, offer.in_force) is False
        return AgreementFacts.GONE if is_gone else AgreementFacts.POSTED

    async def is_there(self, server: Server, version: Version) -> bool | None:
        """Whether all posts of a version are in the group channel of today; None: Discord did not let us look."""
        if version.channel_id != server.settings.group_channel:
            return False
        try:
            return await self._board.is_there(version)
        except CannotReach:
            return None

    async def repost(self, server_id: ServerId, person: Person, now: datetime) -> PostedAgain:
        """Post the version in force again.

        Raises:
            Refused: neither a facilitator nor an administrator; there is nothing to post; or the group channel is
                missing or closed to us.
        """
        server = await self._servers.get(server_id)
        if not person.is_administrator:
            require_facilitator(server, person)
        async with self._posting.turn(server):
            in_force = (await self._book.on_offer(server)).in_force
            if in_force is None:
                raise Refused("agreement-none")
            if await self.is_there(server, in_force) is not False:
                raise Refused("agreement-again-needless", version=in_force.number)
            posted = await self.post_again(server, in_force, now)
            details = {"version": str(in_force.number)}
            await self._audit.record(server, person.member_id, "posted the agreement again", details)
        return posted

    async def post_again(self, server: Server, version: Version, now: datetime) -> PostedAgain:
        """Post a version in force again where the group's channel is now; what is left of it goes. Inside a `turn`.

        Raises:
            Refused: the channel is missing or closed to us; it can be tried again.
        """
        await self._scheduler.schedule(AGAIN_TASK, now + LOOK_AFTER, server.server_id, subject(version))
        if version.channel_id == server.settings.group_channel:
            await tried(self._board.take_down(version))
            version = replace(version, message_ids=(), edition=version.edition + 1)
            await self._book.save(server, version)
        try:
            again = await self._brought(server, version, look_first=False)
        except CannotReach as trouble:
            if trouble.why is Why.DISCORD_DOWN:
                return PostedAgain(version, is_whole=False, pinned=False)
            await self._scheduler.cancel(AGAIN_TASK, server.server_id, subject(version))
            channel_id = server.settings.group_channel
            raise Refused(f"agreement-again-{trouble.why.value}", channel=channel_id) from trouble
        pinned = await tried(self._board.pin(again))
        await self._scheduler.cancel(AGAIN_TASK, server.server_id, subject(version))
        return PostedAgain(again, is_whole=True, pinned=pinned)

    async def _brought(self, server: Server, version: Version, *, look_first: bool) -> Version:
        """Post what is not posted yet; from another channel the whole, and what stands there goes afterwards."""
        channel_id = server.settings.group_channel
        if version.channel_id == channel_id:
            return await self._posting.bring(server, version, look_first=look_first)
        moved = replace(version, channel_id=channel_id, message_ids=(), edition=version.edition + 1)
        moved = await self._posting.bring(server, moved, look_first=look_first)
        await tried(self._board.take_down(version))
        return moved

    async def resume(self, task: Task) -> None:
        """Finish posting again what is still in force.

        Raises:
            CannotReach: Discord does not answer; it is worth trying again.
        """
        server = await self._servers.find(task.server_id)
        if server is None:
            return
        async with self._posting.turn(server):
            in_force = (await self._book.on_offer(server)).in_force
            if in_force is None or subject(in_force) != task.subject:
                return
            try:
                await self._board.pin(await self._brought(server, in_force, look_first=True))
            except CannotReach as trouble:
                if trouble.why is Why.DISCORD_DOWN:
                    raise
