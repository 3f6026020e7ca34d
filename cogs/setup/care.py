"""Watches the servers: looks at their channels and roles at start and when one changes, greets, and notices departures.

Not here: what is told (`bot/services/care.py`), and what a departure leads to (`bot/services/departures.py`).
"""

import asyncio
from datetime import datetime, timedelta
from typing import Final

import discord
from discord.ext import commands

from bot.core.identity import Clock, ServerId
from bot.services.care import LOOK_TASK, Care
from bot.services.departures import Departures
from bot.services.problems import CannotReach
from bot.services.scheduler import Scheduler, Task
from bot.services.servers import Servers
from bot.ui import trouble
from cogs.setup.checkup import Checkup
from cogs.setup.greeting import Greeting

LOOK_AFTER: Final = timedelta(minutes=1)
"""So long changes are gathered: whoever moves ten roles is not told of each state in between."""


class CareCog(commands.Cog):
    """Listens to what Discord tells about servers, their channels and roles."""

    def __init__(  # noqa: PLR0913 - what it hands events on to
        self,
        client: discord.Client,
        servers: Servers,
        care: Care,
        departures: Departures,
        checkup: Checkup,
        greeting: Greeting,
        scheduler: Scheduler,
        clock: Clock,
    ) -> None:
        self._client = client
        self._servers = servers
        self._care = care
        self._departures = departures
        self._checkup = checkup
        self._greeting = greeting
        self._scheduler = scheduler
        self._clock = clock
        self._looking_at: dict[ServerId, datetime] = {}
        scheduler.register(LOOK_TASK, self._look)

    async def compare(self) -> None:
        """After each start: who left or came back meanwhile."""
        await self._departures.compare({ServerId(guild.id) for guild in self._client.guilds})

    async def look_at_start(self, server_id: ServerId) -> None:
        """After each start: what is wrong now. What could not be told is tried again."""
        try:
            await self._look_at(server_id)
        except BaseException:
            await self._look_in(server_id)
            raise

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        """After each start: who was not greeted."""
        now = self._clock()
        new = [guild for guild in self._client.guilds if self._greeting.is_new(guild, now)]
        await asyncio.gather(*map(self._greet, new))

    async def _greet(self, guild: discord.Guild) -> None:
        try:
            await self._greeting.greet(guild)
        except Exception as error:  # noqa: BLE001 - one that cannot be opened must not hide the others
            trouble.report("server-not-greeted", error)

    @commands.Cog.listener()
    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Greet; where everything is still kept from before, it stays."""
        await self._departures.is_back(ServerId(guild.id))
        await self._greeting.greet(guild)
        await self._look_in(ServerId(guild.id))

    @commands.Cog.listener()
    async def on_guild_available(self, guild: discord.Guild) -> None:
        """An outage is over. While the bot starts, each server is told of so, and looked at afterwards in its turn."""
        if not self._client.is_ready():
            return
        await self._departures.is_back(ServerId(guild.id))
        await self._look_in(ServerId(guild.id))

    @commands.Cog.listener()
    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """The bot was taken out; Discord tells of an outage by another event."""
        await self._departures.left(ServerId(guild.id))

    @commands.Cog.listener()
    async def on_guild_channel_update(self, before: discord.abc.GuildChannel, after: discord.abc.GuildChannel) -> None:
        """Somebody changed who sees a channel."""
        if before.overwrites != after.overwrites:
            await self._look_in(ServerId(after.guild.id))

    @commands.Cog.listener()
    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        """A channel is gone."""
        await self._look_in(ServerId(channel.guild.id))

    @commands.Cog.listener()
    async def on_guild_role_update(self, before: discord.Role, after: discord.Role) -> None:
        """Somebody changed what a role may, or moved it."""
        if (before.permissions, before.position) != (after.permissions, after.position):
            await self._look_in(ServerId(after.guild.id))

    @commands.Cog.listener()
    async def on_guild_role_delete(self, role: discord.Role) -> None:
        """A role is gone."""
        await self._look_in(ServerId(role.guild.id))

    @commands.Cog.listener()
    async def on_member_update(self, _: discord.Member, after: discord.Member) -> None:
        """Somebody gave the bot a role, or took one; Discord tells of no other member."""
        if after == after.guild.me:
            await self._look_in(ServerId(after.guild.id))

    async def _look_in(self, server_id: ServerId) -> None:
        """Look soon, once for all that happens until then."""
        now = self._clock()
        if self._looking_at.get(server_id, now) > now or await self._servers.find(server_id) is None:
            return
        await self._scheduler.schedule(LOOK_TASK, now + LOOK_AFTER, server_id)
        self._looking_at[server_id] = now + LOOK_AFTER

    async def _look(self, task: Task) -> None:
        if task.server_id is None:
            return
        self._looking_at.pop(task.server_id, None)
        await self._look_at(task.server_id)

    async def _look_at(self, server_id: ServerId) -> None:
        server = await self._servers.find(server_id)
        if server is None:
            return
        try:
            findings = await self._checkup.look(server)
        except CannotReach:
            return  # left, or an outage: when it is over, it is looked at again
        await self._care.tell_new(server, findings)
