"""Furnishes set-up and care: `/setup`, *I take concerns*, and what watches channels and roles."""

from dataclasses import dataclass

import discord
from discord import app_commands
from discord.ext import commands

from bot.furnishing.house import House
from bot.services.agreement_health import AgreementHealth
from bot.services.care import Care
from bot.services.departures import Departures
from bot.services.enrolment import EnrolmentService
from bot.services.erasure_notice import ErasureNotice
from bot.services.keepers import Keeper
from bot.services.server_keeper import ServerKeeper
from bot.services.setup import SetupService
from bot.services.task_keeper import TaskKeeper
from bot.services.trail_keeper import TrailKeeper
from bot.store.tasks import TaskRepository
from bot.ui.making import Maker
from cogs.setup.care import CareCog
from cogs.setup.checkup import Checkup
from cogs.setup.cog import SetupCog
from cogs.setup.erasing import Erasing
from cogs.setup.greeting import Greeting
from cogs.setup.guide import Guide
from cogs.setup.mending import Mending
from cogs.setup.presence import DiscordPresence
from cogs.setup.staff import DiscordStaff
from cogs.setup.standing import StandingPost
from cogs.setup.telling import Telling


@dataclass(frozen=True)
class Setup:
    """What set-up brings to the bot."""

    cogs: tuple[commands.Cog, ...]
    commands: app_commands.Group
    enrolment: EnrolmentService
    keepers: tuple[Keeper, ...]


def furnish_setup(house: House, client: discord.Client, posts: AgreementHealth) -> Setup:
    """All of set-up and care."""
    servers, scheduler, door, messenger = house.servers, house.scheduler, house.door, house.messenger
    enrolment = EnrolmentService(servers, house.audit, messenger)
    service = SetupService(servers, house.audit, scheduler, posts)
    erasure = ErasureNotice(servers, house.audit, scheduler, house.eraser, house.clock)
    standing = StandingPost(enrolment, servers, door, messenger)
    maker = Maker(client)
    checkup = Checkup(client, posts, standing, maker)
    telling = Telling(client, servers, service, erasure, messenger, scheduler)
    Mending(servers, service, checkup, maker, telling, posts, door)
    Guide(servers, service, checkup, maker, door)
    cog = SetupCog(service, servers, checkup, telling, Erasing(erasure, telling, door), scheduler, door)

    care = Care(servers, DiscordStaff(client, messenger))
    departures = Departures(servers, scheduler, house.eraser, DiscordPresence(client), house.clock)
    greeting = Greeting(servers, messenger, door)
    watching = CareCog(client, servers, care, departures, checkup, greeting, scheduler, house.clock)

    house.catching_up.first(watching.compare)
    house.catching_up.then(watching.look_at_start)
    return Setup((cog, watching), cog.group, enrolment, setup_keepers(house, enrolment))


def setup_keepers(house: House, enrolment: EnrolmentService) -> tuple[Keeper, ...]:
    """Those who answer for what every capability stands on, also without Discord; the trail last: it tells of all."""
    tasks = TaskKeeper(TaskRepository(house.stores.database))
    return (ServerKeeper(house.servers, enrolment), tasks, TrailKeeper(house.audit))
