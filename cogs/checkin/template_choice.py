"""Offers templates while somebody types, wherever a command asks for one."""

import discord
from discord import app_commands

from bot.core.identity import ServerId
from bot.services.checkin_running import CheckinRunning
from bot.ui.visit import person_from

_MOST_CHOICES = 25


class TemplateChoice:
    """The templates that can be asked in a server, short ones first; offered to facilitators alone."""

    def __init__(self, running: CheckinRunning) -> None:
        self._running = running

    async def offer(self, interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        """Those whose title holds what was typed."""
        if interaction.guild_id is None:
            return []
        person = person_from(interaction.user)
        offered = await self._running.templates(ServerId(interaction.guild_id), person)
        return [
            app_commands.Choice(name=template.title, value=template.template_id)
            for template in offered
            if typed.casefold() in template.title.casefold()
        ][:_MOST_CHOICES]
