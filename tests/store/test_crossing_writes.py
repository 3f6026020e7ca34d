"""Two processes bring, end and erase concerns at once, and one writes the tables anew: what each was told is stored.

Each lays rows of the other with its own, so that their transactions cross; a ledger beside them says what must be so.
"""

import asyncio
import random
import secrets
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.identity import CaseId, DraftId, ServerId
from bot.core.sharding import Shards
from bot.store import writer
from bot.store.case_writes import NewCase, Swap, add_case, remove_case, swap_case
from bot.store.concern_tables import case_table, doomed_table, draft_table, image_table, receipt_table
from bot.store.connections import address, make_engine
from bot.store.database import Database
from bot.store.laying_anew import lay_anew
from bot.store.problems import StoreBusy
from bot.store.schema import metadata
from bot.store.writer import each
from tests.postgres import PostgresServer
from tests.store_fixtures import opened

AT_ONCE = 8
ACTS = [8, pytest.param(200, marks=pytest.mark.prove)]
TABLES = (case_table, receipt_table, draft_table, image_table, doomed_table)


@each
async def put_draft(connection: AsyncConnection, draft_id: DraftId) -> None:
    await connection.execute(insert(draft_table), {"draft_id": draft_id, "generation": 1, "sealed": b"!"})


@dataclass
class Process:
    """What one process does, and what must be there of it."""

    database: Database
    server_id: ServerId
    lots: random.Random
    cases: dict[bytes, bytes | None] = field(default_factory=dict)
    """The receipt of each; None: only what stays of it."""
    doomed: set[bytes] = field(default_factory=set)

    async def act(self) -> None:
        """Bring a concern, end one or erase one."""
        await self.lots.choice((self.bring, self.bring, self.end, self.erase))()

    async def bring(self) -> None:
        case_id, lookup, draft_id = (secrets.token_bytes(16) for _ in range(3))
        await self.database.write(put_draft, DraftId(draft_id))
        new = NewCase(
            CaseId(case_id),
            self.server_id,
            b"!",
            lookup,
            b"!",
            DraftId(draft_id),
            secrets.token_bytes,
            image=b"!" * 3000,
        )
        assert await self.database.write(add_case, new)
        self.cases[case_id] = lookup

    async def end(self) -> None:
        case_id, lookup = self._one()
        if lookup is None:
            return
        new_id = secrets.token_bytes(16)
        swap = Swap(CaseId(case_id), lookup, CaseId(new_id), self.server_id, b"!", secrets.token_bytes, 0)
        assert await self.database.write(swap_case, swap)
        self.cases[new_id] = None
        self.doomed.add(case_id)

    async def erase(self) -> None:
        case_id, lookup = self._one()
        if lookup is not None:
            await self.database.write(remove_case, (CaseId(case_id), lookup))

    def _one(self) -> tuple[bytes, bytes | None]:
        """One that nobody else is at."""
        with_receipt = sorted(one for one, lookup in self.cases.items() if lookup is not None)
        if not with_receipt:
            return b"", None
        case_id = self.lots.choice(with_receipt)
        return case_id, self.cases.pop(case_id)


@pytest.fixture
async def url(postgres: PostgresServer, templates: tuple[str, str]) -> AsyncIterator[str]:
    """A database that notices soon that two wait for each other."""
    name = await postgres.create(templates[0])
    engine = make_engine(address(postgres.url(name)), 1)
    async with engine.connect() as connection:
        await connection.execute(text(f"ALTER DATABASE {name} SET deadlock_timeout = '20ms'"))
    await engine.dispose()
    yield postgres.url(name)
    await postgres.drop(name)


async def all_at_once(processes: list[Process], acts: int) -> None:
    """Several people at each process, of whom everybody does one thing after the other."""

    async def in_turn(process: Process) -> None:
        for _ in range(acts):
            await process.act()

    people = [in_turn(process) for process in processes for _ in range(AT_ONCE)]
    await asyncio.gather(*people, *(anew(one.database) for one in processes))


async def anew(database: Database) -> None:
    try:
        await lay_anew(database, metadata, large_too=True)
    except StoreBusy:
        return  # somebody kept a table too long: an hour later is soon enough


async def stored(database: Database) -> list[set[bytes]]:
    async def reading(connection: AsyncConnection) -> list[set[bytes]]:
        keys = (table.primary_key.columns[0] for table in TABLES)
        return [set((await connection.execute(select(key))).scalars()) for key in keys]

    return await database.read(reading)


@pytest.mark.parametrize("acts", ACTS)
async def test_what_two_were_told_is_there_and_nothing_else(
    url: str, monkeypatch: pytest.MonkeyPatch, acts: int
) -> None:
    monkeypatch.setattr(writer, "TRIES", 1)  # nobody has to begin again
    async with (
        opened(url, shards=Shards(frozenset({0}), 2)) as one,
        opened(url, shards=Shards(frozenset({1}), 2)) as two,
    ):
        processes = [
            Process(database, ServerId(number << 22), random.Random(number))
            for number, database in enumerate((one, two))
        ]
        await all_at_once(processes, acts)
        cases = {case_id: lookup for process in processes for case_id, lookup in process.cases.items()}
        receipts = {lookup for lookup in cases.values() if lookup is not None}
        pictures = {case_id for case_id, lookup in cases.items() if lookup is not None}
        doomed = {case_id for process in processes for case_id in process.doomed}
        assert await stored(one) == [set(cases), receipts, set(), pictures, doomed]
