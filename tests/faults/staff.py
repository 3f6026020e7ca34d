"""The staff at work while members come: a moderator answers concerns and writes down what was done; a facilitator edits
the draft of the agreement and thinks about it.

Not here: what members do (crowd.py) and what is compared (ledger_beside.py).
"""

import asyncio
import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import count
from random import Random

from tests.faults.ledger_beside import CLAUSE, EDIT, WRITER, Beside
from tests.faults.patient import Patient
from tests.faults.scenes import OPENER, cards, whole
from tests.standin.stage import StandInStage

AT_WORK = 2
ENOUGH = 20
"""Things of one kind that are written; more than that the bot refuses."""
_STORY = re.compile(r"what happened to \w+")


@dataclass
class Staff:
    """Two people who do one thing after the other, until they are asked to stop."""

    stage: StandInStage
    chance: Random
    ledger: Beside
    is_up: asyncio.Event
    unanswered: Counter[str]
    _ends: bool = False
    _numbers: "count[int]" = field(default_factory=lambda: count(1))

    async def work(self) -> None:
        """Until `leave`, and until both have been told what they did."""
        self.stage.join(WRITER)
        self.stage.stand_in.changes.give_role(WRITER, "facilitators")
        async with asyncio.TaskGroup() as group:
            group.create_task(self._moderate(self._patient("mara")))
            group.create_task(self._facilitate(self._patient(WRITER)))

    def leave(self) -> None:
        """Nothing new is begun."""
        self._ends = True

    def _patient(self, name: str) -> Patient:
        return Patient(self.stage.person(name), self.is_up, self.unanswered)

    async def _moderate(self, mara: Patient) -> None:
        while not self._ends:
            await self._answer_one(mara)
            if len(self.ledger.actions) < ENOUGH:
                await self._write_down(mara)

    async def _answer_one(self, mara: Patient) -> None:
        waiting = cards(self.stage)
        if not waiting:
            await mara.slash("moderate cases")
            return
        case = await mara.press(self.chance.choice(waiting), "Open")
        story = _STORY.search(whole(mara, case))
        assert story is not None
        if "Acknowledge" in case.labels:
            case = await mara.press(case, "Acknowledge")
        if story[0] not in self.ledger.replied:
            form = await mara.press(case, "Reply")
            self.ledger.hears_replied(story[0], await mara.submit(form, opener=OPENER, words="We read it."))

    async def _write_down(self, mara: Patient) -> None:
        words = f"We did this, {next(self._numbers)} by now."
        form = await mara.press(await mara.slash("moderate impact"), "Write down what was done")
        self.ledger.hears_written_down(words, await mara.submit(form, words=words, intent="To help.", told=""))

    async def _facilitate(self, writer: Patient) -> None:
        while not self._ends:
            words = f"None of it, {next(self._numbers)} times."
            form = await writer.press(await writer.choose(await writer.slash(EDIT), CLAUSE), "Reword")
            self.ledger.hears_reworded(words, await writer.submit(form, body=words))
            if len(self.ledger.thoughts) < ENOUGH:
                await self._think(writer)

    async def _think(self, writer: Patient) -> None:
        words = f"What I think, {next(self._numbers)}."
        form = await writer.press(await writer.slash("facilitate reflect"), "Write")
        self.ledger.hears_kept(words, await writer.submit(form, words=words))
