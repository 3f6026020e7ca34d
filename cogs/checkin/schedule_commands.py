"""`/facilitate checkin schedule`, `list`, `edit`, `pause`, `resume` and `skip`: each opens a private page."""

from collections.abc import Awaitable, Callable, Sequence
from typing import TypeAlias

import discord
from discord import app_commands

from bot.core.identity import ChannelId, PlanId, ServerId
from bot.services.checkin_schedules import CheckinSchedules
from bot.services.problems import Refused
from bot.services.schedule_changes import Asking
from bot.services.schedule_input import read_date
from bot.services.schedule_views import Shown
from bot.ui.door import Door
from bot.ui.page import Answer, Page, Reply
from bot.ui.visit import Visit, person_from
from bot.ui.words import Words, command_words, words_for
from cogs.checkin.schedule_pages import plan_page, schedule_page
from cogs.checkin.schedule_presses import asking, channel_names, listing
from cogs.checkin.schedule_words import day, label
from cogs.checkin.template_choice import TemplateChoice

Command: TypeAlias = app_commands.Command[app_commands.Group, ..., None]
_MOST_CHOICES = 25
_DATES_OFFERED = 3


class ScheduleCommands:
    """Makes the commands, to be hung under `/facilitate checkin`."""

    def __init__(self, schedules: CheckinSchedules, templates: TemplateChoice, door: Door) -> None:
        self._schedules = schedules
        self._templates = templates
        self._door = door

    def all(self) -> list[Command]:
        """Every command about schedules."""
        return [self._schedule(), self._list(), self._edit(), self._pause(), self._resume(), self._skip()]

    def _schedule(self) -> Command:
        @app_commands.describe(
            template=command_words("facilitate-checkin-schedule-template"),
            channel=command_words("facilitate-checkin-schedule-channel"),
        )
        @app_commands.autocomplete(template=self._templates.offer)
        async def schedule(
            interaction: discord.Interaction, template: str | None = None, channel: discord.TextChannel | None = None
        ) -> None:
            async def serve(visit: Visit) -> Answer:
                where = None if channel is None else ChannelId(channel.id)
                shown = await self._schedules.draft(asking(visit), template, where)
                return Reply(plan_page(visit.words, shown))

            await self._door.command(interaction, serve)

        return Command(
            name="schedule", description=command_words("facilitate-checkin-schedule-description"), callback=schedule
        )

    def _list(self) -> Command:
        async def every(interaction: discord.Interaction) -> None:
            async def serve(visit: Visit) -> Answer:
                return Reply(await listing(self._schedules, visit))

            await self._door.command(interaction, serve)

        return Command(name="list", description=command_words("facilitate-checkin-list-description"), callback=every)

    def _edit(self) -> Command:
        async def serve(by: Asking, chosen: PlanId, words: Words) -> Page:
            return plan_page(words, await self._schedules.look(by, chosen))

        return self._about_one("edit", serve)

    def _pause(self) -> Command:
        async def serve(by: Asking, chosen: PlanId, words: Words) -> Page:
            shown = await self._schedules.pause(by, chosen)
            return schedule_page(words, shown, words("checkin-schedule-paused-now"))

        return self._about_one("pause", serve)

    def _resume(self) -> Command:
        async def serve(by: Asking, chosen: PlanId, words: Words) -> Page:
            shown = await self._schedules.resume(by, chosen)
            return schedule_page(words, shown, words("checkin-schedule-resumed"))

        return self._about_one("resume", serve)

    def _about_one(self, name: str, serve: Callable[[Asking, PlanId, Words], Awaitable[Page]]) -> Command:
        @app_commands.describe(schedule=command_words("facilitate-checkin-which-schedule"))
        @app_commands.autocomplete(schedule=self._offer)
        async def command(interaction: discord.Interaction, schedule: str | None = None) -> None:
            async def about(visit: Visit) -> Answer:
                shown = await self._chosen(visit, schedule)
                if isinstance(shown, Page):
                    return Reply(shown)
                return Reply(await serve(asking(visit), shown.known.schedule_id, visit.words))

            await self._door.command(interaction, about)

        return Command(name=name, description=command_words(f"facilitate-checkin-{name}-description"), callback=command)

    def _skip(self) -> Command:
        @app_commands.describe(
            schedule=command_words("facilitate-checkin-which-schedule"),
            date=command_words("facilitate-checkin-skip-date"),
        )
        @app_commands.autocomplete(schedule=self._offer, date=self._offer_dates)
        async def skip(interaction: discord.Interaction, schedule: str | None = None, date: str | None = None) -> None:
            async def serve(visit: Visit) -> Answer:
                shown = await self._chosen(visit, schedule)
                if isinstance(shown, Page):
                    return Reply(shown)
                if date is None and not shown.openings:
                    raise Refused("checkin-schedule-nothing-to-skip")
                on = shown.openings[0][0].on if date is None else read_date(date)
                done = await self._schedules.skip(asking(visit), shown.known.schedule_id, on)
                said = visit.words("checkin-schedule-skipped-now", date=day(visit.words, on))
                return Reply(schedule_page(visit.words, done, said))

            await self._door.command(interaction, serve)

        return Command(name="skip", description=command_words("facilitate-checkin-skip-description"), callback=skip)

    async def _chosen(self, visit: Visit, written: str | None) -> Shown | Page:
        """The schedule that is meant; a list to choose from where nothing was written and there are several."""
        every = await self._schedules.every(asking(visit))
        if written is None and len(every) == 1:
            return every[0]
        if written is None:
            return await listing(self._schedules, visit)
        names = channel_names(visit.interaction.guild, every)
        for shown, name in zip(every, names, strict=True):
            if written in (shown.known.schedule_id.hex(), label(visit.words, shown, name)):
                return shown
        raise Refused("checkin-schedule-which")

    async def _offer(self, interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        every, words = await self._for(interaction), words_for(interaction.locale)
        names = channel_names(interaction.guild, every)
        labels = [label(words, shown, name) for shown, name in zip(every, names, strict=True)]
        return [
            app_commands.Choice(name=said, value=shown.known.schedule_id.hex())
            for said, shown in zip(labels, every, strict=True)
            if typed.casefold() in said.casefold()
        ][:_MOST_CHOICES]

    async def _offer_dates(self, interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        every = await self._for(interaction)
        written: object = getattr(interaction.namespace, "schedule", None)
        meant = [shown for shown in every if shown.known.schedule_id.hex() == written] if written else every[:1]
        dates = [opening.on.isoformat() for shown in meant for opening, _ in shown.openings[:_DATES_OFFERED]]
        return [app_commands.Choice(name=on, value=on) for on in dates if typed in on]

    async def _for(self, interaction: discord.Interaction) -> Sequence[Shown]:
        """The schedules, for facilitators; nothing is offered to anybody else."""
        if interaction.guild_id is None:
            return ()
        person = person_from(interaction.user)
        try:
            return await self._schedules.every(Asking(ServerId(interaction.guild_id), person, self._door.now()))
        except Refused:
            return ()
