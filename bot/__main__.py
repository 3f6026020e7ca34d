"""The command line: `run` the bot, or `rehearse` it without a token. Each failure is one line that says what to do."""

import argparse
import asyncio
import gc
import signal
import sys
from collections.abc import Sequence
from typing import Final

import aiohttp
import discord
from pydantic import ValidationError

from bot.core.help_lines import LineRefused
from bot.store.problems import StoreProblem
from bot.ui.logs import set_up_logs
from bot.ui.support import NoHelpLines, help_desk
from bot.ui.words import Words, words_for
from config.settings import Settings

FAILED: Final = 1
MISUSED: Final = 2


class CannotStart(Exception):
    """The bot cannot start; the key of the words that say why and what to do, and what they name."""

    def __init__(self, key: str, **values: str) -> None:
        super().__init__(key)
        self.key = key
        self.values = values


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit status."""
    words = words_for("en")
    chosen = _parser(words).parse_args(arguments)
    try:
        if chosen.command == "rehearse":
            return _rehearse(chosen)
        asyncio.run(_run(_settings(), words))
    except CannotStart as problem:
        sys.stderr.write(words(problem.key, **problem.values) + "\n")
        return FAILED
    except StoreProblem as problem:
        sys.stderr.write(words(f"start-{type(problem).__name__}") + "\n")
        return FAILED
    except KeyboardInterrupt:
        return 0
    return 0


def _parser(words: Words) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="common-ground", description=words("cli-description"))
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    commands.add_parser("run", help=words("cli-run"), description=words("cli-run"))
    rehearse = commands.add_parser("rehearse", help=words("cli-rehearse"), description=words("cli-rehearse"))
    rehearse.add_argument("--port", type=int, default=8765, help=words("cli-port"))
    rehearse.add_argument("--no-browser", action="store_true", help=words("cli-no-browser"))
    return parser


def _settings() -> Settings:
    try:
        settings = Settings()
    except ValidationError as error:
        raise CannotStart(_settings_key(error)) from None
    set_up_logs(settings.log_level, settings.log_format)
    _look_at_help_lines(settings)
    return settings


def _look_at_help_lines(settings: Settings) -> None:
    """What is wrong with them is said before anybody in need could be shown them."""
    try:
        help_desk(settings.help_lines)
    except NoHelpLines:
        raise CannotStart("start-help-lines-missing") from None
    except LineRefused as error:
        raise CannotStart("start-help-lines-wrong", line=error.line, what=error.what) from None


def _settings_key(error: ValidationError) -> str:
    known = {"database-url-unknown", "api-url-not-local", "key-dir-inside-data-dir"}
    said = {str(context["error"]) for detail in error.errors() if (context := detail.get("ctx")) and "error" in context}
    return f"start-{min(said & known)}" if said & known else "start-settings-wrong"


async def _run(settings: Settings, words: Words) -> None:
    # Imported here, so that a mistake in the settings is reported at once.
    from bot.app import create_bot  # noqa: PLC0415

    if settings.token is None or not settings.token.get_secret_value().strip():
        raise CannotStart("start-token-missing")
    bot = create_bot(settings)
    stores = await bot.open_stores()
    if stores.first_start:
        sys.stdout.write(words("start-first", data=str(settings.data_dir), keys=str(settings.key_dir)) + "\n")
        sys.stdout.flush()
    loop = asyncio.get_running_loop()
    running = asyncio.ensure_future(_connected(bot, settings.token.get_secret_value().strip()))
    for signal_number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(signal_number, running.cancel)
    try:
        await running
    except asyncio.CancelledError:
        return
    finally:
        await bot.close()


async def _connected(bot: discord.Client, token: str) -> None:
    try:
        await bot.login(token)
        _spare_what_stays()
        await bot.connect()
    except discord.LoginFailure:
        raise CannotStart("start-token-refused") from None
    except discord.PrivilegedIntentsRequired:
        raise CannotStart("start-intents-refused") from None
    except (discord.HTTPException, aiohttp.ClientError, OSError):
        raise CannotStart("start-discord-unreachable") from None


def _spare_what_stays() -> None:
    """Let the garbage collector pass over what start-up made, and with it the pause of 0.07 s that each look took."""
    gc.collect()
    gc.freeze()


def _rehearse(chosen: argparse.Namespace) -> int:
    try:
        # Never imported by a process that holds a real token.
        from bot.rehearsal.command import rehearse  # noqa: PLC0415
    except ImportError:
        raise CannotStart("start-rehearsal-missing") from None
    set_up_logs("WARNING", "console")
    return rehearse(port=chosen.port, open_browser=not chosen.no_browser)


if __name__ == "__main__":
    sys.exit(main())
