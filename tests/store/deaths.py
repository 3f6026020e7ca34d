"""Kills a process at each of its effects on the disk, one after the other, and looks at what it left behind.

    python -m tests.store.deaths rotate

Run as a program of its own, which forks: the process that dies is a real one, and starting it costs nothing. Prints at
how many steps it was killed. Not here: what is looked at (`mortal_acts.py`).
"""

import os
import shutil
import signal
import sys
import tempfile
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, Protocol

_WRITING: Final = os.O_WRONLY | os.O_RDWR
_EVENTS: Final = {"os.rename", "os.remove", "os.mkdir", "os.chmod"}


class MortalAct(Protocol):
    """Something that changes the disk, in a folder of its own."""

    def prepare(self, folder: Path) -> None:
        """What was before. Done once; every death has a copy of it."""
        ...

    def act(self, folder: Path) -> None:
        """What is killed."""
        ...

    def afterwards(self, folder: Path) -> None:
        """Another process comes, after a death or without one. Raises where something is wrong."""
        ...


def die_at(step: int) -> None:
    """Let this process be killed just before its effect on the disk of this number (from 1)."""
    left = step

    def one_more() -> None:
        nonlocal left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def heard(event: str, arguments: tuple[Any, ...]) -> None:
        writes = event == "open" and isinstance(arguments[2], int) and arguments[2] & _WRITING
        if event in _EVENTS or writes:
            one_more()

    def counted(function: Callable[..., Any]) -> Callable[..., Any]:
        def counting(*arguments: Any, **more: Any) -> Any:
            one_more()
            return function(*arguments, **more)

        return counting

    for name in ("fsync", "pwrite"):
        setattr(os, name, counted(getattr(os, name)))
    _count_statements(one_more)
    sys.addaudithook(heard)


def _count_statements(one_more: Callable[[], None]) -> None:
    """Before each BEGIN, COMMIT and ROLLBACK, and once more when it is through."""
    from bot.store.session import WriteSession  # noqa: PLC0415 - in the process that dies

    say = WriteSession._say  # pyright: ignore[reportPrivateUsage] - no public word tells it

    async def saying(self: WriteSession, statement: str) -> None:
        one_more()
        await say(self, statement)
        one_more()

    WriteSession._say = saying  # pyright: ignore[reportPrivateUsage] - as above


def in_a_process_of_its_own(function: Callable[[], None]) -> int:
    """Its end: 0, or minus the signal, or 1 after an error, which is shown."""
    child = os.fork()
    if child == 0:
        try:
            function()
        except BaseException:  # noqa: BLE001 - whatever it is, the child must not go on as a second parent
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _required(function: Callable[[], None], what: str) -> None:
    if in_a_process_of_its_own(function) != 0:
        raise SystemExit(what)


def _die_and_look(act: MortalAct, pristine: Path, folder: Path, step: int) -> bool:
    """Whether it died at this step; False: it came to its end before."""
    shutil.copytree(pristine, folder)

    def dying() -> None:
        die_at(step)
        act.act(folder)

    ended = in_a_process_of_its_own(dying)
    if ended not in {0, -signal.SIGKILL}:
        raise SystemExit(f"it failed by itself before step {step}")
    _required(lambda: act.afterwards(folder), f"after a death at step {step}")
    return ended != 0


def die_at_every_step(act: MortalAct, stride: int = 1) -> int:
    """Kill it at every step, or each so many, until it comes to its end; at how many it was killed."""
    with tempfile.TemporaryDirectory() as place:
        pristine = Path(place) / "pristine"
        pristine.mkdir()
        _required(lambda: act.prepare(pristine), "prepared")
        deaths = 0
        while _die_and_look(act, pristine, Path(place) / str(deaths), 1 + deaths * stride):
            deaths += 1
        return deaths


def main() -> int:
    """The act is named first, after it how many steps are between two deaths."""
    from tests.store.mortal_acts import ACTS  # noqa: PLC0415 - they import what is here

    sys.stdout.write(f"{die_at_every_step(ACTS[sys.argv[1]], int(sys.argv[2]))}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
