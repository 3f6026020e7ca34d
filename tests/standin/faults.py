"""What goes wrong on the REST side, on demand: refusals, rate limits, delays, silence, lost answers, a test's own acts.

Not here: faults of the gateway (gateway.py) and of the process (process.py).
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Literal

from aiohttp import web

from tests.standin.wire import dump

Effect = Callable[[], Awaitable[web.Response | None]]
"""What happens; a response is given to the bot instead of the true one."""


class Lost(Exception):
    """The connection is cut instead of answering."""


class CutShort(Exception):
    """The connection is cut in the middle of the answer."""


@dataclass(eq=False)
class Fault:
    """An effect on the next `times` requests (None: all) whose method and path fit; `*` as in a shell.

    The path is that below /api/v10.
    """

    method: str
    path: str
    times: int | None
    effect: Effect
    when: Literal["before", "after"]
    met: int = 0

    def fits(self, method: str, path: str, when: str) -> bool:
        """Whether this request meets the fault now."""
        if when != self.when or (self.times is not None and self.met >= self.times):
            return False
        return fnmatchcase(method, self.method) and fnmatchcase(path, self.path)


def json_response(status: int, body: object, headers: dict[str, str] | None = None) -> web.Response:
    """A JSON answer with the `Via` header of Discord's front, without which discord.py takes a 429 for a ban."""
    made = {"Via": "1.1 google", "Content-Type": "application/json", **(headers or {})}
    return web.Response(status=status, body=dump(body).encode(), headers=made)


@dataclass(eq=False)
class Faults:
    """All faults switched on; each method switches one on and returns it (its `met` counts)."""

    active: list[Fault] = field(default_factory=list[Fault])

    def fail(self, method: str, path: str, status: int, *, code: int = 0, times: int | None = 1) -> Fault:
        """Answer with this status and Discord's JSON error code, and do nothing."""

        async def effect() -> web.Response:
            return json_response(status, {"message": f"{status}: on demand", "code": code})

        return self._add(method, path, times, effect)

    def tell(self, method: str, path: str, body: object, *, times: int | None = 1) -> Fault:
        """Answer with this body, and do nothing."""

        async def effect() -> web.Response:
            return json_response(200, body)

        return self._add(method, path, times, effect)

    def limit(
        self, method: str, path: str, retry_after: float, *, everywhere: bool = False, times: int | None = 1
    ) -> Fault:
        """Answer 429 with Retry-After in seconds, for this route's bucket or for the whole bot."""

        async def effect() -> web.Response:
            headers = {"Retry-After": str(retry_after), "X-RateLimit-Scope": "global" if everywhere else "user"}
            if everywhere:
                headers["X-RateLimit-Global"] = "true"
            body = {"message": "You are being rate limited.", "retry_after": retry_after, "global": everywhere}
            return json_response(429, body, headers)

        return self._add(method, path, times, effect)

    def delay(self, method: str, path: str, seconds: float, *, times: int | None = 1) -> Fault:
        """Do as asked, but only after so many seconds."""

        async def effect() -> None:
            await asyncio.sleep(seconds)

        return self._add(method, path, times, effect)

    def hang(self, method: str, path: str, release: asyncio.Event | None = None, *, times: int | None = 1) -> Fault:
        """Neither do nor answer anything until the event is set (never, if none is given)."""
        until = release or asyncio.Event()

        async def effect() -> None:
            await until.wait()

        return self._add(method, path, times, effect)

    def lose(self, method: str, path: str, *, times: int | None = 1) -> Fault:
        """Do as asked, but cut the connection instead of answering."""

        async def effect() -> None:
            raise Lost

        return self._add(method, path, times, effect, "after")

    def halve(self, method: str, path: str, *, times: int | None = 1) -> Fault:
        """Do as asked, but cut the connection in the middle of the answer."""

        async def effect() -> None:
            raise CutShort

        return self._add(method, path, times, effect, "after")

    def meanwhile(
        self,
        method: str,
        path: str,
        action: Callable[[], Awaitable[object]],
        *,
        when: Literal["before", "after"] = "after",
        times: int | None = 1,
    ) -> Fault:
        """Let the test act just before or after the request is carried out, before it is answered (a kill, say)."""

        async def effect() -> None:
            await action()

        return self._add(method, path, times, effect, when)

    def clear(self) -> None:
        """Nothing goes wrong any more."""
        self.active.clear()

    async def strike(self, method: str, path: str, when: Literal["before", "after"]) -> web.Response | None:
        """Apply the first fault that fits, if any."""
        for fault in self.active:
            if fault.fits(method, path, when):
                fault.met += 1
                return await fault.effect()
        return None

    def _add(
        self, method: str, path: str, times: int | None, effect: Effect, when: Literal["before", "after"] = "before"
    ) -> Fault:
        fault = Fault(method, path, times, effect, when)
        self.active.append(fault)
        return fault
