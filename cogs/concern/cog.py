"""`/concern`, the message menu *Raise a concern*, and every press up to *Send*."""

import discord
from discord import app_commands
from discord.ext import commands

from bot.core.case import Account, Affected, Named, Wish
from bot.core.draft import DraftToken, NoToken, token_from
from bot.core.readership import Category
from bot.services.concerns import ConcernService, Review, Writer
from bot.services.drafts import DRAFT_GONE
from bot.services.problems import Refused
from bot.services.sending import How, Sending
from bot.services.servers import Servers
from bot.ui.door import Door
from bot.ui.page import Answer, Page, Reply
from bot.ui.visit import Visit
from bot.ui.words import command_words
from cogs.concern import pages
from cogs.concern.context import copied
from cogs.concern.forms import concern_form


class ConcernCog(commands.Cog):
    """Raising a concern."""

    def __init__(self, servers: Servers, concerns: ConcernService, sending: Sending, door: Door) -> None:
        self._servers = servers
        self._concerns = concerns
        self._sending = sending
        self._door = door
        self.menu = app_commands.ContextMenu(name=command_words("concern-menu"), callback=self._raise_about)
        self.menu.guild_only = True
        for action, handler in (
            ("share", self.ask_whom),
            ("sharenamed", self.ask_whom),
            ("about", self.ask_what),
            ("aboutnamed", self.ask_what),
            ("readers", self.choose_readers),
            ("edit", self.edit),
            ("discard", self.discard),
            ("send", self.send),
            ("urgent", self.send),
        ):
            door.press(f"concern:{action}", handler)
        door.form("concern:form", self.tell)

    @app_commands.command(name="concern", description=command_words("concern-description"))
    @app_commands.guild_only()
    async def concern(self, interaction: discord.Interaction) -> None:
        """Show help lines, the promise, and what can be done."""
        await self._door.command(interaction, self.welcome)

    async def _raise_about(self, interaction: discord.Interaction, message: discord.Message) -> None:
        async def serve(visit: Visit) -> Answer:
            copy = copied(interaction, message)
            server = await self._servers.get(visit.server_id)
            if not server.enrolled:
                return await self.welcome(visit)
            token = await self._concerns.begin_with_message(visit.server_id, visit.person, copy, visit.now)
            country = server.settings.country
            return Reply(pages.welcome_page(visit.words, country, token, copy.author.name, None))

        await self._door.command(interaction, serve)

    async def welcome(self, visit: Visit) -> Answer:
        """Help lines first, whoever takes concerns or nobody."""
        server = await self._servers.get(visit.server_id)
        nobody = None if server.enrolled else server.settings.outside_contact
        return Reply(pages.welcome_page(visit.words, server.settings.country, None, "", nobody))

    async def ask_whom(self, visit: Visit) -> Answer:
        """Ask whether it is about someone who takes concerns."""
        takers = await self._concerns.takers(visit.server_id)
        name = visit.person.display_name if visit.action == "concern:sharenamed" else ""
        return Reply(pages.conflict_page(visit.words, takers, visit.key, name), edit=True)

    async def ask_what(self, visit: Visit) -> Answer:
        """Keep whom it is about in a draft, and open the form."""
        name = visit.person.display_name if visit.action == "concern:aboutnamed" else ""
        before = _token(visit) if visit.key else None
        token = await self._concerns.begin(visit.server_id, before, Writer(visit.person, name), visit.values, visit.now)
        return concern_form(visit.words, token, self._door.fresh(), None)

    async def edit(self, visit: Visit) -> Answer:
        """Open the form again, as it was told."""
        token = _token(visit)
        told = await self._concerns.told(visit.server_id, token, visit.now)
        return concern_form(visit.words, token, self._door.fresh(), told)

    async def tell(self, visit: Visit) -> Answer:
        """Keep what was told, and show who would read it."""
        token = _token(visit)
        review = await self._concerns.tell(visit.server_id, token, _account(visit), visit.now)
        code = (pages.code_page(visit.words, review.receipt),) if review.is_first else ()
        return Reply(await self._review(visit, token, review), edit=True, more=code)

    async def choose_readers(self, visit: Visit) -> Answer:
        """Keep who may read it."""
        token = _token(visit)
        review = await self._concerns.choose_readers(visit.server_id, token, visit.values, visit.now)
        return Reply(await self._review(visit, token, review), edit=True)

    async def discard(self, visit: Visit) -> Answer:
        """Remove the draft."""
        await self._concerns.discard(_token(visit))
        return Reply(pages.note_page(visit.words("concern-discarded")), edit=True)

    async def send(self, visit: Visit) -> Answer:
        """Send it, at once if urgent; and show the code again, alone."""
        how = How.URGENT if visit.action == "concern:urgent" else How.SLOT
        sent = await self._sending.send(visit.server_id, _token(visit), visit.person, visit.now, how=how)
        page = pages.sent_page(visit.words, sent)
        return Reply(page, edit=True, more=(pages.code_page(visit.words, sent.receipt),))

    async def _review(self, visit: Visit, token: DraftToken, review: Review) -> Page:
        settings = (await self._servers.get(visit.server_id)).settings
        return pages.review_page(visit.words, token, review, settings.country, settings.outside_contact)


def _token(visit: Visit) -> DraftToken:
    try:
        return token_from(visit.key)
    except NoToken as error:
        raise Refused(DRAFT_GONE) from error


def _account(visit: Visit) -> Account:
    about = visit.members.get("about")
    return Account(
        category=Category(visit.fields["category"]),
        story=visit.fields["story"],
        wish=Wish(visit.fields["wish"]),
        affected=Affected(visit.fields["affected"]),
        about=None if about is None else Named(about.member_id, about.display_name),
    )
