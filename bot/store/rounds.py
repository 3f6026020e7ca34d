"""The rounds of check-ins: sealed facts, the sealed boxes while open, the sealed result once closed.

Not here: how answers get into the boxes (`round_boxes.py`), what the facts and the result say (the service seals
them), and what is published (`core/publishing.py`).
"""

from collections.abc import Collection
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import Final, final

from sqlalchemy import ColumnElement, delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.ballot import Box, Outcome
from bot.core.comments import CommentBox
from bot.core.identity import Chance, KeyId, RoundId, ServerId
from bot.core.sealing import Key
from bot.store.box_layers import Boxes, BoxLayers
from bot.store.database import Database
from bot.store.dialect import insert_ignoring
from bot.store.problems import StoreProblem
from bot.store.round_boxes import (
    Closing,
    HandedIn,
    answering,
    box_place,
    closing,
    comments_place,
    forget_comments,
    peeled_by,
)
from bot.store.round_table import open_box_table, round_table
from bot.store.writer import each

_ROW: Final = (
    round_table.c.round_id,
    round_table.c.server_id,
    round_table.c.key_id,
    round_table.c.facts,
    round_table.c.result,
    round_table.c.opened_day,
)


@dataclass(frozen=True)
class RoundRow:
    """One round as it lies in the database, without its box."""

    round_id: RoundId
    server_id: ServerId
    key_id: KeyId
    """Where the key of the box lies in the key store."""
    facts: bytes
    result: bytes | None
    """None while the round is open."""
    opened_day: int = 0
    """The day it opened, in UTC, as `date.toordinal` counts: which rounds are recent can be asked without a key."""


@dataclass(frozen=True, repr=False)
class _New:
    """A round with its empty boxes, sealed."""

    row: RoundRow
    box: bytes
    comments: bytes | None


