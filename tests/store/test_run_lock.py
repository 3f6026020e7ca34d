"""One process at a time works on the directories; one that is killed leaves nothing that keeps the next away."""

import stat
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.store.problems import AlreadyRunning, NotWritable
from bot.store.run_lock import LOCK_FILE, run_lock

PROGRAM = """
import sys
from pathlib import Path
from bot.store.run_lock import run_lock
with run_lock(*map(Path, sys.argv[1:])):
    print("held", flush=True)
    sys.stdin.read()
"""


@contextmanager
def another(*directories: Path) -> Generator[subprocess.Popen[str]]:
    """Another process that has these directories."""
    command = [sys.executable, "-c", PROGRAM, *map(str, directories)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        try:
            yield process
        finally:
            process.kill()


def test_a_second_process_is_refused_whichever_directory_they_share(tmp_path: Path) -> None:
    data, keys, elsewhere = (tmp_path / name for name in ("data", "keys", "elsewhere"))
    with another(data, keys):
        for shared in ((data, keys), (elsewhere, keys), (data, elsewhere)):
            with pytest.raises(AlreadyRunning), run_lock(*shared):
                pass
        with run_lock(elsewhere):
            pass


def test_one_that_was_killed_leaves_no_lock(tmp_path: Path) -> None:
    with another(tmp_path) as process:
        process.kill()
        process.wait()
        with run_lock(tmp_path):
            pass


def test_one_that_was_refused_holds_nothing(tmp_path: Path) -> None:
    data, keys = tmp_path / "data", tmp_path / "keys"
    with another(keys):
        with pytest.raises(AlreadyRunning), run_lock(data, keys):
            pass
        with run_lock(data):
            pass


def test_two_in_one_process_are_kept_apart_too(tmp_path: Path) -> None:
    with run_lock(tmp_path), pytest.raises(AlreadyRunning), run_lock(tmp_path):
        pass
    with run_lock(tmp_path):
        pass


def test_new_directories_and_the_file_are_the_owners_alone(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with run_lock(data):
        assert stat.S_IMODE(data.stat().st_mode) == 0o700
        assert stat.S_IMODE((data / LOCK_FILE).stat().st_mode) == 0o600
    assert (data / LOCK_FILE).read_bytes() == b""


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file where the directory should be")
    with pytest.raises(NotWritable), run_lock(tmp_path / "data"):
        pass
