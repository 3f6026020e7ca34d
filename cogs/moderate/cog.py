"""`/moderate cases` and the presses on cards and cases. Also tells delivery when Discord is there."""

import discord
from discord import app_commands
from discord.ext import commands

from bot.services.cases import CaseService, ReadableCase
from bot.services.delivery import Delivery
from bot.services.servers import Servers
from bot.ui.door import Door
from bot.ui.page import Answer, Reply
from bot.ui.visit import Visit
from bot.ui.words import command_words
from cogs.moderate.cards import case_from
from cogs.moderate.pages import answer_form, answer_text, case_pages, list_page


class ModerateCog(commands.Cog):
    """Concerns for those who take them."""

    def __init__(self, cases: CaseService, servers: Servers, delivery: Delivery, door: Door) -> None:
        self._cases = cases
        self._servers = servers
        self._delivery = delivery
        self._door = door
        self.command = _cases_command(self, door)
        door.press("case:open", self.open)
        door.press("case:list", self.open_listed)
        door.press("case:acknowledge", self.acknowledge)
        door.press("case:reply", self.ask_answer)
        door.form("case:reply", self.answer)

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        """Do what became due while the bot was away."""
        for server_id in await self._servers.all_ids():
            await self._delivery.catch_up(server_id)

    async def mine(self, visit: Visit) -> Answer:
        """List my cases."""
        return Reply(list_page(visit.words, await self._cases.mine(visit.server_id, visit.person, visit.now)))

    async def open(self, visit: Visit) -> Answer:
        """Show the case of a card."""
        return await self._opened(visit, visit.key)

    async def open_listed(self, visit: Visit) -> Answer:
        """Show the case that was chosen from the list."""
        return await self._opened(visit, visit.values[0])

    async def _opened(self, visit: Visit, letters: str) -> Answer:
        one = await self._cases.open(case_from(letters), visit.person, visit.somewhere, visit.now)
        return _shown(visit, one, edit=False)

    async def acknowledge(self, visit: Visit) -> Answer:
        """Take the case up."""
        one = await self._cases.acknowledge(case_from(visit.key), visit.person, visit.somewhere, visit.now)
        return _shown(visit, one, visit.words("case-acknowledged"), edit=True)

    async def ask_answer(self, visit: Visit) -> Answer:
        """Open the form for an answer; whether this person may answer is seen when it is sent."""
        return answer_form(visit.words, visit.key, self._door.fresh())

    async def answer(self, visit: Visit) -> Answer:
        """Write to the reporter."""
        text = answer_text(visit.words, visit.fields["opener"], visit.fields["words"])
        one = await self._cases.answer(case_from(visit.key), visit.person, visit.somewhere, text, visit.now)
        return _shown(visit, one, visit.words("case-replied"), edit=True)


def _shown(visit: Visit, one: ReadableCase, note: str = "", *, edit: bool) -> Reply:
    first, *more = case_pages(visit.words, one, note)
    return Reply(first, edit=edit, more=tuple(more))


def _cases_command(cog: ModerateCog, door: Door) -> app_commands.Command[app_commands.Group, ..., None]:
    async def cases(interaction: discord.Interaction) -> None:
        await door.command(interaction, cog.mine)

    return app_commands.Command(name="cases", description=command_words("moderate-cases-description"), callback=cases)
