"""Furnishes the early warning: what watches check-ins, alerts, and `/moderate signals`."""

from dataclasses import dataclass

from discord import app_commands

from bot.furnishing.checkins import Checkin
from bot.furnishing.house import House
from bot.services.alert_book import AlertBook
from bot.services.alerting import Alerting
from bot.services.clustering import Clusters
from bot.services.keepers import Keeper
from bot.services.own_harm import InTheWay
from bot.services.signal_keeper import SignalKeeper
from bot.services.signals import Signals
from bot.services.watch_book import WatchBook
from bot.services.watching import Watching
from bot.store.plans import PlanRepository
from bot.store.signals import alert_table, watch_table
from cogs.moderate.signal_alerts import SignalPosts
from cogs.moderate.signal_pictures import SignalPictures
from cogs.moderate.signal_presses import SignalPresses


@dataclass(frozen=True)
class EarlyWarning:
    """What the early warning brings to the bot."""

    command: app_commands.Command[app_commands.Group, ..., None]
    """For `/moderate`."""
    alerting: Alerting
    """For all who have something to say to the staff."""
    keepers: tuple[Keeper, ...]


def furnish_signals(house: House, checkins: Checkin, clusters: Clusters) -> EarlyWarning:
    """All of it. Rounds that are published from now on are taken in."""
    database, chance = house.stores.database, house.chance
    posts = SignalPosts(house.messenger)
    book = AlertBook(PlanRepository(database, alert_table), chance)
    alerting = Alerting(book, house.servers, house.scheduler, posts, house.clock)
    watches = WatchBook(PlanRepository(database, watch_table), chance)
    watching = Watching(watches, checkins.schedules, alerting, house.clock)
    checkins.keeping.when_published(watching.published)
    checkins.keeping.when_published(InTheWay(alerting, house.clock).published)
    checkins.schedules.when_removed(watching.forget)
    signals = Signals(house.servers, checkins.schedules, checkins.templates, watches, watching, house.audit)
    pictures = SignalPictures(checkins.room)
    presses = SignalPresses(signals, alerting, posts, pictures, clusters, house.servers, house.door)
    return EarlyWarning(presses.command(), alerting, signal_keepers(house))


def signal_keepers(house: House) -> tuple[Keeper, ...]:
    """Those who answer for the early warning, without anything else of it."""
    database = house.stores.database
    return (SignalKeeper(PlanRepository(database, watch_table), PlanRepository(database, alert_table)),)
