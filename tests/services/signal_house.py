"""The house of check-ins with the early warning in it, and weeks of a group that answers so or so."""

import secrets
from datetime import datetime, timedelta

from typing_extensions import override

from bot.core.identity import ChannelId, PlanId
from bot.core.warning import Watch
from bot.services.alert_book import AlertBook, KnownAlert
from bot.services.alerting import Alerting
from bot.services.people import Person
from bot.services.server_records import Server
from bot.services.signals import Signalled, Signals
from bot.services.watch_book import WatchBook
from bot.services.watching import Watching
from bot.store.database import Database
from bot.store.keystore import KeyStore
from bot.store.plans import PlanRepository
from bot.store.signals import alert_table, watch_table
from cogs.moderate.signal_alerts import SignalPosts
from tests.services.checkin_house import MARA, SERVER, STAFF_ROOM, START, Discord, House, member
from tests.services.schedule_hands import OPENS, live, planned, the_round, until

FACILITATORS_ROOM = ChannelId(23)
WEEK = timedelta(days=7)
LOW, HIGH = ("1", "1"), ("5", "3")
"""The worst and the best answer to the watched question of the weekly pulse, and something to the other."""
BAD, GOOD = (3, 2), (0, 5)
"""How many answer low, and how many high. Two bad weeks in a row ring."""


class SignalHouse(House):
    """One process of the bot, as far as check-ins and the early warning need it."""

    def __init__(self, database: Database, keys: KeyStore, discord: Discord, now: datetime = START) -> None:
        super().__init__(database, keys, discord, now)
        chance = secrets.token_bytes
        self.alerts = AlertBook(PlanRepository(database, alert_table), chance)
        self.posts = SignalPosts(discord)
        self.alerting = Alerting(self.alerts, self.servers, self.scheduler, self.posts, lambda: self.now)
        self.watches = WatchBook(PlanRepository(database, watch_table), chance)
        self.watching = Watching(self.watches, self.plans, self.alerting, lambda: self.now)
        self.keeping.when_published(self.watching.published)
        self.plans.when_removed(self.watching.forget)
        self.signals = Signals(self.servers, self.plans, self.templates, self.watches, self.watching, self.audit)

    @override
    async def set_up(self) -> "SignalHouse":
        await super().set_up()
        return self

    @override
    def restarted(self) -> "SignalHouse":
        return SignalHouse(self.database, self.keys, self.discord, self.now)

    async def server(self) -> Server:
        return await self.servers.get(SERVER)

    async def watched(self, schedule_id: PlanId) -> Watch:
        """What is kept of watching a schedule."""
        found = await self.watches.find(await self.server(), schedule_id)
        assert found is not None
        return found

    async def only_signal(self, person: Person = MARA) -> Signalled:
        """The one watched schedule, as somebody sees it."""
        (found,) = await self.signals.every(SERVER, person)
        return found

    async def only_alert(self, person: Person = MARA) -> KnownAlert:
        """The one alert that is for somebody."""
        (found,) = await self.alerting.of_person(SERVER, person, self.now)
        return found

    def told(self, channel: ChannelId = STAFF_ROOM) -> list[str]:
        """The alerts that stand in a channel, oldest first."""
        return [text for text in self.discord.texts(channel) if "Do not ask who" in text]


async def open_week(house: SignalHouse, schedule_id: PlanId, low: int, high: int, number: int = 0) -> None:
    """Let the round of a week open and be answered; it is not closed yet."""
    opens = OPENS + number * WEEK
    await until(house, opens)
    known = await the_round(house, schedule_id, opens.date())
    assert known is not None
    asked = len(known.facts.template.questions)
    for at in range(low + high):
        await house.answer(known, member(100 + at), *(LOW if at < low else HIGH)[:asked])


async def weeks(house: SignalHouse, schedule_id: PlanId, *answers: tuple[int, int], first: int = 0) -> None:
    """Let weeks pass in which so many answer low and so many high, each until its result stands."""
    for number, (low, high) in enumerate(answers, first):
        await open_week(house, schedule_id, low, high, number)
        await live(house, days=2)


async def rung(house: SignalHouse, **plan: object) -> PlanId:
    """A schedule that has just rung."""
    schedule_id = await planned(house, **plan)
    await weeks(house, schedule_id, BAD, BAD)
    return schedule_id
