"""Furnishes check-ins: makes their services, cogs and commands, and tells the scheduler who serves what."""

from dataclasses import dataclass

from discord import app_commands
from discord.ext import commands

from bot.furnishing.house import House
from bot.services.checkin_keeper import CheckinKeeper
from bot.services.checkin_opening import CheckinOpening
from bot.services.checkin_results import CheckinResults
from bot.services.checkin_rounds import CheckinRounds
from bot.services.checkin_running import CheckinRunning
from bot.services.checkin_schedules import CheckinSchedules
from bot.services.checkin_templates import CheckinTemplates
from bot.services.checkins import Checkins
from bot.services.keepers import Keeper
from bot.services.own_harm import OwnHarm
from bot.services.round_keeping import RoundKeeping
from bot.services.schedule_book import ScheduleBook
from bot.services.schedule_changes import ScheduleChanges
from bot.services.schedule_views import ScheduleViews
from bot.services.template_book import TemplateBook
from bot.services.template_editing import TemplateEditing
from bot.store.opening import Stores
from bot.store.plans import PlanRepository, schedule_table, template_table
from bot.store.rounds import RoundRepository
from bot.ui.charts.room import ChartRoom
from cogs.checkin.closing import CheckinClosing
from cogs.checkin.facilitator import CheckinCommands
from cogs.checkin.member import CheckinCog
from cogs.checkin.moving import RoundMoving
from cogs.checkin.openings import ScheduledOpenings
from cogs.checkin.pictures import CheckinPictures
from cogs.checkin.posting import CheckinPosting
from cogs.checkin.posts import PROMISE, PROMISE_LOGGED, PROMISE_LOGGED_WITH_KEYS
from cogs.checkin.result_commands import ResultPresses
from cogs.checkin.schedule_commands import ScheduleCommands
from cogs.checkin.schedule_presses import SchedulePresses
from cogs.checkin.staff_notes import StaffNotes
from cogs.checkin.template_choice import TemplateChoice
from cogs.checkin.template_command import template_command


@dataclass(frozen=True)
class Checkin:
    """What check-ins bring to the bot."""

    cog: commands.Cog
    commands: app_commands.Group
    room: ChartRoom
    """To be closed."""
    keepers: tuple[Keeper, ...]
    keeping: RoundKeeping
    """For those who take in what is published."""
    schedules: ScheduleBook
    templates: CheckinTemplates
    rounds: CheckinRounds
    results: CheckinResults
    result_presses: ResultPresses


def furnish_checkins(house: House) -> Checkin:
    """All of check-ins."""
    database, chance = house.stores.database, house.chance
    rounds = _rounds(house)
    keeping = RoundKeeping(rounds, house.servers, house.scheduler)
    template_book = TemplateBook(PlanRepository(database, template_table), chance)
    templates = CheckinTemplates(template_book)
    schedule_book = ScheduleBook(PlanRepository(database, schedule_table), chance)
    opening = CheckinOpening(schedule_book, keeping, templates, house.servers, house.scheduler, house.messenger)
    house.catching_up.first(lambda: opening.lay_all(house.clock))
    keeping.also_ask(OwnHarm(house.servers))
    views = ScheduleViews(schedule_book, rounds, templates, house.servers, house.messenger)
    changes = ScheduleChanges(schedule_book, views, opening, house.audit)
    schedules = CheckinSchedules(schedule_book, views, changes, templates, opening)
    running = CheckinRunning(rounds, keeping, templates, house.servers, house.audit, house.messenger)

    promise = _promise(house.stores)
    room = ChartRoom(house.pace.picture_idle)
    results = CheckinResults(rounds, house.servers, house.audit)
    pictures = CheckinPictures(results, room)
    posting = _posting(house, keeping, opening, pictures, promise)
    SchedulePresses(schedules, house.door)
    RoundMoving(running, schedules, posting, house.door)

    choice = TemplateChoice(running)
    editing = TemplateEditing(template_book, templates, house.servers, house.audit)
    result_presses = ResultPresses(results, pictures, house.messenger, house.door)
    more = (
        *ScheduleCommands(schedules, choice, house.door).all(),
        *result_presses.commands(),
        template_command(editing, house.servers, house.door, promise),
    )
    return Checkin(
        CheckinCog(Checkins(rounds, house.servers, chance), house.servers, house.desk, house.door),
        CheckinCommands(running, posting, schedules, choice, house.door, *more),
        room,
        (_keeper(house, rounds),),
        keeping,
        schedule_book,
        templates,
        rounds,
        results,
        result_presses,
    )


def _promise(stores: Stores) -> str:
    """How answers are kept: the key of what every post says."""
    if stores.database.is_sqlite:
        return PROMISE
    return PROMISE_LOGGED_WITH_KEYS if stores.layers is None else PROMISE_LOGGED


def _posting(
    house: House, keeping: RoundKeeping, opening: CheckinOpening, pictures: CheckinPictures, promise: str
) -> CheckinPosting:
    """What posts rounds, and what the scheduler calls to open, remind of and close them."""
    messenger, clock, scheduler = house.messenger, house.clock, house.scheduler
    notes = StaffNotes(keeping, messenger)
    posting = CheckinPosting(keeping, notes, messenger, clock, promise)
    posting.register(scheduler)
    CheckinClosing(keeping, opening, posting, notes, pictures, messenger, clock).register(scheduler)
    ScheduledOpenings(opening, posting, messenger, clock).register(scheduler)
    return posting


def checkin_keepers(house: House) -> tuple[Keeper, ...]:
    """Those who answer for check-ins, without anything else of them."""
    return (_keeper(house, _rounds(house)),)


def _rounds(house: House) -> CheckinRounds:
    repository = RoundRepository(house.stores.database, house.chance, house.stores.layers)
    return CheckinRounds(repository, house.stores.keys, house.servers, house.chance)


def _keeper(house: House, rounds: CheckinRounds) -> CheckinKeeper:
    schedules, templates = (PlanRepository(house.stores.database, table) for table in (schedule_table, template_table))
    return CheckinKeeper(rounds, schedules, templates)
