"""A process that crashes leaves nothing of its memory on the disk, though the machine is set to keep core dumps.

The naive twin is the same crash without our first words: the file it leaves holds what a member wrote. What a command
dies of is printed without words too. Not here: the log of a bot that goes on (`test_logs.py`).
"""

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from bot.command_line.main import main as command_line
from tests.attacks.byte_search import contents, found
from tests.proof import Figure

WORD: Final = "quillfeather"
CRASH: Final = """
import os, resource
_, most = resource.getrlimit(resource.RLIMIT_CORE)
resource.setrlimit(resource.RLIMIT_CORE, (most, most))
import bot.__main__ as entry
entry.command_line = lambda arguments: os.abort()
if {naive}:
    entry.leave_no_dump = lambda: None
entry.main([{word!r}])
"""


def crashed(folder: Path, *, naive: bool) -> tuple[bool, list[str]]:
    """Let a process with the word in its memory crash; whether the system dumped it, and the files with the word."""
    folder.mkdir()
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}
    command = [sys.executable, "-c", CRASH.format(naive=naive, word=WORD)]
    with subprocess.Popen(command, cwd=folder, env=environment, stderr=subprocess.DEVNULL) as process:
        _, status = os.waitpid(process.pid, 0)
        process.returncode = status
    assert os.WTERMSIG(status) == signal.SIGABRT
    return os.WCOREDUMP(status), found([WORD.encode()], contents(folder))


def test_a_crash_leaves_nothing_of_what_was_in_memory(tmp_path: Path, figure: Figure) -> None:
    dumped, files = crashed(tmp_path / "ours", naive=False)
    assert (dumped, files) == (False, [])
    dumped, twin_files = crashed(tmp_path / "naive", naive=True)
    if not dumped:
        pytest.skip("this machine keeps no dump of anything, so that the twin leaves none either")
    figure("crash", "files with a member's word after a crash", len(files), twin=len(twin_files), passes="0")


@pytest.mark.parametrize("error", [ValueError(WORD), ExceptionGroup(WORD, [OSError(WORD)])])
def test_what_a_command_dies_of_is_printed_without_its_words(
    error: Exception, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def failing(_words: object) -> int:
        raise error

    monkeypatch.setattr("bot.command_line.running.run", failing)
    assert command_line(["run"]) != 0
    printed = capsys.readouterr()
    assert WORD not in printed.out + printed.err
    assert type(error).__name__ in printed.out + printed.err
    # The naive twin: Python's own words for it.
    sys.excepthook(type(error), error, error.__traceback__)
    assert WORD in capsys.readouterr().err
