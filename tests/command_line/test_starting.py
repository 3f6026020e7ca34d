"""`run` with something wrong: one clear line for each, and nothing damaged. Discord is never reached here."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from config.settings import Settings
from tests.command_line.conftest import Said, Terminal


@pytest.fixture
def begin(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """The terminal of an operator who has a token."""
    monkeypatch.setenv("COMMON_GROUND_TOKEN", "no.real.token")
    return terminal


def failed(said: Said) -> str:
    """The one line that an operator reads."""
    (line,) = [line for line in said.err.splitlines() if "[info" not in line]
    assert said.code == 1
    assert "Traceback" not in said.err
    assert "hunter2" not in said.err + said.out
    assert "no.real.token" not in said.err + said.out
    return line


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("TOKEN", " ", "There is no bot token"),
        ("LOG_LEVEL", "LOUD", "not valid: COMMON_GROUND_LOG_LEVEL"),
        ("METRICS_PORT", "99999", "not valid: COMMON_GROUND_METRICS_PORT"),
        ("METRICS_ADDRESS", "localhost", "not an IP address"),
        ("API_URL", "http://example.org/api", "must name 127.0.0.1"),
        ("DATABASE_URL", "mysql://root:hunter2@h/x", "not an address I know"),
        ("DATABASE_URL", "postgresql+asyncpg://someone:hunter2@127.0.0.1:9/x", "The database does not answer"),
    ],
)
def test_a_wrong_setting_is_one_line_without_what_was_set(
    begin: Terminal, monkeypatch: pytest.MonkeyPatch, name: str, value: str, told: str
) -> None:
    monkeypatch.setenv(f"COMMON_GROUND_{name}", value)
    assert told in failed(begin("run"))


def test_a_port_that_is_taken_is_told(begin: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMMON_GROUND_METRICS_ADDRESS", "192.0.2.1")  # of nobody's machine (RFC 5737)
    monkeypatch.setenv("COMMON_GROUND_METRICS_PORT", "9187")
    assert "192.0.2.1, port 9187" in failed(begin("run"))


def test_keys_inside_the_data_directory_are_refused(
    new: Settings, begin: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COMMON_GROUND_KEY_DIR", str(new.data_dir / "keys"))
    assert "must not lie inside one another" in failed(begin("run"))
    assert not new.data_dir.exists()


def test_without_its_key_no_other_is_made_that_would_be_in_the_way(started: Settings, begin: Terminal) -> None:
    for name in ("operator.key", "keystore.db"):
        (started.key_dir / name).unlink()
        assert "A key that is needed is not in the key directory" in failed(begin("run"))
        assert not (started.key_dir / "operator.key").exists()


def test_another_key_is_refused_and_the_data_stay_as_they_are(started: Settings, begin: Terminal) -> None:
    before = (started.data_dir / "common-ground.db").read_bytes()
    (started.key_dir / "operator.key").write_bytes(b"00" * 32)
    (started.key_dir / "keystore.db").unlink()
    assert "not the one this database was sealed with" in failed(begin("run"))
    assert (started.data_dir / "common-ground.db").read_bytes() == before


@pytest.mark.parametrize("content", [b"", b"not a key", b"\xff\xfe", b"00" * 31])
def test_a_broken_key_file_is_refused_and_left_alone(started: Settings, begin: Terminal, content: bytes) -> None:
    (started.key_dir / "operator.key").write_bytes(content)
    assert "operator.key" in failed(begin("run"))
    assert (started.key_dir / "operator.key").read_bytes() == content


def test_a_newer_database_is_refused_and_left_alone(started: Settings, begin: Terminal) -> None:
    with closing(sqlite3.connect(started.data_dir / "common-ground.db")) as database, database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    before = (started.data_dir / "common-ground.db").read_bytes()
    assert "newer version of Common Ground" in failed(begin("run"))
    assert (started.data_dir / "common-ground.db").read_bytes() == before


def test_a_file_that_is_no_database_is_refused_and_left_alone(started: Settings, begin: Terminal) -> None:
    (started.data_dir / "common-ground.db").write_bytes(b"something else entirely" * 50)
    assert "not a sound database" in failed(begin("run"))
    assert (started.data_dir / "common-ground.db").read_bytes().startswith(b"something else")


def test_a_directory_that_cannot_be_made_is_said(new: Settings, begin: Terminal) -> None:
    new.data_dir.write_text("a file where the directory should be")
    assert "cannot be written" in failed(begin("run"))


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (None, "is not there, or is not TOML"),
        ("not = [toml", "is not there, or is not TOML"),
        (
            '[[lines]]\ncountries = ["US"]\nname = "Ours"\ncall = "1"\nabout = "x"\nverified_on = 2026-11-22\n',
            '"source"',
        ),
    ],
)
def test_help_lines_that_cannot_be_shown_are_told_before_anything_starts(
    new: Settings, begin: Terminal, monkeypatch: pytest.MonkeyPatch, content: str | None, told: str
) -> None:
    path = Path("lines.toml")
    if content is not None:
        path.write_text(content, "utf-8")
    monkeypatch.setenv("COMMON_GROUND_HELP_LINES", str(path))
    assert told in failed(begin("run"))
    assert not new.data_dir.exists()
