"""Members who press, fill in the form they are given and submit it, each at their own moments; their waits are timed.

Not here: who comes when and what they answer (checkins.py), and storms of one kind of press (tests/standin/storm.py).
"""

import asyncio
import gc
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import psutil

from tests.screen import Screen
from tests.standin import form_data
from tests.standin.interactions import TIME_TO_ACKNOWLEDGE, Interaction
from tests.standin.resolved import Resolved
from tests.standin.stage import StandInStage
from tests.standin.storm import DEFERRALS, Press
from tests.standin.wire import number
from tests.standin.world import LOADING, Message, Person

ANSWER = "Check in privately"


@dataclass(frozen=True)
class Coming:
    """One member who comes. Moments in seconds from the beginning; nobody submits before the form is there."""

    person: Person
    presses: float
    submits: float
    given: Mapping[str, str]
    """Option or text for each field."""


@dataclass
class Came:
    """How long they waited: seconds from each act to its acknowledgement, infinite for one that Discord gave up."""

    forms: list[float] = field(default_factory=list[float])
    answers: list[float] = field(default_factory=list[float])
    deferred: int = 0
    """How many were told at first that the answer is under way."""
    lag: float = 0.0
    """Seconds by which the generator itself fell behind at worst."""
    processor: float = 0.0
    """Seconds of processor time of the bot's process."""
    elapsed: float = 0.0
    """Seconds from the beginning to the last acknowledgement."""


class Crowd:
    """Members before one post."""

    def __init__(self, stage: StandInStage, post: Screen) -> None:
        assert isinstance(post.handle, Message)
        self._stand_in = stage.stand_in
        self._post, self._button = post.handle, post.custom_id(ANSWER)
        self._process = psutil.Process(stage.process.id)
        self._clock = asyncio.get_running_loop().time
        self._start = 0.0
        self._came = Came()

    async def one_by_one(self, members: Sequence[Coming]) -> Came:
        """Each comes when the one before has been answered."""
        return await self._timed([[member] for member in members])

    async def at_their_moments(self, members: Sequence[Coming]) -> Came:
        """Each comes at their moment, whether or not the others have been answered."""
        return await self._timed([members])

    async def _timed(self, groups: Sequence[Sequence[Coming]]) -> Came:
        gc.collect()
        gc.freeze()  # pauses of the generator would be taken for the bot's
        self._came, begun, used = Came(), self._clock(), self._used()
        for group in groups:
            self._start = self._clock()
            await asyncio.gather(*(self._visit(member) for member in group))
        self._came.elapsed = self._clock() - begun
        self._came.processor = self._used() - used
        return self._came

    def _used(self) -> float:
        return sum(self._process.cpu_times()[:2])

    async def _visit(self, member: Coming) -> None:
        await self._until(member.presses)
        form = await self._act(Press.button(member.person, self._post, self._button), self._came.forms)
        if form.form is None:
            self._came.answers.append(math.inf)
            return
        if self._clock() < self._start + member.submits:
            await self._until(member.submits)
        data = form_data.submitted(form.form, member.given, Resolved(self._stand_in.world, member.person))
        await self._act(Press(member.person, self._post.channel, self._post, data, kind=5), self._came.answers)

    async def _until(self, moment: float) -> None:
        due = self._start + moment
        await asyncio.sleep(max(0.0, due - self._clock()))
        self._came.lag = max(self._came.lag, self._clock() - due)

    async def _act(self, press: Press, waits: list[float]) -> Interaction:
        """Let it happen, and forget it once it is answered: a crowd would fill the generator's memory."""
        stand_in = self._stand_in
        opened = stand_in.interactions.happen(press.kind, press.person, press.channel, press.data, press.message)
        try:
            await asyncio.wait_for(opened.acknowledged.wait(), TIME_TO_ACKNOWLEDGE)
            waits.append(opened.last_heard - opened.opened)
        except TimeoutError:
            waits.append(math.inf)
        if opened.callback in DEFERRALS:
            self._came.deferred += 1
            await self._late(opened)
        stand_in.sent.clear()
        del stand_in.interactions.by_token[opened.token], stand_in.interactions.by_id[opened.id]
        return opened

    async def _late(self, opened: Interaction) -> None:
        """Until the answer that was promised stands there."""
        while opened.shown is not None and number(opened.shown.payload, "flags") & LOADING:  # noqa: ASYNC110 - no event
            await asyncio.sleep(0.01)
