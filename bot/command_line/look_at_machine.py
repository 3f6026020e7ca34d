"""Looks at what the bot stands on: versions, free space, who may read its files, help lines, the last backup."""

import platform
import shutil
import sqlite3
import stat
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

import discord

from bot.command_line.findings import Finding, fine, note, wrong
from bot.command_line.last_backup import last_backup
from bot.core.help_lines import LineRefused
from bot.ui.support import NoHelpLines, help_desk
from bot.ui.words import DEFAULT_LANGUAGE
from config.settings import Settings
from config.version import VERSION

MEGABYTE: Final = 1_000_000
LITTLE_SPACE: Final = 1_000 * MEGABYTE
TOO_LITTLE_SPACE: Final = 100 * MEGABYTE
BACKUP_EVERY: Final = timedelta(days=7)
_OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO


def look_at_machine(settings: Settings, now: datetime) -> Iterator[Finding]:
    """All of it, as a list to be read from the top."""
    yield fine(
        "check-versions",
        version=VERSION,
        python=platform.python_version(),
        discord=discord.__version__,
        sqlite=sqlite3.sqlite_version,
    )
    yield from _help_lines(settings.help_lines, now)
    yield from _space(settings.data_dir, settings.key_dir)
    yield from _private(settings.data_dir, settings.key_dir)
    yield _backup(settings, now)


def _help_lines(path: Path | None, now: datetime) -> Iterator[Finding]:
    try:
        stale = help_desk(path).lines(DEFAULT_LANGUAGE).stale(now.date())
    except NoHelpLines:
        yield wrong("start-help-lines-missing")
    except LineRefused as error:
        yield wrong("start-help-lines-wrong", line=error.line, what=error.what)
    else:
        for name in stale:
            yield note("check-help-line-stale", name=name)
        if not stale:
            yield fine("check-help-lines-fine")


def _space(*directories: Path) -> Iterator[Finding]:
    """The free space where each directory lies, said once if they lie on one disk."""
    disks = {_there(directory).stat().st_dev: _there(directory) for directory in reversed(directories)}
    for place in disks.values():
        free = shutil.disk_usage(place).free
        values = {"place": str(place), "megabytes": str(free // MEGABYTE)}
        if free < TOO_LITTLE_SPACE:
            yield wrong("check-space-too-little", **values)
        elif free < LITTLE_SPACE:
            yield note("check-space-little", **values)
        else:
            yield fine("check-space-fine", **values)


def _there(directory: Path) -> Path:
    """The directory, or what it would be made in."""
    return next(place for place in (directory.resolve(), *directory.resolve().parents) if place.exists())


def _private(*directories: Path) -> Iterator[Finding]:
    """Whether others on this machine could read what is kept, or the token."""
    present = [directory for directory in directories if directory.is_dir()]
    files = [path for directory in present for path in _files(directory)]
    token = [Path(".env")] if Path(".env").is_file() else []
    exposed = [path for path in (*present, *files, *token) if path.stat().st_mode & _OTHERS]
    for path in exposed:
        yield wrong("check-private-not", path=str(path), mode="700" if path.is_dir() else "600")
    if not exposed:
        yield fine("check-private-fine")


def _files(directory: Path) -> Iterable[Path]:
    try:
        return [path for path in directory.iterdir() if path.is_file()]
    except OSError:
        return []


def _backup(settings: Settings, now: datetime) -> Finding:
    made = last_backup(settings)
    if made is None:
        return note("check-backup-none")
    days = max(0, (now - made).days)
    return note("check-backup-old", days=days) if now - made > BACKUP_EVERY else fine("check-backup-fine", days=days)
