"""What happens later happens once, in its time, through restarts and failures."""

import asyncio
from datetime import timedelta

import pytest
import structlog
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from bot.core.identity import ServerId
from bot.services import scheduler as module
from bot.services.scheduler import BACK_OFF, CLAIM_LASTS, HANDLER_MAY_TAKE, Task
from bot.store.database import Database
from tests.services.scheduler_hands import HERE, MINUTE, START, THERE, Hands, running


@pytest.fixture
def hands(database: Database) -> Hands:
    return Hands(database)


async def test_it_happens_when_it_is_due_and_once(hands: Hands) -> None:
    await hands.scheduler.schedule("note", START + MINUTE, HERE, b"round")
    assert await hands.scheduler.run_due() == 0
    hands.now += MINUTE
    assert await hands.scheduler.run_due() == 1
    assert await hands.scheduler.run_due() == 0
    assert hands.calls == [Task("note", HERE, b"round", START + MINUTE, 0)]


async def test_a_restart_changes_nothing(hands: Hands) -> None:
    await hands.scheduler.schedule("note", START + MINUTE, HERE, b"round")
    hands.now += timedelta(days=3)
    await hands.restarted().run_due()
    assert hands.calls == [Task("note", HERE, b"round", START + MINUTE, 0)]


async def test_scheduling_twice_is_scheduling_once(hands: Hands) -> None:
    for _ in range(3):
        await hands.scheduler.schedule("note", START, HERE, b"round")
    assert await hands.scheduler.run_due() == 1


async def test_what_differs_in_anything_is_another_task(hands: Hands) -> None:
    await hands.scheduler.schedule("note", START, HERE, b"a")
    await hands.scheduler.schedule("note", START, THERE, b"a")
    await hands.scheduler.schedule("note", START, None, b"a")
    await hands.scheduler.schedule("note", START, HERE, b"b")
    await hands.scheduler.schedule("note", START - MINUTE, HERE, b"a")
    await hands.scheduler.schedule("note", START, HERE, b"a", occurrence="second")
    assert await hands.scheduler.run_due() == 6


async def test_an_occurrence_scheduled_for_another_moment_is_moved(hands: Hands) -> None:
    await hands.scheduler.schedule("note", START, HERE, b"round", occurrence="2026-03-01")
    await hands.scheduler.schedule("note", START + MINUTE, HERE, b"round", occurrence="2026-03-01")
    assert await hands.scheduler.run_due() == 0
    hands.now += MINUTE
    assert await hands.scheduler.run_due() == 1


async def test_cancelling_forgets_every_occurrence_of_that_subject_only(hands: Hands) -> None:
    for server in (HERE, None):
        for subject in (b"gone", b"kept"):
            for minutes in (0, 1):
                await hands.scheduler.schedule("note", START + minutes * MINUTE, server, subject)
    await hands.scheduler.cancel("note", HERE, b"gone")
    await hands.scheduler.cancel("note", None, b"gone")
    hands.now += MINUTE
    await hands.scheduler.run_due()
    assert hands.subjects == [b"kept"] * 4


async def test_cancelling_a_named_occurrence_forgets_that_one_only(hands: Hands) -> None:
    for server in (HERE, None):
        for occurrence in ("next", "last"):
            await hands.scheduler.schedule("note", START, server, b"round", occurrence=occurrence)
    names = ((HERE, "next"), (None, "next"), (None, "last"), (None, "never scheduled"))
    await asyncio.gather(*(hands.scheduler.cancel("note", server, b"round", occurrence=name) for server, name in names))
    await hands.scheduler.run_due()
    assert [call.server_id for call in hands.calls] == [HERE]
    await hands.scheduler.schedule("note", START, HERE, b"round", occurrence="next")
    assert await hands.scheduler.run_due() == 1


