"""The rounds of check-ins: sealed facts, the sealed ballot box while open, the sealed result once closed.

All answers of a batch to one round are applied together: its box is opened once and sealed once. Not here: what the
facts and the result say (the service seals them), and what is published (`core/publishing.py`).
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, final

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Index,
    Integer,
    LargeBinary,
    Table,
    delete,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.ballot import Box, Entry, Outcome
from bot.core.identity import Chance, KeyId, RoundId, ServerId
from bot.core.sealing import CannotOpen, Key
from bot.store.database import Database
from bot.store.dialect import insert_ignoring
from bot.store.schema import metadata
from bot.store.writer import each, together

round_table = Table(
    "checkin_round",
    metadata,
    Column("round_id", LargeBinary(16), primary_key=True),
    Column("server_id", BigInteger, nullable=False),
    Column("key_id", LargeBinary(16), nullable=False),
    Column("facts", LargeBinary, nullable=False),
    Column("result", LargeBinary, nullable=True),
    Column("box", LargeBinary, nullable=True),
    Column("comments", LargeBinary, nullable=True),
    Column("opened_day", Integer, nullable=False, server_default="0"),
    Index("checkin_round_by_server", "server_id"),
    sqlite_with_rowid=False,
)

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
class HandedIn:
    """Answers for the box of a round."""

    round_id: RoundId
    box_key: Key
    entry: Entry


@dataclass(frozen=True)
class Closing:
    """A round that ends. `conclude` makes the sealed result of the sealed box (None: there is none); it is pure."""

    round_id: RoundId
    conclude: Callable[[bytes | None], bytes]


def box_place(round_id: RoundId) -> bytes:
    """Where a box is sealed."""
    return b"checkin box:" + round_id


@final
class RoundRepository:
    """Reads and writes the rounds."""

    def __init__(self, database: Database, chance: Chance) -> None:
        self._database = database
        self._chance = chance
        self._answering = together("answer a check-in")(self._answer)

    async def add(self, row: RoundRow, box_key: Key, questions: int) -> None:
        """Keep a new round, with an empty box for ballots of so many answers; one that is kept already stays."""
        box = Box(questions).seal(box_key, box_place(row.round_id), self._chance)
        await self._database.write(_add, (row, box))

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

        async def reading(connection: AsyncConnection) -> bytes | None:
            found = await connection.execute(select(round_table.c.box).where(round_table.c.round_id == round_id))
            return found.scalar_one_or_none()

        return await self._database.read(reading)

    async def replace_facts(self, round_id: RoundId, facts: bytes) -> None:
        """Overwrite the sealed facts; a round that is gone stays gone."""
        await self._database.write(_replace_facts, (round_id, facts))

    async def answer(self, handed_in: HandedIn) -> Outcome:
        """Put answers into the box of a round, together with all that arrive at the same time."""
        return await self._database.write(self._answering, handed_in)

    async def close(self, closing: Closing) -> bytes | None:
        """The sealed result of the round, made now unless it was before; the box is gone. None: no such round."""
        return await self._database.write(_close, closing)

    async def remove(self, round_id: RoundId) -> None:
        """Remove a round that was never posted."""
        await self._database.write(_remove, round_id)

    async def erase_server(self, server_id: ServerId) -> None:
        """Remove every round of a server; the keys of open boxes are for whoever erases to destroy."""
        await self._database.write(_erase_server, server_id)

    async def _rows(self, *where: ColumnElement[bool], most: int | None = None) -> list[RoundRow]:
        async def reading(connection: AsyncConnection) -> list[RoundRow]:
            statement = select(*_ROW).where(*where).order_by(round_table.c.opened_day.desc()).limit(most)
            return [RoundRow(*row) for row in await connection.execute(statement)]

        return await self._database.read(reading)

    async def _answer(self, connection: AsyncConnection, items: Sequence[HandedIn]) -> Sequence[Outcome]:
        by_round: defaultdict[RoundId, list[int]] = defaultdict(list)
        for number, item in enumerate(items):
            by_round[item.round_id].append(number)
        outcomes = [Outcome.CLOSED] * len(items)
        for round_id, numbers in by_round.items():
            handed_in = [items[number] for number in numbers]
            for number, outcome in zip(numbers, await self._into_box(connection, round_id, handed_in), strict=True):
                outcomes[number] = outcome
        return outcomes

    async def _into_box(
        self, connection: AsyncConnection, round_id: RoundId, items: Sequence[HandedIn]
    ) -> Sequence[Outcome]:
        statement = select(round_table.c.box, round_table.c.result).where(round_table.c.round_id == round_id)
        found = (await connection.execute(statement)).one_or_none()
        if found is None or found.result is not None:
            return [Outcome.CLOSED] * len(items)
        box_key, place = items[0].box_key, box_place(round_id)
        try:
            box = Box.unseal(box_key, found.box or b"", place)
        except CannotOpen:
            return [Outcome.BROKEN] * len(items)
        outcomes = [box.put(item.entry) for item in items]
        if any(outcome is not Outcome.ALREADY for outcome in outcomes):
            await connection.execute(
                update(round_table)
                .where(round_table.c.round_id == round_id)
                .values(box=box.seal(box_key, place, self._chance))
            )
        return outcomes


@each
async def _add(connection: AsyncConnection, new: tuple[RoundRow, bytes]) -> None:
    row, box = new
    await connection.execute(
        insert_ignoring(round_table),
        {
            "round_id": row.round_id,
            "server_id": row.server_id,
            "key_id": row.key_id,
            "facts": row.facts,
            "result": row.result,
            "box": box,
            "opened_day": row.opened_day,
        },
    )


@each
async def _replace_facts(connection: AsyncConnection, change: tuple[RoundId, bytes]) -> None:
    round_id, facts = change
    await connection.execute(update(round_table).where(round_table.c.round_id == round_id).values(facts=facts))


@each
async def _close(connection: AsyncConnection, closing: Closing) -> bytes | None:
    this = round_table.c.round_id == closing.round_id
    found = (await connection.execute(select(round_table.c.box, round_table.c.result).where(this))).one_or_none()
    if found is None or found.result is not None:
        return None if found is None else found.result
    result = closing.conclude(found.box)
    await connection.execute(update(round_table).where(this).values(result=result, box=None))
    return result


@each
async def _remove(connection: AsyncConnection, round_id: RoundId) -> None:
    await connection.execute(delete(round_table).where(round_table.c.round_id == round_id))


@each
async def _erase_server(connection: AsyncConnection, server_id: ServerId) -> None:
    await connection.execute(delete(round_table).where(round_table.c.server_id == server_id))
