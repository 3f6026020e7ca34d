"""From the words of the command line to the command, and from what went wrong to one line that says what to do."""

import argparse
import secrets
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from bot.command_line.parser import parser
from bot.command_line.problems import FAILED, MISUSED, CannotDo, Misused
from bot.command_line.speaking import complain
from bot.core.identity import ServerId
from bot.store.problems import BackupPlaceUnsafe, StoreProblem
from bot.ui import trouble
from bot.ui.words import DEFAULT_LANGUAGE, Words, words_for


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the arguments ask for (without: those of the process); the exit status."""
    words = words_for(DEFAULT_LANGUAGE)
    chosen = parser(words).parse_args(arguments)
    try:
        return _COMMANDS[chosen.command](chosen, words)
    except CannotDo as problem:
        complain(words(problem.key, **problem.values))
        return MISUSED if isinstance(problem, Misused) else FAILED
    except StoreProblem as problem:
        complain(words(f"start-{type(problem).__name__}"))
        return MISUSED if isinstance(problem, BackupPlaceUnsafe) else FAILED
    except KeyboardInterrupt:
        complain(words("cli-interrupted"))
        return FAILED
    except Exception as error:  # noqa: BLE001 - its message may hold what a member wrote: only its kind and place are shown
        reference = trouble.reference(secrets.token_bytes)
        trouble.report("command-failed", error, reference)
        complain(words("cli-unexpected", reference=reference))
        return FAILED


def _run(_chosen: argparse.Namespace, words: Words) -> int:
    # The bot's own code is loaded for those commands alone that need it, and after the settings were looked at.
    from bot.command_line.running import run  # noqa: PLC0415

    return run(words)


def _rehearse(chosen: argparse.Namespace, _words: Words) -> int:
    from bot.command_line.rehearsing import rehearse  # noqa: PLC0415 - see _run

    return rehearse(chosen.port, open_browser=not chosen.no_browser)


def _check(_chosen: argparse.Namespace, words: Words) -> int:
    from bot.command_line.checking import check  # noqa: PLC0415 - see _run

    return check(words)


def _backup(chosen: argparse.Namespace, words: Words) -> int:
    from bot.command_line.backing_up import back_up  # noqa: PLC0415 - see _run

    return back_up(chosen.database_to, chosen.keys_to, words)


def _restore(chosen: argparse.Namespace, words: Words) -> int:
    from bot.command_line.restoring import restore  # noqa: PLC0415 - see _run

    return restore(chosen.database_from, chosen.keys_from, words)


def _rotate_key(_chosen: argparse.Namespace, words: Words) -> int:
    from bot.command_line.rotating import rotate_key  # noqa: PLC0415 - see _run

    return rotate_key(words)


def _erase_server(chosen: argparse.Namespace, words: Words) -> int:
    from bot.command_line.erasing import erase_server  # noqa: PLC0415 - see _run

    return erase_server(ServerId(chosen.server), words)


def _health(_chosen: argparse.Namespace, words: Words) -> int:
    from bot.command_line.health import health  # noqa: PLC0415 - see _run

    return health(words)


def _version(_chosen: argparse.Namespace, words: Words) -> int:
    from bot.command_line.versions import version  # noqa: PLC0415 - see _run

    return version(words)


_Command = Callable[[argparse.Namespace, Words], int]
_COMMANDS: Final[Mapping[str, _Command]] = MappingProxyType(
    {
        "run": _run,
        "rehearse": _rehearse,
        "check": _check,
        "backup": _backup,
        "restore": _restore,
        "rotate-key": _rotate_key,
        "erase-server": _erase_server,
        "health": _health,
        "version": _version,
    }
)