async def test_a_handler_may_schedule_the_next_occurrence(hands: Hands) -> None:
    async def every_day(task: Task) -> None:
        hands.calls.append(task)
        await hands.scheduler.schedule("daily", task.due + timedelta(days=1), HERE)

    hands.scheduler.register("daily", every_day)
    await hands.scheduler.schedule("daily", START, HERE)
    for _ in range(5):
        await hands.scheduler.run_due()
        hands.now += timedelta(days=1)
    assert [call.due.day for call in hands.calls] == [1, 2, 3, 4, 5]


async def test_a_handler_may_move_its_own_occurrence(hands: Hands) -> None:
    async def later(task: Task) -> None:
        hands.calls.append(task)
        if len(hands.calls) < 3:
            await hands.scheduler.schedule("later", hands.now + MINUTE, HERE, occurrence="the one")

    hands.scheduler.register("later", later)
    await hands.scheduler.schedule("later", START, HERE, occurrence="the one")
    for _ in range(6):
        await hands.scheduler.run_due()
        hands.now += MINUTE
    assert [(call.due, call.attempts) for call in hands.calls] == [(START + n * MINUTE, 0) for n in range(3)]


async def test_a_handler_may_cancel_its_own_task(hands: Hands) -> None:
    async def stops(task: Task) -> None:
        await hands.scheduler.cancel(task.kind, task.server_id, task.subject)
        raise ValueError

    hands.scheduler.register("stops", stops)
    await hands.scheduler.schedule("stops", START, HERE, b"round")
    assert await hands.scheduler.run_due() == 1
    hands.now += timedelta(days=30)
    assert await hands.scheduler.run_due() == 0


async def test_a_failing_task_is_tried_again_ever_more_seldom(hands: Hands) -> None:
    hands.failing = {b"bad"}
    await hands.scheduler.schedule("note", START, HERE, b"bad")
    tried: list[int] = []
    for minute in range(60 * 5):
        hands.now = START + minute * MINUTE
        if await hands.scheduler.run_due():
            tried.append(minute)
    assert tried == [0, 1, 6, 21, 81, 141, 201, 261]
    assert [call.attempts for call in hands.calls] == list(range(8))
    assert {call.due for call in hands.calls} == {START}


async def test_a_failing_task_holds_nobody_up(hands: Hands) -> None:
    hands.failing = {b"bad"}
    for server in (HERE, THERE):
        await hands.scheduler.schedule("note", START - MINUTE, server, b"bad")
        await hands.scheduler.schedule("note", START, server, b"good")
    assert await hands.scheduler.run_due() == 4
    assert hands.subjects.count(b"good") == 2


async def test_a_task_that_hangs_is_given_up_and_tried_again(hands: Hands, monkeypatch: pytest.MonkeyPatch) -> None:
    async def hangs(task: Task) -> None:
        hands.calls.append(task)
        await asyncio.Event().wait()

    monkeypatch.setattr(module, "HANDLER_MAY_TAKE", timedelta(milliseconds=1))
    hands.scheduler.register("hangs", hangs)
    await hands.scheduler.schedule("hangs", START, HERE)
    await hands.scheduler.run_due()
    hands.now += BACK_OFF[0]
    await hands.scheduler.run_due()
    assert [call.attempts for call in hands.calls] == [0, 1]


async def test_within_a_server_the_earliest_comes_first(hands: Hands) -> None:
    for minutes in (3, 1, 2):
        await hands.scheduler.schedule("note", START + minutes * MINUTE, HERE, b"%d" % minutes)
    hands.now += 5 * MINUTE
    await hands.scheduler.run_due()
    assert hands.subjects == [b"1", b"2", b"3"]


async def test_a_server_that_is_slow_does_not_hold_up_another(hands: Hands) -> None:
    go_on = asyncio.Event()

    async def slow_here(task: Task) -> None:
        if task.server_id == HERE:
            await go_on.wait()
        else:
            go_on.set()

    hands.scheduler.register("slow", slow_here)
    await hands.scheduler.schedule("slow", START - MINUTE, HERE)
    await hands.scheduler.schedule("slow", START, THERE)
    assert await hands.scheduler.run_due() == 2


