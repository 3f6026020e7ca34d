"""Looks at the database, the key store and the operator's key: there, of the right version, sound, fitting together.

Nothing is made or changed, so it may be done while the bot runs.
"""

from collections.abc import AsyncIterator, Sequence
from typing import Final

from bot.command_line.findings import Finding, fine, note, wrong
from bot.store.inspection import PATIENCE, Inspection, inspected, newest_revision
from bot.store.operator_key import KEY_FILE, mark_fits, read_key_file
from bot.store.problems import KeyFileUnusable, StoreProblem
from bot.store.rotation import NEXT_KEY_FILE
from bot.store.run_lock import run_lock
from config.settings import Settings

OLDEST_POSTGRESQL: Final = 15
_UNTIL_DONE: Final = 3600.0
"""Seconds for looking through a file for which nobody waits."""


async def look_at_stores(settings: Settings) -> AsyncIterator[Finding]:
    """Both stores, then whether the key fits them."""
    found: list[Inspection] = []
    patience = PATIENCE if _in_use(settings) else _UNTIL_DONE
    for name, url, migrations in (
        ("database", settings.database_address, "migrations"),
        ("keys", settings.keystore_address, "key_migrations"),
    ):
        try:
            inspection = await inspected(url, patience)
        except StoreProblem as problem:
            yield wrong(f"start-{type(problem).__name__}")
            continue
        for finding in _of_store(name, inspection, newest_revision(migrations)):
            yield finding
        if inspection is not None:
            found.append(inspection)
    yield _of_key(settings, found)


def _in_use(settings: Settings) -> bool:
    """Whether another process works on the directories; none is made."""
    if not (settings.data_dir.is_dir() and settings.key_dir.is_dir()):
        return False
    try:
        with run_lock(settings.data_dir, settings.key_dir):
            return False
    except StoreProblem:
        return True


def _of_store(name: str, inspection: Inspection | None, newest: str) -> list[Finding]:
    if inspection is None or inspection.revision is None:
        return [note(f"check-{name}-new")]
    findings = [_of_revision(name, inspection.revision, newest)]
    if inspection.postgresql is not None:
        findings += _of_postgresql(name, inspection.postgresql, inspection.tells)
    elif inspection.sound is None:
        findings.append(note(f"check-{name}-large"))
    elif not inspection.sound:
        findings.append(wrong("start-DatabaseDamaged"))
    return findings


def _of_revision(name: str, revision: str, newest: str) -> Finding:
    if revision > newest:
        return wrong("start-DatabaseNewer")
    if revision < newest:
        return note(f"check-{name}-older", revision=revision, newest=newest)
    return fine(f"check-{name}-fine", revision=revision)


def _of_postgresql(name: str, major: int, tells: Sequence[str]) -> list[Finding]:
    # What the server writes ahead tells more than a file of SQLite does: the members are told.
    version = wrong if major < OLDEST_POSTGRESQL else fine
    key = "check-postgresql-old" if major < OLDEST_POSTGRESQL else "check-postgresql-fine"
    findings = [version(key, major=str(major), oldest=str(OLDEST_POSTGRESQL)), note(f"check-postgresql-{name}")]
    return [*findings, *(note(f"check-postgresql-{name}") for name in tells)]


def _of_key(settings: Settings, found: list[Inspection]) -> Finding:
    marks = [inspection.mark for inspection in found if inspection.mark is not None]
    try:
        key = read_key_file(settings.key_dir / KEY_FILE)
    except FileNotFoundError:
        return wrong("check-key-lost") if marks else note("check-key-new")
    except KeyFileUnusable:
        return wrong("start-KeyFileUnusable")
    if all(mark_fits(mark, key) for mark in marks):
        return fine("check-key-fine")
    unfinished = (settings.key_dir / NEXT_KEY_FILE).exists()
    return wrong("start-RotationUnfinished" if unfinished else "start-KeyDoesNotFit")
