"""Posting a version of the agreement exactly once, pinning it, and marking the one before.

Not here: who may publish what (`publishing_agreements.py`) and how a version looks (the noticeboard, made by its cog).
A version's row is saved before its first post, and where it was posted after each; a crash in between leaves a task
that looks for what is in the channel already and goes on from there.
"""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final, Protocol, final

from bot.core.agreement import AgreementText, Change, Version
from bot.core.agreement_draft import AgreementDraft
from bot.core.identity import MessageId, ServerId
from bot.services.agreement_book import AgreementBook
from bot.services.problems import CannotReach, Refused, Why
from bot.services.scheduler import Scheduler, Task
from bot.services.server_records import Server
from bot.services.servers import Servers

POST_TASK: Final = "agreement:post"
SETTLE_TASK: Final = "agreement:settle"
LOOK_AFTER: Final = timedelta(minutes=2)
"""When somebody looks whether a publication was finished: long after it is, unless the process died."""

_NUMBER_BYTES: Final = 4


class Noticeboard(Protocol):
    """Discord's side: a version's posts. Every method may raise CannotReach."""

    def pages(self, server: Server, version: Version) -> int:
        """How many posts this version takes."""
        ...

    def summarise(self, server: Server, changed: Sequence[Change]) -> str:
        """What changed, in a sentence for everyone."""
        ...

    async def post(self, server: Server, version: Version, page: int) -> MessageId:
        """Post one page."""
        ...

    async def find(self, server: Server, version: Version, page: int) -> MessageId | None:
        """The post of this page, if it is among the channel's last ones."""
        ...

    async def pin(self, version: Version) -> None:
        """Pin the first post."""
        ...

    async def mark_superseded(self, server: Server, version: Version, by: int) -> None:
        """Unpin a version's posts and say on them that another is in force."""
        ...

    async def is_there(self, version: Version) -> bool:
        """Whether all posts of this version are still there."""
        ...

    async def take_down(self, version: Version) -> None:
        """Delete the posts of a version."""
        ...

    async def restore(self, server: Server, version: Version) -> None:
        """Let a version's posts be again what they were when it was published."""
        ...

    async def mark_taken_back(self, server: Server, version: Version, in_force: int) -> None:
        """Unpin a version's posts and say on them that it was taken back; `in_force` is 0 if no version is."""
        ...

    async def tell_not_posted(self, server: Server, version: Version, why: Why) -> None:
        """Tell the staff that a version could not be posted, and what to do."""
        ...


class Drafts(Protocol):
    """What facilitators are working on."""

    async def current(self, server: Server) -> AgreementDraft | None:
        """The server's draft, if there is one."""
        ...

    async def starting_text(self, server: Server) -> AgreementText:
        """What a new draft begins with: the source of the version in force, or the text that ships."""
        ...

    async def published(self, server: Server, revision: int) -> None:
        """Drop the draft if it is still this revision of it."""
        ...


@final
class AgreementPosting:
    """Brings versions into the channel; one at a time in a server."""

    def __init__(
        self, servers: Servers, book: AgreementBook, board: Noticeboard, scheduler: Scheduler, drafts: Drafts
    ) -> None:
        self._servers = servers
        self._book = book
        self._board = board
        self._scheduler = scheduler
        self._drafts = drafts
        self._turns: defaultdict[ServerId, asyncio.Lock] = defaultdict(asyncio.Lock)
        scheduler.register(POST_TASK, self.resume)
        scheduler.register(SETTLE_TASK, self.settle)

    def turn(self, server: Server) -> asyncio.Lock:
        """Held while a version is chosen and posted."""
        return self._turns[server.server_id]

    async def post(self, server: Server, version: Version, now: datetime) -> tuple[Version, bool]:
        """Save a new version and post it: the version as it stands, and whether it is pinned.

        Not `posted` if Discord did not answer; the task goes on with it. Call it inside `turn`.

        Raises:
            Refused: another process publishes too; or the channel is missing or closed to us, and nothing is kept.
        """
        await self._scheduler.schedule(POST_TASK, now + LOOK_AFTER, server.server_id, subject(version))
        if version.take_back_until is not None:
            await self._scheduler.schedule(SETTLE_TASK, version.take_back_until, server.server_id, subject(version))
        if not await self._book.add(server, version):
            raise Refused("agreement-being-posted", version=version.number)
        try:
            version = await self.bring(server, version, look_first=False)
        except CannotReach as trouble:
            if trouble.why is Why.DISCORD_DOWN:
                return version, False
            await self._give_up(server, version)
            raise Refused(f"agreement-channel-{trouble.why.value}", channel=version.channel_id) from trouble
        pinned = await self._put_up(server, version)
        await self._scheduler.cancel(POST_TASK, server.server_id, subject(version))
        return version, pinned

    async def resume(self, task: Task) -> None:
        """Finish a publication that was begun, whatever of it was done before.

        Raises:
            CannotReach: Discord does not answer; it is worth trying again.
        """
        server = await self._servers.find(task.server_id)
        if server is None:
            return
        async with self.turn(server):
            version = await self._book.version(server, int.from_bytes(task.subject))
            if version is not None and not version.taken_back:
                await self._finish(server, version)

    async def settle(self, task: Task) -> None:
        """Forget until when a version could be taken back, and the draft that it was made of: the moment is past."""
        server = await self._servers.find(task.server_id)
        if server is None:
            return
        async with self.turn(server):
            version = await self._book.version(server, int.from_bytes(task.subject))
            # The task of a publication that was given up is left: its number may be that of a later one.
            if version is None or version.take_back_until is None or version.take_back_until > task.due:
                return
            if version.posted and version.draft:
                await self._drafts.published(server, version.draft)
            await self._book.save(server, replace(version, take_back_until=None, draft=0))

    async def _finish(self, server: Server, version: Version) -> None:
        try:
            version = await self.bring(server, version, look_first=True)
        except CannotReach as trouble:
            if trouble.why is Why.DISCORD_DOWN:
                raise
            await self._give_up(server, version)
            await self._board.tell_not_posted(server, version, trouble.why)
        else:
            await self._put_up(server, version)

    async def bring(self, server: Server, version: Version, *, look_first: bool) -> Version:
        """Post what is not posted yet, and keep where; with `look_first` only what is not found in the channel.

        Raises:
            CannotReach: what was posted until then is kept.
        """
        pages = self._board.pages(server, version)
        while (page := len(version.message_ids)) < pages:
            found = await self._board.find(server, version, page) if look_first else None
            message_id = found or await self._board.post(server, version, page)
            is_whole = version.posted or page + 1 == pages
            version = replace(version, message_ids=(*version.message_ids, message_id), posted=is_whole)
            await self._book.save(server, version)
        return version

    async def _put_up(self, server: Server, version: Version) -> bool:
        """Pin the version and mark the former one; what Discord does not allow is left. True if it is pinned."""
        former = await self._book.version(server, version.former)
        if former is not None:
            await tried(self._board.mark_superseded(server, former, version.number))
        return await tried(self._board.pin(version))

    async def _give_up(self, server: Server, version: Version) -> None:
        begun = await self._book.version(server, version.number) or version
        await tried(self._board.take_down(begun))
        await self._book.remove(server, version)
        await self._scheduler.cancel(POST_TASK, server.server_id, subject(version))


def subject(version: Version) -> bytes:
    """What the tasks about a version are about: its number."""
    return version.number.to_bytes(_NUMBER_BYTES)


async def tried(step: Awaitable[None]) -> bool:
    """Whether a step that is not essential could be done."""
    try:
        await step
    except CannotReach:
        return False
    return True