async def test_a_kind_that_nobody_handles_stays_for_the_version_that_does(hands: Hands) -> None:
    await hands.scheduler.schedule("of a later version", START, HERE, b"x")
    assert await hands.scheduler.run_due() == 0
    hands.scheduler.register("of a later version", hands.note)
    assert await hands.scheduler.run_due() == 1


async def test_a_log_names_the_kind_and_the_class_and_nothing_else(hands: Hands) -> None:
    hands.failing = {b"subject-bytes"}
    await hands.scheduler.schedule("note", START, ServerId(81_234_567), b"subject-bytes")
    with structlog.testing.capture_logs() as lines:
        await hands.scheduler.run_due()
    assert lines == [
        {"event": "task failed", "kind": "note", "error": "ValueError", "attempts": 1, "log_level": "warning"}
    ]


# Two processes, and one that died


async def test_of_two_processes_one_runs_it(hands: Hands) -> None:
    others = [hands.restarted(process) for process in ("one", "two")]
    for number in range(20):
        await hands.scheduler.schedule("note", START, ServerId(number))
    begun = await asyncio.gather(*(other.run_due() for other in others))
    assert sum(begun) == 20
    assert len(hands.calls) == 20


async def test_what_a_dead_process_had_begun_is_taken_over_at_its_start(hands: Hands) -> None:
    await _die_in_the_middle(hands)
    restarted = hands.restarted()
    assert await restarted.run_due() == 0
    async with running(restarted):
        await hands.called.wait()
    assert [call.attempts for call in hands.calls] == [0, 1]


async def test_what_another_process_had_begun_is_taken_over_when_its_claim_ends(hands: Hands) -> None:
    await _die_in_the_middle(hands)
    other = hands.restarted("other")
    hands.now += CLAIM_LASTS - MINUTE
    assert await other.run_due() == 0
    hands.now += MINUTE
    assert await other.run_due() == 1
    assert hands.calls[-1].attempts == 1


def test_a_claim_outlasts_the_longest_handler() -> None:
    assert CLAIM_LASTS > HANDLER_MAY_TAKE


async def _die_in_the_middle(hands: Hands) -> None:
    begun = asyncio.Event()

    async def dies(task: Task) -> None:
        hands.calls.append(task)
        begun.set()
        await asyncio.Event().wait()

    hands.scheduler.register("note", dies)
    await hands.scheduler.schedule("note", START, HERE, b"round")
    running = asyncio.create_task(hands.scheduler.run_due())
    await begun.wait()
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


# Whatever happens, each is done once


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    tasks=some.lists(some.tuples(some.integers(0, 90), some.integers(0, 3)), max_size=12, unique=True),
    failures=some.lists(some.booleans(), max_size=20),
    steps=some.lists(some.integers(1, 30), min_size=1, max_size=10),
)
async def test_everything_is_done_exactly_once_and_never_early(
    database: Database, tasks: list[tuple[int, int]], failures: list[bool], steps: list[int]
) -> None:
    hands = Hands(database)
    done: list[tuple[int, int]] = []
    fate = iter(failures)

    async def sometimes(task: Task) -> None:
        assert task.due <= hands.now
        if next(fate, False):
            raise ValueError
        done.append((int((task.due - START) / MINUTE), int(task.subject)))

    hands.scheduler.register("note", sometimes)
    for minute, subject in tasks:
        await hands.scheduler.schedule("note", START + minute * MINUTE, HERE, b"%d" % subject)
    for step in steps:
        hands.now += step * MINUTE
        await hands.scheduler.run_due()
    for _ in range(40):
        hands.now += timedelta(hours=2)
        await hands.scheduler.run_due()
    assert sorted(done) == sorted(tasks)
