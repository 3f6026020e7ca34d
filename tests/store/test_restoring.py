"""A restore says what it will do, overwrites nothing, and goes on after it was cut short.

Not here: what a restored backup opens, and what it must not (`tests/attacks/test_restored_backup.py`).
"""

import secrets
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.core.identity import KeyId
from bot.core.sealing import Key, new_key
from bot.store.backup import back_up_database, back_up_keys
from bot.store.connections import sqlite_address
from bot.store.key_backup import KEYS_FILE
from bot.store.opening import open_stores
from bot.store.operator_key import KEY_FILE, write_key_file
from bot.store.problems import (
    BackupUnsound,
    DatabaseNewer,
    KeyDoesNotFit,
    KeyMissing,
    NothingThere,
    StoreProblem,
    WouldOverwrite,
)
from bot.store.restoring import RestorePlan, carry_out, plan_restore
from bot.store.rotation import NEXT_KEY_FILE
from bot.store.rounds import RoundRepository
from bot.store.upgrades import revisions
from tests.attacks.byte_search import contents
from tests.store.test_database import STORE
from tests.store.test_rounds import KEY, ONE, row

MADE = datetime(2026, 3, 1, 4, 30, 5, tzinfo=UTC)
NOW = MADE + timedelta(days=3, hours=5)


@dataclass
class Machine:
    """A bot's directories, and the two places of its backups."""

    folder: Path
    key_id: KeyId
    key: Key

    @property
    def database(self) -> Path:
        return self.folder / "data" / "common-ground.db"

    @property
    def keys(self) -> Path:
        return self.folder / "keys"

    @property
    def copies(self) -> Path:
        return self.folder / "copies of the database"

    @property
    def copy(self) -> Path:
        (found,) = self.copies.iterdir()
        return found

    @property
    def keys_file(self) -> Path:
        return self.folder / "copy of the keys" / KEYS_FILE

    def lose_the_database(self) -> None:
        self.database.unlink()

    def lose_everything(self) -> None:
        shutil.rmtree(self.database.parent)
        shutil.rmtree(self.keys)

    async def plan(self, *, database: bool = True, keys: bool = True, now: datetime = NOW) -> RestorePlan:
        given = self.copies if database else None, self.keys_file.parent if keys else None
        return await plan_restore(*given, self.database, self.keys, now)

    async def starts_as_it_was(self) -> None:
        """The bot opens what is there, and finds what was in it."""
        addresses = sqlite_address(self.database), sqlite_address(self.keys / "keystore.db")
        stores = await open_stores(*addresses, self.keys, secrets.token_bytes)
        try:
            assert not stores.first_start
            assert await stores.keys.get(self.key_id) == self.key
            assert await RoundRepository(stores.database, secrets.token_bytes).find(ONE) == row(ONE)
        finally:
            await stores.close()


@pytest.fixture
async def machine(tmp_path: Path) -> Machine:
    """One whose stores were in use and backed up, with an open check-in."""
    addresses = (
        sqlite_address(tmp_path / "data" / "common-ground.db"),
        sqlite_address(tmp_path / "keys" / "keystore.db"),
    )
    stores = await open_stores(*addresses, tmp_path / "keys", secrets.token_bytes)
    made = Machine(tmp_path, *await stores.keys.create())
    await RoundRepository(stores.database, secrets.token_bytes).add(row(ONE), KEY, questions=2)
    await back_up_database(stores.database, made.copies, MADE)
    await back_up_keys(made.keys, stores.keys.database, made.keys_file.parent)
    await stores.close()
    return made


async def test_the_database_alone_comes_back_beside_the_keys_of_today(machine: Machine) -> None:
    machine.lose_the_database()
    keys_before = contents(machine.keys)
    plan = await machine.plan(keys=False)
    assert plan.keys is None
    assert not machine.database.exists()
    part = plan.database
    assert part is not None
    assert (part.source, part.to, part.size) == (machine.copy, machine.database, machine.copy.stat().st_size)
    assert (part.made, plan.days_since(MADE)) == (MADE, 3)
    assert (part.revision, part.is_older) == (revisions(STORE / "migrations")[-1], False)
    assert (part.servers, part.open_rounds) == (0, 1)
    await carry_out(plan)
    assert contents(machine.keys) == keys_before
    await machine.starts_as_it_was()


