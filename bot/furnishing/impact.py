"""Furnishes impact: what was done and meant, asking whether it helped, and `/moderate impact`."""

from dataclasses import dataclass

from discord import app_commands

from bot.furnishing.checkins import Checkin
from bot.furnishing.concerns import Concerns
from bot.furnishing.house import House
from bot.furnishing.signals import EarlyWarning
from bot.services.impact_asking import ImpactAsking
from bot.services.impact_book import ImpactBook
from bot.services.impact_following import ImpactFollowing
from bot.services.impact_keeper import ImpactKeeper
from bot.services.impact_keeping import ImpactKeeping
from bot.services.impact_telling import ImpactTelling
from bot.services.impacts import Impacts
from bot.services.keepers import Keeper
from bot.services.quarter_counts import QuarterCounts
from bot.store.impacts import action_table, count_table
from bot.store.plans import PlanRepository
from cogs.moderate.impact_alerts import AnsweredAlerts
from cogs.moderate.impact_board import ImpactBoard
from cogs.moderate.impact_following import FollowingPresses
from cogs.moderate.impact_presses import ImpactPresses
from cogs.moderate.signal_alerts import SignalPosts


@dataclass(frozen=True)
class Impact:
    """What impact brings to the bot."""

    command: app_commands.Command[app_commands.Group, ..., None]
    """For `/moderate`."""
    keepers: tuple[Keeper, ...]


def furnish_impact(house: House, checkins: Checkin, concerns: Concerns, warning: EarlyWarning) -> Impact:
    """All of it. Rounds that open from now on ask what is to be asked, and their results are taken in."""
    servers, scheduler, clock, chance = house.servers, house.scheduler, house.clock, house.chance
    actions, counts = _repositories(house)
    book = ImpactBook(actions, concerns.cases, house.stores.keys, chance)
    asking = ImpactAsking(book, warning.alerting, clock)
    checkins.keeping.also_ask(asking)
    checkins.keeping.when_published(asking.published)
    keeping = ImpactKeeping(servers, book, house.audit, scheduler)
    keeping.when_forgotten(asking.forget)
    concerns.delivery.when_looked_after(keeping.follow_cases, actions.servers)
    impacts = Impacts(servers, book, keeping, concerns.desk.door)
    sight, board = concerns.desk.readers, ImpactBoard(house.messenger)
    quarters = QuarterCounts(counts, servers, scheduler, sight, board, clock, chance)
    concerns.way_back.when_fed_back(quarters.answered)
    concerns.delivery.when_looked_after(quarters.catch_up)
    alerts = AnsweredAlerts(warning.alerting, SignalPosts(house.messenger), servers)
    presses = ImpactPresses(
        impacts, ImpactTelling(servers, book, keeping, impacts), quarters, alerts, servers, house.door
    )
    FollowingPresses(ImpactFollowing(keeping, concerns.desk.door, concerns.clusters), house.door)
    return Impact(presses.command(), impact_keepers(house))


def impact_keepers(house: House) -> tuple[Keeper, ...]:
    """Those who answer for impact, without anything else of it."""
    return (ImpactKeeper(*_repositories(house)),)


def _repositories(house: House) -> tuple[PlanRepository, PlanRepository]:
    database = house.stores.database
    return PlanRepository(database, action_table), PlanRepository(database, count_table)
