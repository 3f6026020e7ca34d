"""A group's life, walked at random: plans, edits, pauses, outages, deaths, sleeps and clocks that jump.

Not here: what can be said against how it went (`walk_ledger.py`).
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Final

from typing_extensions import override

from bot.core.identity import ChannelId, MessageId
from bot.core.recurrence import LAST, Monthly, Rhythm, Weekly
from bot.services.checkin_opening import OPEN_TASK
from bot.services.problems import CannotReach, Refused, Why
from bot.services.round_keeping import CLOSE_TASK
from bot.services.schedule_views import Shown
from bot.store.database import Database
from bot.store.keystore import KeyStore
from bot.store.tasks import TaskRepository
from tests.services.checkin_house import FAY, GROUP, SERVER, STAFF_ROOM, START, Discord, House
from tests.services.mortality import ORDERS, Mortal, revived
from tests.services.schedule_hands import DAY, LOUNGE, asleep_until, live, propose, server
from tests.services.walk_ledger import Ledger, Post

CHANNELS: Final = (GROUP, LOUNGE)
ZONES: Final = ("UTC", "Europe/London", "America/New_York", "Pacific/Auckland", "Australia/Lord_Howe")
TIMES: Final = (time(0), time(2, 30), time(18), time(23, 30))
MOST_SCHEDULES: Final = 4
BACK_OFF: Final = 1.2
"""Hours after which all that failed was tried again."""


@dataclass
class Watched(Discord):
    """Remembers every post with its time, also those that are gone."""

    clock: Callable[[], datetime] = lambda: datetime.min.replace(tzinfo=UTC)
    made: dict[MessageId, Post] = field(default_factory=dict[MessageId, Post])

    @override
    def _done(self, what: str) -> None:
        for message, (channel, page) in list(self.posts.items())[-1:] if what == "post" else []:
            self.made[message] = Post(self.clock(), channel, page)
        super()._done(what)


class Home(House):
    """One process, whose clock its posts are timed by."""

    def __init__(self, database: Database, keys: KeyStore, discord: Watched, now: datetime = START) -> None:
        super().__init__(database, keys, discord, now)
        self.watched = discord
        discord.clock = lambda: self.now

    @override
    def restarted(self) -> "Home":
        return Home(self.database, self.keys, self.watched, self.now)


@dataclass
class Walk:
    """One group and its life."""

    house: House
    discord: Watched
    mortal: Mortal
    chance: Random
    ledger: Ledger = field(default_factory=Ledger)
    quiet: float = 0.0
    """Hours since anything was out of order."""
    is_odd: bool = False
    answered: set[bytes] = field(default_factory=set[bytes])

    async def through(self, days: int) -> Ledger:
        """Live for so many days, then in peace until all is settled; what there is to say of it."""
        end = self.house.now + timedelta(days=days)
        while self.house.now < end:
            await self._step()
        await self._live(100)
        self.ledger.close()
        return self.ledger

    async def _step(self) -> None:
        """Something happens, and time passes."""
        if self.chance.random() < 0.4:
            await self._come_near()
            self.is_odd = True
            strange = (self._sleep, self._jump, self._die, self._restart, self._outage, self._closed_channel)
            await self.chance.choice(strange)()
            self.is_odd, self.quiet = False, min(self.quiet, 0.0)
        else:
            await self._live(BACK_OFF)
            usual = (self._plan, self._edit, self._pause_or_resume, self._skip, self._start_or_end, self._move)
            act = self.chance.choice(usual) if await self._schedules() else self._plan
            with suppress(Refused, CannotReach):
                await act()
        await self._look()
        await self._answer()
        await self._live(self.chance.choice((1.5, 7, 20, 50)))

    async def _come_near(self) -> None:
        """Mostly what is strange comes just when something is due."""
        chosen = self.chance.choice((OPEN_TASK, OPEN_TASK, OPEN_TASK, CLOSE_TASK, None))
        due = None if chosen is None else await TaskRepository(self.house.database).earliest((chosen,))
        if due is not None and 0 < (due - self.house.now.timestamp()) / 3600 < 100:
            await self._live((due - self.house.now.timestamp() - 30) / 3600)

    async def _live(self, hours: float) -> None:
        """Time passes with the bot awake."""
        await live(self.house, hours=hours)
        self.quiet = 0.0 if self.is_odd else self.quiet + hours
        await self._look()

    async def _look(self) -> None:
        await self.ledger.look(self.house, list(self.discord.made.values()), is_settled=self.quiet >= BACK_OFF)

    async def _sleep(self) -> None:
        hours = self.chance.choice((0.5, 1.9, 2.5, 12, 30, 216))
        self.house = await asleep_until(self.house, self.house.now + timedelta(hours=hours))

    async def _jump(self) -> None:
        hours = self.chance.uniform(-6, 6)
        await self.house.later(hours=hours)
        self.quiet = min(0.0, hours) - BACK_OFF

    async def _die(self) -> None:
        living = live(self.house, hours=self.chance.choice((0.2, 8, 30)))
        after, of = self.chance.choice(((self.chance.randint(1, 16), ""), (1, "post")))
        await self.mortal.dies(living, after, of)
        away = self.chance.choice((0, 0, 0.3, 2.5, 20))
        self.house = await revived(self.house, self.chance.choice(ORDERS), hours=away)

    async def _restart(self) -> None:
        self.house = await revived(self.house, self.chance.choice(ORDERS))

    async def _outage(self) -> None:
        self.discord.trouble |= dict.fromkeys((*CHANNELS, STAFF_ROOM), Why.DISCORD_DOWN)
        await self._live(self.chance.choice((0.3, 1.5, 3, 20)))
        self.discord.trouble.clear()

    async def _closed_channel(self) -> None:
        self.discord.trouble[self.chance.choice(CHANNELS)] = self.chance.choice((Why.FORBIDDEN, Why.MISSING))
        await self._live(self.chance.choice((5, 30)))
        self.discord.trouble.clear()

    async def _plan(self) -> None:
        if len(await self._schedules()) < MOST_SCHEDULES:
            await self.house.plan(first=self.house.now.date(), **self._changes(9))

    async def _edit(self) -> None:
        shown = self.chance.choice(await self._schedules())
        await propose(self.house, shown, **self._changes(2))
        try:
            await self.house.schedules.save(self.house.by(), shown.known.schedule_id)
        except Refused:
            await self.house.schedules.discard(self.house.by(), shown.known.schedule_id)

    def _changes(self, how_many: int) -> dict[str, object]:
        """So many random parts of a plan."""
        today = self.house.now.date()
        every: dict[str, object] = {
            "rhythm": self._rhythm(),
            "at": self.chance.choice(TIMES),
            "zone": self.chance.choice(ZONES),
            "hours": self.chance.choice((24, 24, 48, 72)),
            "channel": self.chance.choice(CHANNELS),
            "reminder_hours": self.chance.choice((None, 1, 12)),
            "holidays": tuple(sorted({today + self.chance.randint(1, 40) * DAY for _ in range(4)})),
        }
        chosen = self.chance.sample(sorted(every), min(how_many, len(every)))
        return {name: every[name] for name in chosen}

    def _rhythm(self) -> Rhythm:
        days = tuple(sorted(self.chance.sample(range(7), self.chance.choice((1, 1, 2)))))
        monthly = Monthly(days[0], self.chance.choice((1, 2, 3, 4, LAST)))
        return self.chance.choice((Weekly(days), Weekly(days), Weekly(days, 2), monthly))

    async def _pause_or_resume(self) -> None:
        every = await self._schedules()
        paused = [shown for shown in every if shown.known.facts.pause is not None]
        chosen = self.chance.choice(paused or every)
        act = self.house.schedules.resume if paused else self.house.schedules.pause
        await act(self.house.by(), chosen.known.schedule_id)

    async def _skip(self) -> None:
        shown = self.chance.choice(await self._schedules())
        by, one = self.house.by(), shown.known.schedule_id
        if shown.known.facts.skipped and self.chance.random() < 0.5:
            on = shown.known.facts.skipped[-1]
            await self.house.schedules.unskip(by, one, on)
            self.ledger.skipped.discard((one, on))
        else:
            on: date = shown.openings[0][0].on
            await self.house.schedules.skip(by, one, on)
            self.ledger.skipped.add((one, on))

    async def _start_or_end(self) -> None:
        channel: ChannelId = self.chance.choice(CHANNELS)
        if self.chance.random() < 0.5:
            await self.house.start(hours=24, channel=channel)
        elif self.chance.random() < 0.5:
            await self.house.running.end(SERVER, FAY, channel, self.house.now)
        elif every := await self._schedules():
            await self.house.schedules.end(self.house.by(), self.chance.choice(every).known.schedule_id)

    async def _move(self) -> None:
        rounds = await self.house.rounds.recent(await server(self.house), self.house.now)
        for known in [each for each in rounds if each.is_open and each.facts.waits]:
            where = self.chance.choice(CHANNELS)
            moved = await self.house.running.move(SERVER, FAY, known.round_id, where, self.house.now)
            await self.house.posting.post_moved(moved)

    async def _answer(self) -> None:
        """Five answer some of the rounds, so that not every schedule falls silent."""
        for known in await self.house.rounds.recent(await server(self.house), self.house.now):
            if known.is_open and known.round_id not in self.answered:
                self.answered.add(known.round_id)
                with suppress(Refused):
                    await self.house.many_answer(known, self.chance.choice((0, 5, 5)))

    async def _schedules(self) -> list[Shown]:
        return await self.house.schedules.every(self.house.by())
