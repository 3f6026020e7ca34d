"""`/setup`: takes the options and presses, lets the services decide, shows the report and the settings."""

from collections.abc import Mapping

import discord
from discord import app_commands
from discord.ext import commands

from bot.core.setup_check import similar_zones
from bot.services.people import require_administrator
from bot.services.problems import Refused
from bot.services.scheduler import Scheduler, Task
from bot.services.servers import Servers
from bot.services.settings_list import BY_NAME, Kind, Setting, shown
from bot.services.setup import PENDING_TASK, SetUp, SetupService
from bot.ui.door import Door
from bot.ui.page import Answer, Reply
from bot.ui.visit import Visit
from bot.ui.words import Words, command_words
from cogs.setup.checkup import Checkup
from cogs.setup.erasing import KEPT, Erasing
from cogs.setup.greeting import steps_page
from cogs.setup.pages import change_form, filled_in, settings_page
from cogs.setup.telling import Telling


class SetupCog(commands.Cog):
    """Set-up for administrators."""

    def __init__(  # noqa: PLR0913 - what `/setup` stands on
        self,
        service: SetupService,
        servers: Servers,
        checkup: Checkup,
        telling: Telling,
        erasing: Erasing,
        scheduler: Scheduler,
        door: Door,
    ) -> None:
        self._service = service
        self._servers = servers
        self._checkup = checkup
        self._telling = telling
        self._door = door
        self.group = SetupCommands(self, erasing, door)
        scheduler.register(PENDING_TASK, self._apply_pending)
        door.press("setup:check", self.check)
        door.press("setup:show", self.show)
        door.press("setup:change", self.ask_for_value)
        door.press("setup:call-off", self.call_off)
        door.form("setup:changed", self.change)

    async def start(self, visit: Visit, chosen: Mapping[str, str]) -> Answer:
        """Save what was chosen and report."""
        done = await self._service.start(visit.server_id, visit.person, chosen, visit.now)
        notes = await self._announce(visit.words, done)
        return await self._checkup.report(visit, done.server, title="setup-saved", notes=notes, edit=False)

    async def check(self, visit: Visit) -> Answer:
        """Look at everything, for the first time or once more; where nothing is set up yet, say how to begin."""
        require_administrator(visit.person)
        server = await self._servers.find(visit.server_id)
        if server is None:
            return _how_to_begin(visit.words)
        return await self._checkup.report(visit, server, edit=visit.action == "setup:check")

    async def show(self, visit: Visit) -> Answer:
        """List every setting; where nothing is set up yet, say how to begin."""
        require_administrator(visit.person)
        server = await self._servers.find(visit.server_id)
        if server is None:
            return _how_to_begin(visit.words)
        note = visit.words("erasing-kept") if visit.key == KEPT else None
        return Reply(settings_page(visit.words, server, note), edit=visit.action == "setup:show")

    async def ask_for_value(self, visit: Visit) -> Answer:
        """Open the form of the setting that was chosen, which shows what is in force."""
        require_administrator(visit.person)
        server = await self._servers.get(visit.server_id)
        if visit.value not in BY_NAME:
            raise Refused("button-outdated")
        setting = BY_NAME[visit.value]
        value = shown(setting, server.settings)
        there = _is_there(visit.interaction.guild, setting, value)
        return change_form(visit.words, setting, value if there else "", self._door.fresh())

    async def change(self, visit: Visit) -> Answer:
        """Save one setting and list them again."""
        done = await self._service.change(visit.server_id, visit.person, {visit.key: filled_in(visit)}, visit.now)
        notes = [visit.words("setting-changed"), *await self._announce(visit.words, done)]
        return Reply(settings_page(visit.words, done.server, "\n".join(notes)), edit=True)

    async def call_off(self, visit: Visit) -> Answer:
        """Take an announced change back."""
        done = await self._service.call_off(visit.server_id, visit.person)
        await self._telling.called_off(done.server, done.to_tell, "setup-called-off-told")
        return Reply(settings_page(visit.words, done.server, visit.words("setup-called-off")), edit=True)

    async def _announce(self, words: Words, done: SetUp) -> list[str]:
        if done.announced is None:
            return []
        await self._telling.now(done.server)
        return [words("setup-told-at-once", count=len(done.announced.untold))]

    async def _apply_pending(self, task: Task) -> None:
        if task.server_id is not None:
            await self._service.come_due(task.server_id, task.due, self._door.now())


