"""The stage on the stand-in: the real bot as a process of its own, killed and restarted as a test likes.

What people do and see is in `tests.stage`; faults are `stage.stand_in.faults` and `.gateway`, changes of the server
`stage.stand_in.changes`, the process `stage.process`.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from bot.rehearsal.cast import START
from tests.screen import Screen
from tests.stage import Unanswered
from tests.standin.actor import StandInActor, as_seen
from tests.standin.beginnings import Begin, from_nothing
from tests.standin.interactions import TIME_TO_ACKNOWLEDGE, Interaction
from tests.standin.process import BotProcess
from tests.standin.standin import StandIn, Validate
from tests.standin.storm import Press, StormResult

THE_BOT = ("bot.__main__", "run")
SPOKEN = frozenset({0, 19, 20, 23})
"""Types of messages that somebody wrote; the others are Discord's notices."""
PATIENCE = 20.0
"""Seconds after which a bot that has acknowledged but does not come to an end is given up."""


class StandInStage:
    """One server with its cast; the bot's data lie below `home`, its log files too."""

    def __init__(
        self,
        home: Path,
        *,
        validate: Validate | None = None,
        environment: Mapping[str, str] | None = None,
        start: datetime = START,
        program: Sequence[str] = THE_BOT,
        patience: float = PATIENCE,
        begin: Begin = from_nothing,
    ) -> None:
        """Prepare a stage.

        Args:
            home: a directory for data, keys, log files; the same again for the same data.
            validate: sees every request of the bot (tests.payloads.validate).
            environment: further variables for the process.
            start: the first moment.
            program: module and arguments; one without the bot's scheduler never settles, so nobody waits for that.
            patience: seconds after which a bot that has acknowledged but does not come to an end is given up.
            begin: how each run of the process begins.
        """
        self.stand_in = StandIn(validate, start)
        self.skew = timedelta()
        """How far the clock of the bot's machine is ahead of Discord's; it counts from the next `settle` on."""
        self._patience = patience
        self._clock_file = home / "clock"
        self._has_scheduler = tuple(program) == THE_BOT
        self._settings = 0
        self._watched = True
        self._looks: set[str] = set()
        self._looked = asyncio.Condition()
        self._actors: dict[str, StandInActor] = {}
        self._reports: set[asyncio.Task[None]] = set()
        self.stand_in.reports["looked"] = self._hear
        variables = {"STAND_IN_CLOCK": str(self._clock_file), **(environment or {})}
        self.process = BotProcess(
            self.stand_in, home, command=("-m", "tests.standin.launch", *program), environment=variables, begin=begin
        )

    async def __aenter__(self) -> Self:
        await self.stand_in.start()
        self._set_clock()
        try:
            await self.process.start()
            await self.settle()
        except BaseException:
            await self.process.kill()
            await self.stand_in.stop()
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.process.stop()
        await self.stand_in.__aexit__(kind, error, trace)

    def person(self, name: str) -> StandInActor:
        person = self.stand_in.world.person(name)
        return self._actors.setdefault(person.name, StandInActor(self, person))

    def join(self, name: str, joined_days_ago: int = 30) -> StandInActor:
        self.stand_in.changes.join(name, joined_days_ago)
        return self.person(name)

    def now(self) -> datetime:
        """The moment in this world, aware, in UTC."""
        return self.stand_in.world.clock.now()

    async def advance(self, *, days: float = 0, hours: float = 0, minutes: float = 0) -> None:
        self.stand_in.world.clock.offset += timedelta(days=days, hours=hours, minutes=minutes)
        await self.settle()

    async def settle(self) -> None:
        """Wait until the bot has looked at its due tasks after this moment and found none left, or has ended.

        Raises:
            TimeoutError: it runs, but has not come to an end of them within PATIENCE seconds.
        """
        idle = str(self._set_clock())
        if not self._has_scheduler:
            return
        await self._while_running(self._look(idle))
        if idle not in self._looks and self.process.id:
            raise TimeoutError(f"not settled; the bot's last words:\n{self.process.tail(10)}")

    async def restart(self, *, kill: bool = False) -> None:
        await self.process.restart(kill=kill)
        await self.settle()

    def posts(self, channel: str) -> list[Screen]:
        messages = self.stand_in.world.channel(channel).messages.values()
        return [as_seen(message) for message in messages if message.payload["type"] in SPOKEN]

    def pinned(self, channel: str) -> list[Screen]:
        return [post for post in self.posts(channel) if post.payload["pinned"]]

    def direct(self, name: str) -> list[Screen]:
        channel = self.stand_in.world.direct_channel(self.stand_in.world.person(name))
        return [as_seen(message) for message in channel.messages.values()]

    def opened(self, screen: Screen, name: str) -> bytes:
        return self.stand_in.messages.files[urlsplit(screen.address(name)).path]

    async def until_answered(self, interaction: Interaction) -> None:
        """Wait until the bot has acknowledged, and then until it has done all it does for this interaction.

        Raises:
            Unanswered: no acknowledgement in Discord's three seconds, or the bot ended before it.
            TimeoutError: it was acknowledged, but the bot has not come to an end within PATIENCE seconds.
        """
        # This very process, whatever is started in its place meanwhile.
        ended = asyncio.ensure_future(self.process.wait())
        acknowledged, finished = interaction.acknowledged, interaction.finished
        try:
            await _first([acknowledged.wait(), finished.wait(), asyncio.shield(ended)], TIME_TO_ACKNOWLEDGE)
            if not acknowledged.is_set():
                raise Unanswered(f"no answer; the bot's last words:\n{self.process.tail(10)}")
            await _first([finished.wait(), asyncio.shield(ended)], PATIENCE)
            if not finished.is_set() and not ended.done():
                raise TimeoutError(f"not finished; the bot's last words:\n{self.process.tail(10)}")
        finally:
            ended.cancel()

    async def until(self, condition: Callable[[], bool], seconds: float | None = None) -> None:
        """Wait until something is true that no report tells of (looked at every hundredth of a second).

        Raises:
            TimeoutError: it did not become true.
        """
        async with asyncio.timeout(seconds or self._patience):
            while not condition():  # noqa: ASYNC110 - there is no event for it
                await asyncio.sleep(0.01)

    async def storm(self, presses: Iterable[Press], rate: float) -> StormResult:
        """A storm while the launcher reports nothing, so that it costs the bot nothing."""
        self._watched = False
        self._set_clock()
        try:
            return await self.stand_in.storm(presses, rate)
        finally:
            self._watched = True
            self._set_clock()

    async def _while_running(self, awaited: Awaitable[object], seconds: float | None = None) -> None:
        """Await it, but no longer than the process runs, nor than so many seconds."""
        await _first([awaited, self.process.wait()], seconds or self._patience)

    def _set_clock(self) -> int:
        """Write the clock file (in one step, the bot may be reading); the number of this setting."""
        self._settings += 1
        seconds = (self.stand_in.world.clock.offset + self.skew).total_seconds()
        fresh = self._clock_file.with_suffix(".new")
        fresh.write_text(f"{self._settings} {seconds!r} {int(self._watched)}", encoding="ascii")
        fresh.replace(self._clock_file)
        return self._settings

    async def _look(self, wanted: str) -> None:
        async with self._looked:
            await self._looked.wait_for(lambda: wanted in self._looks)

    def _hear(self, found: str) -> None:
        async def tell() -> None:
            async with self._looked:
                self._looks.add(found)
                self._looked.notify_all()

        task = asyncio.get_running_loop().create_task(tell())
        self._reports.add(task)
        task.add_done_callback(self._reports.discard)


async def _first(awaited: Sequence[Awaitable[object]], seconds: float | None = None) -> None:
    """Until the first of them is done or the time is over; the others are cancelled."""
    tasks = [asyncio.ensure_future(one) for one in awaited]
    try:
        await asyncio.wait(tasks, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
