"""`common-ground rehearse`: the invented group in a temporary directory, and its page, until Ctrl-C."""

import asyncio
import signal
import sys
import tempfile
import webbrowser
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from datetime import datetime, time
from functools import partial
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

import discord

from bot.rehearsal.bot import create_rehearsed_bot
from bot.rehearsal.desk import Desk
from bot.rehearsal.hub import PAGE, Hub, PortTaken, origin
from bot.rehearsal.opening import TIMEZONE, open_group
from bot.rehearsal.simulator import Simulation
from bot.rehearsal.simulator.window import Window
from bot.ui.words import DEFAULT_LANGUAGE, Words, words_for
from config.settings import Settings

MORNING: Final = time(10, 0)
"""When the rehearsal begins, on today's date in the group's time zone: an hour after the first delivery of concerns."""
FAILED: Final = 1


def rehearse(port: int, *, open_browser: bool) -> int:
    """Rehearse until Ctrl-C; returns the exit status."""
    words = words_for(DEFAULT_LANGUAGE)
    try:
        asyncio.run(_until_stopped(port, words, open_browser=open_browser))
    except PortTaken:
        print(words("rehearsal-port-taken", port=str(port), other=str(port + 1)), file=sys.stderr)  # noqa: T201 - a command speaks
        return FAILED
    except KeyboardInterrupt:
        return 0
    return 0


async def _until_stopped(port: int, words: Words, *, open_browser: bool) -> None:
    stopped = asyncio.Event()
    for signal_number in (signal.SIGINT, signal.SIGTERM):
        with suppress(NotImplementedError):  # on Windows Ctrl-C ends it by KeyboardInterrupt
            asyncio.get_running_loop().add_signal_handler(signal_number, stopped.set)
    print(words("rehearsal-preparing"), flush=True)  # noqa: T201 - a command speaks
    async with rehearsal(port, words, discord.utils.utcnow()):
        print(words("rehearsal-open", url=origin(port)), flush=True)  # noqa: T201 - a command speaks
        if open_browser:
            await asyncio.to_thread(webbrowser.open, origin(port))
        await stopped.wait()


@asynccontextmanager
async def rehearsal(port: int, words: Words, now: datetime) -> AsyncGenerator[Simulation]:
    """The invented group and its page; both are gone, with all data, when the context ends.

    Args:
        port: of the page, on loopback.
        words: in which the page speaks.
        now: whose date the group's clock shows at first.

    Raises:
        PortTaken: the port is in use.
    """
    zone = ZoneInfo(TIMEZONE)
    start = datetime.combine(now.astimezone(zone).date(), MORNING, zone)
    with tempfile.TemporaryDirectory(prefix="common-ground-rehearsal-", ignore_cleanup_errors=True) as place:
        bot = partial(create_rehearsed_bot, settings_below(Path(place)))
        async with Simulation(bot, start=start.astimezone(discord.utils.utcnow().tzinfo)) as simulation:
            await open_group(simulation, words)
            css, script = ((PAGE / name).read_text("utf-8") for name in ("frame.css", "frame.js"))
            window = Window(simulation, origin(port), timezone=TIMEZONE, css=css, script=script)
            desk = Desk(simulation, window, words)
            hub = Hub(desk, words, port)
            await hub.open()
            try:
                yield simulation
            finally:
                await hub.close()
                await window.close()


def settings_below(place: Path) -> Settings:
    """Settings below a temporary directory; the operator's own database and token are out of reach."""
    data, keys = place / "data", place / "keys"
    data.mkdir()
    keys.mkdir()
    return Settings(
        _env_file=None,  # pyright: ignore[reportCallIssue] # pydantic-settings' own
        token=None,
        data_dir=data,
        key_dir=keys,
        database_url=None,
        api_url=None,
        help_lines=None,
    )
