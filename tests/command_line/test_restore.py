"""`restore` as an operator types it: says what it will do, waits for a yes, and overwrites nothing."""

from pathlib import Path

import pytest

from bot.core.identity import ServerId
from bot.store.run_lock import run_lock
from config.settings import Settings
from tests.command_line.conftest import Terminal
from tests.command_line.hands import openable, set_up

HERE, THERE = ServerId(811_700_000_000_000_117), ServerId(822_700_000_000_000_227)


@pytest.fixture
def backed_up(started: Settings, terminal: Terminal, tmp_path: Path) -> Settings:
    """An operator with a backup of a server, who has lost everything else."""
    set_up(started, HERE)
    terminal("backup", "--database-to", tmp_path / "copies", "--keys-to", tmp_path / "safe")
    for directory in (started.data_dir, started.key_dir):
        directory.rename(directory.with_name(f"{directory.name}-lost"))
    return started


def both(folder: Path) -> tuple[str | Path, ...]:
    return ("restore", "--database-from", folder / "copies", "--keys-from", folder / "safe")


def test_both_are_put_back_once_it_was_agreed_to(backed_up: Settings, terminal: Terminal, tmp_path: Path) -> None:
    said = terminal(*both(tmp_path), typed="restore\n")
    assert (said.code, said.err) == (0, "")
    assert str(next((tmp_path / "copies").iterdir())) in said.out
    assert "one server" in said.out
    assert "within the last day" in said.out
    assert "Restore the keys only if the key directory is lost" in said.out
    assert openable(backed_up) == [HERE]


@pytest.mark.parametrize("typed", ["", "no\n", "\n"])
def test_without_a_yes_nothing_is_put_anywhere(
    backed_up: Settings, terminal: Terminal, tmp_path: Path, typed: str
) -> None:
    said = terminal(*both(tmp_path), typed=typed)
    assert said.code == 1
    assert "Nothing was restored" in said.err
    assert not list(backed_up.data_dir.glob("*.db"))
    assert not list(backed_up.key_dir.glob("*.key"))


def test_the_database_alone_fits_the_keys_that_are_there(
    backed_up: Settings, terminal: Terminal, tmp_path: Path
) -> None:
    backed_up.key_dir.with_name("keys-lost").rename(backed_up.key_dir)
    said = terminal("restore", "--database-from", tmp_path / "copies", typed="restore\n")
    assert said.code == 0
    assert "The keys:" not in said.out
    assert openable(backed_up) == [HERE]


def test_nothing_that_is_there_is_overwritten(backed_up: Settings, terminal: Terminal, tmp_path: Path) -> None:
    terminal(*both(tmp_path), typed="restore\n")
    set_up(backed_up, THERE)
    for command in (both(tmp_path), ("restore", "--keys-from", tmp_path / "safe")):
        said = terminal(*command, typed="restore\n")
        assert (said.code, "a restore never overwrites one" in said.err) == (1, True)
    assert openable(backed_up) == [HERE, THERE]


def test_while_the_bot_runs_nothing_is_restored(backed_up: Settings, terminal: Terminal, tmp_path: Path) -> None:
    with run_lock(backed_up.data_dir, backed_up.key_dir):
        said = terminal(*both(tmp_path), typed="restore\n")
    assert (said.code, "Stop it first" in said.err) == (1, True)


@pytest.mark.usefixtures("backed_up")
def test_what_is_to_be_restored_must_be_named_and_there(terminal: Terminal, tmp_path: Path) -> None:
    assert terminal("restore").code == 2
    said = terminal("restore", "--keys-from", tmp_path / "nowhere", typed="restore\n")
    assert (said.code, "nothing at that place" in said.err) == (1, True)
    for copy in (tmp_path / "copies").iterdir():
        copy.write_bytes(b"something else")
    said = terminal(*both(tmp_path), typed="restore\n")
    assert (said.code, "not whole" in said.err) == (1, True)


def test_postgresql_restores_its_own(terminal: Terminal, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("COMMON_GROUND_DATABASE_URL", "postgresql+asyncpg://someone:hunter2@127.0.0.1:9/x")
    said = terminal("restore", "--database-from", tmp_path)
    assert (said.code, "pg_restore" in said.err) == (1, True)
