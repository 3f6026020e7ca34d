"""Listens to every line that the bot logs at the loudest level in a story, and looks for everybody in it.

`make prove` hears all stories so (COMMON_GROUND_LISTEN). Not here: what is logged when something fails
(`tests/attacks/test_logs.py`).
"""

import io
import json
import os
import sys
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from typing import Final

import pytest

from bot.ui.logs import set_up_logs
from tests.attacks.byte_search import forms_of_id
from tests.end_to_end.simcord_stage import SimcordActor, SimcordStage
from tests.logging_state import logs_as_before
from tests.screen import Screen
from tests.stage import File

ASKED: Final = "COMMON_GROUND_LISTEN"
SHORTEST: Final = 8
"""Characters of what somebody typed that are no word of the bot's by chance."""
SIMULATED: Final = ("simcord", "tests")


def is_asked() -> bool:
    """Whether this run listens."""
    return ASKED in os.environ


class Heard:
    """What was logged in a story, and who could be told by it."""

    def __init__(self) -> None:
        self.printed = io.StringIO()
        self.stages: list[SimcordStage] = []
        self.typed: set[str] = set()

    @property
    def lines(self) -> list[str]:
        """Of the bot and its libraries."""
        lines = [line for line in self.printed.getvalue().splitlines() if line.startswith("{")]
        return [line for line in lines if not str(json.loads(line)["logger"]).startswith(SIMULATED)]

    def tells(self) -> list[str]:
        """Ids and typed words that stand in any line."""
        said = "\n".join(self.lines).encode()
        ids = {one.world.person(name).id for one in self.stages for name in one.names}
        forms = {form for number in ids for form in forms_of_id(int(number))}
        forms |= {json.dumps(word)[1:-1].encode() for word in self.typed}
        return [form.decode("latin-1") for form in forms if form in said]


@contextmanager
def listening(monkeypatch: pytest.MonkeyPatch) -> Generator[Heard]:
    """For the length of a story."""
    heard = Heard()
    with logs_as_before():
        with monkeypatch.context() as patched:
            patched.setattr(sys, "stderr", heard.printed)
            set_up_logs("DEBUG", "json")
        _overhear(monkeypatch, heard)
        yield heard


def _overhear(monkeypatch: pytest.MonkeyPatch, heard: Heard) -> None:
    """Note which stages there are, and what people type."""
    enter, submit, say = SimcordStage.__aenter__, SimcordActor.submit, SimcordActor.say

    async def entered(stage: SimcordStage) -> SimcordStage:
        heard.stages.append(stage)
        return await enter(stage)

    async def submitted(actor: SimcordActor, form: Screen, /, **values: str | Sequence[str] | File) -> Screen:
        heard.typed.update(one for one in values.values() if isinstance(one, str) and len(one) >= SHORTEST)
        return await submit(actor, form, **values)

    async def said(actor: SimcordActor, text: str, *files: File) -> Screen:
        heard.typed.update({text} if len(text) >= SHORTEST else ())
        return await say(actor, text, *files)

    monkeypatch.setattr(SimcordStage, "__aenter__", entered)
    monkeypatch.setattr(SimcordActor, "submit", submitted)
    monkeypatch.setattr(SimcordActor, "say", said)
