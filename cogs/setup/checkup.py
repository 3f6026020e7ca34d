"""One look at a server: its facts, what is wrong, and the report that an administrator gets of it."""

from collections.abc import Sequence

import discord

from bot.core.setup_check import Finding, check
from bot.services.agreement_health import AgreementHealth
from bot.services.people import require_administrator
from bot.services.problems import CannotReach, Why
from bot.services.server_records import Server
from bot.ui.making import Maker
from bot.ui.page import Reply
from bot.ui.visit import Visit
from cogs.setup.facts import group_facts
from cogs.setup.report_pages import report_page
from cogs.setup.standing import StandingPost


class Checkup:
    """Looks at servers, and reports."""

    def __init__(self, client: discord.Client, posts: AgreementHealth, standing: StandingPost, maker: Maker) -> None:
        self._client = client
        self._posts = posts
        self._standing = standing
        self._maker = maker

    def guild(self, server: Server) -> discord.Guild:
        """The server as Discord describes it.

        Raises:
            CannotReach: it is not there at this moment, which says nothing about its channels and roles.
        """
        guild = self._client.get_guild(server.server_id)
        if guild is None or guild.unavailable:
            raise CannotReach(Why.DISCORD_DOWN)
        return guild

    async def look(self, server: Server) -> list[Finding]:
        """What is fine and what is not. Raises as `guild`."""
        agreement = await self._posts.facts(server)
        guild = self.guild(server)
        return check(group_facts(guild, server, agreement, self._maker.just_made(guild)))

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
