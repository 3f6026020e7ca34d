"""What every capability stands on, and how it is made of open stores: with Discord, or without, for the host."""

from dataclasses import dataclass

import discord

from bot.core.identity import Chance, Clock
from bot.services.audit import Audit
from bot.services.catching_up import CatchingUp
from bot.services.erasing_servers import ServerEraser
from bot.services.marks import Marks
from bot.services.scheduler import Scheduler
from bot.services.servers import Servers
from bot.store.audit import AuditRepository
from bot.store.opening import Stores
from bot.store.servers import ServerRepository
from bot.store.tasks import TaskRepository
from bot.store.traces import ServerTraces
from bot.ui.door import Door
from bot.ui.messenger import Messenger
from bot.ui.support import HelpDesk, help_desk
from config.pace import Pace


@dataclass(frozen=True)
class House:
    """What every capability stands on."""

    stores: Stores
    servers: Servers
    scheduler: Scheduler
    catching_up: CatchingUp
    audit: Audit
    marks: Marks
    eraser: ServerEraser
    door: Door
    messenger: Messenger
    desk: HelpDesk
    clock: Clock
    chance: Chance
    pace: Pace


@dataclass(frozen=True)
class Face:
    """What of a house belongs to Discord."""

    door: Door
    messenger: Messenger
    desk: HelpDesk


def build_house(stores: Stores, face: Face, clock: Clock, chance: Chance, pace: Pace = Pace()) -> House:
    """A house on open stores. Nothing is read or written yet."""
    database, keys = stores.database, stores.keys
    servers = Servers(ServerRepository(database), keys, chance)
    scheduler = Scheduler(TaskRepository(database), clock, pace)
    traces = ServerTraces(database)
    return House(
        stores=stores,
        servers=servers,
        scheduler=scheduler,
        catching_up=CatchingUp(servers),
        audit=Audit(AuditRepository(database, keys.database), keys, clock, chance),
        marks=Marks(clock, chance),
        eraser=ServerEraser(servers, scheduler, traces, clock, chance),
        door=face.door,
        messenger=face.messenger,
        desk=face.desk,
        clock=clock,
        chance=chance,
        pace=pace,
    )


def house_without_discord(stores: Stores, clock: Clock, chance: Chance) -> House:
    """A house whose client never connects: for what the host does while the bot stands still."""
    client = discord.Client(intents=discord.Intents.none())
    return build_house(stores, Face(Door(clock, chance), Messenger(client), help_desk(None)), clock, chance)
