"""Furnishes set-up and care: `/setup`, *I take concerns*, and what watches channels and roles."""

from dataclasses import dataclass

from discord import app_commands
from discord.ext import commands

from bot.furnishing.house import House
from bot.services.enrolment import EnrolmentService
from bot.services.keepers import Keeper
from bot.services.server_keeper import ServerKeeper
from bot.services.setup import SetupService
from bot.services.task_keeper import TaskKeeper
from bot.services.trail_keeper import TrailKeeper
from bot.store.tasks import TaskRepository
from cogs.setup.cog import SetupCog
from cogs.setup.standing import StandingPost


@dataclass(frozen=True)
class Setup:
    """What set-up brings to the bot."""

    cogs: tuple[commands.Cog, ...]
    commands: app_commands.Group
    enrolment: EnrolmentService
    keepers: tuple[Keeper, ...]


def furnish_setup(house: House) -> Setup:
    """All of set-up and care."""
    enrolment = EnrolmentService(house.servers, house.audit, house.messenger)
    standing = StandingPost(enrolment, house.servers, house.door, house.messenger)
    service = SetupService(house.servers, house.audit, house.scheduler)
    cog = SetupCog(service, house.servers, house.door, house.messenger, standing)
    cog.register(house.scheduler)
    return Setup((cog,), cog.group, enrolment, setup_keepers(house, enrolment))


def setup_keepers(house: House, enrolment: EnrolmentService) -> tuple[Keeper, ...]:
    """Those who answer for what every capability stands on; the server's own comes last."""
    tasks = TaskKeeper(TaskRepository(house.stores.database))
    return (TrailKeeper(house.audit), tasks, ServerKeeper(house.servers, enrolment))
