"""Codes that open nothing are all alike, in words and in steps; the database alone cannot be searched for a code; and
a staff trail that was touched says so.

The naive twins look a code up by its hash, and trust the lines that are there: the same attacks break them.
"""

import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from hashlib import sha256
from pathlib import Path

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core import receipt
from bot.core.identity import ServerId
from bot.core.receipt import Receipt, lookup_of, read, wrapping_key, written
from bot.core.sealing import Key, new_key
from bot.services.problems import Refused
from bot.services.server_records import ServerRecord
from bot.store import case_seal
from bot.store.audit import line_table
from bot.store.connections import sqlite_address
from bot.store.database import Database
from bot.store.keystore import KeyStore
from bot.store.writer import each
from tests.proof import Figure
from tests.services.concern_house import HERE, MARA, OTTO, SETTINGS, THERE, ConcernHouse


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[ConcernHouse]:
    database = await Database.open(sqlite_address(tmp_path / "data.db"))
    keys = await KeyStore.open(sqlite_address(tmp_path / "keys.db"), new_key(secrets.token_bytes), secrets.token_bytes)
    made = ConcernHouse(database, keys)
    await made.set_up(MARA, OTTO)
    await made.servers.create(THERE, ServerRecord(SETTINGS))
    yield made
    await database.close()
    await keys.close()


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every read of either store and every key or seal that is computed, in order."""
    taken: list[str] = []

    def counted(where: object, name: str) -> None:
        method: Callable[..., object] = getattr(where, name)

        def called(*arguments: object) -> object:
            taken.append(name)
            return method(*arguments)

        monkeypatch.setattr(where, name, called)

    counted(Database, "read")
    counted(Database, "write")
    counted(KeyStore, "get_many")
    for name in ("unseal", "derive"):
        counted(case_seal, name)
    counted(receipt, "derive")
    return taken


async def _answered(house: ConcernHouse, server_id: ServerId, code: str) -> str:
    with pytest.raises(Refused) as refused:
        await house.way_back.look(server_id, code, house.discord.now)
    return refused.value.key


async def test_codes_that_open_nothing_are_alike_in_words_and_steps(house: ConcernHouse, steps: list[str]) -> None:
    foreign, erased = await house.sent(), await house.sent()
    await house.way_back.withdraw(HERE, erased, house.discord.now)
    unknown = written(Receipt(secrets.token_bytes(10)))
    seen: list[tuple[str, list[str]]] = []
    for server_id, code in ((HERE, unknown), (HERE, erased), (THERE, foreign), (THERE, unknown)):
        steps.clear()
        seen.append((await _answered(house, server_id, code), list(steps)))
    assert all(one == seen[0] for one in seen), seen
    assert "read" in seen[0][1]
    assert "derive" in seen[0][1]
    # The code still opens what it belongs to, by other steps.
    steps.clear()
    await house.way_back.look(HERE, foreign, house.discord.now)
    assert steps != seen[0][1]


async def test_a_slip_is_told_without_looking(house: ConcernHouse, steps: list[str]) -> None:
    steps.clear()
    code = written(Receipt(bytes(10)))
    assert await _answered(house, HERE, "1" + code[1:]) == "concern-code-slip"
    assert steps == []


def _guesses(code: str) -> list[bytes]:
    """What a thief of the database alone can compute from a code that is guessed rightly: no key is known."""
    right = read(code)
    nothing = Key(bytes(32))
    plain = [bytes(right), code.encode(), code.replace("-", "").encode()]
    hashed = [sha256(one).digest() for one in plain] + [sha256(str(HERE).encode() + one).digest() for one in plain]
    derived = [lookup_of(right, HERE, nothing), bytes(wrapping_key(right, HERE, nothing))]
    return [*plain, *(one[:16] for one in hashed), *derived]


async def test_the_database_alone_cannot_be_searched_for_a_code(house: ConcernHouse, tmp_path: Path) -> None:
    code = await house.sent()
    data = (tmp_path / "data.db").read_bytes()
    assert [guess for guess in _guesses(code) if guess in data] == []
    # The naive twin: a row under the hash of its code is found by the first right guess.
    naive = data + sha256(bytes(read(code))).digest()[:16]
    assert [guess for guess in _guesses(code) if guess in naive]
    # Whoever has the keys can test codes; 80 bits at a million a second take 19 thousand million years on average.
    server = await house.servers.get(HERE)
    assert lookup_of(read(code), HERE, server.key) in data
    assert 2**79 / 1e6 / 31_557_600 > 1e6


Tampering = Callable[[AsyncConnection, Sequence[int]], Awaitable[None]]


async def _edit(connection: AsyncConnection, places: Sequence[int]) -> None:
    other = (await connection.execute(select(line_table.c.sealed).where(line_table.c.position == places[0]))).scalar()
    await connection.execute(update(line_table).where(line_table.c.position == places[2]).values(sealed=other))


async def _delete(connection: AsyncConnection, places: Sequence[int]) -> None:
    await connection.execute(delete(line_table).where(line_table.c.position == places[1]))


async def _reorder(connection: AsyncConnection, places: Sequence[int]) -> None:
    for old, new in ((places[0], 900), (places[1], places[0]), (900, places[1])):
        await connection.execute(update(line_table).where(line_table.c.position == old).values(position=new))


async def _cut_off(connection: AsyncConnection, places: Sequence[int]) -> None:
    await connection.execute(delete(line_table).where(line_table.c.position >= places[-2]))


async def _cut_all(connection: AsyncConnection, places: Sequence[int]) -> None:
    await connection.execute(delete(line_table))


@pytest.mark.parametrize("tampering", [_edit, _delete, _reorder, _cut_off, _cut_all])
async def test_a_trail_that_was_touched_is_not_intact(
    house: ConcernHouse, tampering: Tampering, figure: Figure
) -> None:
    server = await house.servers.get(HERE)
    for number in range(6):
        await house.audit.record(server, MARA.member_id, f"act {number}", {})
    assert await house.audit.intact(server)

    @each
    async def tamper(connection: AsyncConnection, item: None) -> None:
        places = list(
            (await connection.execute(select(line_table.c.position).order_by(line_table.c.position))).scalars()
        )
        await tampering(connection, places)

    await house.database.write(tamper, None)
    # What is there can be read as if nothing were: the lines alone do not tell.
    assert all(line.act.startswith("act") for line in await house.audit.lines(server))
    assert not await house.audit.intact(server)
    # Nor does writing on heal it.
    await house.audit.record(server, OTTO.member_id, "as if nothing were", {})
    assert not await house.audit.intact(server)
    what = f"trail found out: {tampering.__name__.strip('_').replace('_', ' ')}"
    figure("F25", what, "yes", twin="no: all lines are read", passes="yes")
