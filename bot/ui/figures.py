"""Figures for Prometheus about the process, and about nobody: a press, an answer or a concern must not show in any.

So nothing is counted that people do, nothing is told by server, and what moves a little with each press - processor
time, memory, delays - is given so roughly that a single one is lost in it. Memory, which a large picture moves by a
step, and processor time are looked at once an hour.
"""

import platform
import resource
import sys
import time
from collections.abc import Callable
from typing import Final, final

import discord
from prometheus_client import CollectorRegistry, Gauge, start_http_server

from bot.services.health import State
from bot.ui.pulse import Vital
from bot.ui.words import DEFAULT_LANGUAGE, words_for
from config.version import VERSION

PROCESSOR_STEP: Final = 10
"""Seconds of processor time: more than a thousand presses."""
MEMORY_STEP: Final = 16 * 1024 * 1024
"""Bytes."""
LAG_STEP: Final = 0.1
"""Seconds: longer than a press and its writing take."""
LATENCY_STEP: Final = 0.01
LATE_STEP: Final = 60
"""Seconds."""
USE_EVERY: Final = 3600
"""Seconds between two looks at what the process uses."""
_PREFIX: Final = "common_ground"


@final
class Figures:
    """The figures, all of them; set when the pulse tells, so that nobody learns more by asking more often."""

    def __init__(self, database: str, monotonic: Callable[[], float] = time.monotonic) -> None:
        """Make the figures of a bot that keeps its data in this kind of database."""
        self._monotonic = monotonic
        self._used_again = monotonic()
        self.registry = CollectorRegistry()
        about = self._gauge("info", ("version", "python", "discord_py", "database"))
        about.labels(VERSION, platform.python_version(), discord.__version__, database).set(1)
        self._ready = self._gauge("ready")
        self._trouble = self._gauge("store_trouble")
        self._latency = self._gauge("gateway_latency_seconds")
        self._lag = self._gauge("event_loop_lag_seconds")
        self._late = self._gauge("tasks_late_seconds")
        self._processor = self._gauge("processor_seconds")
        self._memory = self._gauge("memory_peak_bytes")

    def tell(self, vital: Vital) -> None:
        """Set all figures to what a look has found."""
        self._ready.set(vital.state is State.READY)
        self._trouble.set(vital.state is State.STORE_TROUBLE)
        self._latency.set(float("nan") if vital.latency is None else _floor(vital.latency, LATENCY_STEP))
        self._lag.set(_floor(vital.lag, LAG_STEP))
        self._late.set(_floor(vital.late.total_seconds(), LATE_STEP))
        if self._monotonic() >= self._used_again:
            self._used_again = self._monotonic() + USE_EVERY
            self._look_at_use()

    def _look_at_use(self) -> None:
        used = resource.getrusage(resource.RUSAGE_SELF)
        self._processor.set(_floor(used.ru_utime + used.ru_stime, PROCESSOR_STEP))
        self._memory.set(_floor(used.ru_maxrss * (1 if sys.platform == "darwin" else 1024), MEMORY_STEP))

    def serve(self, address: str, port: int) -> Callable[[], None]:
        """Give them out over HTTP from now on; what is returned ends that.

        Raises:
            OSError: the port is in use, or the address is not this machine's.
        """
        server, thread = start_http_server(port, address, self.registry)

        def end() -> None:
            server.shutdown()
            server.server_close()
            thread.join()

        return end

    def _gauge(self, name: str, labels: tuple[str, ...] = ()) -> Gauge:
        about = words_for(DEFAULT_LANGUAGE)(f"figure-{name}")
        return Gauge(f"{_PREFIX}_{name}", about, labels, registry=self.registry)


def _floor(value: float, step: float) -> float:
    """The largest multiple of the step that is not above the value, without its rounding errors."""
    return round(value // step * step, 3)
