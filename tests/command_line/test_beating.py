"""What the health and the figures learn of the stores: late tasks, and trouble."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.command_line.beating import lateness
from bot.services.scheduler import Scheduler
from bot.store.database import Database
from bot.store.keystore import KeyStore
from bot.store.opening import Stores
from bot.store.problems import StoreFull, StoreLost
from bot.store.tasks import TaskRepository

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def stores(database: Database, keys: KeyStore) -> Stores:
    return Stores(database, keys, first_start=False)


async def test_the_oldest_task_that_waits_is_how_late_it_is(stores: Stores) -> None:
    scheduler = Scheduler(TaskRepository(stores.database), lambda: NOW)
    assert await lateness(stores, lambda: NOW) == timedelta()
    await scheduler.schedule("note", NOW + MINUTE, None)
    await scheduler.schedule("note", NOW + 5 * MINUTE, None)
    assert await lateness(stores, lambda: NOW) == timedelta()
    assert await lateness(stores, lambda: NOW + 3 * MINUTE) == 2 * MINUTE


async def test_stores_that_are_not_open_yet_are_in_no_trouble() -> None:
    assert await lateness(None, lambda: NOW) == timedelta()


async def test_a_write_that_failed_is_trouble_until_the_store_was_found_well(stores: Stores) -> None:
    for database in (stores.database, stores.keys.database):
        database.condition.met(StoreFull())
        assert await lateness(stores, lambda: NOW) is None
        database.condition.is_well()
        assert await lateness(stores, lambda: NOW) == timedelta()


async def test_stores_that_do_not_answer_are_in_trouble(stores: Stores, monkeypatch: pytest.MonkeyPatch) -> None:
    async def failing(_reading: object) -> None:
        raise StoreLost

    monkeypatch.setattr(stores.database, "read", failing)
    assert await lateness(stores, lambda: NOW) is None
