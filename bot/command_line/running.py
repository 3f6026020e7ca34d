"""`run`: the bot, from its settings to its clean end. Not here: what the bot does (`bot/app.py`)."""

import asyncio
import gc
import signal
from collections.abc import Coroutine, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import aiohttp
import discord
import structlog

from bot.command_line.heap import keep_buffers_out_of_the_heap
from bot.command_line.problems import DONE, CannotDo
from bot.command_line.settings_read import read_settings
from bot.command_line.speaking import say
from bot.core.help_lines import LineRefused
from bot.store.run_lock import run_lock
from bot.ui.support import NoHelpLines, help_desk
from bot.ui.words import Words
from config.settings import Settings
from config.version import VERSION

if TYPE_CHECKING:
    from bot.app import CommonGround

_ENDED_BY: Final[Mapping[int, str]] = MappingProxyType({4004: "start-token-refused", 4013: "start-intents-refused"})
"""What Discord's gateway says when it ends a connection that is not to be tried again (its close event codes)."""
_log = structlog.get_logger("common_ground")


def run(words: Words) -> int:
    """Run the bot until it is told to stop (SIGTERM, SIGINT).

    Raises:
        CannotDo, StoreProblem: it cannot start, or Discord does not let it in.
    """
    keep_buffers_out_of_the_heap()
    settings = read_settings()
    _look_at_help_lines(settings.help_lines)
    token = the_token(settings)
    with run_lock(settings.data_dir, settings.key_dir):
        asyncio.run(_run(settings, token, words))
    return DONE


def the_token(settings: Settings) -> str:
    """The bot token.

    Raises:
        CannotDo: there is none.
    """
    token = "" if settings.token is None else settings.token.get_secret_value().strip()
    if not token:
        raise CannotDo("start-token-missing")
    return token


def _look_at_help_lines(path: Path | None) -> None:
    """What is wrong with them is said before anybody in need could be shown them."""
    try:
        help_desk(path)
    except NoHelpLines:
        raise CannotDo("start-help-lines-missing") from None
    except LineRefused as error:
        raise CannotDo("start-help-lines-wrong", line=error.line, what=error.what) from None


async def _run(settings: Settings, token: str, words: Words) -> None:
    # Imported here, so that a mistake in the settings is reported at once.
    from bot.app import create_bot  # noqa: PLC0415
    from bot.command_line.beating import beating  # noqa: PLC0415 - it needs the bot too

    _log.info("starting", name=VERSION)
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False  # nobody is to speak here
    bot = create_bot(settings)
    try:
        async with beating(bot, settings):
            await _until_told(_opened_and_connected(bot, settings, token, words))
    finally:
        await bot.close()
    _log.info("stopped")


async def _until_told(work: Coroutine[object, object, None]) -> None:
    """Work until the process is told to stop."""
    running = asyncio.ensure_future(work)
    for signal_number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(signal_number, running.cancel)
    try:
        await running
    except asyncio.CancelledError:
        _log.info("stopping")


async def _opened_and_connected(bot: "CommonGround", settings: Settings, token: str, words: Words) -> None:
    stores = await bot.open_stores()
    if stores.first_start:
        say(words("start-first", data=str(settings.data_dir.resolve()), keys=str(settings.key_dir.resolve())))
    await _first_of(_connected(bot, token), bot.until_shards_are_lost())


async def _first_of(*works: Coroutine[object, object, None]) -> None:
    """Until one of them ends, as that one does; the others are cancelled."""
    tasks = [asyncio.ensure_future(work) for work in works]
    try:
        ended, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    for task in ended:
        task.result()


async def _connected(bot: discord.Client, token: str) -> None:
    try:
        await bot.login(token)
        _spare_what_stays()
        await bot.connect()
    except discord.LoginFailure:
        raise CannotDo("start-token-refused") from None
    except discord.PrivilegedIntentsRequired:
        raise CannotDo("start-intents-refused") from None
    except discord.ConnectionClosed as closed:
        raise CannotDo(_ENDED_BY.get(closed.code, "start-connection-ended"), code=closed.code) from None
    except (discord.HTTPException, aiohttp.ClientError, OSError):
        raise CannotDo("start-discord-unreachable") from None


def _spare_what_stays() -> None:
    """Let the garbage collector pass over what start-up made, and with it the pause of 0.07 s that each look took."""
    gc.collect()
    gc.freeze()
