"""The figures for the operator tell of the process alone: this is all there is, and one person's deeds do not move it.

The naive twin is the library's own collector, whose processor time moves with every press.
"""

import math
from collections.abc import Callable
from datetime import timedelta

import pytest
from prometheus_client import CollectorRegistry, ProcessCollector

from bot.services.health import State
from bot.ui import figures as module
from bot.ui.figures import Figures
from bot.ui.pulse import Vital

ALL = {
    "common_ground_info": {"version", "python", "discord_py", "database"},
    "common_ground_ready": set[str](),
    "common_ground_store_trouble": set[str](),
    "common_ground_gateway_latency_seconds": set[str](),
    "common_ground_event_loop_lag_seconds": set[str](),
    "common_ground_tasks_late_seconds": set[str](),
    "common_ground_processor_seconds": set[str](),
    "common_ground_memory_peak_bytes": set[str](),
}
QUIET = Vital(State.READY, 0.081, 0.004, timedelta())


class Used:
    """What the system says of a process: seconds of processor time, and kibibytes."""

    ru_stime = 1.0

    def __init__(self, seconds: float, kibibytes: int) -> None:
        self.ru_utime = seconds - self.ru_stime
        self.ru_maxrss = kibibytes


def used(seconds: float, kibibytes: int = 100_000) -> Callable[[int], Used]:
    """Stands for `resource.getrusage`."""

    def getrusage(_who: int) -> Used:
        return Used(seconds, kibibytes)

    return getrusage


def samples(registry: CollectorRegistry) -> dict[str, float]:
    return {one.name: one.value for family in registry.collect() for one in family.samples}


def test_these_are_all_figures_and_all_labels() -> None:
    figures = Figures("sqlite")
    figures.tell(QUIET)
    found = {one.name: set(one.labels) for family in figures.registry.collect() for one in family.samples}
    assert found == ALL


def test_each_figure_tells_what_it_says() -> None:
    figures = Figures("sqlite")
    figures.tell(Vital(State.STORE_TROUBLE, None, 1.29, timedelta(seconds=150)))
    told = samples(figures.registry)
    assert (told["common_ground_ready"], told["common_ground_store_trouble"]) == (0, 1)
    assert math.isnan(told["common_ground_gateway_latency_seconds"])
    assert told["common_ground_event_loop_lag_seconds"] == 1.2
    assert told["common_ground_tasks_late_seconds"] == 120
    figures.tell(QUIET)
    told = samples(figures.registry)
    assert (told["common_ground_ready"], told["common_ground_store_trouble"]) == (1, 0)
    assert told["common_ground_gateway_latency_seconds"] == 0.08


def test_a_press_moves_no_figure(monkeypatch: pytest.MonkeyPatch) -> None:
    """Some milliseconds of work and of waiting, a little memory, a task that is due and done within a minute."""
    now = 0.0
    figures = Figures("sqlite", lambda: now)
    monkeypatch.setattr(module.resource, "getrusage", used(3.0))
    figures.tell(QUIET)
    before = samples(figures.registry)
    now += module.USE_EVERY
    monkeypatch.setattr(module.resource, "getrusage", used(3.03))
    figures.tell(Vital(State.READY, 0.081, 0.06, timedelta(seconds=20)))
    assert samples(figures.registry) == before


def test_the_hour_of_a_large_picture_is_all_that_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 0.0
    figures = Figures("sqlite", lambda: now)
    monkeypatch.setattr(module.resource, "getrusage", used(3.0))
    figures.tell(QUIET)
    before = samples(figures.registry)
    monkeypatch.setattr(module.resource, "getrusage", used(30.0, 200_000))
    for now in (1.0, module.USE_EVERY - 1.0):  # noqa: B007 - the clock
        figures.tell(QUIET)
        assert samples(figures.registry) == before
    now = float(module.USE_EVERY)
    figures.tell(QUIET)
    after = samples(figures.registry)
    assert after["common_ground_processor_seconds"] == 30
    assert after["common_ground_memory_peak_bytes"] % module.MEMORY_STEP == 0
    assert after["common_ground_memory_peak_bytes"] > before["common_ground_memory_peak_bytes"]


def test_the_naive_twin_moves_with_a_press() -> None:
    naive = CollectorRegistry()
    ProcessCollector(registry=naive)
    before = samples(naive)["process_cpu_seconds_total"]
    while samples(naive)["process_cpu_seconds_total"] == before:
        sum(range(100_000))
    assert samples(naive)["process_cpu_seconds_total"] - before < module.PROCESSOR_STEP
