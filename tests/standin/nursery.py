"""Run as `python -m tests.standin.nursery`: loads the bot's code and does nothing but fork when it is asked to.

Each fork has a keeper, a second fork that waits for it and tells its id and, in the end, its exit code. Not here: who
asks (beginnings.py).
"""

import gc
import importlib
import json
import os
import runpy
import socket
import sys
from collections.abc import Sequence
from contextlib import suppress

LOADED = (
    "bot.__main__",
    "bot.command_line.running",
    "bot.app",
    "aiosqlite",
    "alembic.command",
    "sqlalchemy.dialects.sqlite.aiosqlite",
)
"""What a bot that is run loads; nothing of it acts when it is loaded."""
LARGEST = 1 << 17
"""Bytes of what is asked: words and an environment."""
_FILES = 3


def main() -> None:
    """Fork for whoever asks, until nobody is there to ask."""
    asking = socket.socket(fileno=int(sys.argv[1]))
    for name in LOADED:
        importlib.import_module(name)
    gc.collect()
    gc.freeze()
    while True:
        asked, files, _, _ = socket.recv_fds(asking, LARGEST, _FILES)
        if not asked:
            return
        _reap()
        if os.fork() == 0:
            asking.close()
            _keep(asked, files)
            return
        for file in files:
            os.close(file)


def _reap() -> None:
    """Let keepers go whose forks have ended."""
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def _keep(asked: bytes, files: Sequence[int]) -> None:
    """Begin what is asked for in a fork, and tell how it goes."""
    telling, output, errors = files
    forked = os.fork()
    if forked == 0:
        os.close(telling)
        _run(asked, output, errors)
        return
    os.write(telling, b"%d\n" % forked)
    _, status = os.waitpid(forked, 0)
    os.write(telling, b"%d\n" % os.waitstatus_to_exitcode(status))
    os._exit(0)


def _run(asked: bytes, output: int, errors: int) -> None:
    """Be the process that was asked for, to its end."""
    wanted = json.loads(asked)
    os.environ.clear()
    os.environ.update(wanted["environment"])
    for file, place in ((os.open(os.devnull, os.O_RDONLY), 0), (output, 1), (errors, 2)):
        os.dup2(file, place)
        os.close(file)
    sys.argv = wanted["words"]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
