"""Where charts are drawn: one process beside the bot, started for the first and ended when none came for a while.

The bot itself never loads what draws, so neither its start nor its event loop pays for it. Not here: how it is drawn.
"""

import asyncio
import os
import sys
from asyncio.subprocess import PIPE, Process
from contextlib import suppress
from pathlib import Path
from subprocess import DEVNULL
from typing import Final, final

from bot.ui.charts.chart import Chart, to_json

IDLE_SECONDS: Final = 60.0
PATIENCE_SECONDS: Final = 30.0
_ROOT: Final = Path(__file__).parents[3]
_PROGRAM: Final = ("-m", "bot.ui.charts.worker")
_OURS: Final = "COMMON_GROUND_"
"""What the names of all settings begin with; the token is none of the other process's business."""
_ONE_THREAD: Final = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
_LENGTH_BYTES: Final = 4
_TRIES: Final = 2


@final
class ChartRoom:
    """Draws one chart after the other. To be closed."""

    def __init__(self, idle: float = IDLE_SECONDS, patience: float = PATIENCE_SECONDS) -> None:
        """Start nothing yet.

        Args:
            idle: seconds after the last picture when the process is ended.
            patience: seconds for one picture, the start of the process included.
        """
        self._idle = idle
        self._patience = patience
        self._turn = asyncio.Lock()
        self._process: Process | None = None
        self._newest: Process | None = None
        self._ending: asyncio.TimerHandle | None = None
        self._closed = False

    async def draw(self, chart: Chart) -> bytes | None:
        """The chart as a PNG; None if it cannot be drawn or takes too long, and the page goes without it."""
        async with self._turn:
            self._stay()
            try:
                async with asyncio.timeout(self._patience):
                    return await self._drawn(to_json(chart))
            except (TimeoutError, OSError):
                self._end()
                return None
            except BaseException:
                # Half an answer may be on its way: the next chart must not be given it.
                self._end()
                raise
            finally:
                self._leave_later()

    async def close(self) -> None:
        """End the process; whoever still waits for a picture goes without."""
        self._closed = True
        self._end()
        async with self._turn:
            self._stay()
        if self._newest is not None:
            await self._newest.wait()

    async def _drawn(self, message: bytes) -> bytes | None:
        """The picture; a process that has died since the last one is replaced once."""
        for _ in range(_TRIES):
            if self._closed:
                return None
            try:
                return await _asked(self._process or await self._started(), message) or None
            except (asyncio.IncompleteReadError, ConnectionError):
                self._process = None
        return None

    async def _started(self) -> Process:
        own = {name: value for name, value in os.environ.items() if not name.startswith(_OURS)}
        # What it has to complain of would quote the chart, so nobody hears it.
        self._process = self._newest = await asyncio.create_subprocess_exec(
            sys.executable, *_PROGRAM, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, cwd=_ROOT, env=own | _ONE_THREAD
        )
        if self._closed:
            self._end()
            raise ConnectionAbortedError
        return self._process

    def _end(self) -> None:
        """Kill the process; it holds nothing."""
        process, self._process = self._process, None
        if process is not None and process.returncode is None:
            with suppress(ProcessLookupError):
                process.kill()

    def _stay(self) -> None:
        if self._ending is not None:
            self._ending.cancel()
            self._ending = None

    def _leave_later(self) -> None:
        if self._process is not None and not self._closed:
            self._ending = asyncio.get_running_loop().call_later(self._idle, self._end)


async def _asked(process: Process, message: bytes) -> bytes:
    """What the process answers; empty when it cannot draw that.

    Raises:
        asyncio.IncompleteReadError, ConnectionError: it died.
    """
    reader, writer = process.stdout, process.stdin
    assert reader is not None  # noqa: S101 - given as PIPE
    assert writer is not None  # noqa: S101 - the same
    writer.write(len(message).to_bytes(_LENGTH_BYTES) + message)
    await writer.drain()
    return await reader.readexactly(int.from_bytes(await reader.readexactly(_LENGTH_BYTES)))
