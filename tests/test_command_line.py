"""The command line as an operator meets it: one clear line for each thing that can be wrong, and nothing damaged."""

import os
import shutil
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


class Operator:
    """Runs the bot with a directory of its own, as an operator would."""

    def __init__(self, folder: Path) -> None:
        self.data, self.keys = folder / "data", folder / "keys"
        self.environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "COMMON_GROUND_TOKEN": "no.real.token",
            "COMMON_GROUND_DATA_DIR": str(self.data),
            "COMMON_GROUND_KEY_DIR": str(self.keys),
            # Nothing listens there: the bot gets as far as asking Discord, and no further.
            "COMMON_GROUND_API_URL": "http://127.0.0.1:9/api/v10",
        }

    def run(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "bot", *(arguments or ("run",))],
            env={**self.environment, **environment},
            cwd=self.data.parent,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )


@pytest.fixture
def operator(tmp_path: Path) -> Operator:
    return Operator(tmp_path)


@pytest.fixture(scope="module")
def first_start(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a first start leaves behind."""
    folder = tmp_path_factory.mktemp("begun")
    Operator(folder).run()
    return folder


@pytest.fixture
def started(tmp_path: Path, first_start: Path) -> Operator:
    """An operator whose bot was started before."""
    shutil.copytree(first_start, tmp_path, dirs_exist_ok=True)
    return Operator(tmp_path)


def test_the_first_start_makes_private_files_and_says_what_to_back_up(operator: Operator) -> None:
    first = operator.run()
    assert "First start" in first.stdout
    assert "Back both up" in first.stdout
    assert "Discord could not be reached" in first.stderr
    assert first.returncode == 1
    files = [*operator.data.iterdir(), *operator.keys.iterdir()]
    assert {path.name for path in files} >= {"common-ground.db", "operator.key", "keystore.db"}
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}
    assert {stat.S_IMODE(folder.stat().st_mode) for folder in (operator.data, operator.keys)} == {0o700}
    assert "First start" not in operator.run().stdout


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({"COMMON_GROUND_TOKEN": " "}, "There is no bot token"),
        ({"COMMON_GROUND_LOG_LEVEL": "LOUD"}, "A setting of the process is not valid"),
        ({"COMMON_GROUND_API_URL": "http://example.org/api"}, "must name 127.0.0.1"),
        ({"COMMON_GROUND_DATABASE_URL": "mysql://root:hunter2@h/x"}, "not an address I know"),
        (
            {"COMMON_GROUND_DATABASE_URL": "postgresql+asyncpg://someone:hunter2@127.0.0.1:9/x"},
            "The database does not answer",
        ),
    ],
)
def test_a_wrong_setting_is_one_line_without_what_was_set(
    operator: Operator, environment: dict[str, str], said: str
) -> None:
    done = operator.run(**environment)
    assert said in done.stderr
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "hunter2" not in done.stderr + done.stdout
    assert "no.real.token" not in done.stderr + done.stdout


def test_keys_inside_the_data_directory_are_refused(operator: Operator) -> None:
    done = operator.run(COMMON_GROUND_KEY_DIR=str(operator.data / "keys"))
    assert "must not lie inside one another" in done.stderr
    assert not operator.data.exists()


def test_another_key_is_refused_and_the_data_stay_as_they_are(started: Operator) -> None:
    before = (started.data / "common-ground.db").read_bytes()
    (started.keys / "operator.key").unlink()
    (started.keys / "keystore.db").unlink()
    done = started.run()
    assert "not the one this database was sealed with" in done.stderr
    assert (started.data / "common-ground.db").read_bytes() == before


@pytest.mark.parametrize("content", [b"", b"not a key", b"\xff\xfe", b"00" * 31])
def test_a_broken_key_file_is_refused_and_left_alone(started: Operator, content: bytes) -> None:
    (started.keys / "operator.key").write_bytes(content)
    done = started.run()
    assert "operator.key" in done.stderr
    assert (started.keys / "operator.key").read_bytes() == content


def test_a_newer_database_is_refused_and_left_alone(started: Operator) -> None:
    with sqlite3.connect(started.data / "common-ground.db") as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    database.close()
    before = (started.data / "common-ground.db").read_bytes()
    done = started.run()
    assert "newer version of Common Ground" in done.stderr
    assert (started.data / "common-ground.db").read_bytes() == before


def test_a_file_that_is_no_database_is_refused_and_left_alone(operator: Operator) -> None:
    operator.data.mkdir()
    (operator.data / "common-ground.db").write_bytes(b"something else entirely" * 50)
    done = operator.run()
    assert "not a sound database" in done.stderr
    assert (operator.data / "common-ground.db").read_bytes().startswith(b"something else")


def test_a_directory_that_cannot_be_made_is_said(operator: Operator) -> None:
    operator.data.write_text("a file where the directory should be")
    done = operator.run()
    assert "cannot be written" in done.stderr


def test_help_names_both_commands(operator: Operator) -> None:
    done = operator.run("--help")
    assert done.returncode == 0
    assert "rehearse" in done.stdout
    assert operator.run("dance").returncode == 2


@pytest.mark.parametrize(
    ("content", "said"),
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
    operator: Operator, tmp_path: Path, content: str | None, said: str
) -> None:
    path = tmp_path / "lines.toml"
    if content is not None:
        path.write_text(content, "utf-8")
    failed = operator.run(COMMON_GROUND_HELP_LINES=str(path))
    assert failed.returncode == 1
    assert said in failed.stderr
    assert failed.stderr.count("\n") == 1
    assert not operator.data.exists()
