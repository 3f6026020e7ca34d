"""The scheduler's loop: it sleeps until something is due, notices what changes, and never ends by an error."""

import asyncio
from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.services import scheduler as module
from bot.services.scheduler import Task
from bot.store.database import Database
from bot.store.problems import StoreBusy
from config.pace import Pace
from tests.services.scheduler_hands import HERE, MINUTE, START, Hands, running


@pytest.fixture
def hands(database: Database) -> Hands:
    return Hands(database)


def is_nap() -> bool:
    """Whether the scheduler sleeps: the store's writer pauses too."""
    task = asyncio.current_task()
    return task is not None and task.get_name() == "scheduler nap"


class Naps:
    """The sleeps of the loop, as long as they are asked for."""

    def __init__(self) -> None:
        self.lengths: list[float] = []
        self._begun = asyncio.Event()
        self._sleep = asyncio.sleep

    async def sleep(self, seconds: float) -> None:
        if is_nap():
            self.lengths.append(seconds)
            self._begun.set()
        await self._sleep(seconds)

    async def next(self) -> None:
        """Wait until a nap begins."""
        await self._begun.wait()
        self._begun.clear()


@pytest.fixture
def naps(monkeypatch: pytest.MonkeyPatch) -> Naps:
    naps = Naps()
    monkeypatch.setattr(module.asyncio, "sleep", naps.sleep)
    return naps


@pytest.fixture
def short_sleeps(hands: Hands) -> None:
    hands.restarted(pace=Pace(longest_sleep=0.01))


@pytest.mark.usefixtures("short_sleeps")
async def test_the_loop_notices_that_the_clock_has_jumped(hands: Hands, naps: Naps) -> None:
    await hands.scheduler.schedule("note", START + timedelta(hours=8), HERE, b"morning")
    async with running(hands.scheduler):
        for _ in range(3):
            await naps.next()
        assert hands.calls == []
        hands.now += timedelta(hours=8)
        await hands.called.wait()


async def test_what_is_scheduled_while_the_loop_sleeps_is_not_slept_through(hands: Hands, naps: Naps) -> None:
    async with running(hands.scheduler):
        await naps.next()
        await hands.scheduler.schedule("note", START, HERE, b"now")
        await hands.called.wait()
        await naps.next()
    assert naps.lengths == [30, 30]
    assert not [task for task in asyncio.all_tasks() if task.get_name() == "scheduler nap"]


async def test_the_loop_sleeps_until_the_next_is_due_and_at_most_half_a_minute(
    hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    naps: list[float] = []
    enough = asyncio.Event()
    sleep = asyncio.sleep

    async def nap(seconds: float) -> None:
        if not is_nap():
            await sleep(seconds)
            return
        naps.append(seconds)
        hands.now += timedelta(seconds=seconds)
        if hands.now >= START + timedelta(seconds=100):
            enough.set()
            await asyncio.Event().wait()
        await sleep(0)

    await hands.scheduler.schedule("note", START + timedelta(seconds=12), HERE, b"soon")
    await hands.scheduler.schedule("note", START + timedelta(seconds=90), HERE, b"late")
    with monkeypatch.context() as patch:
        patch.setattr(module.asyncio, "sleep", nap)
        async with running(hands.scheduler):
            await enough.wait()
    assert naps[:5] == [12, 30, 30, 18, 30]
    assert hands.subjects == [b"soon", b"late"]


@pytest.mark.usefixtures("short_sleeps")
@pytest.mark.parametrize("method", ["earliest", "due", "claim"])
async def test_the_loop_outlives_a_store_that_is_away(
    hands: Hands, naps: Naps, monkeypatch: pytest.MonkeyPatch, method: str
) -> None:
    away = asyncio.Event()

    async def unreachable(*_asked_for: object) -> None:
        away.set()
        raise StoreBusy

    await hands.scheduler.schedule("note", START, HERE)
    with monkeypatch.context() as patch:
        patch.setattr(hands.tasks.claims if method == "claim" else hands.tasks, method, unreachable)
        async with running(hands.scheduler):
            await away.wait()
            await naps.next()
            patch.undo()
            await hands.called.wait()


async def test_told_to_end_it_finishes_what_was_begun_and_begins_no_more(hands: Hands) -> None:
    may_go_on = asyncio.Event()

    async def slow(_task: Task) -> None:
        hands.called.set()
        await may_go_on.wait()
        hands.calls.append(_task)

    hands.scheduler.register("slow", slow)
    for subject in (b"first", b"second"):
        await hands.scheduler.schedule("slow", START, HERE, subject)
    loop = asyncio.create_task(hands.scheduler.run())
    await hands.called.wait()
    hands.scheduler.end()
    may_go_on.set()
    async with asyncio.timeout(60):
        await loop
    assert len(hands.calls) == 1
    assert await hands.restarted().run_due() == 0
    hands.scheduler.register("slow", slow)
    assert await hands.scheduler.run_due() == 1


async def test_told_to_end_while_it_sleeps_it_ends_at_once(hands: Hands, naps: Naps) -> None:
    loop = asyncio.create_task(hands.scheduler.run())
    await naps.next()
    hands.scheduler.end()
    async with asyncio.timeout(20):
        await loop


async def test_what_failed_by_a_clock_that_was_ahead_does_not_wait_until_then(hands: Hands) -> None:
    hands.failing = {b"due", b"to come"}
    await hands.scheduler.schedule("note", START, HERE, b"due")
    await hands.scheduler.schedule("note", START + timedelta(days=2), HERE, b"to come")
    hands.now += timedelta(days=365)
    async with running(hands.restarted(pace=Pace(longest_sleep=0.01))):
        await _until(lambda: len(hands.calls) == 2)
        hands.failing = set()
        hands.now = START + MINUTE
        await _until(lambda: len(hands.calls) == 3)
        hands.now = START + timedelta(days=2)
        await _until(lambda: len(hands.calls) == 4)
    assert hands.subjects == [b"due", b"to come", b"due", b"to come"]


async def test_a_restart_with_the_right_clock_finds_it_too(hands: Hands) -> None:
    hands.failing = {b"due"}
    await hands.scheduler.schedule("note", START, HERE, b"due")
    hands.now += timedelta(days=365)
    await hands.scheduler.run_due()
    hands.failing, hands.now = set(), START + MINUTE
    async with running(hands.restarted(pace=Pace(longest_sleep=0.01))):
        await _until(lambda: len(hands.calls) == 2)


async def _until(happened: Callable[[], bool]) -> None:
    while not happened():  # noqa: ASYNC110 - the loop is in its own task
        await asyncio.sleep(0.001)
