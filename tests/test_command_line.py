"""The command line as an operator meets it, as a process of its own. What else can be wrong: `tests/command_line`."""

import os
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


def test_what_is_wrong_is_one_line_and_an_exit_status(operator: Operator) -> None:
    wrong = operator.run(COMMON_GROUND_LOG_LEVEL="LOUD")
    assert (wrong.returncode, wrong.stdout, wrong.stderr.count("\n")) == (1, "", 1)
    misused = operator.run("dance")
    assert (misused.returncode, misused.stdout) == (2, "")
    helped = operator.run("--help")
    assert helped.returncode == 0
    assert "python -m bot" in helped.stdout
