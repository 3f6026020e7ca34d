"""The one writer: what it confirms is kept, and nobody pays for somebody else's mistake."""

import asyncio
import gc
import logging
from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.database import Database
from bot.store.problems import StoreClosed
from bot.store.writer import ENOUGH, Operation, Rider, Writer, together
from config.pace import Pace
from tests.store.samples import Spoiled, add, add_one, make_notes, names, spoil


async def test_it_answers_with_each_items_own_result(database: Database) -> None:
    await make_notes(database)
    answers = await asyncio.gather(*(database.write(add, f"n{number}") for number in range(50)))
    assert answers == [f"N{number}" for number in range(50)]
    assert len(await names(database)) == 50


async def test_what_arrives_together_is_written_together(database: Database) -> None:
    await make_notes(database)
    sizes: list[int] = []

    @together("count")
    async def counting(_connection: AsyncConnection, items: Sequence[int]) -> Sequence[int]:
        sizes.append(len(items))
        return items

    await asyncio.gather(*(database.write(counting, number) for number in range(40)))
    # All forty ask before the first batch can begin.
    assert sizes == [40]


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The pauses for company, in seconds."""
    noted: list[float] = []
    company = Writer._company  # pyright: ignore[reportPrivateUsage] - a pause shows nowhere else

    async def noting(writer: Writer, longest: float) -> None:
        noted.append(longest)
        await company(writer, longest)

    monkeypatch.setattr(Writer, "_company", noting)
    return noted


async def test_a_write_after_a_quiet_time_does_not_wait_for_company(
    database: Database, waits: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.store.writer.QUIET_AFTER", 0.0)
    await make_notes(database)
    for number in range(5):
        await database.write(add, f"alone {number}")
    assert waits == []


async def test_the_fuller_the_batch_before_the_longer_the_next_waits_for_company(
    database: Database, waits: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.store.writer.QUIET_AFTER", 60.0)
    await make_notes(database)
    waits.clear()
    await asyncio.gather(*(database.write(add, f"first {number}") for number in range(20)))
    await asyncio.gather(*(database.write(add, f"second {number}") for number in range(20)))
    assert waits == [0.008, 0.05]


async def test_those_who_are_enough_wait_for_no_others(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.store.writer.GATHERING_PER_RIDER", 3600.0)
    monkeypatch.setattr("bot.store.writer.NOBODY_FOR", 3600.0)
    monkeypatch.setattr("bot.store.writer.QUIET_AFTER", 60.0)
    await make_notes(database)
    address = database.url.render_as_string(hide_password=False)
    patient = await Database.open(address, pace=Pace(longest_gathering=3600.0))
    await patient.write(add, "first")
    async with asyncio.timeout(60):
        await asyncio.gather(*(patient.write(add, f"one {number}") for number in range(ENOUGH)))
    await patient.close()
    assert len(await names(database)) == ENOUGH + 1


async def test_those_who_write_one_thing_after_the_other_wait_for_no_crowd(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.store.writer.GATHERING_PER_RIDER", 3600.0)
    monkeypatch.setattr("bot.store.writer.NOBODY_FOR", 0.0)
    monkeypatch.setattr("bot.store.writer.QUIET_AFTER", 60.0)
    await make_notes(database)
    address = database.url.render_as_string(hide_password=False)
    impatient = await Database.open(address, pace=Pace(longest_gathering=3600.0))

    async def in_turn(name: str) -> None:
        for number in range(3):
            await impatient.write(add, f"{name} {number}")

    async with asyncio.timeout(60):
        await asyncio.gather(*map(in_turn, "abc"))
    await impatient.close()
    assert len(await names(database)) == 9


async def test_one_bad_operation_costs_nobody_else(database: Database) -> None:
    await make_notes(database)
    good = [database.write(add, f"good {number}") for number in range(10)]
    bad = [database.write(spoil, "bad"), database.write(add_one, "good 3")]
    answers = await asyncio.gather(*good, *bad, return_exceptions=True)
    assert answers[:10] == [f"GOOD {number}" for number in range(10)]
    assert isinstance(answers[10], Spoiled)
    assert isinstance(answers[11], IntegrityError)
    assert await names(database) == sorted(f"good {number}" for number in range(10))


async def test_an_error_carries_no_values(database: Database) -> None:
    await make_notes(database)
    await database.write(add_one, "sixty-one")
    with pytest.raises(IntegrityError) as caught:
        await database.write(add_one, "sixty-one")
    assert caught.value.hide_parameters
    assert "b'sixty-one'" not in str(caught.value)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(data=some.data())
async def test_every_caller_gets_their_own_outcome_and_only_confirmed_rows_are_there(
    database: Database, data: some.DataObject
) -> None:
    await make_notes(database)
    before = set(await names(database))
    picks = data.draw(some.lists(some.tuples(some.sampled_from("ABC"), some.integers(0, 8)), max_size=25))
    kinds: dict[str, Operation[str, str] | Operation[str, None]] = {"A": add, "B": add_one, "C": spoil}
    wanted = [(kind, f"{len(before)}-{number}") for kind, number in picks]
    outcomes = await asyncio.gather(
        *(database.write(kinds[kind], name) for kind, name in wanted), return_exceptions=True
    )
    confirmed = [name for (_, name), outcome in zip(wanted, outcomes, strict=True) if outcome == name.upper()]
    assert len(set(confirmed)) == len(confirmed)
    assert set(await names(database)) - before == set(confirmed)
    assert set(confirmed) == {name for kind, name in wanted if kind != "C"}


async def test_a_cancelled_caller_stops_nobody(database: Database) -> None:
    await make_notes(database)
    begun = asyncio.Event()
    go_on = asyncio.Event()

    @together("slow")
    async def slow(connection: AsyncConnection, items: Sequence[str]) -> Sequence[str]:
        begun.set()
        await go_on.wait()
        return await add.apply(connection, items)

    first = asyncio.create_task(database.write(slow, "first"))
    await begun.wait()
    second = asyncio.create_task(database.write(add, "second"))
    leaving = asyncio.create_task(database.write(add, "leaving"))
    await asyncio.sleep(0)
    first.cancel()
    leaving.cancel()
    await asyncio.gather(first, leaving, return_exceptions=True)
    go_on.set()
    assert await second == "SECOND"
    # Under way when its caller left: kept. Not begun yet: taken along.
    assert await names(database) == ["first", "second"]


async def test_closing_waits_for_what_is_under_way(database: Database) -> None:
    await make_notes(database)
    writes = [asyncio.create_task(database.write(add, f"late {number}")) for number in range(5)]
    await asyncio.sleep(0)
    await database.close()
    assert await asyncio.gather(*writes) == [f"LATE {number}" for number in range(5)]
    with pytest.raises(StoreClosed):
        await database.write(add, "too late")


async def test_a_flush_that_is_cancelled_leaves_no_caller_waiting(database: Database) -> None:
    await make_notes(database)
    begun = asyncio.Event()

    @together("stuck")
    async def stuck(_connection: AsyncConnection, items: Sequence[str]) -> Sequence[str]:
        begun.set()
        await asyncio.Event().wait()
        return items

    waiting = asyncio.create_task(database.write(stuck, "stuck"))
    await begun.wait()
    behind = asyncio.create_task(database.write(add, "behind"))
    await asyncio.sleep(0)
    flush = next(task for task in asyncio.all_tasks() if task.get_name() == "store writer")
    flush.cancel()
    outcomes = await asyncio.gather(waiting, behind, return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [StoreClosed, StoreClosed]
    assert await database.write(add, "afterwards") == "AFTERWARDS"
    assert await names(database) == ["afterwards"]


async def test_an_error_for_a_caller_who_left_is_not_complained_about(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    await make_notes(database)
    callers = [asyncio.create_task(database.write(spoil, "x"))]
    fail = Rider[str, None].fail

    def fail_and_leave(rider: Rider[str, None], error: Exception) -> None:
        fail(rider, error)
        callers[0].cancel()

    with pytest.MonkeyPatch.context() as patch, caplog.at_level(logging.ERROR):
        patch.setattr(Rider, "fail", fail_and_leave)
        await asyncio.wait(callers)
        assert callers.pop().cancelled()
        gc.collect()
    assert "never retrieved" not in caplog.text


async def test_an_operation_that_answers_too_little_is_an_error_and_nothing_is_kept(database: Database) -> None:
    await make_notes(database)

    @together("forgets")
    async def forgets(connection: AsyncConnection, items: Sequence[str]) -> Sequence[str]:
        await add.apply(connection, items)
        return []

    with pytest.raises(ValueError, match="zip"):
        await database.write(forgets, "x")
    assert await names(database) == []
