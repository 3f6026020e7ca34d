"""The gateway: sessions over websockets, events in order, heartbeats, resuming - and its faults.

Not here: what the events tell (interactions.py, changes.py).
"""

import asyncio
import contextlib
import secrets
import zlib
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from aiohttp import WSMsgType, web

from tests.standin import payloads
from tests.standin.wire import JsonObject, as_object, dump, number, parse_object, strings
from tests.standin.world import World

ENDS_SESSION = frozenset({1000, 1001, 4004, 4007, 4009, 4010, 4011, 4012, 4013, 4014})
_OF_SERVERS = ("GUILD_CREATE", "GUILD_DELETE")
CUT_OFF = 1006
"""Nobody sends this code: it is what a client finds when the line ended without a close frame."""
REMEMBERED = 2_000
"""Events kept per session for a resume."""


@dataclass(eq=False)
class Session:
    """One shard's session; it outlives its sockets, so that it can be resumed."""

    id: str
    shard: int
    shards: int
    intents: int
    socket: web.WebSocketResponse | None = None
    sequence: int = 0
    sent: deque[tuple[int, str]] = field(default_factory=lambda: deque[tuple[int, str]](maxlen=REMEMBERED))


@dataclass(eq=False)
class Connection:
    """One websocket; frames go out in the order in which they were put into the outbox."""

    socket: web.WebSocketResponse
    cut: Callable[[], None]
    compress: Callable[[str], bytes] | None
    outbox: asyncio.Queue[str] = field(default_factory=asyncio.Queue[str])
    closed_with: int = 0

    async def deliver(self) -> None:
        """Send what is in the outbox until cancelled or cut off."""
        while True:
            text = await self.outbox.get()
            with contextlib.suppress(ConnectionError):
                if self.compress is None:
                    await self.socket.send_str(text)
                else:
                    await self.socket.send_bytes(self.compress(text))


def zlib_stream() -> Callable[[str], bytes]:
    """Compression of a whole connection as one stream, each frame flushed."""
    stream = zlib.compressobj(level=1)
    return lambda text: stream.compress(text.encode()) + stream.flush(zlib.Z_SYNC_FLUSH)


def _shard(server: int, session: Session) -> int:
    """The shard of a server by this session's count. Source: Discord, Gateway, "Sharding"."""
    return (server >> 22) % session.shards


