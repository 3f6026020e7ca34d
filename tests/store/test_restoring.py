"""A restore says what it will do, and does it.

Not here: what is refused (`test_restoring_refused.py`), and what a restored backup opens and must not
(`tests/attacks/test_restored_backup.py`).
"""

import shutil

from bot.store.restoring import carry_out, plan_restore
from bot.store.upgrades import revisions
from tests.attacks.byte_search import contents
from tests.store.machine import MADE, NOW, Machine
from tests.store.test_database import STORE


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
