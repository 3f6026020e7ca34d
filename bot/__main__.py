"""The command line begins here; what it can do is in `bot/command_line`."""

import sys
from collections.abc import Sequence

from bot.command_line.dumps import leave_no_dump
from bot.command_line.main import main as command_line

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the arguments ask for (without: those of the process), and leave no dump of it; the exit status."""
    leave_no_dump()
    return command_line(arguments)


if __name__ == "__main__":
    sys.exit(main())
