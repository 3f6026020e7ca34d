"""The staff's trail: it tells who did what, and no line can be changed, left out, moved or cut off unnoticed."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.identity import MemberId, ServerId
from bot.core.sealing import Key, TooLong, new_key
from bot.services.audit import Audit, AuditLine
from bot.store.audit import AuditRepository, line_table
from bot.store.database import Database
from bot.store.keystore import KeyStore
from bot.store.problems import KeyMissing, StoreBusy
from bot.store.writer import each

NOW = datetime(2026, 3, 1, 23, 59, 58, tzinfo=UTC)
MARA = MemberId(123_456_789_012_345_678)


@dataclass(frozen=True)
class Group:
    """A server, as far as its trail needs it."""

    server_id: ServerId
    key: Key


def group(number: int) -> Group:
    return Group(ServerId(number), new_key(secrets.token_bytes))


@each
async def change(connection: AsyncConnection, change: Callable[[AsyncConnection], Awaitable[object]]) -> None:
    await change(connection)


class Trail:
    """An audit trail and a thief with write access to the database."""

    def __init__(self, database: Database, keys: KeyStore) -> None:
        self.database = database
        self.repository = AuditRepository(database, keys.database)
        self.audit = Audit(self.repository, keys, lambda: NOW, secrets.token_bytes)
        self.group = group(42)

    async def write(self, count: int) -> None:
        for number in range(count):
            await self.audit.record(self.group, MARA, "did", {"number": str(number)})

    async def tamper(self, tampering: Callable[[AsyncConnection], Awaitable[object]]) -> None:
        await self.database.write(change, tampering)

    def line(self, position: int) -> ColumnElement[bool]:
        return (line_table.c.server_id == self.group.server_id) & (line_table.c.position == position)


@pytest.fixture
def trail(database: Database, keys: KeyStore) -> Trail:
    return Trail(database, keys)


async def test_what_was_done_is_told_in_order_with_the_day_only(trail: Trail) -> None:
    await trail.write(3)
    assert await trail.audit.lines(trail.group) == [
        AuditLine(date(2026, 3, 1), MARA, "did", {"number": str(number)}) for number in range(3)
    ]
    assert await trail.audit.intact(trail.group)


async def test_an_empty_trail_is_intact(trail: Trail) -> None:
    assert await trail.audit.lines(trail.group) == []
    assert await trail.audit.intact(trail.group)


async def test_many_at_once_are_all_kept(trail: Trail) -> None:
    acts = [trail.audit.record(trail.group, MARA, "did", {"number": str(number)}) for number in range(30)]
    await asyncio.gather(*acts)
    assert len(await trail.audit.lines(trail.group)) == 30
    assert await trail.audit.intact(trail.group)


async def test_servers_do_not_mix(trail: Trail) -> None:
    other = group(43)
    await trail.write(2)
    await trail.audit.record(other, MARA, "elsewhere", {})
    assert [line.act for line in await trail.audit.lines(other)] == ["elsewhere"]
    assert len(await trail.audit.lines(trail.group)) == 2
    await trail.repository.erase_server(other.server_id)
    assert await trail.audit.lines(other) == []
    assert await trail.audit.intact(other)
    assert len(await trail.audit.lines(trail.group)) == 2


async def test_a_line_about_a_case_goes_with_the_cases_key_and_the_trail_stays_whole(
    trail: Trail, keys: KeyStore
) -> None:
    key_id, _ = await keys.create()
    await trail.write(1)
    await trail.audit.record(trail.group, MARA, "read the case", {}, case_key_id=key_id)
    await trail.write(1)
    assert [line.act for line in await trail.audit.lines(trail.group)] == ["did", "read the case", "did"]
    await keys.destroy(key_id)
    assert [line.act for line in await trail.audit.lines(trail.group)] == ["did", "did"]
    assert await trail.audit.intact(trail.group)
    with pytest.raises(KeyMissing):
        await trail.audit.record(trail.group, MARA, "too late", {}, case_key_id=key_id)


async def test_lines_have_one_size_whether_short_or_about_a_case(trail: Trail, keys: KeyStore) -> None:
    key_id, _ = await keys.create()
    await trail.audit.record(trail.group, MemberId(1), "x", {})
    await trail.audit.record(trail.group, MARA, "changed a setting", {"from": "a" * 80, "to": "b" * 80})
    await trail.audit.record(trail.group, MARA, "read the case", {}, case_key_id=key_id)
    assert len({len(line.sealed) for line in await trail.repository.lines(trail.group.server_id)}) == 1


async def test_details_without_end_are_refused(trail: Trail) -> None:
    with pytest.raises(TooLong):
        await trail.audit.record(trail.group, MARA, "x", {"text": "a" * 9000})


async def test_nothing_of_a_line_lies_in_clear(trail: Trail) -> None:
    await trail.audit.record(trail.group, MARA, "enrolled", {"whom": "somebody"})
    (stored,) = await trail.repository.lines(trail.group.server_id)
    found = [
        wanted
        for wanted in (b"enrolled", b"somebody", str(MARA).encode(), int(MARA).to_bytes(8), b"2026")
        if wanted in stored.sealed + stored.mac
    ]
    assert found == []


# Tampering


async def test_a_changed_line_is_noticed(trail: Trail) -> None:
    await trail.write(4)
    stored = (await trail.repository.lines(trail.group.server_id))[1].sealed
    for place in (0, 20, len(stored) - 1):
        changed = stored[:place] + bytes([stored[place] ^ 1]) + stored[place + 1 :]
        await trail.tamper(lambda c, new=changed: c.execute(update(line_table).where(trail.line(2)).values(sealed=new)))
        assert not await trail.audit.intact(trail.group)
        assert len(await trail.audit.lines(trail.group)) == 3
    await trail.tamper(lambda c: c.execute(update(line_table).where(trail.line(2)).values(sealed=stored)))
    assert await trail.audit.intact(trail.group)


@pytest.mark.parametrize("position", [1, 2, 4])
async def test_a_missing_line_is_noticed(trail: Trail, position: int) -> None:
    await trail.write(4)
    await trail.tamper(lambda c: c.execute(delete(line_table).where(trail.line(position))))
    assert not await trail.audit.intact(trail.group)


async def test_a_missing_line_is_noticed_even_if_the_others_are_renumbered(trail: Trail) -> None:
    await trail.write(4)
    await trail.tamper(lambda c: c.execute(delete(line_table).where(trail.line(3))))
    await trail.tamper(lambda c: c.execute(update(line_table).where(trail.line(4)).values(position=3)))
    assert not await trail.audit.intact(trail.group)


async def test_two_lines_that_change_places_are_noticed(trail: Trail) -> None:
    await trail.write(4)
    for now, then in ((2, 99), (3, 2), (99, 3)):
        await trail.tamper(
            lambda c, a=now, b=then: c.execute(update(line_table).where(trail.line(a)).values(position=b))
        )
    assert not await trail.audit.intact(trail.group)


@pytest.mark.parametrize("kept", [0, 1, 3])
async def test_an_end_that_was_cut_off_is_noticed_even_after_more_was_written(trail: Trail, kept: int) -> None:
    await trail.write(4)
    await trail.tamper(
        lambda c: c.execute(
            delete(line_table).where(line_table.c.server_id == trail.group.server_id, line_table.c.position > kept)
        )
    )
    assert not await trail.audit.intact(trail.group)
    await trail.write(5)
    assert not await trail.audit.intact(trail.group)


async def test_a_line_of_another_server_is_noticed_and_not_shown(trail: Trail) -> None:
    other = Group(ServerId(43), trail.group.key)
    await trail.write(1)
    await trail.audit.record(other, MARA, "elsewhere", {})

    async def copied(connection: AsyncConnection) -> None:
        found = await connection.execute(
            select(line_table.c.mac, line_table.c.sealed).where(line_table.c.server_id == other.server_id)
        )
        row = found.one()
        values = {"server_id": trail.group.server_id, "position": 2, "mac": row.mac, "sealed": row.sealed}
        await connection.execute(line_table.insert(), values)

    await trail.tamper(copied)
    assert not await trail.audit.intact(trail.group)
    assert [line.act for line in await trail.audit.lines(trail.group)] == ["did"]


async def test_a_crash_between_the_two_stores_leaves_the_trail_intact(
    trail: Trail, keys: KeyStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    await trail.write(2)

    async def crash(_operation: object, _item: object) -> None:
        raise StoreBusy

    with monkeypatch.context() as patch:
        patch.setattr(keys.database, "write", crash)
        with pytest.raises(StoreBusy):
            await trail.write(1)
    assert len(await trail.audit.lines(trail.group)) == 3
    assert await trail.audit.intact(trail.group)
    await trail.write(1)
    assert await trail.audit.intact(trail.group)


async def test_positions_are_counted_in_each_server(trail: Trail) -> None:
    await trail.write(2)
    await trail.audit.record(group(43), MARA, "did", {})

    async def reading(connection: AsyncConnection) -> list[tuple[int, int]]:
        found = await connection.execute(
            select(line_table.c.server_id, func.max(line_table.c.position)).group_by(line_table.c.server_id)
        )
        return sorted((row[0], row[1]) for row in found)

    assert await trail.database.read(reading) == [(42, 2), (43, 1)]
