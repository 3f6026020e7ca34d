"""The rows of schedules and templates: kept, found, changed, removed, and erased with their server alone."""

import pytest

from bot.core.identity import PlanId, ServerId
from bot.store.database import Database
from bot.store.plans import PlanRepository, PlanRow, schedule_table, template_table

HERE, THERE = ServerId(1), ServerId(2)
ONE, TWO = PlanId(b"1" * 16), PlanId(b"2" * 16)


@pytest.fixture(params=[schedule_table, template_table], ids=["schedules", "templates"])
def plans(database: Database, request: pytest.FixtureRequest) -> PlanRepository:
    return PlanRepository(database, request.param)


async def test_a_row_is_kept_found_changed_and_removed(plans: PlanRepository) -> None:
    assert await plans.find(ONE) is None
    await plans.add(PlanRow(ONE, HERE, b"first"))
    await plans.replace(PlanRow(ONE, HERE, b"second"))
    assert await plans.find(ONE) == PlanRow(ONE, HERE, b"second")
    await plans.remove(ONE)
    await plans.remove(ONE)
    assert await plans.find(ONE) is None


async def test_what_is_gone_is_not_brought_back_by_a_change(plans: PlanRepository) -> None:
    await plans.replace(PlanRow(ONE, HERE, b"late"))
    assert await plans.of_server(HERE) == []


async def test_a_server_has_its_own_and_is_erased_alone(plans: PlanRepository) -> None:
    mine, theirs = PlanRow(ONE, HERE, b"mine"), PlanRow(TWO, THERE, b"theirs")
    for row in (mine, theirs):
        await plans.add(row)
    assert (await plans.of_server(HERE), await plans.of_server(THERE)) == ([mine], [theirs])
    await plans.erase_server(HERE)
    await plans.erase_server(HERE)
    assert (await plans.of_server(HERE), await plans.of_server(THERE)) == ([], [theirs])


async def test_schedules_and_templates_do_not_meet(database: Database) -> None:
    schedules, templates = PlanRepository(database, schedule_table), PlanRepository(database, template_table)
    await schedules.add(PlanRow(ONE, HERE, b"a schedule"))
    assert await templates.find(ONE) is None
    await templates.erase_server(HERE)
    assert await schedules.find(ONE) is not None
