"""The stand-in itself: one HTTP server on loopback that is Discord's REST API, gateway and file store for one bot.

Not here: what each route does (rest_*.py), people and their screens (stage.py), the bot's process (process.py).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from types import TracebackType
from typing import Self

from aiohttp import BodyPartReader, web

from tests.standin import rest_interactions, rest_messages, rest_server, routing
from tests.standin.changes import Changes
from tests.standin.commands import Commands
from tests.standin.faults import CutShort, Faults, Lost, json_response
from tests.standin.gateway import Gateway
from tests.standin.interactions import Interactions
from tests.standin.messages import Messages
from tests.standin.routing import Call, Refusal
from tests.standin.storm import Press, Storm, StormResult
from tests.standin.wire import JsonObject, as_object, as_objects, parse
from tests.standin.world import World

API = "/api/v10"
TOKEN = "a-token-only-the-stand-in-knows"  # noqa: S105 - it opens nothing
ROUTES = (rest_server, rest_messages, rest_interactions)
"""Imported for the routes that they register."""
Validate = Callable[[str, str, object], None]
"""Called with method, path below /api/v10 and parsed JSON body; raises when the real Discord would refuse it."""


@dataclass
class Sent:
    """One request of the bot, and the status with which it was answered (0: not yet, or never)."""

    method: str
    path: str
    body: object
    files: dict[str, bytes] = field(default_factory=dict[str, bytes])
    status: int = 0


class StandIn:
    """Discord for one bot and one server, on 127.0.0.1.

    `sent` holds every request of the bot, `complaints` what was wrong with them: an unknown route, a failed validation.
    Leaving its context raises the first complaint. `reports` are what the launcher (launch.py) tells: kind and hearer.
    Its clock begins at `start`; without one it shows the real time, as a bot needs that is not run by the launcher.
    """

    def __init__(
        self, validate: Validate | None = None, start: datetime | None = None, beside: "StandIn | None" = None
    ) -> None:
        """`beside`: another server of the same bot; fleet.py has one address for both."""
        self.token = TOKEN
        self.validate = validate
        self.world = World(start) if beside is None else World(start, len(beside.gateway.worlds), beside.world)
        self.gateway = Gateway(self.world, TOKEN) if beside is None else beside.gateway
        self.changes = Changes(self.world, self.gateway)
        self.commands = Commands(self.world)
        if beside is not None:
            self.gateway.worlds.append(self.world)
            self.commands.share(beside.commands)
        self.interactions = Interactions(self.world, self.gateway)
        self.messages = Messages(self.world, "")
        self.faults = Faults()
        self.sent: list[Sent] = []
        self.complaints: list[Exception] = []
        self.reports: dict[str, Callable[[str], None]] = {"finished": self._finished}
        self.storms: list[Storm] = []
        self.address = ""
        self._runner: web.ServerRunner | None = None

    @property
    def api_url(self) -> str:
        """What COMMON_GROUND_API_URL is set to."""
        return self.address + API

    async def start(self, port: int = 0) -> None:
        """Listen on 127.0.0.1 (port 0: any free one)."""
        runner = web.ServerRunner(web.Server(self.handle, access_log=None), shutdown_timeout=0.1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", port, backlog=1024)
        await site.start()
        self._runner = runner
        self.address = f"http://127.0.0.1:{runner.addresses[0][1]}"
        self.messages.address = self.address
        self.gateway.address = self.address.replace("http", "ws", 1) + "/gateway"

    async def stop(self) -> None:
        """Close every connection and stop listening."""
        await self.gateway.close(1001)
        if self._runner is not None:
            await self._runner.cleanup()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()
        if error is None and self.complaints:
            raise self.complaints[0]

    def requests(self, method: str, path: str) -> list[Sent]:
        """The bot's requests with this method whose path fits a route pattern such as /channels/*/messages."""
        parts = path.split("/")

        def fits(one: Sent) -> bool:
            given = one.path.split("/")
            same = len(given) == len(parts) and all(part in ("*", it) for part, it in zip(parts, given, strict=True))
            return one.method == method and same

        return [one for one in self.sent if fits(one)]

    async def storm(self, presses: Iterable[Press], rate: float) -> StormResult:
        """Emit so many presses a second, whether or not the earlier ones are answered, and time each answer."""
        storm = Storm(self.world, self.gateway, self.interactions, list(presses), rate)
        self.storms.append(storm)
        try:
            return await storm.run()
        finally:
            self.storms.remove(storm)

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        """Serve one request of the bot."""
        path = request.rel_url.raw_path
        if path.startswith(API):
            return await self._api(request, path.removeprefix(API))
        if path == "/gateway":
            return await self.gateway.handle(request)
        if path.startswith("/_standin/"):
            _, _, kind, value = path.split("/")
            self.reports.get(kind, str)(value)
            return web.Response(status=204)
        data = self.messages.files.get(path)
        return web.Response(status=404) if data is None else web.Response(body=data)

    async def _api(self, request: web.BaseRequest, path: str) -> web.StreamResponse:
        for storm in self.storms:
            answer = await storm.answer(request, path)
            if answer is not None:
                return answer
        body, files = await _read(request)
        sent = Sent(request.method, path, body, files)
        self.sent.append(sent)
        self._check(sent)
        authorized = request.headers.get("Authorization") == f"Bot {self.token}"
        call = Call(self, request.method, path, query=request.query, files=files, authorized=authorized)
        call.body, call.items = as_object(body), as_objects(body)
        response: web.StreamResponse
        try:
            response = carried_out = await self.faults.strike(request.method, path, "before") or self._carry_out(call)
            try:
                response = await self.faults.strike(request.method, path, "after") or response
            except CutShort:
                response = await _half(request, carried_out)
        except Lost:
            if request.transport is not None:
                request.transport.abort()
            return web.Response(status=500)
        sent.status = response.status
        return response

    def _check(self, sent: Sent) -> None:
        if self.validate is None:
            return
        try:
            self.validate(sent.method, sent.path, sent.body)
        except Exception as complaint:  # noqa: BLE001 - whatever the hook raises is raised again when the test ends
            self.complaints.append(complaint)

    def _carry_out(self, call: Call) -> web.Response:
        found = routing.find(call.method, call.path)
        if found is None:
            self.complaints.append(AssertionError(f"the stand-in has no route {call.method} {call.path}"))
            return json_response(404, {"message": "404: Not Found", "code": 0})
        handler, call.ids = found
        if not call.authorized and not call.path.startswith(("/interactions/", "/webhooks/")):
            return json_response(401, {"message": "401: Unauthorized", "code": 0})
        try:
            answer = handler(call)
        except Refusal as refusal:
            return json_response(refusal.status, refusal.body)
        return web.Response(status=204) if answer is None else json_response(200, answer)

    def _finished(self, interaction_id: str) -> None:
        interaction = self.interactions.by_id.get(int(interaction_id))
        if interaction is not None:
            interaction.finished.set()


async def _half(request: web.BaseRequest, response: web.Response) -> web.StreamResponse:
    """Send as much of an answer as half its body, and cut the connection."""
    body = response.body if isinstance(response.body, bytes) else b""
    begun = web.StreamResponse(status=response.status, headers=response.headers)
    begun.content_length = len(body) or 2
    await begun.prepare(request)
    await begun.write(body[: len(body) // 2])
    if request.transport is not None:
        request.transport.abort()
    return begun


async def _read(request: web.BaseRequest) -> tuple[object, dict[str, bytes]]:
    """The request's JSON (that of `payload_json` when files come with it; None when there is none) and its files."""
    if request.content_type.startswith("multipart/"):
        return await _read_parts(request)
    text = await request.read()
    return (parse(text) if text else None), {}


async def _read_parts(request: web.BaseRequest) -> tuple[object, dict[str, bytes]]:
    body: JsonObject = {}
    files: dict[str, bytes] = {}
    parts = await request.multipart()
    while (part := await parts.next()) is not None:
        if isinstance(part, BodyPartReader):
            data = bytes(await part.read())
            if part.name == "payload_json":
                body = as_object(parse(data))
            else:
                files[part.filename or "file"] = data
    return body, files
