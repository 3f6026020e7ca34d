"""Several servers behind one address, and several processes of the bot, each with some of Discord's shards.

Each server is a stage of its own, with people and channels of its own; the processes share two databases. Not here:
what people do and see (stage.py), one process (process.py).
"""

import asyncio
import shutil
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Self

from aiohttp import web
from sqlalchemy import text
from typing_extensions import override

from bot.core.identity import ServerId
from bot.core.sharding import shard_of
from bot.rehearsal.cast import START
from bot.store.connections import address, make_engine
from bot.store.shard_locks import SHARD
from tests.standin.beginnings import already_loaded
from tests.standin.process import BotProcess
from tests.standin.stage import PATIENCE, THE_BOT, StandInStage
from tests.standin.standin import API, StandIn, Validate

KEY_FILE = "operator.key"
SHARD_IDS = "COMMON_GROUND_SHARD_IDS"
_HOLDERS = "SELECT pg_terminate_backend(pid, 5000) FROM pg_locks WHERE classid = :kind AND objid = :shard AND granted"


class Switchboard(StandIn):
    """The first server, and the one address of all: each request is served by the server that it is about."""

    def __init__(self, count: int, validate: Validate | None, start: datetime) -> None:
        super().__init__(validate, start)
        self.servers: list[StandIn] = [self]
        for _ in range(1, count):
            self.servers.append(StandIn(validate, start, beside=self))

    @override
    async def start(self, port: int = 0) -> None:
        await super().start(port)
        for one in self.servers:
            one.address = one.messages.address = self.address

    @override
    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        path = request.rel_url.raw_path
        if path.startswith("/_standin/finished/"):
            for one in self.servers:
                one.reports["finished"](path.rpartition("/")[2])
            return web.Response(status=204)
        recipient = b""
        if path == f"{API}/users/@me/channels":
            recipient = await request.read()
        one = next((one for one in self.servers if _is_about(one, path.removeprefix(API), recipient)), self)
        return await (super().handle(request) if one is self else one.handle(request))


def _is_about(one: StandIn, path: str, recipient: bytes) -> bool:
    """Whether it is about this server, by its own id or one that is known there."""
    _, kind, name, *rest = (*path.split("/"), "", "")
    known = {
        "guilds": lambda: name == str(one.world.guild_id),
        "channels": lambda: name.isdigit() and int(name) in one.world.channels,
        "interactions": lambda: rest[0] in one.interactions.by_token,
        "webhooks": lambda: rest[0] in one.interactions.by_token,
        "attachments": lambda: path in one.messages.files,
        "users": lambda: any(str(person).encode() in recipient for person in one.world.people if recipient),
    }
    return kind in known and known[kind]()


class ServerStage(StandInStage):
    """One server of the fleet; `process` is the one that owns it."""

    def __init__(self, fleet: "Fleet", stand_in: StandIn, process: BotProcess) -> None:
        # Everything is the fleet's but the people.
        self.fleet = fleet
        self.stand_in = stand_in
        self.process = process
        self._patience = PATIENCE
        self._actors = {}

    @override
    async def settle(self) -> None:
        await self.fleet.settle()

    @override
    async def advance(self, *, days: float = 0, hours: float = 0, minutes: float = 0) -> None:
        await self.fleet.advance(days=days, hours=hours, minutes=minutes)


def listed(shards: str) -> set[int]:
    """The shards of `0,1`."""
    return {int(one) for one in shards.split(",")}


