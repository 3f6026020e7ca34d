"""`/facilitate checkin start` and `end`: takes the options to the service, has the round posted, says what holds."""

from collections.abc import Sequence
from datetime import date

import discord
from discord import app_commands

from bot.core.identity import ChannelId, RoleId
from bot.services.checkin_rounds import KnownRound
from bot.services.checkin_running import DEFAULT_HOURS, CheckinRunning, StartRequest
from bot.services.checkin_schedules import CheckinSchedules
from bot.services.problems import CannotReach
from bot.ui.door import Door
from bot.ui.page import Accent, Answer, Buttons, Link, Page, Reply, Text
from bot.ui.places import message_link
from bot.ui.visit import Visit
from bot.ui.words import command_words
from cogs.checkin.member_pages import timestamps
from cogs.checkin.posting import CheckinPosting
from cogs.checkin.schedule_presses import asking
from cogs.checkin.schedule_words import days
from cogs.checkin.template_choice import TemplateChoice

_FEW_DATES = 5


class CheckinCommands(app_commands.Group):
    """The commands under `/facilitate checkin`."""

    def __init__(
        self,
        running: CheckinRunning,
        posting: CheckinPosting,
        schedules: CheckinSchedules,
        templates: TemplateChoice,
        door: Door,
        *more: app_commands.Command[app_commands.Group, ..., None],
    ) -> None:
        super().__init__(name="checkin", description=command_words("facilitate-checkin-description"))
        self._running = running
        self._posting = posting
        self._schedules = schedules
        self._templates = templates
        self._door = door
        for command in more:
            self.add_command(command)

    @app_commands.command(name="start", description=command_words("facilitate-checkin-start-description"))
    @app_commands.describe(
        template=command_words("facilitate-checkin-start-template"),
        hours=command_words("facilitate-checkin-start-hours"),
        channel=command_words("facilitate-checkin-start-channel"),
        comments=command_words("facilitate-checkin-start-comments"),
        audience=command_words("facilitate-checkin-start-audience"),
    )
    async def start(  # noqa: PLR0913 - the options of the command
        self,
        interaction: discord.Interaction,
        template: str | None = None,
        hours: app_commands.Range[int, 24, 336] = DEFAULT_HOURS,
        channel: discord.TextChannel | None = None,
        comments: bool = False,  # noqa: FBT001, FBT002 - an option of a command
        audience: discord.Role | None = None,
    ) -> None:
        """Open a check-in now."""

        async def serve(visit: Visit) -> Answer:
            role = None if audience is None else RoleId(audience.id)
            request = StartRequest(template, hours, _channel_id(channel), comments, role)
            return await self._start(visit, request)

        await self._door.command(interaction, serve)

    @start.autocomplete("template")
    async def _offer(self, interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return await self._templates.offer(interaction, typed)

    @app_commands.command(name="end", description=command_words("facilitate-checkin-end-description"))
    @app_commands.describe(channel=command_words("facilitate-checkin-end-channel"))
    async def end(self, interaction: discord.Interaction, channel: discord.TextChannel | None = None) -> None:
        """Close an open check-in at its next full day."""

        async def serve(visit: Visit) -> Answer:
            known = await self._running.end(visit.server_id, visit.person, _channel_id(channel), visit.now)
            await self._posting.redraw(known)
            return Reply(_page(visit, "checkin-ending", known))

        await self._door.command(interaction, serve)

    async def _start(self, visit: Visit, request: StartRequest) -> Reply:
        known = await self._running.start(visit.server_id, visit.person, request, visit.now)
        try:
            known, said = await self._posting.post(known), "checkin-started"
        except CannotReach:
            said = "checkin-started-later"
        in_the_way = await self._schedules.in_the_way(asking(visit), known.facts.channel, known.facts.closes)
        return Reply(_page(visit, said, known, [opening.on for opening in in_the_way]))


def _channel_id(channel: discord.TextChannel | None) -> ChannelId | None:
    return None if channel is None else ChannelId(channel.id)


def _page(visit: Visit, key: str, known: KnownRound, left_out: Sequence[date] = ()) -> Page:
    facts = known.facts
    text = visit.words(key, title=facts.template.title, channel=facts.channel, **timestamps(facts.closes))
    if left_out:
        dates = days(visit.words, left_out[:_FEW_DATES])
        text = f"{text}\n{visit.words('checkin-started-in-the-way', dates=dates)}"
    if facts.post is None:
        return Page((Text(text),), Accent.CARE)
    url = message_link(known.server_id, facts.channel, facts.post)
    return Page((Text(text), Buttons((Link(visit.words("checkin-button-post"), url),))))
