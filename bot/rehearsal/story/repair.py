"""Plays the repair: the group is told, what was done is written down, concerns are closed, and people are asked.

Not here: the weeks before (`playing.py`), and how each act is done (`hands.py`).
"""

from collections.abc import Callable, Sequence

from bot.rehearsal.opening import NotAnswered
from bot.rehearsal.simulator import Shown, Simulation
from bot.rehearsal.story import hands
from bot.rehearsal.story.notebook import Caption
from bot.ui.words import Words

Show = Callable[[Caption, Shown], None]
"""Writes down what somebody had before them."""


class Repair:
    """What Fay, Mara and Lena do, in this order."""

    def __init__(self, simulation: Simulation, words: Words, show: Show) -> None:
        self._simulation = simulation
        self._words = words
        self._show = show

    async def tell_the_group(self) -> None:
        """Fay posts what was heard; Mara writes down what was done, and what the group was told of it."""
        heard, will_do = self._words("story-heard"), self._words("story-will-do")
        said = await hands.tell_what_was_heard(self._simulation, "fay", heard, will_do)
        self._show(Caption.REPAIR, said)
        done = {one: self._words(f"story-done-{one}") for one in ("words", "intent", "told")}
        self._show(Caption.DONE, await hands.write_down(self._simulation, "mara", done))

    async def see_the_question(self) -> None:
        """Mia opens the next check-in, and closes it again."""
        self._show(Caption.ASKED, await hands.open_form(self._simulation, "mia"))

    async def close_cases(self, cases: Sequence[Shown], code: str) -> None:
        """Mara closes every concern; Lena looks at hers with this code and says whether the response helped."""
        filled = {"outcome": "changed", "words": self._words("story-outcome"), "reached": self._words("story-reached")}
        for case in cases:
            await hands.close(self._simulation, "mara", case, filled)
        way = (await hands.look_back(self._simulation, "lena", code)).first
        if way is None:
            raise NotAnswered("way")
        self._show(Caption.WAY_BACK, way)
        said = {"answer": "helped", "words": self._words("story-feedback")}
        self._show(Caption.FEEDBACK, await hands.say_whether_it_helped(self._simulation, "lena", way, said))

    async def look_at_what_came(self, case: Shown) -> None:
        """Mara reads Lena's answer after it was delivered, and what came of what was done beside what was meant."""
        self._show(Caption.ANSWER, await hands.read_again(self._simulation, "mara", case))
        self._show(Caption.PAIR, await hands.look_at_what_came(self._simulation, "mara"))