async def test_a_machine_that_was_lost_comes_back_whole(machine: Machine) -> None:
    machine.lose_everything()
    plan = await machine.plan()
    assert plan.keys is not None
    assert (plan.keys.source, plan.keys.to, plan.keys.count) == (machine.keys_file, machine.keys, 1)
    assert not machine.keys.exists()
    await carry_out(plan)
    assert {path.stat().st_mode & 0o777 for path in contents(machine.keys, machine.database.parent)} == {0o600}
    assert {path.stat().st_mode & 0o777 for path in (machine.keys, machine.database.parent)} == {0o700}
    await machine.starts_as_it_was()


async def test_the_keys_alone_for_a_database_of_postgresql(machine: Machine) -> None:
    shutil.rmtree(machine.keys)
    plan = await machine.plan(database=False)
    assert plan.database is None
    await carry_out(plan)
    await machine.starts_as_it_was()


async def test_of_a_series_the_newest_is_taken_or_the_one_that_is_named(machine: Machine) -> None:
    named = machine.copy
    newer = named.with_name("common-ground-2026-03-02T04-30-05Z.db")
    shutil.copy(named, newer)
    machine.lose_the_database()
    plan = await machine.plan(keys=False)
    assert plan.database is not None
    assert plan.database.source == newer
    by_name = await plan_restore(named, None, machine.database, machine.keys, NOW)
    assert by_name.database is not None
    assert by_name.database.source == named


# Nothing is overwritten


async def test_a_database_that_is_there_stays(machine: Machine) -> None:
    before = contents(machine.folder)
    with pytest.raises(WouldOverwrite):
        await machine.plan(keys=False)
    assert contents(machine.folder) == before


async def test_a_database_that_appeared_since_the_plan_stays(machine: Machine) -> None:
    machine.lose_the_database()
    plan = await machine.plan(keys=False)
    machine.database.write_bytes(b"just made")
    with pytest.raises(WouldOverwrite):
        await carry_out(plan)
    assert machine.database.read_bytes() == b"just made"


async def test_the_journal_of_another_database_is_not_played_into_it(machine: Machine) -> None:
    machine.lose_the_database()
    journal = machine.database.with_name("common-ground.db-journal")
    journal.write_bytes(b"of the one that was moved away")
    with pytest.raises(WouldOverwrite):
        await machine.plan(keys=False)
    journal.write_bytes(b"")
    await carry_out(await machine.plan(keys=False))
    await machine.starts_as_it_was()


def _newer_keys(machine: Machine) -> None:
    with closing(sqlite3.connect(machine.keys / "keystore.db")) as connection:
        connection.execute("DELETE FROM wrapped_key")
        connection.commit()


def _another_key(machine: Machine) -> None:
    (machine.keys / "keystore.db").unlink()
    write_key_file(machine.keys / KEY_FILE, new_key(secrets.token_bytes))


def _a_journal(machine: Machine) -> None:
    (machine.keys / "keystore.db").unlink()
    (machine.keys / "keystore.db-journal").write_bytes(b"of the one that was moved away")


def _a_next_key(machine: Machine) -> None:
    write_key_file(machine.keys / NEXT_KEY_FILE, new_key(secrets.token_bytes))


@pytest.mark.parametrize("there", [_newer_keys, _another_key, _a_next_key, _a_journal])
async def test_keys_that_are_there_stay_for_they_may_be_newer(
    machine: Machine, there: Callable[[Machine], None]
) -> None:
    machine.lose_the_database()
    there(machine)
    before = contents(machine.folder)
    with pytest.raises(WouldOverwrite):
        await machine.plan()
    assert contents(machine.folder) == before


async def test_when_only_the_operators_key_was_lost_the_newer_key_store_stays(machine: Machine) -> None:
    _newer_keys(machine)
    (machine.keys / KEY_FILE).unlink()
    machine.lose_the_database()
    newer = (machine.keys / "keystore.db").read_bytes()
    with pytest.raises(KeyMissing):
        await machine.plan(keys=False)
    await carry_out(await machine.plan())
    assert (machine.keys / "keystore.db").read_bytes() == newer
    addresses = sqlite_address(machine.database), sqlite_address(machine.keys / "keystore.db")
    stores = await open_stores(*addresses, machine.keys, secrets.token_bytes)
    with pytest.raises(KeyMissing):
        await stores.keys.get(machine.key_id)
    await stores.close()


