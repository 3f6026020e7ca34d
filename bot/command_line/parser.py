"""Which commands there are and what they take; each is imported only when it is asked for."""

import argparse
import sys
from pathlib import Path
from typing import Final

from bot.ui.words import Words

INSTALLED: Final = "common-ground"
AS_MODULE: Final = "python -m bot"
PORT: Final = 8765
"""Where the rehearsal's page is, unless another port is named."""


def parser(words: Words) -> argparse.ArgumentParser:
    """The parser of the whole command line; what it finds has the command's name in `command`."""
    name = INSTALLED if Path(sys.argv[0]).name == INSTALLED else AS_MODULE
    whole = argparse.ArgumentParser(prog=name, description=words("cli-description"))
    commands = whole.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def command(name: str) -> argparse.ArgumentParser:
        said = words(f"cli-{name}")
        return commands.add_parser(name, help=said, description=said)

    command("run")
    rehearse = command("rehearse")
    rehearse.add_argument("--port", type=int, default=PORT, help=words("cli-port"))
    rehearse.add_argument("--no-browser", action="store_true", help=words("cli-no-browser"))
    command("check")
    backup = command("backup")
    backup.add_argument("--database-to", type=Path, required=True, metavar="DIRECTORY", help=words("cli-database-to"))
    backup.add_argument("--keys-to", type=Path, required=True, metavar="DIRECTORY", help=words("cli-keys-to"))
    restore = command("restore")
    restore.add_argument("--database-from", type=Path, metavar="FILE-OR-DIRECTORY", help=words("cli-database-from"))
    restore.add_argument("--keys-from", type=Path, metavar="FILE-OR-DIRECTORY", help=words("cli-keys-from"))
    command("rotate-key")
    command("erase-server").add_argument("server", type=int, metavar="SERVER-ID", help=words("cli-server"))
    command("health")
    command("version")
    return whole
