"""Everything private that is touched in simcord, in one place: what the pinned version gets wrong or leaves out.

Only the files beside this one use it. Each patch says what it mends; `pinned.py` refuses another simcord.
"""
# pyright: reportPrivateUsage=false, reportUnknownMemberType=false
# ruff: noqa: SLF001 - the purpose of this file is to keep simcord's private names out of every other one

from collections.abc import Callable, Coroutine, Generator, Mapping
from contextlib import contextmanager
from contextvars import Context
from datetime import datetime
from functools import wraps
from typing import Any, TypeVar, cast
from weakref import WeakKeyDictionary

import discord
import simcord
from aiohttp import web
from simcord import intents, interactions
from simcord.backend import Backend, serializers
from simcord.backend.errors import BackendError
from simcord.backend.models import Interaction, Message, Overwrite
from simcord.enums import OverwriteType
from simcord.http import client, router
from simcord.results import InteractionResult
from typing_extensions import override

IDLE_SECONDS = 0.0005
"""How often simcord looks whether the bot is done; as shipped 0.05 s, which makes every action take that long."""
LONG_SECONDS = 1.0
"""A wait of the bot's that is longer than this ends only when the clock is moved, never by itself."""

Result = TypeVar("Result")
_locales: WeakKeyDictionary[Backend, dict[int, str]] = WeakKeyDictionary()


def install() -> None:
    """Put all patches in place; harmless when they are."""
    if getattr(simcord.Env, "common_ground", False):
        return
    _poll_faster()
    _raise_server_errors()
    _speak_languages()
    _stand_still()
    _count_role_members()
    _tell_of_oneself()
    simcord.Env.common_ground = True  # type: ignore[attr-defined] # a mark of ours: the patches are in


def _poll_faster() -> None:
    cast("dict[str, float]", simcord.Env._settle_internal.__kwdefaults__)["idle"] = IDLE_SECONDS


def _raise_server_errors() -> None:
    """Discord's 5xx is `DiscordServerError` in discord.py; simcord raises the plain `HTTPException`."""
    former = cast("Callable[[BackendError], None]", client._raise_for)

    def raise_for(error: BackendError) -> None:
        if error.status < 500:  # noqa: PLR2004 - the first of HTTP's server errors
            former(error)
        raise discord.DiscordServerError(cast("Any", client._FakeResponse(error.status)), cast("Any", error.to_json()))

    client._raise_for = raise_for


def _speak_languages() -> None:
    """Each person's own language and the server's in every interaction; simcord always says "en-US"."""
    former = interactions.base_payload

    @wraps(former)
    def base_payload(backend: Backend, **given: Any) -> tuple[Interaction, dict[str, Any]]:
        record, payload = former(backend, **given)
        payload["locale"] = _locales.get(backend, {}).get(given["user_id"], "en-US")
        if given["guild_id"] is not None:
            payload["guild_locale"] = backend.get_guild(given["guild_id"]).preferred_locale
        return record, payload

    interactions.base_payload = base_payload


def _stand_still() -> None:
    """Long waits have no real-time end: only the simulated clock decides, and no action waits for a sleeper."""
    former = simcord.Env._schedule_timer

    def schedule_timer(
        self: simcord.Env, record: Any, callback: Any, given: tuple[Any, ...], context: Context | None
    ) -> None:
        former(self, record, callback, given, context)
        if record.real_handle is not None and record.when - self._virtual_time > LONG_SECONDS:
            record.real_handle.cancel()
            record.real_handle = None

    simcord.Env._schedule_timer = schedule_timer  # type: ignore[method-assign] # the patch itself


def _count_role_members() -> None:
    """The route behind `Guild.role_member_counts`, which simcord lacks."""

    def count(request: router.RequestContext) -> dict[str, int]:
        guild = request.backend.get_guild(request.int_arg("guild_id"))
        return {
            str(role): sum(role in member.role_ids for member in guild.members.values())
            for role in guild.roles
            if role != guild.id
        }

    router.route("GET", "/guilds/{guild_id}/roles/member-counts")(count)


def _tell_of_oneself() -> None:
    """A bot is told when its own roles change, whatever its intents are; simcord keeps that from it."""
    former = intents.required_intent

    def required_intent(event: str, payload: Mapping[str, Any]) -> str | None:
        is_a_bot = event == "GUILD_MEMBER_UPDATE" and payload["user"].get("bot")
        return None if is_a_bot else former(event, payload)

    intents.required_intent = required_intent


def set_locale(env: simcord.Env, user_id: int, locale: str) -> None:
    """From now on this person's Discord is in that language (a Discord locale such as "de")."""
    _locales.setdefault(env.backend, {})[user_id] = locale


def set_epoch(env: simcord.Env, moment: datetime) -> None:
    """Where the clock stands before any second has passed; an id made now carries this moment."""
    env.backend.clock._epoch = moment


