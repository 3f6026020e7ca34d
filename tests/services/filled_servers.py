"""Servers with a row in every table of both stores, erased as the bot erases them, with nothing of Discord.

A table that no writer here fills fails whoever looks (`unfilled`). Not here: what people do (the stories).
"""

import asyncio
import secrets
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import BigInteger, Integer, LargeBinary, MetaData, String, Table, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.ballot import Answers, Entry, answered_tag, ballot_handle, new_ballot_key
from bot.core.checkin import Round
from bot.core.comments import Comment, comment_handle
from bot.core.draft import Draft, new_token
from bot.core.identity import ChannelId, MemberId, ServerId
from bot.core.picture import Kind
from bot.core.receipt import case_id_of, lookup_of, receipt_of, wrapping_key
from bot.core.sealing import Key
from bot.furnishing.house import House, house_without_discord
from bot.furnishing.privacy import every_keeper
from bot.services.checkin_rounds import CheckinRounds
from bot.services.checkin_templates import templates_in
from bot.services.server_records import Enrolment, Server, ServerRecord
from bot.store.cases import CaseRepository, Kept
from bot.store.database import Database
from bot.store.drafts import DraftRepository
from bot.store.keystore import KeyStore
from bot.store.opening import Stores
from bot.store.rounds import RoundRepository
from bot.store.schema import key_metadata, metadata
from bot.store.writer import each
from tests.core.sample_case import sent
from tests.services.fake_discord import LENA, MARA, OTTO, SETTINGS, START

FIRST, SECOND = ServerId(8_117_000_000_000_000_117), ServerId(8_227_000_000_000_000_227)
"""Large, as Discord's are: no other eight bytes look like one of them."""
ANSWERED = [MemberId(number) for number in range(500, 510)]
"""Who answered both rounds."""
Rows = dict[str, list[tuple[object, ...]]]


class FilledHouse:
    """One process of the bot, as far as keeping and erasing goes."""

    def __init__(self, database: Database, keys: KeyStore, now: datetime = START) -> None:
        self.database, self.keys, self.now = database, keys, now
        stores = Stores(database, keys, first_start=False)
        self.house: House = house_without_discord(stores, lambda: self.now, secrets.token_bytes)
        self.keepers = every_keeper(self.house)
        self.eraser = self.house.eraser
        self.eraser.ask(self.keepers)

    def restarted(self) -> "FilledHouse":
        """Another process on the same stores; its memory is empty."""
        return FilledHouse(self.database, self.keys, self.now)

    async def later(self, **time: float) -> None:
        """Let time pass and run what became due."""
        self.now += timedelta(**time)
        await self.house.scheduler.run_due()

    async def fill(self, server_id: ServerId) -> Server:
        """Set a server up and write something into every table."""
        record = ServerRecord(replace(SETTINGS, lead=LENA.member_id), (Enrolment(MARA.member_id),))
        server = await self.house.servers.create(server_id, record)
        await self.house.audit.record(server, OTTO.member_id, "set up", {})
        await self.house.scheduler.schedule("something", self.now + timedelta(days=1), server_id, b"subject")
        await self.rounds(server)
        await self.concern(server)
        for table in metadata.sorted_tables:
            if "server_id" in table.c and not await _of_server(self.database, table, server_id):
                await self.database.write(_insert, (table, _anything(table, server_id)))
        return server

    async def stray(self, table: str, server_id: ServerId) -> None:
        """Write a row of a server into one table, as something that was under way when the server went."""
        for database, schema in ((self.database, metadata), (self.keys.database, key_metadata)):
            if table in schema.tables:
                await database.write(_insert, (schema.tables[table], _anything(schema.tables[table], server_id)))

    async def rounds(self, server: Server) -> None:
        """An open round that was answered, and a closed one with comments that were published."""
        rounds = CheckinRounds(
            RoundRepository(self.database, secrets.token_bytes), self.keys, self.house.servers, secrets.token_bytes
        )
        template = templates_in("en")[0]
        closes = self.now + timedelta(days=2)
        facts = Round(template=template, channel=ChannelId(21), opened=self.now, closes=closes, comments=True)
        for is_closed in (False, True):
            known = await rounds.add(server, rounds.new_id(), facts)
            held = await rounds.open(known.round_id)
            assert held is not None
            answers = Answers(bytes([1] * len(template.questions)))
            handed_in = [_handed_in(held.box_key, member, answers) for member in ANSWERED]
            await asyncio.gather(*(rounds.answer(known.round_id, held.box_key, *one) for one in handed_in))
            if is_closed:
                closed = await rounds.conclude(known, 5)
                assert closed.result is not None
                assert closed.result.comments_key

    async def concern(self, server: Server) -> None:
        """A case with its receipt and picture."""
        drafts = DraftRepository(self.database, secrets.token_bytes)
        cases = CaseRepository(self.database, self.keys, secrets.token_bytes)
        token = new_token(secrets.token_bytes)
        await drafts.create(token, Draft(server.server_id, self.now + timedelta(hours=1)), self.now)
        receipt = receipt_of(token.key)
        lookup = lookup_of(receipt, server.server_id, server.key)
        kept = Kept(case_id_of(token.key), server.server_id, replace(sent(), lookup=lookup))
        key = wrapping_key(receipt, server.server_id, server.key)
        assert await cases.add(kept, key, token.draft_id, image=Kind.JPEG.value + b"seen")

    async def rows(self) -> Rows:
        """Every row of either store, in no order."""
        found: defaultdict[str, list[tuple[object, ...]]] = defaultdict(list)
        stores = ((self.database, metadata, "database"), (self.keys.database, key_metadata, "keys"))
        for database, schema, name in stores:
            for table in schema.sorted_tables:
                found[f"{name}:{table.name}"] = await _rows(database, table)
        return dict(found)


def unfilled(rows: Rows, but: Sequence[str] = ("draft", "doomed_key", "meta")) -> list[str]:
    """The tables that have no row."""
    return [name for name, found in rows.items() if not found and name.partition(":")[2] not in but]


def _handed_in(box_key: Key, member_id: MemberId, answers: Answers) -> tuple[Entry, Comment]:
    own = new_ballot_key(secrets.token_bytes)
    entry = Entry(answered_tag(box_key, member_id), ballot_handle(box_key, own), answers)
    return entry, Comment(comment_handle(box_key, own), f"comment {member_id}")


@each
async def _insert(connection: AsyncConnection, row: tuple[Table, dict[str, object]]) -> None:
    table, values = row
    await connection.execute(insert(table).values(values))


def _anything(table: Table, server_id: ServerId) -> dict[str, object]:
    """A row that no service wrote."""
    values: dict[str, object] = {}
    for column in table.columns:
        match column.type:
            case BigInteger() | Integer():
                values[column.key] = 1
            case String():
                values[column.key] = "words"
            case LargeBinary():
                values[column.key] = secrets.token_bytes(16)
            case _:
                raise AssertionError(column.type)
    return {**values, "server_id": server_id}


async def _of_server(database: Database, table: Table, server_id: ServerId) -> int:
    return len([row for row in await _rows(database, table) if server_id in row])


async def _rows(database: Database, table: Table) -> list[tuple[object, ...]]:
    async def reading(connection: AsyncConnection) -> list[tuple[object, ...]]:
        return sorted((tuple(row) for row in await connection.execute(select(table))), key=repr)

    return await database.read(reading)


def schemas() -> tuple[MetaData, MetaData]:
    """Of both stores."""
    return metadata, key_metadata
