"""The operator's key file: made once, for its owner alone, and never quietly replaced or misread."""

import os
import secrets
import stat
from pathlib import Path

import pytest

from bot.core.sealing import new_key
from bot.store import private_files
from bot.store.database import Database
from bot.store.operator_key import KEY_FILE, check_operator_key, load_or_create_operator_key
from bot.store.problems import KeyDoesNotFit, KeyFileUnusable, NotWritable


def test_it_is_made_once_and_stays(tmp_path: Path) -> None:
    key, created = load_or_create_operator_key(tmp_path / "keys")
    assert created
    assert load_or_create_operator_key(tmp_path / "keys") == (key, False)


def test_it_is_its_owners_alone(tmp_path: Path) -> None:
    load_or_create_operator_key(tmp_path / "keys")
    assert stat.S_IMODE((tmp_path / "keys").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "keys" / KEY_FILE).stat().st_mode) == 0o600


@pytest.mark.parametrize("content", ["", "no key", "ab" * 31, "ab" * 33, "zz" * 32, "\N{SNOWMAN}"])
def test_a_file_that_is_no_key_is_refused_and_left_alone(tmp_path: Path, content: str) -> None:
    path = tmp_path / KEY_FILE
    path.write_text(content)
    with pytest.raises(KeyFileUnusable):
        load_or_create_operator_key(tmp_path)
    assert path.read_text() == content


def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    (tmp_path / KEY_FILE).mkdir()
    with pytest.raises(KeyFileUnusable):
        load_or_create_operator_key(tmp_path)


def test_a_directory_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "keys").write_text("a file where the directory should be")
    with pytest.raises((NotWritable, KeyFileUnusable)):
        load_or_create_operator_key(tmp_path / "keys")


def test_a_crash_before_it_is_whole_leaves_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def power_cut(_handle: int) -> None:
        raise OSError

    with monkeypatch.context() as patch:
        patch.setattr(private_files.os, "fsync", power_cut)
        with pytest.raises(NotWritable):
            load_or_create_operator_key(tmp_path)
    assert not (tmp_path / KEY_FILE).exists()
    _, created = load_or_create_operator_key(tmp_path)
    assert created


def test_file_and_directory_are_on_the_disk_before_it_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[bool] = []
    fsync = os.fsync

    def noting(handle: int) -> None:
        synced.append(stat.S_ISDIR(os.fstat(handle).st_mode))
        fsync(handle)

    monkeypatch.setattr(private_files.os, "fsync", noting)
    load_or_create_operator_key(tmp_path)
    assert synced == [False, True]


async def test_a_database_knows_its_key(database: Database) -> None:
    key = new_key(secrets.token_bytes)
    await check_operator_key(database, key, secrets.token_bytes)
    await check_operator_key(database, key, secrets.token_bytes)
    with pytest.raises(KeyDoesNotFit):
        await check_operator_key(database, new_key(secrets.token_bytes), secrets.token_bytes)
    await check_operator_key(database, key, secrets.token_bytes)
