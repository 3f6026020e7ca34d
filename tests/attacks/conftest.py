"""The real bot on the simulated Discord for the attackers, as in the stories of `tests/end_to_end`; its stores alone,
once on each kind of database; and a PostgreSQL server that writes its log as servers do.
"""

from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest

from config.settings import Settings
from tests.attacks.postgres_thief import Home, home
from tests.end_to_end.conftest import drawn_here, open_stage, settings_of, stage
from tests.postgres import PostgresServer, binaries, postgres_server
from tests.store_fixtures import addresses, database, files, keys, operator_key, pace, postgres, templates

__all__ = [
    "addresses",
    "database",
    "drawn_here",
    "files",
    "keys",
    "open_stage",
    "operator_key",
    "pace",
    "postgres",
    "settings_of",
    "stage",
    "templates",
]


@pytest.fixture(autouse=True)
def writes_wait_for_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """In pauses for company several writes share a transaction: without them an attacker sees no less."""
    monkeypatch.setattr("bot.store.writer.GATHERING_PER_RIDER", 0.0)


@pytest.fixture(scope="session")
def victim() -> Iterator[PostgresServer]:
    """A server as it is installed, but that it does not wait for the disk, and keeps its log in small pieces."""
    programs = binaries()
    if programs is None:
        pytest.skip("no PostgreSQL server is installed here")
    with postgres_server(programs, ("fsync=off",), segment=1) as server:
        yield server


@pytest.fixture
async def at_home(victim: PostgresServer, tmp_path: Path) -> AsyncIterator[Home]:
    """An empty database on it, and a key store in a file."""
    async with home(victim, tmp_path) as one:
        yield one


@pytest.fixture
def settings(settings_of: Callable[..., Settings]) -> Settings:
    """Settings for the only group of a test."""
    return settings_of()


@pytest.fixture
def places(settings_of: Callable[..., Settings], tmp_path: Path, drawn_here: None) -> Callable[[str], Settings]:
    """Settings for one more group with data of its own."""

    def settings(name: str) -> Settings:
        folders = {"data_dir": tmp_path / name / "data", "key_dir": tmp_path / name / "keys"}
        for folder in folders.values():
            folder.mkdir(parents=True)
        return settings_of(**folders)

    return settings
