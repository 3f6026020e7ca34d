"""One look at a server: its facts, what is wrong, and the report that an administrator gets of it."""

from collections.abc import Sequence
from typing import Protocol

import discord

from bot.core.identity import RoleId
from bot.core.setup_check import Finding, check
from bot.services.people import require_administrator
from bot.services.problems import CannotReach, Why
from bot.services.server_records import Server
from bot.ui.page import Reply
from bot.ui.visit import Visit
from cogs.setup.facts import group_facts
from cogs.setup.report_pages import report_page
from cogs.setup.standing import StandingPost


class Posts(Protocol):
    """Knows whether the agreement in force is to be seen."""

    async def missing(self, server: Server) -> bool:
        """Whether it stands nowhere; False if we could not look."""
        ...


class Checkup:
    """Looks at servers, and reports."""

    def __init__(self, client: discord.Client, posts: Posts | None, standing: StandingPost) -> None:
        self._client = client
        self._posts = posts
        self._standing = standing
        self._made: set[RoleId] = set()

    def made(self, role_id: RoleId) -> None:
        """The bot made this role; the gateway tells of it a moment later."""
        self._made.add(role_id)

    def guild(self, server: Server) -> discord.Guild:
        """The server as Discord describes it.

        Raises:
            CannotReach: it is not there at this moment, which says nothing about its channels and roles.
        """
        guild = self._client.get_guild(server.server_id)
        if guild is None or guild.unavailable:
            raise CannotReach(Why.DISCORD_DOWN)
        self._made -= {RoleId(role.id) for role in guild.roles}
        return guild

    async def look(self, server: Server) -> list[Finding]:
        """What is fine and what is not. Raises as `guild`."""
        missing = self._posts is not None and await self._posts.missing(server)
        return check(group_facts(self.guild(server), server, self._made, post_is_missing=missing))

    async def report(
        self,
        visit: Visit,
        server: Server,
        *,
        title: str = "setup-current",
        notes: Sequence[str] = (),
        edit: bool = True,
    ) -> Reply:
        """The page of `/setup check`; the standing post is put up where it is missing.

        Raises:
            Refused: not an administrator.
            CannotReach: as `guild`.
        """
        require_administrator(visit.person)
        findings = await self.look(server)
        await self._standing.ensure(server, findings)
        return Reply(report_page(visit.words, server.record, findings, title=title, notes=notes), edit=edit)
