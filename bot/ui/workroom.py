"""Where pictures are made or read: a process beside the bot, started for the first, ended when none came for a while.

The bot itself never loads what draws or reads pictures, so neither its start nor its event loop pays for it, and what
is wrong with a stranger's picture breaks nothing of the bot. Not here: what the process does (`charts`, `images`).
"""

import asyncio
import os
import sys
from asyncio.subprocess import PIPE, Process
from contextlib import suppress
from pathlib import Path
from subprocess import DEVNULL
from typing import Final, final

from bot.ui.workbench import LENGTH_BYTES

_ROOT: Final = Path(__file__).parents[2]
_OURS: Final = "COMMON_GROUND_"
"""What the names of all settings begin with; the token is none of the other process's business."""
_ONE_THREAD: Final = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


@final
class Workroom:
    """Has one message after the other served by a program that stands at `workbench.serve`. To be closed."""

    def __init__(self, program: str, idle: float, patience: float) -> None:
        """Start nothing yet.

        Args:
            program: the module that runs in the other process.
            idle: seconds after the last answer when the process is ended; 0: each message has a process of its own.
            patience: seconds for one message, the start of the process included.
        """
        self._program = program
        self._idle = idle
        self._patience = patience
        self._turn = asyncio.Lock()
        self._process: Process | None = None
        self._newest: Process | None = None
        self._ending: asyncio.TimerHandle | None = None
        self._closed = False

    async def ask(self, message: bytes) -> bytes | None:
        """What the process makes of the message; None if it cannot, dies of it, or takes too long."""
        async with self._turn:
            self._stay()
            try:
                async with asyncio.timeout(self._patience):
                    return await self._answered(message)
            except (TimeoutError, OSError):
                self._end()
                return None
            except BaseException:
                # Half an answer may be on its way: the next message must not be given it.
                self._end()
                raise
            finally:
                self._leave_later()

    async def close(self) -> None:
        """End the process; whoever still waits for an answer gets none."""
        self._closed = True
        self._end()
        async with self._turn:
            self._stay()
        if self._newest is not None:
            await self._newest.wait()

    async def _answered(self, message: bytes) -> bytes | None:
        """The answer; a process that has died since the last one is replaced, one that dies of this message is not."""
        former = self._process
        if former is not None and not self._closed:
            with suppress(asyncio.IncompleteReadError, ConnectionError):
                return await _asked(former, message) or None
            self._process = None
        if self._closed:
            return None
        try:
            return await _asked(await self._started(), message) or None
        except (asyncio.IncompleteReadError, ConnectionError):
            self._process = None
            return None

    async def _started(self) -> Process:
        own = {name: value for name, value in os.environ.items() if not name.startswith(_OURS)}
        # What it has to complain of would quote the message, so nobody hears it.
        self._process = self._newest = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            self._program,
            stdin=PIPE,
            stdout=PIPE,
            stderr=DEVNULL,
            cwd=_ROOT,
            env=own | _ONE_THREAD,
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
        if self._process is None or self._closed:
            return
        if self._idle == 0:
            self._end()
        else:
            self._ending = asyncio.get_running_loop().call_later(self._idle, self._end)


async def _asked(process: Process, message: bytes) -> bytes:
    """What the process answers; empty when it cannot serve that.

    Raises:
        asyncio.IncompleteReadError, ConnectionError: it died.
    """
    reader, writer = process.stdout, process.stdin
    assert reader is not None  # noqa: S101 - given as PIPE
    assert writer is not None  # noqa: S101 - the same
    writer.write(len(message).to_bytes(LENGTH_BYTES) + message)
    await writer.drain()
    return await reader.readexactly(int.from_bytes(await reader.readexactly(LENGTH_BYTES)))