class Gateway:
    """All sessions of one bot. The faults are plain attributes and methods at the end.

    `other_servers` are servers beside the world's in which nothing happens: by id, their GUILD_CREATE as printed JSON.
    """

    def __init__(self, world: World, token: str) -> None:
        self.world = world
        self.worlds = [world]
        """Every server that the bot is in."""
        self.token = token
        self.address = ""
        self.heartbeat_interval = 41.25
        self.answers_heartbeats = True
        self.refuses_resume = False
        self.accepts_connections = True
        self.sessions: dict[str, Session] = {}
        self.other_servers: dict[int, str] = {}
        self.identified = 0
        self.resumed = 0
        self.heartbeats = 0
        self._connections: dict[Session, Connection] = {}
        self._changed = asyncio.Condition()

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        """Serve one websocket until it closes."""
        if not self.accepts_connections:
            return web.Response(status=503)
        socket = web.WebSocketResponse(compress=False, max_msg_size=0)
        await socket.prepare(request)
        asked = request.query.get("compress") == "zlib-stream"  # discord.py reads plain text whatever it asked for
        transport = request.transport
        assert transport is not None
        connection = Connection(socket, transport.abort, zlib_stream() if asked else None)
        delivery = asyncio.create_task(connection.deliver(), name="gateway outbox")
        interval = int(self.heartbeat_interval * 1000)
        connection.outbox.put_nowait(f'{{"op":10,"d":{{"heartbeat_interval":{interval}}},"s":null,"t":null}}')
        try:
            async for frame in socket:
                if frame.type is WSMsgType.TEXT:
                    await self._receive(connection, parse_object(str(frame.data)))
        finally:
            delivery.cancel()
            await self._disconnected(connection)
        return socket

    async def _receive(self, connection: Connection, frame: JsonObject) -> None:
        operation, data = number(frame, "op", -1), as_object(frame.get("d"))
        if operation == 1:
            self.heartbeats += 1
            if self.answers_heartbeats:
                connection.outbox.put_nowait('{"op":11,"d":null,"s":null,"t":null}')
        elif operation in (2, 6) and data.get("token") != self.token:
            await connection.socket.close(code=4004, message=b"Authentication failed.")
        elif operation == 2:
            await self._identify(connection, data)
        elif operation == 6:
            await self._resume(connection, data)

    async def _identify(self, connection: Connection, data: JsonObject) -> None:
        shard, shards = (int(one) for one in strings(data, "shard") or ("0", "1"))
        session = Session(secrets.token_hex(16), shard, shards, number(data, "intents"))
        self.forget_sessions()
        self.sessions[session.id] = session
        self._connections[session] = connection
        self._send(session, "READY", self._ready(session))
        for world in self.held_by(session):
            self._send(session, "GUILD_CREATE", payloads.server(world))
        for server_id, printed in self.other_servers.items():
            if _shard(server_id, session) == session.shard:
                self._send_text(session, f'"t":"GUILD_CREATE","d":{printed}')
        self.identified += 1
        await self._tell()

    def _ready(self, session: Session) -> JsonObject:
        others = [server_id for server_id in self.other_servers if _shard(server_id, session) == session.shard]
        servers = [*(world.guild_id for world in self.held_by(session)), *others]
        bot = payloads.user(self.world.bot) | {"verified": True, "mfa_enabled": True, "email": None, "flags": 0}
        return {
            "v": 10,
            "user": bot,
            "user_settings": {},
            "private_channels": [],
            "relationships": [],
            "presences": [],
            "guilds": [{"id": str(server_id), "unavailable": True} for server_id in servers],
            "session_id": session.id,
            "session_type": "normal",
            "resume_gateway_url": self.address,
            "shard": [session.shard, session.shards],
            "application": {"id": str(self.world.bot.id), "flags": 0},
            "_trace": [],
        }

    async def _resume(self, connection: Connection, data: JsonObject) -> None:
        session = self.sessions.get(str(data.get("session_id")))
        if session is None or self.refuses_resume:
            connection.outbox.put_nowait('{"op":9,"d":false,"s":null,"t":null}')
            return
        self._connections[session] = connection
        for sequence, text in session.sent:
            if sequence > number(data, "seq"):
                connection.outbox.put_nowait(text)
        self._send(session, "RESUMED", {"_trace": []})
        self.resumed += 1
        await self._tell()

    def held_by(self, session: Session) -> list[World]:
        """The servers of which this session is told."""
        return [world for world in self.worlds if _shard(world.guild_id, session) == session.shard]

    def dispatch(self, event: str, data: JsonObject) -> None:
        """Tell every session that holds the server; those cut off hear of it when they resume.

        What happens in no server, in direct messages, is told in the first shard.
        """
        server = number(data, "id") if event in _OF_SERVERS else number(data, "guild_id")
        self.dispatch_text(f'"t":"{event}","d":{dump(data)}', server)

    def dispatch_text(self, inner: str, server: int | None = None) -> None:
        """The same for an event printed already: `"t":"NAME","d":{...}`; where no server is named, the first."""
        server = self.world.guild_id if server is None else server
        for session in self.sessions.values():
            if _shard(server, session) == session.shard:
                self._send_text(session, inner)

    def _send(self, session: Session, event: str, data: JsonObject) -> None:
        self._send_text(session, f'"t":"{event}","d":{dump(data)}')

    def _send_text(self, session: Session, inner: str) -> None:
        session.sequence += 1
        text = f'{{"op":0,"s":{session.sequence},{inner}}}'
        session.sent.append((session.sequence, text))
        connection = self._connections.get(session)
        if connection is not None:
            connection.outbox.put_nowait(text)

    @property
    def connected(self) -> int:
        """How many sessions have a socket now."""
        return len(self._connections)

    async def wait_for_session(self, after: int = 0) -> None:
        """Until more sessions than `after` have identified themselves or resumed."""
        async with self._changed:
            await self._changed.wait_for(lambda: self.identified + self.resumed > after and self.connected > 0)

    async def wait_for_fewer(self, than: int) -> None:
        """Until fewer than so many sessions have a socket (or there were none)."""
        async with self._changed:
            await self._changed.wait_for(lambda: self.connected < max(1, than))

    async def _tell(self) -> None:
        async with self._changed:
            self._changed.notify_all()

    async def _disconnected(self, connection: Connection) -> None:
        ended = [session for session, one in self._connections.items() if one is connection]
        for session in ended:
            del self._connections[session]
            code = connection.closed_with or connection.socket.close_code
            if code in ENDS_SESSION:
                self.sessions.pop(session.id, None)
        await self._tell()

    async def close(self, code: int = 4000) -> None:
        """Close every socket with this code (4004 and 4014, say, are final for discord.py); 1006: cut it off."""
        for connection in list(self._connections.values()):
            connection.closed_with = code
            if code == CUT_OFF:
                connection.cut()
            else:
                await connection.socket.close(code=code)

    def ask_to_reconnect(self) -> None:
        """Ask every client to reconnect and resume (op 7)."""
        for connection in self._connections.values():
            connection.outbox.put_nowait('{"op":7,"d":null,"s":null,"t":null}')

    def forget_sessions(self) -> None:
        """Forget the sessions that are cut off: a later resume is refused, the client must identify itself again."""
        self.sessions = {session.id: session for session in self._connections}
