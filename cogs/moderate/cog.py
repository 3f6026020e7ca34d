"""`/moderate cases`, `case` and `log`, and all presses about cases."""

from dataclasses import dataclass
from typing import Final, TypeAlias

import discord
from discord import app_commands
from discord.ext import commands

from bot.core.identity import ServerId
from bot.services.case_log import CaseLog
from bot.services.case_matters import CaseMatters
from bot.services.case_people import CasePeople
from bot.services.cases import CaseService
from bot.services.clustering import Clusters
from bot.ui.door import Door
from bot.ui.page import Answer, Part, Reply
from bot.ui.visit import Visit, person_from
from bot.ui.words import command_words, words_for
from cogs.moderate.act_presses import FOR_ALL, ActPresses
from cogs.moderate.actions import Action, Handlers, Way, serve
from cogs.moderate.answers import whole
from cogs.moderate.case_presses import CasePresses, SomethingElse
from cogs.moderate.cluster_pages import above_the_day
from cogs.moderate.cluster_presses import ClusterPresses
from cogs.moderate.keys import number_in
from cogs.moderate.list_pages import list_page
from cogs.moderate.log_pages import log_page
from cogs.moderate.matter_presses import MatterPresses
from cogs.moderate.pages import OFFERED
from cogs.moderate.people_presses import PeoplePresses
from cogs.moderate.steps import option_label

Command: TypeAlias = app_commands.Command[app_commands.Group, ..., None]
_MOST_CHOICES: Final = 25


@dataclass(frozen=True)
class Moderating:
    """The services of those who take concerns."""

    cases: CaseService
    people: CasePeople
    matters: CaseMatters
    log: CaseLog
    clusters: Clusters


class ModerateCog(commands.Cog):
    """Concerns for those who take them."""

    def __init__(self, services: Moderating, door: Door) -> None:
        self._cases = services.cases
        self._log = services.log
        self._clusters = services.clusters
        self._door = door
        self.commands = (self._cases_command(), self._case_command(), self._log_command())
        serve(door, self._handlers(services))
        ClusterPresses(services.clusters, door)

    def _handlers(self, services: Moderating) -> Handlers:
        served = {
            **CasePresses(services.cases, self._door).handlers(),
            **PeoplePresses(services.cases, services.people).handlers(),
            **MatterPresses(services.cases, services.matters).handlers(),
            **ActPresses(services.cases.do, "", self._door).handlers(),
            **ActPresses(services.matters.do, FOR_ALL, self._door).handlers(),
        }
        return {
            **served,
            Action("more", Way.CHOICE): SomethingElse(served, OFFERED).choose,
            Action("mine", Way.DAY): self.day,
            Action("log", Way.TRAIL): self.turn_log,
        }

    async def mine(self, visit: Visit) -> Answer:
        """List my cases."""
        mine = await self._cases.mine(visit.server_id, visit.person, visit.now)
        return Reply(list_page(visit.words, mine, visit.server_id, above=await self._above(visit, visit.server_id)))

    async def day(self, visit: Visit) -> Answer:
        """The same list by a button, in a direct message too; or another page of it."""
        server, _, page = visit.key.partition(":")
        server_id = ServerId(number_in(server))
        mine = await self._cases.day(server_id, visit.person, visit.somewhere, visit.now)
        above = await self._above(visit, server_id)
        return Reply(list_page(visit.words, mine, server_id, number_in(page), above), edit=bool(page))

    async def _above(self, visit: Visit, server_id: ServerId) -> list[Part]:
        mine = await self._clusters.mine(server_id, visit.person, visit.somewhere, visit.now)
        return above_the_day(visit.words, server_id, mine)

    async def log(self, visit: Visit) -> Answer:
        """Show the trail from its newest line."""
        return Reply(log_page(visit.words, await self._log.look(visit.server_id, visit.person, 0)))

    async def turn_log(self, visit: Visit) -> Answer:
        """Show another page of the trail."""
        trail = await self._log.look(visit.server_id, visit.person, number_in(visit.key))
        return Reply(log_page(visit.words, trail), edit=True)

    def _cases_command(self) -> Command:
        async def cases(interaction: discord.Interaction) -> None:
            await self._door.command(interaction, self.mine)

        description = command_words("moderate-cases-description")
        return app_commands.Command(name="cases", description=description, callback=cases)

    def _case_command(self) -> Command:
        @app_commands.describe(label=command_words("moderate-case-label"))
        @app_commands.autocomplete(label=self._offer)
        async def case(interaction: discord.Interaction, label: app_commands.Range[str, 1, 40]) -> None:
            async def serve_it(visit: Visit) -> Answer:
                one = await self._cases.named(visit.server_id, label, visit.person, visit.now)
                return whole(visit, one, edit=False)

            await self._door.command(interaction, serve_it)

        description = command_words("moderate-case-description")
        return app_commands.Command(name="case", description=description, callback=case)

    def _log_command(self) -> Command:
        async def log(interaction: discord.Interaction) -> None:
            await self._door.command(interaction, self.log)

        description = command_words("moderate-log-description")
        return app_commands.Command(name="log", description=description, callback=log)

    async def _offer(self, interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        if interaction.guild_id is None:
            return []
        server_id, person = ServerId(interaction.guild_id), person_from(interaction.user)
        found = await self._cases.labelled(server_id, person, typed, self._door.now())
        words = words_for(interaction.locale)
        return [
            app_commands.Choice(name=option_label(words, one.case), value=one.case.label)
            for one in found[:_MOST_CHOICES]
        ]
