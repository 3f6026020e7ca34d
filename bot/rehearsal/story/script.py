"""What happens to the invented group in its year: who is well and who is not, week by week. Plain data, no Discord.

A healthy half; then Sam tells outside what Lena had said in confidence, and it reaches eight people one after another;
then repair. Nobody here is real. How it is played is in `playing.py`.
"""

from datetime import date, timedelta
from random import Random
from typing import Final

from bot.rehearsal import cast

WEEKS: Final = 52
FIRST: Final = date(2026, 1, 5)
"""A Monday: the first check-in."""
BREACH: Final = 26
"""In this week, counted from 0, it happens."""
REPAIR: Final = 33
"""In this week the group is told what was heard and what changes."""
NEWS: Final = {BREACH: "first", BREACH + 4: "second", REPAIR - 1: "third"}
"""From which week on whoever waits for an outcome is told which news; their words are in the catalogue."""
ANSWERING: Final = cast.MEMBERS[:10]
"""Those who answer the check-in each week."""
TOLD_OUTSIDE: Final = "sam"
REACHED: Final = {"lena": 0, "noor": 1, "theo": 2, "ines": 3, "jonas": 4, "kofi": 4, "priya": 5, "mia": 5}
"""How many weeks after the breach each of the eight begins to feel it."""
MENDED: Final = {"jonas": 1, "kofi": 1, "priya": 2, "mia": 2, "ines": 3, "theo": 4, "noor": 6, "lena": 9}
"""How many weeks after the repair began each of them feels safe again."""
HELPED: Final = (1.0, 0.75, 0.5, 0.75, 0.5, 0.75, 0.25, 1.0, 0.5, 0.75)
"""What each of them says of what was done, from "much harder" (0) to "helped much" (1): it did not help all."""

_BAD_WEEK: Final = 0.05
"""How often somebody who is well has a bad week."""
_LOW, _MIDDLE, _WELL = 0.2, 0.5, (0.75, 1.0)
_SEED: Final = 4


def monday(week: int) -> date:
    """The day on which the check-in of a week opens."""
    return FIRST + timedelta(weeks=week)


def is_hurt(name: str, week: int) -> bool:
    """Whether what happened weighs on this person in this week."""
    return name in REACHED and BREACH + REACHED[name] <= week < REPAIR + MENDED[name]


def moods(week: int) -> dict[str, float]:
    """How each of those who answer is, from 0 (the worst answer) to 1 (the best); always the same for a week."""
    chance = Random(_SEED * WEEKS + week)  # noqa: S311 - a story that is the same each time
    return {name: _mood(name, week, chance) for name in ANSWERING}


def helped() -> dict[str, float]:
    """What each of those who answer says to whether what was done helped."""
    return dict(zip(ANSWERING, HELPED, strict=True))


def news(week: int) -> str:
    """What there is to tell in a week to whoever waits for an outcome."""
    return NEWS[max(begins for begins in NEWS if begins <= week)]


def low(week: int) -> int:
    """How many of them answer low: known to whoever wrote this, and to nobody in the group."""
    return sum(mood <= _LOW for mood in moods(week).values())


def _mood(name: str, week: int, chance: Random) -> float:
    lot, well = chance.random(), chance.choice(_WELL)
    if is_hurt(name, week):
        return _LOW
    if name in REACHED and REPAIR <= week < REPAIR + MENDED[name] + 2:
        return _MIDDLE
    return _LOW if lot < _BAD_WEEK else well