def note_moments(env: simcord.Env) -> list[datetime]:
    """From now on the moment of each request the bot sends, in order; simcord notes requests without it."""
    noted = _Noted(env)
    env.backend.http_requests = noted
    return noted.moments


class _Noted(list[Any]):
    """A list of requests that notes when each came."""

    def __init__(self, env: simcord.Env) -> None:
        super().__init__()
        self._env = env
        self.moments: list[datetime] = []

    @override
    def append(self, entry: Any) -> None:
        self.moments.append(self._env.now())
        super().append(entry)


def elapsed_seconds(env: simcord.Env) -> float:
    return env._virtual_time


async def settle(env: simcord.Env, *, after: str) -> None:
    """Wait until the bot has done all it can do now."""
    await env._settle_internal(dispatch=after)


def unguarded(
    action: Callable[..., Coroutine[Any, Any, Result]],
) -> Callable[..., Coroutine[Any, Any, Result]]:
    """An action of simcord's without its guard "one at a time": so two people can press at the same moment."""
    return getattr(action, "__wrapped__", action)


@contextmanager
def alone(env: simcord.Env, name: str) -> Generator[None]:
    """Several steps as one action of simcord's, between which nobody else acts; `name` is for its errors.

    Raises:
        simcord.SetupError: another action is under way.
    """
    env._begin_operation(name)
    try:
        yield
    finally:
        env._end_operation()


async def in_bot(env: simcord.Env, work: Callable[[], Coroutine[Any, Any, Result]]) -> Result:
    """Run something as the bot's own work, with its clock and its requests."""
    with env._bot_scope():
        return await work()


def join_server(env: simcord.Env, guild_id: int) -> None:
    """The bot is invited. Without `unavailable` in it discord.py tells of a join, with it of a server that woke."""
    payload = dict(serializers.guild_create_payload(env.backend, env.backend.get_guild(guild_id)))
    payload.pop("unavailable", None)
    env.backend.emit("GUILD_CREATE", payload)


def leave_server(env: simcord.Env, guild_id: int, *, outage: bool) -> None:
    """The bot is kicked, or (outage) Discord loses the server for a while; `join_server` brings it back as it was."""
    env.backend.emit("GUILD_DELETE", {"id": str(guild_id)} | ({"unavailable": True} if outage else {}))


def record_of(result: InteractionResult) -> Interaction:
    """What simcord knows of the interaction behind a result."""
    return result._interaction


def payload_of(env: simcord.Env, message: Message) -> Mapping[str, object]:
    """The message as Discord's API gives it."""
    return cast("Mapping[str, object]", serializers.message_payload(env.backend, message))


def frame_preview(origin: str, additions: Mapping[str, str]) -> None:
    """Let one page of ours, by its origin, hold simcord's preview in a frame; `additions` go below its files, by path.

    Any other page stays locked out. To be called once in a process.
    """
    from simcord.preview._server import PreviewServer  # noqa: PLC0415 - only the rehearsal's page needs its weight

    headers = PreviewServer._SECURITY_HEADERS
    headers.pop("X-Frame-Options", None)
    rules = [rule for rule in headers["Content-Security-Policy"].split("; ") if not rule.startswith("frame-ancestors")]
    headers["Content-Security-Policy"] = "; ".join([*rules, f"frame-ancestors {origin}"])
    former = PreviewServer._static

    async def static(self: PreviewServer, request: web.Request) -> web.Response:
        response = cast("web.Response", await former(self, request))
        if request.path in additions:
            response.text = f"{response.text}\n{additions[request.path]}"
        return response

    PreviewServer._static = static  # type: ignore[method-assign] # the patch itself
    _outlive_restarts()


def _outlive_restarts() -> None:
    """A window and its open form stay through a restart, as on Discord; simcord's refuses every press then."""
    from simcord import preview  # noqa: PLC0415 - only the rehearsal's page needs its weight

    if getattr(preview.Preview, "common_ground", False):
        return
    former_action = preview.Preview._action
    former_snapshot = preview.build_snapshot  # pyright: ignore[reportPrivateImportUsage] # the patch itself

    async def action(self: preview.Preview, context_id: str | None, body: Mapping[str, Any]) -> dict[str, Any]:
        return await former_action(self, context_id, {**body, "bot_generation": self.env._generation})

    def build_snapshot(of: preview.Preview, page: Any) -> dict[str, Any]:
        return {**former_snapshot(of, page), "botGeneration": 1}

    preview.Preview._action = action  # type: ignore[method-assign] # the patch itself
    preview.build_snapshot = build_snapshot  # pyright: ignore[reportPrivateImportUsage] # the patch itself
    preview.Preview.common_ground = True  # type: ignore[attr-defined] # a mark of ours: the patch is in


def member_overwrite(target_id: int, allow: int, deny: int) -> Overwrite:
    """Permissions of one person in a channel, as bit fields."""
    return Overwrite(target_id=target_id, type=OverwriteType.MEMBER, allow=allow, deny=deny)
