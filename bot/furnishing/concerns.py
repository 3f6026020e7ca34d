"""Furnishes concerns: raising them, the way back, and the work of those who take them."""

from dataclasses import dataclass

import discord
from discord import app_commands
from discord.ext import commands

from bot.furnishing.house import House
from bot.services.case_desk import CaseDesk
from bot.services.case_log import CaseLog
from bot.services.case_matters import CaseMatters
from bot.services.case_people import CasePeople
from bot.services.cases import CaseService
from bot.services.clustering import Clusters
from bot.services.concern_keeper import ConcernKeeper
from bot.services.concerns import ConcernService
from bot.services.delivery import Delivery
from bot.services.drafts import Drafts
from bot.services.enrolment import EnrolmentService
from bot.services.images import Images
from bot.services.keepers import Keeper
from bot.services.readers import Readers
from bot.services.sending import Sending
from bot.services.way_back import WayBackService
from bot.store.cases import CaseRepository
from bot.store.drafts import DraftRepository
from bot.ui.images.room import ImageRoom
from cogs.concern.cog import ConcernCog
from cogs.concern.images import ConcernImages
from cogs.concern.review import ReviewPresses
from cogs.concern.way_back import WayBackPresses
from cogs.moderate.cards import DiscordCards
from cogs.moderate.cog import ModerateCog, Moderating
from cogs.moderate.sight import DiscordSight


@dataclass(frozen=True)
class Concerns:
    """What concerns bring to the bot."""

    cogs: tuple[commands.Cog, ...]
    menu: app_commands.ContextMenu
    commands: tuple[app_commands.Command[app_commands.Group, ..., None], ...]
    """For `/moderate`."""
    room: ImageRoom
    """To be closed."""
    keepers: tuple[Keeper, ...]
    clusters: Clusters
    """For the signals."""
    desk: CaseDesk
    """For what follows a case."""
    way_back: WayBackService
    cases: CaseRepository
    delivery: Delivery
    """For what goes with a case."""


async def furnish_concerns(house: House, enrolment: EnrolmentService, client: discord.Client) -> Concerns:
    """All of concerns. What a crash left is tidied up first, before anybody can press anything."""
    database, servers, chance, door = house.stores.database, house.servers, house.chance, house.door
    cases = CaseRepository(database, house.stores.keys, chance)
    drafts = Drafts(DraftRepository(database, chance), house.scheduler, house.clock, chance)
    readers = Readers(house.messenger, DiscordSight(client))
    cards = DiscordCards(house.messenger)
    delivery = Delivery(servers, cases, readers, cards, house.scheduler, house.clock)
    await drafts.start()
    await delivery.start()
    house.catching_up.first(delivery.keep_all_slots)
    house.catching_up.then(delivery.catch_up, delivery.waiting)
    enrolment.when_enrolled(delivery.keep_slots)

    marks = house.marks
    concerns = ConcernService(servers, drafts, readers, marks)
    sending = Sending(servers, drafts, cases, delivery, marks, chance)
    room = ImageRoom()
    images = ConcernImages(Images(servers, drafts, marks, room), door)
    concern = ConcernCog(servers, concerns, images, house.desk, house.messenger.role_count, door)
    ReviewPresses(servers, concerns, sending, images, house.desk, door)
    way_back = WayBackService(servers, cases, readers, delivery)
    WayBackPresses(way_back, door)
    desk = CaseDesk(servers, cases, readers, cards, house.audit, delivery, marks)
    clusters = Clusters(desk, marks.same_writer)
    log = CaseLog(desk, house.audit)
    services = Moderating(CaseService(desk), CasePeople(desk), CaseMatters(desk), log, clusters)
    moderating = ModerateCog(services, door)
    keepers = (ConcernKeeper(cases, marks),)
    cogs = (concern, moderating)
    return Concerns(cogs, concern.menu, moderating.commands, room, keepers, clusters, desk, way_back, cases, delivery)


def concern_keepers(house: House) -> tuple[Keeper, ...]:
    """Those who answer for concerns, without anything else of them."""
    return (ConcernKeeper(CaseRepository(house.stores.database, house.stores.keys, house.chance), house.marks),)
