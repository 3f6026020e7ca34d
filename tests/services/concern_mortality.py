"""Lets the process die after any one thing that it does outside itself for a concern, and come back; what must hold.

Those things are its writes to either store and what it does in Discord. Between two of them nothing outside changes:
to die before one is to die after the one before. Not here: what people do meanwhile (the stories of the tests).
"""

import secrets
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import suppress
from datetime import timedelta
from typing import TypeAlias

import pytest
from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.case import Account, Case, State, is_barred
from bot.core.draft import DraftToken
from bot.core.identity import CaseId
from bot.core.picture import Kind
from bot.core.receipt import receipt_of, written
from bot.core.sealing import Key
from bot.core.slots import slot_after
from bot.services.images import Images
from bot.services.people import Person
from bot.services.problems import Refused
from bot.store.cases import Kept
from bot.store.concern_tables import case_table, doomed_table, draft_table, image_table, receipt_table
from bot.store.database import Database
from bot.store.keystore import KeyStore, key_table
from bot.store.tasks import TaskRepository
from tests.services.concern_house import ACCOUNT, CHANNEL, HERE, ConcernHouse
from tests.services.fake_discord import Discord
from tests.services.mortality import Mortal

PICTURE = Kind.JPEG.value + b"what is seen"
WRITES = "write"
SHOWS = "_shown"
IN_DISCORD = ("take_from_channel", "take_from", "remove", "remove_older", "remind", "say_channel_fails")

SAMPLED_OR_WHOLE = (
    pytest.param("sqlite", 3, id="sqlite"),
    pytest.param("sqlite", 1, id="sqlite-whole", marks=pytest.mark.prove),
    pytest.param("postgresql", 1, id="postgresql-whole", marks=pytest.mark.prove),
)
"""Which database, and after each how many steps the process dies: by `make test` every third, by `make prove` each."""

Act: TypeAlias = Callable[[], Awaitable[object]]
Telling: TypeAlias = AsyncGenerator[Act]
Story: TypeAlias = "Callable[[MortalHouse], Telling]"
"""Says what was before, gives the act in which the process dies, and after it came back does and compares the rest."""


class Photograph:
    """A file as somebody sends it."""

    size = 3
    media_type = "image/png"

    async def read(self) -> bytes:
        """What it holds."""
        return b"png"


class Washer:
    """Makes every picture the same clean one."""

    async def clean(self, data: bytes) -> bytes:
        """The picture anew."""
        assert data == b"png"
        return PICTURE


