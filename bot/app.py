"""The Discord client: wires settings, stores, services and cogs; nothing else."""

import asyncio
import secrets
import sys
from contextlib import AsyncExitStack
from datetime import datetime
from functools import cached_property
from typing import Any, Final

import discord
import structlog
from discord.ext import commands
from discord.gateway import DiscordWebSocket
from discord.http import Route
from typing_extensions import override
from yarl import URL

from bot.core.identity import Chance
from bot.core.sharding import ALL, Shards
from bot.furnishing.agreement import furnish_agreement
from bot.furnishing.care_of_stores import care_for_stores
from bot.furnishing.checkins import furnish_checkins
from bot.furnishing.concerns import furnish_concerns
from bot.furnishing.house import Face, House, build_house
from bot.furnishing.impact import furnish_impact
from bot.furnishing.learning import furnish_learning
from bot.furnishing.privacy import furnish_privacy
from bot.furnishing.setup import furnish_setup
from bot.furnishing.signals import furnish_signals
from bot.services.keepers import Keeper
from bot.store.connections import address, is_sqlite
from bot.store.meta import Meta
from bot.store.opening import Stores, stores_revision
from bot.store.opening import open_stores as open_both
from bot.store.shard_locks import ShardLocks
from bot.ui import trouble
from bot.ui.commands import DoorTree, root_group, sync_if_changed
from bot.ui.door import Door
from bot.ui.messenger import Messenger
from bot.ui.support import HelpDesk, help_desk
from bot.ui.words import CommandTranslator
from cogs.support import SupportCog
from config.pace import Pace
from config.settings import Settings

_SYNCED: Final = "commands synced"
MAY_FINISH: Final = 3.0
"""Seconds in which what was begun is brought to an end when the bot is stopped; the whole stop takes less than five."""
MAY_LEAVE: Final = 1.0
"""Seconds in which Discord is told that the bot leaves."""
_log = structlog.get_logger("common_ground")


def utc_now() -> datetime:
    """The bot's one clock. Looked up each time, because the rehearsal moves it."""
    return discord.utils.utcnow()