class Fleet:
    """The processes and their servers: as many servers as shards, number by number."""

    def __init__(
        self,
        home: Path,
        shards: Sequence[str],
        count: int,
        databases: tuple[str, str],
        validate: Validate | None = None,
        start: datetime = START,
    ) -> None:
        """Prepare a fleet.

        Args:
            home: a directory for everybody's data, keys and log files.
            shards: what each process is to own, as an operator writes it.
            count: how many shards, and servers, there are.
            databases: the addresses of the database and the key store.
            validate: sees every request of the bot.
            start: the first moment.
        """
        self.switchboard = Switchboard(count, validate, start)
        self._home, self._count, self._databases = home, count, databases
        self._settings = 0
        self._looks: set[str] = set()
        self._looked = asyncio.Condition()
        self._reports: set[asyncio.Task[None]] = set()
        self.switchboard.reports["looked"] = self._hear
        self.processes = [self.another(owned, f"process{number}") for number, owned in enumerate(shards)]
        self.servers: list[ServerStage] = []

    def another(self, owned: str, name: str) -> BotProcess:
        """A process on a machine of its own, which is to own these shards; not yet started."""
        home = self._home / name
        variables = {
            "STAND_IN_CLOCK": str(home / "clock"),
            "COMMON_GROUND_DATABASE_URL": self._databases[0],
            "COMMON_GROUND_KEY_DATABASE_URL": self._databases[1],
            SHARD_IDS: owned,
            "COMMON_GROUND_SHARD_COUNT": str(self._count),
        }
        command = ("-m", "tests.standin.launch", *THE_BOT)
        process = BotProcess(self.switchboard, home, command=command, environment=variables, begin=already_loaded)
        process.sessions = len(listed(owned))
        self._set_clock(process)
        return process

    async def __aenter__(self) -> Self:
        await self.switchboard.start()
        try:
            for process in self.processes:
                await self.start(process)
            await self.settle()
        except BaseException:
            await self._end()
            raise
        self.servers = [ServerStage(self, one, self.owner(one)) for one in self.switchboard.servers]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._end()
        if error is None:
            for one in self.switchboard.servers:
                for complaint in one.complaints:
                    raise complaint

    def owner(self, server: StandIn) -> BotProcess:
        """The process that was told to own the shard of this server."""
        shard = shard_of(ServerId(server.world.guild_id), self._count)
        (process,) = [one for one in self.processes if shard in listed(one.environment[SHARD_IDS])]
        return process

    async def start(self, process: BotProcess) -> None:
        """Start it with the operator's key that the first has made, until all its shards are connected."""
        first = self.processes[0]
        if process is not first:
            process.key_dir.mkdir(parents=True, exist_ok=True)
            shutil.copy(first.key_dir / KEY_FILE, process.key_dir / KEY_FILE)
        await process.start()

    async def replace(self, lost: BotProcess) -> None:
        """Start a process on another machine in the place of one that was killed."""
        fresh = self.another(lost.environment[SHARD_IDS], f"replacing {lost.key_dir.parent.name}")
        shutil.copytree(lost.key_dir, fresh.key_dir)
        self.processes[self.processes.index(lost)] = fresh
        for server in self.servers:
            if server.process is lost:
                server.process = fresh
        await fresh.start()

    async def break_locks(self, process: BotProcess, kind: int = SHARD) -> None:
        """Cut the connection by which it holds its shards, or those by which it writes, and no other."""
        engine = make_engine(address(self._databases[0]), 1)
        async with engine.connect() as connection:
            for shard in listed(process.environment[SHARD_IDS]):
                await connection.execute(text(_HOLDERS), {"kind": kind, "shard": shard})
        await engine.dispose()

    async def settle(self) -> None:
        """Until every process that runs has looked at its due tasks after this moment and found none left."""
        idle = [(process, self._set_clock(process)) for process in self.processes]
        async with asyncio.timeout(PATIENCE):
            await asyncio.gather(*(self._until_looked(process, number) for process, number in idle if process.id))

    async def advance(self, *, days: float = 0, hours: float = 0, minutes: float = 0) -> None:
        """Let time pass for everybody."""
        self.switchboard.world.clock.offset += timedelta(days=days, hours=hours, minutes=minutes)
        await self.settle()

    async def _end(self) -> None:
        await asyncio.gather(*(process.stop() for process in self.processes))
        await self.switchboard.stop()

    async def _until_looked(self, process: BotProcess, number: str) -> None:
        async with self._looked:
            await self._looked.wait_for(lambda: number in self._looks or not process.id)

    def _set_clock(self, process: BotProcess) -> str:
        self._settings += 1
        clock = process.data_dir.parent / "clock"
        clock.parent.mkdir(parents=True, exist_ok=True)
        fresh = clock.with_suffix(".new")
        fresh.write_text(f"{self._settings} {self.switchboard.world.clock.offset.total_seconds()!r} 1", "ascii")
        fresh.replace(clock)
        return str(self._settings)

    def _hear(self, found: str) -> None:
        async def tell() -> None:
            async with self._looked:
                self._looks.add(found)
                self._looked.notify_all()

        task = asyncio.get_running_loop().create_task(tell())
        self._reports.add(task)
        task.add_done_callback(self._reports.discard)
