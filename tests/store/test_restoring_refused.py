"""A restore overwrites nothing, takes nothing that would not open, and goes on after it was cut short.

Not here: what it does (`test_restoring.py`).
"""

import secrets
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing

import pytest

from bot.core.sealing import new_key
from bot.store.connections import sqlite_address
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
from bot.store.restoring import carry_out, plan_restore
from bot.store.rotation import NEXT_KEY_FILE
from tests.attacks.byte_search import contents
from tests.store.machine import NOW, Machine

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
