"""`/support`: help lines first, then who to turn to here, then how to use this bot on a telephone.

It answers in every server and in direct messages, set up or not. Not here: the lines and how they are shown
(`bot/ui/support.py`).
"""

from collections.abc import Sequence

import discord
from discord import app_commands
from discord.ext import commands

from bot.core.identity import MemberId
from bot.services.enrolment import EnrolmentService
from bot.services.problems import CannotReach
from bot.services.server_records import Server
from bot.services.servers import Servers
from bot.ui.door import Door
from bot.ui.page import Answer, Divider, Page, Reply, Text
from bot.ui.support import HelpDesk
from bot.ui.visit import Visit
from bot.ui.words import command_words


class SupportCog(commands.Cog):
    """Where to find help; nobody is ever refused it."""

    def __init__(self, servers: Servers, enrolment: EnrolmentService, desk: HelpDesk, door: Door) -> None:
        self._servers = servers
        self._enrolment = enrolment
        self._desk = desk
        self._door = door
        door.press("support:open", self.open)
        door.press("support:country", self.another_country)

    @app_commands.command(name="support", description=command_words("support-description"))
    async def support(self, interaction: discord.Interaction) -> None:
        """Show where to find help."""
        await self._door.command(interaction, self.open)

    async def open(self, visit: Visit) -> Answer:
        """Show the lines of the server's country and the international directory at once."""
        server = await self._servers.find(visit.somewhere)
        return Reply(await self._page(visit, server, None if server is None else server.settings.country))

    async def another_country(self, visit: Visit) -> Answer:
        """Show the lines of the chosen country in the same place."""
        return Reply(await self._page(visit, await self._servers.find(visit.somewhere), visit.value), edit=True)

    async def _page(self, visit: Visit, server: Server | None, country: str | None) -> Page:
        words = visit.words
        return Page(
            (
                Text(words("support-title")),
                *self._desk.parts(words, country),
                self._desk.countries(words, country, "support:country"),
                Divider(),
                Text("\n".join(await self._here(visit, server))),
                Divider(),
                Text(f"{words('support-phone-title')}\n{words('support-phone')}"),
            )
        )

    async def _here(self, visit: Visit, server: Server | None) -> Sequence[str]:
        words = visit.words
        if server is None:
            return [words("support-here-title"), words("support-here-not-set-up")]
        said = [words("support-here-title")]
        serving = await self._serving(visit, server)
        if serving:
            said.append(words("support-here-people", people=", ".join(f"<@{member_id}>" for member_id in serving)))
        elif serving is not None:
            said.append(words("support-here-nobody"))
        said.append(words("support-here-outside", contact=server.settings.outside_contact))
        said.append(words("support-nobody-on-watch"))
        return said

    async def _serving(self, visit: Visit, server: Server) -> Sequence[MemberId] | None:
        """Those who take concerns now; None if Discord does not answer: help lines do not wait for it."""
        try:
            people = await self._enrolment.serving(server, visit.now.astimezone(server.zone).date())
        except CannotReach:
            return None
        return [person.member_id for person in people]
