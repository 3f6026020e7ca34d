"""`/facilitate heard` and its presses: a draft, a form, a preview. Not the post and the reminder (`heard_board.py`)."""

import discord
from discord import app_commands

from bot.services.checkin_rounds import KnownRound
from bot.services.heard import After, Heard
from bot.services.servers import Servers
from bot.ui.door import Door
from bot.ui.page import Answer, Page, Reply
from bot.ui.places import channel_name
from bot.ui.visit import Visit
from bot.ui.words import Words, command_words, words_for
from cogs.reflect import heard_pages as pages
from cogs.reflect.heard_pages import FEATURE, read_key
from cogs.reflect.heard_words import draft


class HeardPresses:
    """Serves the pages of what is said after results."""

    def __init__(self, heard: Heard, servers: Servers, door: Door) -> None:
        self._heard = heard
        self._servers = servers
        self._door = door
        for action, press in (("list", self.list), ("show", self.show), ("edit", self.ask), ("post", self.post)):
            door.press(f"{FEATURE}:{action}", press)
        door.form(f"{FEATURE}:form", self.write)

    def command(self) -> app_commands.Command[app_commands.Group, ..., None]:
        """`heard`, to be hung under `/facilitate`."""

        async def heard(interaction: discord.Interaction) -> None:
            await self._door.command(interaction, self.list)

        description = command_words("facilitate-heard-description")
        return app_commands.Command(name="heard", description=description, callback=heard)

    async def list(self, visit: Visit) -> Answer:
        """Results to choose from."""
        overview = await self._heard.overview(visit.server_id, visit.person, visit.now)
        zone, guild = (await self._servers.get(visit.server_id)).zone, visit.interaction.guild

        def listed(known: KnownRound) -> tuple[str, str]:
            return known.facts.day(zone).isoformat(), channel_name(guild, known.facts.channel)

        return Reply(pages.list_page(visit.words, overview, listed), edit=True)

    async def show(self, visit: Visit) -> Answer:
        """One result: what was said, what was begun, or a first draft."""
        after = await self._after(visit, visit.values[0] if visit.values else visit.key)
        return Reply(await self._page(visit, after), edit=True)

    async def ask(self, visit: Visit) -> Answer:
        """Open the form."""
        after = await self._after(visit, visit.key)
        heard, will_do = await self._wording(visit, after)
        return pages.edit_form(visit.words, after.known.round_id, heard, will_do, self._door.fresh())

    async def write(self, visit: Visit) -> Answer:
        """Keep the wording, and show it as it will stand."""
        round_id, _ = read_key(visit.key)
        heard, will_do = visit.fields.get("heard", ""), visit.fields.get("will_do", "")
        after = await self._heard.write(visit.server_id, visit.person, round_id, heard, will_do)
        return Reply(await self._page(visit, after), edit=True)

    async def post(self, visit: Visit) -> Answer:
        """Post it, once."""
        round_id, mark = read_key(visit.key)
        after = await self._heard.post(visit.server_id, visit.person, round_id, mark)
        return Reply(pages.posted_page(visit.words, visit.server_id, after), edit=True)

    async def _page(self, visit: Visit, after: After) -> Page:
        if after.said.post is not None:
            return pages.posted_page(visit.words, visit.server_id, after, before=True)
        public = await self._public(visit)
        if after.said.is_draft:
            return pages.preview_page(visit.words, after, public)
        return pages.draft_page(visit.words, after, *await self._wording(visit, after), public)

    async def _wording(self, visit: Visit, after: After) -> tuple[str, str]:
        """What somebody wrote; until then the first draft."""
        if after.said.is_draft:
            return after.said.heard, after.said.will_do
        return draft(await self._public(visit), after.known.facts.template, after.result)

    async def _after(self, visit: Visit, key: str) -> After:
        return await self._heard.look(visit.server_id, visit.person, read_key(key)[0])

    async def _public(self, visit: Visit) -> Words:
        return words_for((await self._servers.get(visit.server_id)).settings.language)
