"""The Discord client: wires settings, stores, services and cogs; nothing else."""

import asyncio
import secrets
from contextlib import AsyncExitStack
from datetime import datetime
from functools import cached_property
from typing import Any, Final

import discord
import structlog
from discord import app_commands
from discord.ext import commands
from discord.gateway import DiscordWebSocket
from discord.http import Route
from typing_extensions import override
from yarl import URL

from bot.core.identity import Chance
from bot.furnishing.checkins import furnish_checkins
from bot.furnishing.concerns import furnish_concerns
from bot.furnishing.house import House
from bot.services.agreed_role import AgreedRole
from bot.services.agreement_book import AgreementBook
from bot.services.agreements import Agreements
from bot.services.audit import Audit
from bot.services.enrolment import EnrolmentService
from bot.services.posting_agreements import AgreementPosting
from bot.services.publishing_agreements import AgreementPublishing
from bot.services.scheduler import Scheduler
from bot.services.servers import Servers
from bot.services.setup import SetupService
from bot.store.agreements import AgreementRepository
from bot.store.audit import AuditRepository
from bot.store.database import Database
from bot.store.meta import Meta
from bot.store.opening import Stores
from bot.store.opening import open_stores as open_both
from bot.store.servers import ServerRepository
from bot.store.tasks import TaskRepository
from bot.ui.commands import DoorTree, root_group, sync_if_changed
from bot.ui.door import Door
from bot.ui.messenger import Messenger
from bot.ui.support import HelpDesk, help_desk
from bot.ui.words import CommandTranslator
from cogs.agreement.board import AgreementBoard
from cogs.agreement.cog import AgreementCog
from cogs.setup.cog import SetupCog
from cogs.setup.standing import StandingPost
from cogs.support import SupportCog
from config.pace import Pace
from config.settings import Settings

_SYNCED: Final = "commands synced"
_log = structlog.get_logger("common_ground")


def utc_now() -> datetime:
    """The bot's one clock. Looked up each time, because the rehearsal moves it."""
    return discord.utils.utcnow()


class CommonGround(commands.Bot):
    """The bot. Nothing is opened before `setup_hook`, and `close` closes all of it."""

    def __init__(self, settings: Settings, chance: Chance = secrets.token_bytes, pace: Pace = Pace()) -> None:
        super().__init__(
            command_prefix=commands.when_mentioned,
            help_command=None,
            intents=discord.Intents(guilds=True),
            allowed_mentions=discord.AllowedMentions.none(),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
            tree_cls=DoorTree,
        )
        self.settings = settings
        self.chance = chance
        self.pace = pace
        self.door = Door(utc_now, chance)
        self.messenger = Messenger(self)
        self.stores: Stores | None = None
        self._tasks: list[asyncio.Task[None]] = []
        self._to_close = AsyncExitStack()

    @override
    async def setup_hook(self) -> None:
        """Open the stores, build the services and cogs, sync commands if they changed, start the scheduler."""
        stores = await self.open_stores()
        scheduler = await self._furnish(stores)
        meta = Meta(stores.database)
        digest = await sync_if_changed(self.tree, self.application_id, await meta.get(_SYNCED))
        await meta.put(_SYNCED, digest)
        self._tasks.append(asyncio.create_task(scheduler.run(), name="scheduler"))

    async def open_stores(self) -> Stores:
        """Open the stores, once; see `bot.store.opening` for what can go wrong."""
        if self.stores is None:
            settings = self.settings
            self.stores = await open_both(
                settings.database_address, settings.keystore_address, settings.key_dir, self.chance, self.pace
            )
        return self.stores

    @cached_property
    def help_desk(self) -> HelpDesk:
        """Every help line there is, read once; see `help_desk` for what can go wrong."""
        return help_desk(self.settings.help_lines)

    async def _furnish(self, stores: Stores) -> Scheduler:
        database, keys, door, messenger = stores.database, stores.keys, self.door, self.messenger
        servers = Servers(ServerRepository(database), keys, self.chance)
        scheduler = Scheduler(TaskRepository(database), utc_now, self.pace)
        audit = Audit(AuditRepository(database, keys.database), keys, utc_now, self.chance)
        enrolment = EnrolmentService(servers, audit, messenger)

        standing = StandingPost(enrolment, servers, door, messenger)
        set_up = SetupCog(SetupService(servers, audit, scheduler), servers, door, messenger, standing)
        set_up.register(scheduler)
        self.tree.add_command(set_up.group)
        await self.add_cog(set_up)

        facilitate = root_group("facilitate")
        self.tree.add_command(facilitate)
        facilitate.add_command(await self._furnish_agreement(database, servers, scheduler, audit))
        house = House(
            stores, servers, scheduler, audit, door, messenger, self.help_desk, utc_now, self.chance, self.pace
        )
        checkin = furnish_checkins(house)
        self._tasks.append(checkin.laying)
        self._to_close.push_async_callback(checkin.room.close)
        facilitate.add_command(checkin.commands)
        await self.add_cog(checkin.cog)
        moderate = root_group("moderate")
        self.tree.add_command(moderate)
        concerns = await furnish_concerns(house, enrolment, self)
        self._to_close.push_async_callback(concerns.room.close)
        for command in concerns.commands:
            moderate.add_command(command)
        self.tree.add_command(concerns.menu)
        for cog in concerns.cogs:
            await self.add_cog(cog)
        await self.add_cog(SupportCog(servers, enrolment, self.help_desk, door))

        if isinstance(self.tree, DoorTree):
            self.tree.door = door
        await self.tree.set_translator(CommandTranslator())
        return scheduler

    async def _furnish_agreement(
        self, database: Database, servers: Servers, scheduler: Scheduler, audit: Audit
    ) -> app_commands.Group:
        repository = AgreementRepository(database)
        book = AgreementBook(repository, self.chance)
        board = AgreementBoard(self.messenger, self.chance)
        role = AgreedRole(servers, repository, scheduler, board, self.chance)
        posting = AgreementPosting(servers, book, board, scheduler)
        agreements = Agreements(servers, repository, book, role)
        publishing = AgreementPublishing(servers, book, board, posting, audit)
        cog = AgreementCog(agreements, publishing, servers, self.door)
        await self.add_cog(cog)
        return cog.group

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        """Hand every press and form to the door."""
        await self.door.on_interaction(interaction)

    @override
    async def on_error(self, event_method: str, /, *args: Any, **kwargs: Any) -> None:
        """Never print an event's arguments: they hold what members wrote."""
        _log.error("event-failed", name=event_method)

    @override
    async def close(self) -> None:
        """Stop the scheduler, leave Discord, then close the stores, so that nothing confirmed is lost."""
        for task in self._tasks:
            task.cancel()
        await super().close()
        await self._to_close.aclose()
        if self.stores is not None:
            await self.stores.close()
            self.stores = None


def create_bot(settings: Settings, chance: Chance = secrets.token_bytes, pace: Pace = Pace()) -> CommonGround:
    """The bot with these settings, not yet started."""
    if settings.api_url is not None:
        api = URL(settings.api_url)
        Route.BASE = settings.api_url
        DiscordWebSocket.DEFAULT_GATEWAY = api.with_scheme("ws").with_path("/gateway")
    return CommonGround(settings, chance, pace)
