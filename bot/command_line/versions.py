"""`version`: which version this is and on what it runs, for a report of something that went wrong."""

import platform
import sqlite3

import discord

from bot.command_line.problems import DONE
from bot.command_line.speaking import say
from bot.store.inspection import newest_revision
from bot.ui.words import Words
from config.version import VERSION


def version(words: Words) -> int:
    """Say the versions."""
    said = words(
        "version-all",
        version=VERSION,
        python=platform.python_version(),
        discord=discord.__version__,
        sqlite=sqlite3.sqlite_version,
        revision=newest_revision(),
    )
    say(said)
    return DONE