def _how_to_begin(words: Words) -> Answer:
    """For an administrator who never saw the first words of the bot, or whose group deleted them."""
    return Reply(steps_page(words, words("begin-not-yet")))


def _is_there(guild: discord.Guild | None, setting: Setting, value: str) -> bool:
    """Whether the channel or role of a setting still is: a form that begins with one that is gone does not open."""
    if guild is None or not value:
        return True
    match setting.kind:
        case Kind.CHANNEL:
            return guild.get_channel(int(value)) is not None
        case Kind.ROLE:
            return guild.get_role(int(value)) is not None
        case _:
            return True


class SetupCommands(app_commands.Group):
    """The commands under `/setup`."""

    def __init__(self, cog: SetupCog, erasing: Erasing, door: Door) -> None:
        super().__init__(
            name="setup",
            description=command_words("setup-description"),
            guild_only=True,
            default_permissions=discord.Permissions(manage_guild=True),
        )
        self._cog = cog
        self._erasing = erasing
        self._door = door

    @app_commands.command(name="start", description=command_words("setup-start-description"))
    @app_commands.describe(
        moderators=command_words("setting-moderators-meaning"),
        facilitators=command_words("setting-facilitators-meaning"),
        moderator_channel=command_words("setting-moderator_channel-meaning"),
        group_channel=command_words("setting-group_channel-meaning"),
        timezone=command_words("setting-timezone-meaning"),
        outside_contact=command_words("setting-outside_contact-meaning"),
        facilitator_channel=command_words("setting-facilitator_channel-meaning"),
        lead=command_words("setting-lead-meaning"),
        agreed_role=command_words("setting-agreed_role-meaning"),
        country=command_words("setting-country-meaning"),
    )
    async def start(  # noqa: PLR0913 - the options of the command
        self,
        interaction: discord.Interaction,
        moderators: discord.Role,
        facilitators: discord.Role,
        moderator_channel: discord.TextChannel,
        group_channel: discord.TextChannel,
        timezone: str,
        outside_contact: str,
        facilitator_channel: discord.TextChannel | None = None,
        lead: discord.User | None = None,
        agreed_role: discord.Role | None = None,
        country: str | None = None,
    ) -> None:
        """Set the group up, or change what is given."""
        given = {
            "moderators": moderators,
            "facilitators": facilitators,
            "moderator_channel": moderator_channel,
            "group_channel": group_channel,
            "facilitator_channel": facilitator_channel,
            "lead": lead,
            "agreed_role": agreed_role,
        }
        chosen = {name: str(thing.id) for name, thing in given.items() if thing is not None}
        chosen |= {"timezone": timezone, "outside_contact": outside_contact}
        chosen |= {} if country is None else {"country": country}

        async def serve(visit: Visit) -> Answer:
            if lead is not None and lead.bot:
                raise Refused("setting-lead-bot")
            return await self._cog.start(visit, chosen)

        await self._door.command(interaction, serve)

    @start.autocomplete("timezone")
    async def _zones(self, interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:  # noqa: ARG002 - discord.py's signature
        return [app_commands.Choice(name=zone, value=zone) for zone in similar_zones(typed)]

    @app_commands.command(name="show", description=command_words("setup-show-description"))
    async def show(self, interaction: discord.Interaction) -> None:
        """List every setting with its meaning and a way to change it."""
        await self._door.command(interaction, self._cog.show)

    @app_commands.command(name="check", description=command_words("setup-check-description"))
    async def check(self, interaction: discord.Interaction) -> None:
        """Say what is fine, what is not, and how to mend it."""
        await self._door.command(interaction, self._cog.check)

    @app_commands.command(name="erase", description=command_words("setup-erase-description"))
    async def erase(self, interaction: discord.Interaction) -> None:
        """Have everything of this server erased."""
        await self._door.command(interaction, self._erasing.ask)
