"""The bot as a process of its own, pointed at a stand-in: start, stop, kill, restart, and what it wrote.

Not here: what is launched (the bot itself, tests/standin/launch.py or another module).
"""

import asyncio
import contextlib
import os
import signal
from collections.abc import Mapping, Sequence
from pathlib import Path

from pydantic import SecretStr

from tests.standin.beginnings import Begin, Running, from_nothing
from tests.standin.standin import StandIn

TIME_TO_START = 30.0
TIME_TO_STOP = 15.0
TIME_TO_NOTICE = 1.0


class DidNotStart(AssertionError):
    """The process ended, or did not connect in time; the message holds the last lines it wrote."""


class BotProcess:
    """One bot and its data; it is started and ended as often as a test likes.

    Standard output and error of all its runs are gathered in `output` and `errors`.
    """

    def __init__(
        self,
        stand_in: StandIn,
        home: Path,
        *,
        command: Sequence[str] = ("-m", "bot", "run"),
        environment: Mapping[str, str] | None = None,
        begin: Begin = from_nothing,
    ) -> None:
        self.stand_in = stand_in
        self.data_dir = home / "data"
        self.key_dir = home / "keys"
        self.output = home / "output.log"
        self.errors = home / "errors.log"
        self.command = tuple(command)
        self.environment = dict(environment or {})
        self.sessions = 1
        """How many it has with the gateway: one for each of its shards."""
        self._begin = begin
        self._process: Running | None = None

    @property
    def id(self) -> int:
        """The process id; 0 when it does not run."""
        return self._process.pid if self._process is not None and self._process.returncode is None else 0

    @property
    def code(self) -> int | None:
        """The exit code of the last run; None while it runs."""
        return None if self._process is None else self._process.returncode

    @property
    def database_url(self) -> SecretStr:
        """Where its database lies."""
        return SecretStr(self._environment()["COMMON_GROUND_DATABASE_URL"])

    async def start(self) -> None:
        """Start it and wait until it has connected to the gateway.

        Raises:
            DidNotStart: it ended or took longer than TIME_TO_START seconds.
        """
        before = self.stand_in.gateway.identified + self.stand_in.gateway.resumed + self.sessions - 1
        await self.spawn()
        connected = asyncio.ensure_future(self.stand_in.gateway.wait_for_session(before))
        ended = asyncio.ensure_future(self.wait())
        _, waiting = await asyncio.wait({connected, ended}, timeout=TIME_TO_START, return_when="FIRST_COMPLETED")
        for one in waiting:
            one.cancel()
        if not connected.done():
            await self.kill()
            raise DidNotStart(f"exit code {self.code}\n{self.tail()}")

    async def spawn(self) -> None:
        """Start it without waiting for anything."""
        for directory in (self.data_dir, self.key_dir):
            directory.mkdir(parents=True, exist_ok=True)
        self._process = await self._begin(self.command, self._environment(), self.output, self.errors)

    def _environment(self) -> dict[str, str]:
        ours = {
            "COMMON_GROUND_TOKEN": self.stand_in.token,
            "COMMON_GROUND_API_URL": self.stand_in.api_url,
            "COMMON_GROUND_DATA_DIR": str(self.data_dir),
            "COMMON_GROUND_KEY_DIR": str(self.key_dir),
            # Said outright, lest a developer's .env lead a test to another database.
            "COMMON_GROUND_DATABASE_URL": f"sqlite+aiosqlite:///{self.data_dir / 'common-ground.db'}",
            "PYTHONUNBUFFERED": "1",
        }
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("COMMON_GROUND_")}
        return {**inherited, **ours, **self.environment}

    async def wait(self) -> int:
        """Until it has ended: its exit code (negative: the signal)."""
        return 0 if self._process is None else await self._process.wait()

    async def stop(self) -> int:
        """Ask it to end (SIGTERM), and kill it if it does not within TIME_TO_STOP seconds; its exit code."""
        self._signal(signal.SIGTERM)
        with contextlib.suppress(TimeoutError):
            return await asyncio.wait_for(self.wait(), TIME_TO_STOP)
        return await self.kill()

    async def kill(self) -> int:
        """End it at once (SIGKILL) and wait until the gateway has noticed."""
        connected = self.stand_in.gateway.connected
        self._signal(signal.SIGKILL)
        code = await self.wait()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self.stand_in.gateway.wait_for_fewer(connected), TIME_TO_NOTICE)
        return code

    async def restart(self, *, kill: bool = False) -> None:
        """End it, one way or the other, and start it again on the same data."""
        await (self.kill() if kill else self.stop())
        await self.start()

    def tail(self, lines: int = 30) -> str:
        """The last lines it wrote, standard error last."""
        written = [path.read_text(errors="replace") for path in (self.output, self.errors) if path.exists()]
        return "\n".join("\n".join(text.splitlines()[-lines:]) for text in written)

    def _signal(self, number: signal.Signals) -> None:
        if self._process is not None and self._process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                self._process.send_signal(number)
