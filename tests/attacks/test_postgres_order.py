"""On PostgreSQL each row carries the number of the transaction that wrote it: an order of everything, and of everybody.

The bot writes its tables anew at every hour, and then no file but the server's write-ahead log tells who came first.
The naive twins are what a database administrator would do about it: VACUUM FREEZE, VACUUM FULL, CLUSTER. Not here:
what is erased (`test_postgres_erasure.py`) and what that log tells (`test_postgres_log.py`).
"""

import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from bot.core.identity import MemberTag, ServerId, SuggestionId
from bot.core.receipt import case_id_of
from bot.services.laying_anew import LARGE_ONES_AT, LayingAnew
from bot.services.scheduler import Scheduler
from bot.store import laying_anew
from bot.store.agreements import Acceptance, AgreementRepository
from bot.store.cases import CaseRepository
from bot.store.drafts import DraftRepository
from bot.store.reflections import JournalRepository, JournalRow
from bot.store.suggestions import SuggestionRepository, SuggestionRow
from bot.store.tasks import TaskRepository
from tests.attacks.postgres_thief import Home, ranks
from tests.attacks.statistics import kendall
from tests.proof import Figure
from tests.store.samples import tell
from tests.store.test_cases import House

HERE = ServerId(1457674990387200003)
ROWS = 40
BAND = 5 * (2 * (2 * ROWS + 5) / (9 * ROWS * (ROWS - 1))) ** 0.5
"""Five standard deviations of Kendall's tau of rows without any order."""

Arrival = Callable[[Home], Awaitable[list[bytes]]]
"""Lets rows come one by one; their keys, in the order in which they came."""


@dataclass(frozen=True)
class Kind:
    """One kind of row."""

    table: str
    arrive: Arrival
    before: int = 1
    """Bytes of columns before its key: the length of the key, and what stands before that."""


async def _agreed(home: Home) -> list[bytes]:
    repository = AgreementRepository(home.database)
    tags = [MemberTag(secrets.token_bytes(16)) for _ in range(ROWS)]
    for tag in tags:
        await repository.accept(Acceptance(HERE, tag, 1))
    return [*tags]


async def _sent(home: Home) -> list[bytes]:
    cases = CaseRepository(home.database, home.keys, secrets.token_bytes)
    house = House(cases, DraftRepository(home.database, secrets.token_bytes))
    return [case_id_of((await house.sent()).key) for _ in range(ROWS)]


async def _suggested(home: Home) -> list[bytes]:
    repository = SuggestionRepository(home.database, secrets.token_bytes)
    ids = [SuggestionId(secrets.token_bytes(16)) for _ in range(ROWS)]
    for suggestion_id in ids:
        await repository.add(SuggestionRow(suggestion_id, HERE, secrets.token_bytes(4096)))
    return [*ids]


async def _begun(home: Home) -> list[bytes]:
    repository = JournalRepository(home.database, secrets.token_bytes)
    tags = [MemberTag(secrets.token_bytes(16)) for _ in range(ROWS)]
    for tag in tags:
        await repository.put(JournalRow(tag, HERE, secrets.token_bytes(4096)))
    return [*tags]


AGREED = Kind("acceptance", _agreed, before=9)
KINDS = [
    AGREED,
    Kind("concern_case", _sent),
    pytest.param(Kind("suggestion", _suggested), marks=pytest.mark.prove),
    Kind("journal", _begun),
]


async def told(home: Home, kind: Kind, keys: list[bytes]) -> tuple[list[int], list[int]]:
    """What the files tell of each, in the order of arrival: the transaction that first wrote it, and where it lies."""
    where = await home.database.write(tell, f"SELECT pg_relation_filepath('{kind.table}')")
    stolen = await home.robbed()
    data = next(data for path, data in stolen.tables.items() if path.match(f"data/{where}"))
    return [stolen.first_written(key, kind.before) for key in keys], [data.rindex(key) for key in keys]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.table)
async def test_an_hour_later_no_table_tells_who_came_first(at_home: Home, kind: Kind, figure: Figure) -> None:
    keys = await kind.arrive(at_home)
    before = kendall(ranks((await told(at_home, kind, keys))[0]))
    assert before > 0.4
    await at_home.stores.lay_anew(large_too=False)
    transactions, places = await told(at_home, kind, keys)
    assert len(set(transactions)) == 1
    assert abs(kendall(places)) < BAND
    what = f"PostgreSQL: order of {ROWS} rows of {kind.table} in its files an hour later (Kendall's tau)"
    figure("F5", what, kendall(places), twin=before, passes=f"one transaction wrote all; below {BAND:.2f}")


@pytest.mark.parametrize(
    "twin", ["VACUUM (FREEZE)", "VACUUM (FULL, FREEZE)", "CLUSTER acceptance USING acceptance_pkey"]
)
async def test_what_administrators_would_do_hides_nothing(at_home: Home, twin: str) -> None:
    tags = await _agreed(at_home)
    await at_home.database.read(lambda connection: connection.exec_driver_sql(twin))
    transactions, _ = await told(at_home, AGREED, tags)
    assert kendall(transactions) == 1


async def _transactions(home: Home) -> int:
    return int(str(await home.database.write(tell, "SELECT count(DISTINCT xmin::text) FROM acceptance")))


async def test_the_bot_does_it_every_hour_large_tables_at_night(at_home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    now = datetime(2026, 3, 2, 10, 20, tzinfo=UTC)
    scheduler = Scheduler(TaskRepository(at_home.database), lambda: now)
    for _ in range(2):  # two processes, or one that starts again
        await LayingAnew(at_home.stores, scheduler, lambda: now).start()
    await _agreed(at_home)
    assert await scheduler.run_due() == 0
    now += timedelta(minutes=40)
    assert await scheduler.run_due() == 1
    assert await _transactions(at_home) == 1
    monkeypatch.setattr(laying_anew, "SMALL", 0)
    await _agreed(at_home)
    while now.hour != LARGE_ONES_AT:
        assert await _transactions(at_home) == ROWS + 1
        now += timedelta(hours=1)
        assert await scheduler.run_due() == 1
    assert await _transactions(at_home) == 1
