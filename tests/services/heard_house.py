"""A process of the bot in which groups are told what was heard; Discord's side is remembered. Not the tests."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable
from datetime import datetime

import pytest

from bot.core.hearing import Loop
from bot.core.identity import MessageId, RoundId
from bot.services.checkin_rounds import KnownRound
from bot.services.heard import After, Heard
from bot.services.heard_book import HeardBook
from bot.services.heard_reminding import HeardReminding
from bot.services.people import Person
from bot.services.problems import CannotReach, Why
from bot.services.server_records import Server
from bot.store.database import Database
from bot.store.keystore import KeyStore
from bot.store.plans import PlanRepository
from bot.store.reflections import heard_table
from cogs.reflect.heard_board import HeardBoard
from tests.services.checkin_house import (
    FACILITATORS,
    FAY,
    SERVER,
    START,
    Discord,
    House,
    member,
)

Meanwhile = Callable[[], Awaitable[object]]
KIM = member(5, FACILITATORS)
HEARD, NEXT = "Honesty was hard this week.", "On Monday we keep ten minutes for it."


class Hall(House):
    """A house in which groups are told what was heard; START is ten in the morning in London."""

    def __init__(
        self,
        database: Database,
        keys: KeyStore,
        discord: Discord,
        now: datetime = START,
        board: HeardBoard | None = None,
    ) -> None:
        super().__init__(database, keys, discord, now)
        self.nudged: list[RoundId] = []
        self.trouble: Why | None = None
        self.posted: list[str] = []
        self.looked_since: list[datetime] = []
        self.meanwhile: Meanwhile = lambda: asyncio.sleep(0)
        """What happens while Discord is being told."""
        self.rows = PlanRepository(database, heard_table)
        self.book = HeardBook(self.rows, secrets.token_bytes)
        self.heard = Heard(self.servers, self.rounds, self.book, self.audit, board or self, lambda: self.now)
        reminding = HeardReminding(
            self.servers, self.rounds, self.book, self.scheduler, board or self, lambda: self.now
        )
        self.keeping.when_published(reminding.published)

    async def nudge(self, server: Server, known: KnownRound) -> None:
        if self.trouble is not None:
            raise CannotReach(self.trouble)
        self.nudged.append(known.round_id)

    async def a_result(self, *chosen: str, people: int = 6, title: str = "weekly-pulse") -> KnownRound:
        """A round that has just closed."""
        known = await self.start(title)
        await self.many_answer(known, people, *chosen)
        await self.later(hours=48)
        return known

    async def write(self, known: KnownRound, heard: str = HEARD, will_do: str = NEXT, person: Person = FAY) -> After:
        return await self.heard.write(SERVER, person, known.round_id, heard, will_do)

    async def find(self, after: After, since: datetime) -> MessageId | None:
        if self.trouble is not None:
            raise CannotReach(self.trouble)
        self.looked_since.append(since)
        return MessageId(7000 + len(self.posted)) if after.said.heard in self.posted else None

    async def tell(self, server: Server, after: After) -> MessageId:
        if self.trouble is not None:
            raise CannotReach(self.trouble)
        await self.meanwhile()
        self.posted.append(after.said.heard)
        return MessageId(7000 + len(self.posted))

    async def post(self, known: KnownRound, mark: str, person: Person = FAY) -> After:
        return await self.heard.post(SERVER, person, known.round_id, mark)

    async def loop(self) -> Loop:
        return (await self.heard.overview(SERVER, FAY, self.now)).loop

    async def days(self, days: int) -> None:
        """Let days go by, a quarter of a day at a time."""
        for _ in range(days * 4):
            await self.later(hours=6)


@pytest.fixture
async def hall(database: Database, keys: KeyStore) -> Hall:
    house = Hall(database, keys, Discord())
    await house.set_up()
    return house
