"""The command line begins here; what it can do is in `bot/command_line`."""

import sys

from bot.command_line.main import main

__all__ = ["main"]

if __name__ == "__main__":
    sys.exit(main())
