"""Two ways in which a process of the bot begins: from nothing as an operator starts it, or with its code loaded.

Loading is two thirds of a start and the same each time. So one process loads the code once (nursery.py), and each that
is begun there is a fork of it: a process of its own, stopped, killed and waited for like any other. Not here: what it
is told by its environment (process.py).
"""

import asyncio
import atexit
import json
import os
import socket
import subprocess
import sys
from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Protocol

ROOT = Path(__file__).resolve().parents[2]


class Running(Protocol):
    """A process that was begun, as asyncio has it."""

    @property
    def pid(self) -> int: ...

    @property
    def returncode(self) -> int | None: ...

    async def wait(self) -> int: ...

    def send_signal(self, signal: int) -> None: ...


Begin = Callable[[Sequence[str], Mapping[str, str], Path, Path], Awaitable[Running]]
"""Begins what Python is to run (`-m`, module, arguments), with an environment and files for what it writes."""


async def from_nothing(command: Sequence[str], environment: Mapping[str, str], output: Path, errors: Path) -> Running:
    """As an operator starts it."""
    with output.open("ab") as out, errors.open("ab") as err:
        return await asyncio.create_subprocess_exec(
            sys.executable, *command, cwd=ROOT, env=environment, stdout=out, stderr=err
        )


async def already_loaded(command: Sequence[str], environment: Mapping[str, str], output: Path, errors: Path) -> Running:
    """With the code of the bot loaded before: for tests of what it does, not of how it is started."""
    dash_m, *words = command
    assert dash_m == "-m"
    ours, theirs = socket.socketpair()
    asked = json.dumps({"words": words, "environment": dict(environment)}).encode()
    with theirs, output.open("ab") as out, errors.open("ab") as err:
        socket.send_fds(_nursery(), [asked], [theirs.fileno(), out.fileno(), err.fileno()])
    reader, writer = await asyncio.open_connection(sock=ours)
    return _Forked(int(await reader.readline()), reader, writer)


@cache
def _nursery() -> socket.socket:
    """The way to the one process that loads the code; it ends with this one."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("COMMON_GROUND")}
    with theirs:
        process = subprocess.Popen(
            (sys.executable, "-m", "tests.standin.nursery", str(theirs.fileno())),
            cwd=ROOT,
            env={**inherited, "PYTHONUNBUFFERED": "1"},
            pass_fds=[theirs.fileno()],
        )

    def end() -> None:
        ours.close()
        process.wait()

    atexit.register(end)
    return ours


class _Forked:
    """A fork; the nursery tells how it ends."""

    def __init__(self, pid: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.pid = pid
        self.returncode: int | None = None
        self._reader = reader
        self._writer = writer
        self._ended = asyncio.ensure_future(self._listen())

    async def wait(self) -> int:
        return await asyncio.shield(self._ended)

    def send_signal(self, signal: int) -> None:
        if self.returncode is None:
            os.kill(self.pid, signal)

    async def _listen(self) -> int:
        self.returncode = int(await self._reader.readline())
        self._writer.close()
        return self.returncode
