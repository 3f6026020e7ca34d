"""`/setup start` and `/setup show`: takes the options and presses, lets the service decide, shows the report."""

from collections.abc import Mapping
from contextlib import suppress

import discord
from discord import app_commands
from discord.ext import commands

from bot.core.setup_check import check, similar_zones
from bot.services.problems import CannotReach, Refused, Why
from bot.services.scheduler import Scheduler, Task
from bot.services.servers import Server, Servers
from bot.services.settings_list import BY_NAME
from bot.services.setup import PENDING_TASK, TELL_TASK, SetUp, SetupService
from bot.ui.door import Door
from bot.ui.messenger import Messenger
from bot.ui.page import Answer, Page, Reply
from bot.ui.visit import Visit
from bot.ui.words import Words, command_words, words_for
from cogs.setup.facts import group_facts
from cogs.setup.pages import FIELD, announcement_page, change_form, note_page, pending_text, report_page, settings_page
from cogs.setup.standing import StandingPost


class SetupCog(commands.Cog):
    """Set-up for administrators."""

    def __init__(
        self, service: SetupService, servers: Servers, door: Door, messenger: Messenger, standing: StandingPost
    ) -> None:
        self._service = service
        self._servers = servers
        self._door = door
        self._messenger = messenger
        self._standing = standing
        self.group = SetupCommands(self, door)
        door.press("setup:check", self.check_again)
        door.press("setup:show", self.show)
        door.press("setup:change", self.ask_for_value)
        door.press("setup:call-off", self.call_off)
        door.form("setup:changed", self.change)

    def register(self, scheduler: Scheduler) -> None:
        """Tell the scheduler which tasks are served here."""
        scheduler.register(PENDING_TASK, self._apply_pending)
        scheduler.register(TELL_TASK, self._tell_again)

    async def start(self, visit: Visit, chosen: Mapping[str, str]) -> Answer:
        """Save what was chosen and report."""
        done = await self._service.start(visit.server_id, visit.person, chosen, visit.now)
        notes = await self._announce(visit.words, done)
        if done.announced is not None:
            notes = [pending_text(visit.words, done.announced), *notes]
        return await self._report(visit, done.server, is_new=True, notes=notes)

    async def check_again(self, visit: Visit) -> Answer:
        """Report once more, after something was mended."""
        server = await self._servers.get(visit.server_id)
        answer = await self._report(visit, server, is_new=False)
        return Reply(answer.page, edit=True)

    async def _report(self, visit: Visit, server: Server, *, is_new: bool, notes: list[str] | None = None) -> Reply:
        guild = visit.interaction.guild
        if guild is None or not visit.person.is_administrator:
            raise Refused("only-administrators")
        findings = check(group_facts(guild, server))
        await self._standing.ensure(server, findings)
        return Reply(report_page(visit.words, findings, is_new=is_new, notes=notes or ()))

    async def show(self, visit: Visit) -> Answer:
        """List every setting."""
        if not visit.person.is_administrator:
            raise Refused("only-administrators")
        server = await self._servers.get(visit.server_id)
        return Reply(settings_page(visit.words, server), edit=bool(visit.action == "setup:show"))

    async def ask_for_value(self, visit: Visit) -> Answer:
        """Open the form of the setting that was chosen, which shows what is in force."""
        if not visit.person.is_administrator:
            raise Refused("only-administrators")
        server = await self._servers.get(visit.server_id)
        if visit.values[0] not in BY_NAME:
            raise Refused("button-outdated")
        return change_form(visit.words, BY_NAME[visit.values[0]], server.settings, self._door.fresh())

    async def change(self, visit: Visit) -> Answer:
        """Save one setting and list them again."""
        picked = visit.members.get(FIELD)
        raw = visit.fields.get(FIELD, "") if picked is None else str(picked.member_id)
        done = await self._service.change(visit.server_id, visit.person, {visit.key: raw}, visit.now)
        notes = [visit.words("setting-changed"), *await self._announce(visit.words, done)]
        return Reply(settings_page(visit.words, done.server, "\n".join(notes)), edit=True)

    async def call_off(self, visit: Visit) -> Answer:
        """Take an announced change back."""
        done = await self._service.call_off(visit.server_id, visit.person)
        await self._tell_called_off(done)
        return Reply(settings_page(visit.words, done.server, visit.words("setup-called-off")), edit=True)

    async def _announce(self, words: Words, done: SetUp) -> list[str]:
        if done.announced is None:
            return []
        with suppress(CannotReach):  # Those who could not be told are told soon, by a task of its own.
            await self._tell_announced(done.server)
        count = len(done.announced.untold)
        return [words("setup-told-at-once", count=count)]

    async def _tell_announced(self, server: Server) -> None:
        """Tell everyone who is still to be told; where somebody takes no direct messages, their channel says it."""
        pending = server.record.pending
        if pending is None:
            return
        words = words_for(server.settings.language)
        page = announcement_page(words, server, pending)
        for member in pending.untold:
            if not await self._messenger.direct(member, page):
                await self._say_in_channel(server, page, f"announced-{int(pending.effective.timestamp())}")
            await self._service.was_told(server.server_id, member)

    async def _say_in_channel(self, server: Server, page: Page, nonce: str) -> None:
        try:
            await self._messenger.post(server.settings.moderator_channel, page, nonce)
        except CannotReach as error:
            if error.why is Why.DISCORD_DOWN:
                raise

    async def _tell_again(self, task: Task) -> None:
        server = None if task.server_id is None else await self._servers.find(task.server_id)
        if server is not None:
            await self._tell_announced(server)

    async def _tell_called_off(self, done: SetUp) -> None:
        page = note_page(words_for(done.server.settings.language)("setup-called-off"))
        for member in done.to_tell:
            with suppress(CannotReach):  # /setup show and the audit trail say it too.
                await self._messenger.direct(member, page)

    async def _apply_pending(self, task: Task) -> None:
        if task.server_id is not None:
            await self._service.apply_pending(task.server_id, task.due)


class SetupCommands(app_commands.Group):
    """The commands under `/setup`."""

    def __init__(self, cog: SetupCog, door: Door) -> None:
        super().__init__(
            name="setup",
            description=command_words("setup-description"),
            guild_only=True,
            default_permissions=discord.Permissions(manage_guild=True),
        )
        self._cog = cog
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
