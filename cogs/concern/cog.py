"""`/concern`, the message menu *Raise a concern*, and every press up to the form."""

import discord
from discord import app_commands
from discord.ext import commands

from bot.core.draft import DraftToken
from bot.services.concerns import ConcernService, Writer
from bot.services.drafts import DRAFT_GONE
from bot.services.problems import Refused
from bot.services.server_records import Server
from bot.services.servers import Servers
from bot.ui.door import Door
from bot.ui.page import Answer, Page, Reply
from bot.ui.support import HelpDesk
from bot.ui.visit import Visit
from bot.ui.words import command_words
from cogs.concern import pages
from cogs.concern.context import RoleCount, copied
from cogs.concern.forms import concern_form
from cogs.concern.ids import read_token
from cogs.concern.images import ConcernImages


class ConcernCog(commands.Cog):
    """Raising a concern."""

    def __init__(  # noqa: PLR0913 - what raising stands on
        self,
        servers: Servers,
        concerns: ConcernService,
        images: ConcernImages,
        desk: HelpDesk,
        role_count: RoleCount,
        door: Door,
    ) -> None:
        self._servers = servers
        self._concerns = concerns
        self._images = images
        self._desk = desk
        self._role_count = role_count
        self._door = door
        self.menu = app_commands.ContextMenu(name=command_words("concern-menu"), callback=self._raise_about)
        self.menu.guild_only = True
        for action, handler in (
            ("country", self.another_country),
            ("share", self.ask_whom),
            ("sharenamed", self.ask_whom),
            ("about", self.ask_what),
            ("aboutnamed", self.ask_what),
        ):
            door.press(f"concern:{action}", handler)

    @app_commands.command(name="concern", description=command_words("concern-description"))
    @app_commands.guild_only()
    async def concern(self, interaction: discord.Interaction) -> None:
        """Show help lines, the promise, and what can be done."""
        await self._door.command(interaction, self.welcome)

    async def _raise_about(self, interaction: discord.Interaction, message: discord.Message) -> None:
        async def serve(visit: Visit) -> Answer:
            server = await self._servers.get(visit.server_id)
            if not server.enrolled:
                return await self.welcome(visit)
            copy = await copied(interaction, message, self._role_count)
            token = await self._concerns.begin_with_message(visit.server_id, visit.person, copy, visit.now)
            page = self._welcome(visit, server, server.settings.country, token, copy.author.name)
            said = await self._images.copy(visit, token, message)
            return Reply(Page((*page.parts[:-1], *said, page.parts[-1]), page.accent))

        await self._door.command(interaction, serve)

    async def welcome(self, visit: Visit) -> Answer:
        """Help lines first, whoever takes concerns or nobody."""
        server = await self._servers.get(visit.server_id)
        return Reply(self._welcome(visit, server, server.settings.country))

    async def another_country(self, visit: Visit) -> Answer:
        """The same page with the help lines of the chosen country; they are shown whatever became of the draft."""
        server = await self._servers.get(visit.server_id)
        if not visit.key:
            return Reply(self._welcome(visit, server, visit.value), edit=True)
        try:
            token = read_token(visit.key)
            message = await self._concerns.message(visit.server_id, token, visit.now)
        except Refused:
            above = pages.help_above(visit.words, self._desk, visit.value, None)
            return Reply(pages.closed_page(visit.words, above, visit.words(DRAFT_GONE)), edit=True)
        author = "" if message is None else message.author.name
        return Reply(self._welcome(visit, server, visit.value, token, author), edit=True)

    async def ask_whom(self, visit: Visit) -> Answer:
        """Ask whether it is about someone who takes concerns."""
        takers = await self._concerns.takers(visit.server_id)
        name = visit.person.display_name if visit.action == "concern:sharenamed" else ""
        return Reply(pages.conflict_page(visit.words, takers, visit.key, name), edit=True)

    async def ask_what(self, visit: Visit) -> Answer:
        """Keep whom it is about in a draft, and open the form."""
        name = visit.person.display_name if visit.action == "concern:aboutnamed" else ""
        before = read_token(visit.key) if visit.key else None
        writer = Writer(visit.person, name)
        token = await self._concerns.begin(visit.server_id, before, writer, visit.values, visit.now)
        return concern_form(visit.words, token, self._door.fresh(), None)

    def _welcome(
        self, visit: Visit, server: Server, country: str | None, token: DraftToken | None = None, author: str = ""
    ) -> Page:
        above = pages.help_above(visit.words, self._desk, country, token)
        if not server.enrolled:
            why = visit.words("concern-nobody", contact=server.settings.outside_contact)
            return pages.closed_page(visit.words, above, why)
        return pages.welcome_page(visit.words, above, token, author)
