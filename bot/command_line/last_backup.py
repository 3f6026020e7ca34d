"""Remembers when the last backup was made, so that `check` can say when the next is due. Not where it lies."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from config.settings import Settings

MARK_FILE: Final = "last-backup"


def last_backup(settings: Settings) -> datetime | None:
    """When the last backup was finished, or None."""
    try:
        return datetime.fromtimestamp(_mark(settings).stat().st_mtime, UTC)
    except OSError:
        return None


def remember_backup(settings: Settings) -> None:
    """A backup was finished just now."""
    mark = _mark(settings)
    mark.touch(mode=0o600)


def _mark(settings: Settings) -> Path:
    return settings.data_dir / MARK_FILE
