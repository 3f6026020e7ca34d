"""A copied file must not tell who came first: neither members who agreed, nor concerns by their keys.

Each measure is shown the naive twin first: the same rows, left where SQLite puts them. Not here: the pages of cases
themselves (`tests/store/test_cases.py`).
"""

import secrets
from collections.abc import Awaitable, Callable, Sequence
from hashlib import sha256
from pathlib import Path
from types import ModuleType

import pytest
from sqlalchemy import Table
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.identity import Chance, MemberTag, ServerId, SuggestionId
from bot.core.receipt import case_id_of
from bot.core.sealing import new_key
from bot.store import agreements, keystore, reflections, suggestions
from bot.store.agreements import Acceptance, AgreementRepository
from bot.store.cases import CaseRepository
from bot.store.connections import sqlite_address
from bot.store.database import Database
from bot.store.drafts import DraftRepository
from bot.store.keystore import KeyStore
from bot.store.order import PageKey
from bot.store.reflections import JournalRepository, JournalRow
from bot.store.suggestions import SuggestionRepository, SuggestionRow
from tests.attacks.statistics import kendall
from tests.proof import Figure
from tests.store.test_cases import House

HERE = ServerId(1457674990387200003)
COUNTS = [(3, 24), (25, 6), (60, 3), pytest.param(500, 1, marks=pytest.mark.prove)]
"""How many rows, and how often: every number of rows has pages of another shape."""

Arrival = Callable[[Path, int], Awaitable[list[int]]]
"""Lets so many rows come one by one; their places in the file, in the order in which they came."""


async def _agreed(folder: Path, members: int) -> list[int]:
    database = await Database.open(sqlite_address(folder / "data.db"))
    repository = AgreementRepository(database)
    tags = [MemberTag(secrets.token_bytes(16)) for _ in range(members)]
    for tag in tags:
        await repository.accept(Acceptance(HERE, tag, 1))
    await database.close()
    data = (folder / "data.db").read_bytes()
    return [data.rindex(tag) for tag in tags]


async def _keys_made(folder: Path, cases: int) -> list[int]:
    keys = await KeyStore.open(sqlite_address(folder / "keys.db"), new_key(secrets.token_bytes), secrets.token_bytes)
    made = [(await keys.create())[0] for _ in range(cases)]
    await keys.close()
    data = (folder / "keys.db").read_bytes()
    return [data.rindex(key_id) for key_id in made]


async def _sent_in_other_servers(folder: Path, cases: int) -> list[int]:
    """Each concern in a server of its own: whoever runs one of them knows when its own came."""
    database = await Database.open(sqlite_address(folder / "data.db"))
    key = new_key(secrets.token_bytes)
    keys = await KeyStore.open(sqlite_address(folder / "keys.db"), key, secrets.token_bytes)
    house = House(CaseRepository(database, keys, secrets.token_bytes), DraftRepository(database, secrets.token_bytes))
    sent = [case_id_of((await house.sent(ServerId(100 + number))).key) for number in range(cases)]
    await database.close()
    await keys.close()
    data = (folder / "data.db").read_bytes()
    return [data.rindex(case_id) for case_id in sent]


async def _suggested(folder: Path, count: int) -> list[int]:
    """By where their words lie: on pages of their own, away from their ids."""
    database = await Database.open(sqlite_address(folder / "data.db"))
    repository = SuggestionRepository(database, secrets.token_bytes)
    ids = [SuggestionId(secrets.token_bytes(16)) for _ in range(count)]
    for number, suggestion_id in enumerate(ids):
        await repository.add(SuggestionRow(suggestion_id, HERE, _long(number)))
    await database.close()
    data = (folder / "data.db").read_bytes()
    return [data.rindex(_long(number)[-16:]) for number in range(count)]


async def _journals_begun(folder: Path, writers: int) -> list[int]:
    """By where what is sealed lies: on pages of its own, away from the tags."""
    database = await Database.open(sqlite_address(folder / "data.db"))
    repository = JournalRepository(database, secrets.token_bytes)
    for number in range(writers):
        await repository.put(JournalRow(MemberTag(secrets.token_bytes(16)), HERE, _long(number)))
    await database.close()
    data = (folder / "data.db").read_bytes()
    return [data.rindex(_long(number)[-16:]) for number in range(writers)]


def _long(number: int) -> bytes:
    return sha256(b"%d" % number).digest() * 160


async def _order_told(folder: Path, arrival: Arrival, rows: int, times: int) -> float:
    """The mean of Kendall's tau over several files."""
    found: list[float] = []
    for number in range(times):
        (here := folder / f"{rows} {number}").mkdir()
        found.append(kendall(await arrival(here, rows)))
    return sum(found) / len(found)


@pytest.mark.parametrize("arrival", [_agreed, _keys_made])
@pytest.mark.parametrize(("rows", "times"), COUNTS)
async def test_the_place_of_a_row_tells_nothing_of_its_arrival(
    tmp_path: Path, arrival: Arrival, rows: int, times: int, figure: Figure
) -> None:
    told, band = await _order_told(tmp_path, arrival, rows, times), _band(rows, times)
    assert abs(told) < band
    what = f"Kendall's tau of place and arrival, {times} files of {rows} rows ({arrival.__name__.strip('_')})"
    figure("F5", what, told, twin="below -0.9", passes=f"within {band:.2f}")


async def test_concerns_of_several_servers_tell_nothing_of_one_another(tmp_path: Path) -> None:
    assert abs(await _order_told(tmp_path, _sent_in_other_servers, 3, 24)) < _band(3, 24)


def _band(rows: int, times: int) -> float:
    """Five standard deviations of the mean of so many taus of rows without any order."""
    return 5 * (2 * (2 * rows + 5) / (9 * rows * (rows - 1)) / times) ** 0.5


@pytest.mark.parametrize("arrival", [_agreed, _keys_made])
async def test_rows_left_where_they_fall_tell_it_all(
    tmp_path: Path, arrival: Arrival, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def left_alone(connection: AsyncConnection, table: Table, new: Sequence[PageKey]) -> None:
        return

    for module in (agreements, keystore):
        monkeypatch.setattr(module, "lay_in_order", left_alone)
    assert await _order_told(tmp_path, arrival, 25, 1) < -0.9


@pytest.mark.parametrize(
    ("arrival", "rows", "times"), [(_suggested, 3, 24), (_suggested, 12, 10), (_journals_begun, 12, 10)]
)
async def test_the_place_of_a_long_row_tells_nothing_of_its_arrival(
    tmp_path: Path, arrival: Arrival, rows: int, times: int, figure: Figure
) -> None:
    told, band = await _order_told(tmp_path, arrival, rows, times), _band(rows, times)
    assert abs(told) < band
    what = f"Kendall's tau of place and arrival, {times} files of {rows} rows ({arrival.__name__.strip('_')})"
    figure("F5", what, told, twin="outside", passes=f"within {band:.2f}")


@pytest.mark.parametrize(("module", "arrival"), [(suggestions, _suggested), (reflections, _journals_begun)])
async def test_long_rows_left_where_they_fall_tell_of_it(
    tmp_path: Path, module: ModuleType, arrival: Arrival, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def left_alone(connection: AsyncConnection, table: Table, chance: Chance, new: bytes) -> None:
        return

    monkeypatch.setattr(module, "shuffle", left_alone)
    assert await _order_told(tmp_path, arrival, 30, 3) > _band(30, 3)
