"""Many members at once: they agree, answer, change their answers, suggest, raise concerns, take them back; each does
again what nobody answered.

Not here: what the staff does meanwhile (staff.py), what is killed when (killer.py) and what is compared (ledger.py).
"""

import asyncio
from collections import Counter
from dataclasses import dataclass, field
from itertools import count
from random import Random

from tests.faults.ledger import Ledger
from tests.faults.patient import Patient
from tests.faults.scenes import (
    AGREE,
    CHANGE,
    ENERGY,
    MORE,
    PASSED,
    SAFE,
    answered,
    codes_of,
    look,
    to_review,
    with_button,
)
from tests.screen import Screen
from tests.standin.stage import StandInStage

AT_ONCE = 4
LEAVES = 0.25
"""How many take back what they did, or suggest something."""
SUGGEST = "Suggest a change"
HOLD = "Hold"


@dataclass
class Crowd:
    """Members who come one after the other, some at the same time, until they are asked to stop."""

    stage: StandInStage
    chance: Random
    agreement: Screen
    round: Screen
    ledger: Ledger = field(default_factory=Ledger)
    is_up: asyncio.Event = field(default_factory=asyncio.Event)
    unanswered: Counter[str] = field(default_factory=Counter[str])
    had_agreed: int = 0
    """How often a first *I agree* that was repeated turned out to have been kept the first time."""
    _ends: bool = False
    _numbers: "count[int]" = field(default_factory=lambda: count(1))

    async def come(self) -> None:
        """Until `leave`, and until all who came have been told what they did."""
        async with asyncio.TaskGroup() as group:
            for _ in range(AT_ONCE):
                group.create_task(self._one_after_another())

    def leave(self) -> None:
        """Nobody new comes."""
        self._ends = True

    async def _one_after_another(self) -> None:
        while not self._ends:
            name = f"member{next(self._numbers)}"
            member = Patient(self.stage.join(name), self.is_up, self.unanswered)
            for deed in self.chance.sample((self._agree, self._answer, self._raise, self._suggest), 4):
                await deed(name, member)

    async def _agree(self, name: str, member: Patient) -> None:
        screen = await member.press(self.agreement, AGREE)
        self.had_agreed += "before" in screen.text
        self.ledger.hears_agreed(name, screen)
        if self.chance.random() < LEAVES:
            self.ledger.agreed.remove(name)  # from now on it may be either
            shown = await member.slash("agreement")
            asked = await member.press(with_button(member, shown, "Withdraw"), "Withdraw")
            self.ledger.hears_withdrawn(await member.press(asked, "Yes, withdraw"))

    async def _suggest(self, name: str, member: Patient) -> None:
        if self.chance.random() < LEAVES:
            offered = with_button(member, await member.slash("agreement"), SUGGEST)
            form = await member.press(offered, SUGGEST)
            words = f"what {name} would say otherwise"
            sent = await member.submit(form, about="The agreement as a whole", words=words)
            self.ledger.hears_suggested(words, sent)

    async def _answer(self, name: str, member: Patient) -> None:
        given = self._answers()
        confirmation = await answered(member, self.round, *given)
        self.ledger.hears_answered(name, confirmation, *given)
        for _ in range(self.chance.choice((0, 1, 2))):
            given = self._answers()
            form = await member.press(confirmation, CHANGE)
            confirmation = await member.submit(form, question1=given[0], question2=given[1])
            self.ledger.hears_answered(name, confirmation, *given)

    async def _raise(self, name: str, member: Patient) -> None:
        if self.chance.random() < 0.5:
            return
        story = f"what happened to {name}"
        how = self.chance.choice(("Send", "Urgent", HOLD, HOLD))
        review = await to_review(member, story, about="theo" if how == HOLD else "")
        codes = codes_of(member)
        sent = await member.press(review, how)
        codes += codes_of(member)
        if how == HOLD:
            sent = await member.press(sent, "Yes, hold it")
            codes += codes_of(member)
        shown = await member.press(sent, "See how it stands")
        codes += codes_of(member)
        while not codes:  # each of the messages that gave it was lost in a kill
            shown = await member.press(await member.press(shown, "Withdraw"), "Keep it")
            codes += codes_of(member)
        assert len(set(codes)) == 1
        self.ledger.hears_sent(story, codes[0], sent)
        if how != HOLD and self.chance.random() < 0.5:
            await self._write(story, codes[0], member)
        elif how == "Send" and self.chance.random() < LEAVES:
            del self.ledger.concerns[story]  # from now on it may be either
            sure = await member.press(await look(member, codes[0]), "Withdraw")
            self.ledger.hears_taken_back(await member.press(sure, "Yes, withdraw it"))

    async def _write(self, story: str, code: str, member: Patient) -> None:
        form = await member.press(await look(member, code), "Reply")
        self.ledger.hears_written(story, await member.submit(form, words=MORE))

    def _answers(self) -> tuple[str, str]:
        return self.chance.choice((*SAFE, PASSED)), self.chance.choice((*ENERGY, PASSED))