@final
class RoundRepository:
    """Reads and writes the rounds."""

    def __init__(self, database: Database, chance: Chance, layers: BoxLayers | None = None) -> None:
        """Make one.

        Args:
            database: where the rounds lie.
            chance: what boxes are sealed with.
            layers: what is put around open boxes; None where the database keeps no log (`Stores.layers`).
        """
        self._database = database
        self._chance = chance
        self._layers = layers
        self._answering = answering(chance, layers)
        self._closing = closing(layers)

    async def add(self, row: RoundRow, box_key: Key, questions: int, *, takes_comments: bool = False) -> None:
        """Keep a new round, with an empty box for ballots of so many answers; one that is kept already stays."""
        box = Box(questions).seal(box_key, box_place(row.round_id), self._chance)
        place = comments_place(row.round_id)
        comments = CommentBox().seal(box_key, place, self._chance) if takes_comments else None
        await self._database.write(_add, _New(row, box, comments))

    async def find(self, round_id: RoundId) -> RoundRow | None:
        """The round, or None."""
        found = await self._rows(round_table.c.round_id == round_id)
        return found[0] if found else None

    async def recent(self, server_id: ServerId, since_day: int) -> list[RoundRow]:
        """The rounds of a server that are open, or opened on that day (an ordinal) or later."""
        recent = or_(round_table.c.result.is_(None), round_table.c.opened_day >= since_day)
        return await self._rows(round_table.c.server_id == server_id, recent)

    async def closed(self, server_id: ServerId, most: int) -> list[RoundRow]:
        """At most so many closed rounds of a server, those that opened last; of one day in no order."""
        return await self._rows(round_table.c.server_id == server_id, round_table.c.result.is_not(None), most=most)

    async def box(self, round_id: RoundId) -> bytes | None:
        """The sealed box of an open round, or None."""
        boxes = await self._boxes(round_id)
        return boxes and boxes.box

    async def comments(self, round_id: RoundId) -> bytes | None:
        """The sealed box of comments of an open round, the sealed comments of a closed one, or None."""
        boxes = await self._boxes(round_id)
        return (boxes and boxes.comments) or await self._published(round_id)

    async def _boxes(self, round_id: RoundId) -> Boxes | None:
        """The boxes without their layer. While answers come in, its key may be gone before it is read: then again."""
        before = None
        while (boxes := await self._boxes_as_they_lie(round_id)) is not None:
            peeled = await peeled_by(self._layers, round_id, boxes)
            if self._layers is None or peeled.place is not None or boxes == before:
                return peeled.boxes
            before = boxes
        return None

    async def forget_comments(self, round_id: RoundId) -> None:
        """Remove the comments of a closed round."""
        await self._database.write(forget_comments, round_id)

    async def replace_facts(self, round_id: RoundId, facts: bytes, opened_day: int) -> None:
        """Overwrite the sealed facts, and the day it opened; a round that is gone stays gone."""
        await self._database.write(_replace_facts, (round_id, facts, opened_day))

    async def answer(self, handed_in: HandedIn) -> Outcome:
        """Put answers into the boxes of a round, together with all that arrive at the same time."""
        answered = await self._database.write(self._answering, handed_in)
        if self._layers is not None and answered.outworn is not None:
            # They are kept. A key that cannot be destroyed now is when the next answers come, or at closing.
            with suppress(StoreProblem):
                await self._layers.destroy(answered.outworn)
        return answered.outcome

    async def close(self, closing: Closing) -> bytes | None:
        """The sealed result of the round, made now unless it was before; the boxes are gone. None: no such round."""
        result = await self._database.write(self._closing, closing)
        await self._end_layers([closing.round_id])
        return result

    async def tidy(self) -> None:
        """Destroy the keys of layers that a crash left behind. Only while nobody can answer: at the start."""
        if self._layers is None:
            return
        for round_id in await self._database.read(_all_open):
            boxes = await self._boxes_as_they_lie(round_id)
            if boxes is not None:
                await self._layers.keep_only(round_id, await self._layers.peel(round_id, boxes))

    async def remove(self, round_id: RoundId) -> None:
        """Remove a round that was never posted."""
        await self._database.write(_remove, round_id)
        await self._end_layers([round_id])

    async def erase_server(self, server_id: ServerId) -> None:
        """Remove every round of a server; the keys of open boxes are for whoever erases to destroy."""
        if self._layers is not None:
            await self._end_layers([row.round_id for row in await self._rows(round_table.c.server_id == server_id)])
        await self._database.write(_erase_server, server_id)

    async def _end_layers(self, round_ids: Collection[RoundId]) -> None:
        if self._layers is not None:
            await self._layers.end(round_ids)

    async def _boxes_as_they_lie(self, round_id: RoundId) -> Boxes | None:
        async def reading(connection: AsyncConnection) -> Boxes | None:
            columns = select(open_box_table.c.box, open_box_table.c.comments)
            row = (await connection.execute(columns.where(open_box_table.c.round_id == round_id))).one_or_none()
            return None if row is None else Boxes(*row)

        return await self._database.read(reading)

    async def _published(self, round_id: RoundId) -> bytes | None:
        async def reading(connection: AsyncConnection) -> bytes | None:
            this = round_table.c.round_id == round_id
            return (await connection.execute(select(round_table.c.comments).where(this))).scalar_one_or_none()

        return await self._database.read(reading)

    async def _rows(self, *where: ColumnElement[bool], most: int | None = None) -> list[RoundRow]:
        async def reading(connection: AsyncConnection) -> list[RoundRow]:
            statement = select(*_ROW).where(*where).order_by(round_table.c.opened_day.desc()).limit(most)
            return [RoundRow(*row) for row in await connection.execute(statement)]

        return await self._database.read(reading)


async def _all_open(connection: AsyncConnection) -> list[RoundId]:
    return list((await connection.execute(select(open_box_table.c.round_id))).scalars())


@each
async def _add(connection: AsyncConnection, new: _New) -> None:
    added = await connection.execute(insert_ignoring(round_table), asdict(new.row))
    if added.rowcount == 1:
        boxes = {"round_id": new.row.round_id, "box": new.box, "comments": new.comments}
        await connection.execute(open_box_table.insert(), boxes)


@each
async def _replace_facts(connection: AsyncConnection, change: tuple[RoundId, bytes, int]) -> None:
    round_id, facts, opened_day = change
    this = round_table.c.round_id == round_id
    await connection.execute(update(round_table).where(this).values(facts=facts, opened_day=opened_day))


@each
async def _remove(connection: AsyncConnection, round_id: RoundId) -> None:
    for table in (open_box_table, round_table):
        await connection.execute(delete(table).where(table.c.round_id == round_id))


@each
async def _erase_server(connection: AsyncConnection, server_id: ServerId) -> None:
    here = round_table.c.server_id == server_id
    boxes = open_box_table.c.round_id.in_(select(round_table.c.round_id).where(here))
    await connection.execute(delete(open_box_table).where(boxes))
    await connection.execute(delete(round_table).where(here))
