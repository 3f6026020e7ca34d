"""The rehearsal's page on this machine: serves it, and carries its presses to the desk. Loopback only.

Another page in the same browser can neither read it (the address is checked) nor press its buttons (only JSON is
taken, which a foreign page may not send).
"""

import asyncio
import html
import re
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Final

import structlog
from aiohttp import web

from bot.rehearsal.desk import Desk, Unknown
from bot.rehearsal.simulator.window import Busy
from bot.ui.words import Words

ADDRESS: Final = "127.0.0.1"
PAGE: Final = Path(__file__).parent / "page"
FILES: Final = {
    "/hub.css": ("hub.css", "text/css"),
    "/hub.js": ("hub.js", "text/javascript"),
    "/hub.svg": ("hub.svg", "image/svg+xml"),
}
HEADERS: Final = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        f"frame-src http://{ADDRESS}:*; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}
HOURS: Final = frozenset({1, 24, 168})
_WORDS: Final = re.compile(r"\{\{\s*([\w-]+)\s*\}\}")
_log = structlog.get_logger("common_ground")

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
Act = Callable[[dict[str, object]], Awaitable[str]]


class PortTaken(Exception):
    """Something else on this machine listens at that port."""


class Hub:
    """The page at one port; one press at a time."""

    def __init__(self, desk: Desk, words: Words, port: int) -> None:
        self._desk = desk
        self._words = words
        self._port = port
        self._turn = asyncio.Lock()
        self._runner: web.AppRunner | None = None

    @property
    def origin(self) -> str:
        """Scheme, host and port of the page."""
        return origin(self._port)

    async def open(self) -> None:
        """Listen on loopback.

        Raises:
            PortTaken: the port is in use.
        """
        app = web.Application(middlewares=[self._guard])
        app.add_routes([web.get("/", self._page), web.get("/state", self._state)])
        app.add_routes([web.get(path, self._file) for path in FILES])
        for name, act in (
            ("look", self._look),
            ("clock", self._clock),
            ("others", self._others),
            ("restart", self._restart),
            ("concern", self._concern),
        ):
            app.add_routes([web.post(f"/{name}", self._press(act))])
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, ADDRESS, self._port).start()
        except OSError as error:
            await self.close()
            raise PortTaken from error

    async def close(self) -> None:
        """Stop listening."""
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    @web.middleware
    async def _guard(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Answer only to our own address, and press only for our own page."""
        known = {f"{ADDRESS}:{self._port}", f"localhost:{self._port}"}
        if request.host not in known:
            raise web.HTTPForbidden
        if request.method == "POST" and request.content_type != "application/json":
            raise web.HTTPUnsupportedMediaType
        response = await handler(request)
        response.headers.update(HEADERS)
        return response

    async def _page(self, _: web.Request) -> web.Response:
        template = (PAGE / "hub.html").read_text("utf-8")
        filled = _WORDS.sub(lambda found: html.escape(self._words(found[1])), template)
        return web.Response(text=filled, content_type="text/html")

    async def _file(self, request: web.Request) -> web.Response:
        name, kind = FILES[request.path]
        return web.Response(text=(PAGE / name).read_text("utf-8"), content_type=kind)

    async def _state(self, _: web.Request) -> web.Response:
        return web.json_response(self._desk.state())

    def _press(self, act: Act) -> Handler:
        async def pressed(request: web.Request) -> web.Response:
            async with self._turn:
                try:
                    note = await act(await request.json())
                except Busy:
                    return self._problem("rehearsal-busy", 409)
                except (Unknown, KeyError, TypeError, ValueError):
                    return self._problem("rehearsal-failed", 400)
                except Exception as error:  # noqa: BLE001 - the person at the keyboard gets an answer, whatever happened
                    _log.error("rehearsal-press-failed", kind=type(error).__name__)
                    return self._problem("rehearsal-failed", 500)
                return web.json_response({**self._desk.state(), "note": note})

        return pressed

    def _problem(self, key: str, status: int) -> web.Response:
        return web.json_response({"problem": self._words(key)}, status=status)

    async def _look(self, asked: dict[str, object]) -> str:
        await self._desk.look(str(asked["person"]), str(asked["place"]))
        return ""

    async def _clock(self, asked: dict[str, object]) -> str:
        hours = asked["hours"]
        if not isinstance(hours, int) or hours not in HOURS:
            raise Unknown("hours")
        return await self._desk.move_clock(hours)

    async def _others(self, _: dict[str, object]) -> str:
        return await self._desk.let_others_answer()

    async def _restart(self, _: dict[str, object]) -> str:
        return await self._desk.restart_bot()

    async def _concern(self, asked: dict[str, object]) -> str:
        return await self._desk.raise_concern(str(asked["message"]))


def origin(port: int) -> str:
    """Scheme, host and port of the page at this port."""
    return f"http://{ADDRESS}:{port}"
