"""Asks Discord whether it knows the token, what the application is allowed, and what time it is there.

Two requests, and nothing is changed. Not here: servers and channels (`/setup check` in Discord).
"""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from email.utils import parsedate_to_datetime
from typing import Final, cast

import aiohttp
import discord
from discord import ApplicationFlags
from discord.http import Route

from bot.command_line.findings import Finding, fine, note, wrong
from bot.core.identity import Clock
from config.settings import Settings

ANSWERS_WITHIN: Final = 10
"""Seconds."""
CLOCK_MAY_BE_OFF: Final = timedelta(seconds=5)
PERMISSIONS: Final = discord.Permissions(
    view_channel=True, send_messages=True, read_message_history=True, attach_files=True, pin_messages=True
)
"""What the bot needs in the channels where it posts. What else it is wanted for, `/setup check` says in Discord."""
_REFUSED: Final = (401, 403)
_FINE: Final = 200
_UNUSED: Final = (
    ("Presence Intent", ApplicationFlags.gateway_presence.flag | ApplicationFlags.gateway_presence_limited.flag),
    (
        "Server Members Intent",
        ApplicationFlags.gateway_guild_members.flag | ApplicationFlags.gateway_guild_members_limited.flag,
    ),
    (
        "Message Content Intent",
        ApplicationFlags.gateway_message_content.flag | ApplicationFlags.gateway_message_content_limited.flag,
    ),
)
"""What the Developer Portal calls the intents that the bot does without."""


@dataclass(frozen=True)
class _Answer:
    status: int
    body: Mapping[str, object]
    ahead: timedelta
    """How far this machine's clock is ahead of Discord's."""


async def look_at_discord(settings: Settings, clock: Clock) -> AsyncIterator[Finding]:
    """Whether the bot would be let in, and whether both clocks agree."""
    token = "" if settings.token is None else settings.token.get_secret_value().strip()
    if not token:
        yield wrong("start-token-missing")
        return
    try:
        async with aiohttp.ClientSession(
            headers={"Authorization": f"Bot {token}"}, timeout=aiohttp.ClientTimeout(ANSWERS_WITHIN)
        ) as session:
            base = settings.api_url or Route.BASE
            myself = await _asked(session, f"{base}/users/@me", clock)
            application = await _asked(session, f"{base}/applications/@me", clock)
    except (aiohttp.ClientError, OSError, TimeoutError, ValueError):
        yield wrong("check-discord-unreachable")
        return
    for finding in (_of_token(myself), *_of_application(myself, application), _of_clock(myself.ahead)):
        yield finding


async def _asked(session: aiohttp.ClientSession, address: str, clock: Clock) -> _Answer:
    asked = clock()
    async with session.get(address, allow_redirects=False) as response:
        answered = clock()
        body: object = await response.json(content_type=None)
        there = parsedate_to_datetime(response.headers["Date"])
    # Discord's date is cut to whole seconds: half of one is added.
    middle = asked + (answered - asked) / 2 - timedelta(milliseconds=500)
    return _Answer(
        response.status, cast("Mapping[str, object]", body) if isinstance(body, dict) else {}, middle - there
    )


def _of_token(myself: _Answer) -> Finding:
    if myself.status in _REFUSED:
        return wrong("start-token-refused")
    if myself.status != _FINE:
        return wrong("check-discord-trouble", status=str(myself.status))
    return fine("check-token-fine")


def _of_application(myself: _Answer, application: _Answer) -> list[Finding]:
    if myself.status != _FINE or application.status != _FINE:
        return []
    flags = int(str(application.body.get("flags", 0)))
    findings = [note("check-intents-unused", name=name) for name, bits in _UNUSED if flags & bits] or [
        fine("check-intents-fine")
    ]
    if application.body.get("bot_public"):
        findings.append(note("check-bot-public"))
    return [*findings, fine("check-invitation", address=_invitation(int(str(application.body["id"]))))]


def _invitation(application_id: int) -> str:
    return discord.utils.oauth_url(application_id, permissions=PERMISSIONS, scopes=("bot", "applications.commands"))


def _of_clock(ahead: timedelta) -> Finding:
    seconds = abs(round(ahead.total_seconds()))
    if abs(ahead) <= CLOCK_MAY_BE_OFF:
        return fine("check-clock-fine")
    return wrong("check-clock-ahead" if ahead > timedelta() else "check-clock-behind", seconds=str(seconds))