class MortalHouse(ConcernHouse):
    """The house of concerns, with pictures, whose memory goes when its process dies."""

    def __init__(self, database: Database, keys: KeyStore, operator_key: Key, stride: int = 1) -> None:
        self._operator_key = operator_key
        self.stride = stride
        """The process dies after each step, or after each second or third one."""
        super().__init__(database, keys)

    def open(self) -> None:
        """Make the services; again, for a restart."""
        super().open()
        self.images = Images(self.servers, self.drafts, self.marks, Washer())

    async def come_back(self) -> None:
        """Another process on the same stores, which knows nothing else, and does what the bot does when it starts."""
        self.keys = KeyStore(self.keys.database, self._operator_key, secrets.token_bytes)
        await TaskRepository(self.database).claims.release("main", int(self.discord.now.timestamp()))
        await self.restart()
        if HERE in await self.delivery.waiting():
            await self.delivery.catch_up(HERE)

    async def to_slot(self, *, days: float = 0) -> None:
        """Let time pass until a slot, the next one after so many days, with what becomes due then."""
        server = await self.servers.get(HERE)
        later = self.discord.now + timedelta(days=days)
        self.discord.now = slot_after(later, server.settings.delivery_hours, server.zone)
        await self.wait(hours=0)

    async def drafted(self, writer: Person, account: Account = ACCOUNT, *, picture: bool = False) -> DraftToken:
        """A draft that can be sent."""
        token = await self.begin(writer=writer)
        await self.tell(token, account)
        for place, page in enumerate(account.more, start=2):
            await self.concerns.write_page(HERE, token, place, page, self.clock())
        if picture:
            await self.images.put(HERE, token, writer, Photograph(), self.clock())
        return token

    async def the_case(self) -> Case:
        """The only case there is."""
        (kept,) = await self.cases.in_server(HERE)
        return kept.case

    async def all_cases(self) -> list[Kept]:
        """All of them."""
        return await self.cases.in_server(HERE)

    async def acts(self) -> list[str]:
        """What the trail says, without the readings."""
        lines = await self.audit.lines(await self.servers.get(HERE))
        return [line.act for line in lines if line.act != "concern read"]

    async def knows(self, code: str) -> bool:
        """Whether this code opens anything."""
        told = await said(self.way_back.look(HERE, code, self.clock()))
        assert told in ("done", "concern-code-unknown")
        return told == "done"

    async def clear(self) -> None:
        """No case and no card any more."""
        for kept in await self.all_cases():
            await self.cases.erase(kept)
        self.discord.cards.clear()
        self.discord.reminded.clear()
        self.discord.channel_fails.clear()

    async def balance(self) -> None:
        """Every case has its key, its receipt and its picture; nothing is left over, and no card lies with one out."""
        kept = await self.all_cases()
        ids = {one.case_id for one in kept}
        drafts = await self._ids(draft_table.c.draft_id)
        assert await self._ids(case_table.c.case_id) == ids
        assert await self._ids(receipt_table.c.lookup) == {
            one.case.lookup for one in kept if one.case.state is not State.WITHDRAWN
        }
        assert await self._ids(image_table.c.image_id) - drafts == {one.case_id for one in kept if one.case.has_image}
        assert await self._ids(doomed_table.c.key_id) == set()
        keys = await self._ids(key_table.c.key_id, self.keys.database)
        assert ids < keys
        assert len(keys) == len(ids) + 1  # the server's own
        assert await self.audit.intact(await self.servers.get(HERE))
        self._check_cards({one.case_id: one.case for one in kept})

    def _check_cards(self, cases: dict[CaseId, Case]) -> None:
        seen = {*self.discord.seeing}
        for place, case_id, _ in self.discord.cards:
            case = cases.get(case_id)
            if case is not None and place == CHANNEL:
                assert not seen & {*case.named, *case.out}
            elif case is not None:
                assert not is_barred(case, place)
        assert len({card[:2] for card in self.discord.cards}) == len(self.discord.cards)

    async def _ids(self, column: ColumnElement[bytes], database: Database | None = None) -> set[bytes]:
        async def reading(connection: AsyncConnection) -> set[bytes]:
            return set((await connection.execute(select(column))).scalars())

        return await (database or self.database).read(reading)


def code_of(token: DraftToken) -> str:
    """The code that a draft gives before it is sent."""
    return written(receipt_of(token.key))


async def said(attempt: Awaitable[object]) -> str:
    """What became of it: done, or the reason why not."""
    try:
        await attempt
    except Refused as refused:
        return refused.key
    return "done"


@pytest.fixture
def mortal(monkeypatch: pytest.MonkeyPatch) -> Mortal:
    """Watches every store and every Discord of this test."""
    made = Mortal()

    show: Callable[..., object] = getattr(Discord, SHOWS)

    def shown(*arguments: object) -> object:
        answer = show(*arguments)
        made.step(SHOWS)
        return answer

    made.watch(monkeypatch, Database, WRITES)
    for name in IN_DISCORD:
        made.watch(monkeypatch, Discord, name)
    monkeypatch.setattr(Discord, SHOWS, shown)
    return made


async def through_every_death(house: MortalHouse, mortal: Mortal, story: Story, *, steps: int) -> None:
    """Tell the story once for each step of its act (see `stride`), dying there, and once to its end; then compare.

    Args:
        house: where.
        mortal: counts the steps.
        story: what happens.
        steps: how many steps its act has at least, so that a story in which nothing dies is noticed.
    """
    step, died = 1 - house.stride, True
    while died:
        step += house.stride
        telling = story(house)
        act = await anext(telling)
        died = await mortal.dies(act(), after=step)
        await house.come_back()
        await house.balance()
        with suppress(StopAsyncIteration):
            await anext(telling)
        await house.balance()
        await house.clear()
    assert step > steps, mortal.done
