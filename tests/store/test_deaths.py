"""rotate-key, an upgrade, a restore and a backup are killed at every effect on the disk; nothing is lost or half done.

`make test` kills at every third, `make prove` at each. What must hold afterwards: `mortal_acts.py`.
"""

import subprocess
import sys

import pytest

ACTS = pytest.mark.parametrize("act", ["rotate", "upgrade", "restore", "backup"])


def killed(act: str, stride: int) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tests.store.deaths", act, str(stride)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def deaths(act: str, stride: int) -> int:
    ended = killed(act, stride)
    assert ended.returncode == 0, ended.stderr
    return int(ended.stdout)


@ACTS
def test_a_death_at_some_points_spoils_nothing(act: str) -> None:
    assert deaths(act, 3) >= 6


@pytest.mark.prove
@ACTS
def test_a_death_at_any_point_spoils_nothing(act: str) -> None:
    assert deaths(act, 1) >= 18


def test_one_who_is_careless_is_found_out() -> None:
    """The naive twin; it is found at its second step."""
    ended = killed("rotate carelessly", 1)
    assert ended.returncode != 0
    assert "KeyDoesNotFit" in ended.stderr
