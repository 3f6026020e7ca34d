"""Tells the lead and those who take concerns what an administrator has announced, and that it was called off."""

from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress

import discord

from bot.core.identity import MemberId, ServerId
from bot.services.erasure_notice import ErasureNotice
from bot.services.problems import CannotReach, Why
from bot.services.scheduler import Scheduler, Task
from bot.services.server_records import PendingChange, PendingErasure, Server
from bot.services.servers import Servers
from bot.services.setup import TELL_TASK, SetupService
from bot.ui.long_text import plain_name
from bot.ui.messenger import Messenger
from bot.ui.page import Accent, Page
from bot.ui.words import words_for
from cogs.setup.pages import announcement_page, note_page

_Told = Callable[[ServerId, MemberId | None], Awaitable[None]]


class Telling:
    """Tells of announcements; what could not be told is told soon, by a task of its own."""

    def __init__(  # noqa: PLR0913 - both announcements, and the ways to people
        self,
        client: discord.Client,
        servers: Servers,
        service: SetupService,
        erasure: ErasureNotice,
        messenger: Messenger,
        scheduler: Scheduler,
    ) -> None:
        self._client = client
        self._servers = servers
        self._service = service
        self._erasure = erasure
        self._messenger = messenger
        scheduler.register(TELL_TASK, self._again)

    async def now(self, server: Server) -> None:
        """Tell everyone who is still to be told; whoever cannot be reached at this moment is told soon."""
        with suppress(CannotReach):
            await self._tell(server)

    async def called_off(self, server: Server, members: Iterable[MemberId], key: str) -> None:
        """Say that it was called off; `/setup show` and the audit trail say it too."""
        page = note_page(words_for(server.settings.language)(key, group=self._name(server)))
        for member in members:
            with suppress(CannotReach):
                await self._messenger.direct(member, page)

    async def _again(self, task: Task) -> None:
        server = None if task.server_id is None else await self._servers.find(task.server_id)
        if server is not None:
            await self._tell(server)

    async def _tell(self, server: Server) -> None:
        words, pending, erasure = words_for(server.settings.language), server.record.pending, server.record.erasure
        if pending is not None and (pending.untold or pending.is_for_channel):
            page = announcement_page(words, server, pending, self._name(server), await self._lead(server, pending))
            nonce = f"announced-{int(pending.effective.timestamp())}"
            await self._tell_all(server, pending, page, nonce, self._service.was_told)
        if erasure is not None:
            when = int(erasure.effective.timestamp())
            text = words("erasing-announcement", when=str(when), group=self._name(server))
            page = note_page(text, Accent.DANGER)
            await self._tell_all(server, erasure, page, f"erasure-{when}", self._erasure.was_told)

    async def _tell_all(
        self, server: Server, announced: PendingChange | PendingErasure, page: Page, nonce: str, told: _Told
    ) -> None:
        """Where somebody takes no direct messages, or nobody is left to be told, their channel says it."""
        if announced.is_for_channel:
            await self._say_in_channel(server, page, nonce)
            await told(server.server_id, None)
        for member in announced.untold:
            if not await self._messenger.direct(member, page):
                await self._say_in_channel(server, page, nonce)
            await told(server.server_id, member)

    async def _say_in_channel(self, server: Server, page: Page, nonce: str) -> None:
        try:
            await self._messenger.post(server.settings.moderator_channel, page, nonce)
        except CannotReach as error:
            if error.why is Why.DISCORD_DOWN:
                raise

    async def _lead(self, server: Server, pending: PendingChange) -> str | None:
        if pending.lead is None:
            return None
        people = await self._messenger.people(server.server_id, [pending.lead])
        return plain_name(people[0].display_name) if people else f"<@{pending.lead}>"

    def _name(self, server: Server) -> str:
        guild = self._client.get_guild(server.server_id)
        return "?" if guild is None else guild.name