class CommonGround(commands.Bot):
    """The bot. Nothing is opened before `setup_hook`, and `close` closes all of it."""

    keepers: tuple[Keeper, ...] = ()
    """Everybody who answers for something that is kept."""

    def __init__(
        self, settings: Settings, chance: Chance = secrets.token_bytes, pace: Pace = Pace(), **sharding: Any
    ) -> None:
        super().__init__(
            command_prefix=commands.when_mentioned,
            help_command=None,
            intents=discord.Intents(guilds=True),
            allowed_mentions=discord.AllowedMentions.none(),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
            tree_cls=DoorTree,
            **sharding,
        )
        self.settings = settings
        self.owned = shards_of(settings)
        self.chance = chance
        self.pace = pace
        self.door = Door(utc_now, chance)
        self.messenger = Messenger(self)
        self.stores: Stores | None = None
        self._house: House | None = None
        self._scheduling: asyncio.Task[None] | None = None
        self._tasks: list[asyncio.Task[None]] = []
        self._to_close = AsyncExitStack()
        self._locks: ShardLocks | None = None
        self._came = False

    @override
    async def setup_hook(self) -> None:
        """Open the stores, build the services and cogs, sync commands if they changed, start the scheduler."""
        stores = await self.open_stores()
        self._house = await self._furnish(stores)
        if self.owned.have_first:
            meta = Meta(stores.database)
            digest = await sync_if_changed(self.tree, self.application_id, await meta.get(_SYNCED))
            await meta.put(_SYNCED, digest)
        self._scheduling = asyncio.create_task(self._house.scheduler.run(), name="scheduler")
        self._tasks.append(self._scheduling)

    @override
    async def login(self, token: str) -> None:
        """Come to Discord."""
        self._came = True
        await super().login(token)

    async def open_stores(self) -> Stores:
        """Own the shards and open the stores, once; `bot.store` says what can go wrong."""
        if self.stores is None:
            settings = self.settings
            await self._own_shards(settings.database_address)
            self.stores = await open_both(
                settings.database_address,
                settings.keystore_address,
                settings.key_dir,
                self.chance,
                self.pace,
                self.owned,
                None if self._locks is None else self._locks.fence,
            )
        return self.stores

    async def _own_shards(self, database_url: str) -> None:
        if not is_sqlite(address(database_url)):
            self._locks = await ShardLocks.take(database_url, self.owned, stores_revision())

    async def until_shards_are_lost(self) -> None:
        """Until another process may own what this one did, where the database lets several in.

        Raises:
            ShardsLost: that is so. Nothing may be begun any more.
        """
        await (asyncio.Event().wait() if self._locks is None else self._locks.until_lost())

    @cached_property
    def help_desk(self) -> HelpDesk:
        """Every help line there is, read once; see `help_desk` for what can go wrong."""
        return help_desk(self.settings.help_lines)

    async def _furnish(self, stores: Stores) -> House:
        face = Face(self.door, self.messenger, self.help_desk)
        house = build_house(stores, face, utc_now, self.chance, self.pace)
        self._to_close.push_async_callback((await care_for_stores(house)).close)
        agreement = furnish_agreement(house)
        set_up = furnish_setup(house, self, agreement.health)
        checkin = furnish_checkins(house)
        self._to_close.push_async_callback(checkin.room.close)
        concerns = await furnish_concerns(house, set_up.enrolment, self)
        self._to_close.push_async_callback(concerns.room.close)
        warning = furnish_signals(house, checkin, concerns.clusters)
        impact = furnish_impact(house, checkin, concerns, warning)
        lessons = furnish_learning(house, checkin)
        support = SupportCog(house.servers, set_up.enrolment, house.desk, house.door)
        keepers = (
            agreement.keepers,
            checkin.keepers,
            concerns.keepers,
            warning.keepers,
            impact.keepers,
            lessons.keepers,
            set_up.keepers,
        )
        self.keepers = tuple(keeper for each in keepers for keeper in each)
        privacy = await furnish_privacy(house, self.keepers)

        facilitate, moderate = root_group("facilitate"), root_group("moderate")
        for command in (agreement.commands, checkin.commands, *lessons.commands):
            facilitate.add_command(command)
        for command in (*concerns.commands, warning.command, impact.command):
            moderate.add_command(command)
        for command in (set_up.commands, facilitate, moderate, concerns.menu):
            self.tree.add_command(command)
        for cog in (*set_up.cogs, agreement.cog, checkin.cog, *concerns.cogs, support, privacy):
            await self.add_cog(cog)

        if isinstance(self.tree, DoorTree):
            self.tree.door = house.door
        await self.tree.set_translator(CommandTranslator())
        return house

    async def on_ready(self) -> None:
        """Catch up with what was owed, beside the presses that come from now on. Discord may say so more than once."""
        if self._house is not None:
            self._tasks = [task for task in self._tasks if not task.done()]
            self._tasks.append(asyncio.create_task(self._house.catching_up.run(), name="catching up"))

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        """Hand every press and form to the door."""
        await self.door.on_interaction(interaction)

    @override
    async def on_error(self, event_method: str, /, *args: Any, **kwargs: Any) -> None:
        """Say what kind of error it was and where; an event's arguments hold members' words and are not printed."""
        error = sys.exception()
        where = [] if error is None else trouble.places(error)
        _log.error("event-failed", name=event_method, kind=type(error).__name__, where=where)

    @override
    async def close(self) -> None:
        """Bring to an end what was begun, leave Discord, then close the stores, so that nothing confirmed is lost."""
        await self._finish()
        for task in self._tasks:
            task.cancel()
        await self._leave()
        await self._to_close.aclose()
        if self.stores is not None:
            await self.stores.close()
            self.stores = None
        if self._locks is not None:
            await self._locks.release()
            self._locks = None

    async def _finish(self) -> None:
        """Let everybody be answered who has pressed, and what was due be done that was begun; but not for ever."""
        if self._house is None or self._scheduling is None:
            return
        self._house.scheduler.end()
        answering = asyncio.create_task(self.door.empty(), name="answering")
        _, unfinished = await asyncio.wait((answering, self._scheduling), timeout=MAY_FINISH)
        if unfinished:
            _log.warning("stopped in the midst of something", task=sorted(task.get_name() for task in unfinished))
        answering.cancel()

    async def _leave(self) -> None:
        """Leave Discord; a connection that has died says no goodbye."""
        if not self._came:
            return
        try:
            async with asyncio.timeout(MAY_LEAVE):
                await super().close()
        except TimeoutError:
            await self.http.close()


class OneOfSeveral(CommonGround, commands.AutoShardedBot):
    """The bot in a process that owns some of its shards, each with a connection to Discord of its own."""


def create_bot(settings: Settings, chance: Chance = secrets.token_bytes, pace: Pace = Pace()) -> CommonGround:
    """The bot with these settings, not yet started."""
    if settings.api_url is not None:
        api = URL(settings.api_url)
        Route.BASE = settings.api_url
        DiscordWebSocket.DEFAULT_GATEWAY = api.with_scheme("ws").with_path("/gateway")
    if settings.shard_ids is None:
        return CommonGround(settings, chance, pace)
    return OneOfSeveral(settings, chance, pace, shard_ids=list(settings.shard_ids), shard_count=settings.shard_count)


def shards_of(settings: Settings) -> Shards:
    """What this process owns."""
    if settings.shard_ids is None or settings.shard_count is None:
        return ALL
    return Shards(frozenset(settings.shard_ids), settings.shard_count)