async def test_a_start_without_the_operators_key_makes_no_other(machine: Machine) -> None:
    """It would only be in the way of the one that comes back."""
    (machine.keys / KEY_FILE).unlink()
    with pytest.raises(KeyMissing):
        await machine.starts_as_it_was()
    assert not (machine.keys / KEY_FILE).exists()
    await carry_out(await machine.plan(database=False))
    await machine.starts_as_it_was()


@pytest.mark.parametrize("written", ["keystore.db", KEY_FILE])
async def test_it_goes_on_where_it_was_cut_short(machine: Machine, written: str) -> None:
    machine.lose_everything()
    machine.keys.mkdir()
    await carry_out(await machine.plan(database=False))
    for path in list(contents(machine.keys)):
        if path.name != written:
            path.unlink()
    await carry_out(await machine.plan())
    assert {path.name for path in contents(machine.keys)} == {KEY_FILE, "keystore.db"}
    await machine.starts_as_it_was()


# What cannot be restored


async def test_where_nothing_is_there_is_nothing_to_restore(machine: Machine) -> None:
    machine.lose_everything()
    with pytest.raises(NothingThere):
        await machine.plan(database=False, keys=False)
    for place in (machine.folder / "nowhere", machine.keys_file.parent):
        with pytest.raises(NothingThere):
            await plan_restore(place, machine.keys_file, machine.database, machine.keys, NOW)
        with pytest.raises(NothingThere):
            await plan_restore(machine.copies, machine.copies, machine.database, machine.keys, NOW)
    assert not machine.keys.exists()


def _no_key(machine: Machine) -> None:
    (machine.keys / KEY_FILE).unlink()


def _no_store(machine: Machine) -> None:
    (machine.keys / "keystore.db").unlink()


def _key_of_another(machine: Machine) -> None:
    write_key_file(machine.keys / KEY_FILE, new_key(secrets.token_bytes))


def _sealed_for_another(machine: Machine) -> None:
    with closing(sqlite3.connect(machine.copy)) as connection:
        connection.execute("UPDATE meta SET value = x'00' WHERE name = 'operator key'")
        connection.commit()


def _of_a_newer_bot(machine: Machine) -> None:
    with closing(sqlite3.connect(machine.copy)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()


def _cut(machine: Machine) -> None:
    machine.copy.write_bytes(machine.copy.read_bytes()[:-9000])


def _shopping_list(machine: Machine) -> None:
    machine.copy.write_bytes(b"shopping list" * 1000)


def _empty(machine: Machine) -> None:
    machine.copy.write_bytes(b"")


@pytest.mark.parametrize(
    ("harm", "problem"),
    [
        (_no_key, KeyMissing),
        (_no_store, KeyMissing),
        (_key_of_another, KeyDoesNotFit),
        (_sealed_for_another, KeyDoesNotFit),
        (_of_a_newer_bot, DatabaseNewer),
        (_cut, BackupUnsound),
        (_shopping_list, BackupUnsound),
        (_empty, BackupUnsound),
    ],
)
async def test_what_would_not_open_is_refused_before_anything_is_written(
    machine: Machine, harm: Callable[[Machine], None], problem: type[StoreProblem]
) -> None:
    machine.lose_the_database()
    harm(machine)
    before = contents(machine.folder)
    with pytest.raises(problem):
        await machine.plan(keys=False)
    assert contents(machine.folder) == before


async def test_a_mere_copy_of_the_file_is_restored_without_its_open_boxes(machine: Machine) -> None:
    mere = machine.folder / "mere copy.db"
    shutil.move(machine.database, mere)
    plan = await plan_restore(mere, None, machine.database, machine.keys, NOW)
    assert plan.database is not None
    assert plan.database.made is None
    await carry_out(plan)
    with closing(sqlite3.connect(machine.database)) as connection:
        assert connection.execute("SELECT count(*) FROM open_box").fetchone() == (0,)
    await machine.starts_as_it_was()
