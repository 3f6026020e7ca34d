"""What members and moderators do besides agreeing, prepared for a storm: answering, sending, opening a case, a code.

Not here: how they are timed and printed (storms.py).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tests.benchmarks.checkins import Group
from tests.benchmarks.crowd import ANSWER
from tests.end_to_end.concerns import code_in, to_review
from tests.standin.stage import StandInStage
from tests.standin.storm import Press

CASES = 20
"""Cases that are opened and looked up again and again."""


@dataclass(frozen=True)
class Prepared:
    """What stands ready to be pressed, all in one group."""

    group: Group
    sending: Sequence[Press]
    """*Send* by as many members, each before their own review page."""
    cards: Sequence[Press]
    """*Open* by each of two moderators on each card."""
    codes: Sequence[Press]
    """A form with a code, for each case."""


async def prepared(stage: StandInStage, sending: int) -> Prepared:
    """Everything, with so many members on the way to *Send*."""
    await stage.person("fay").slash("facilitate checkin start")
    post = next(one for one in stage.posts("group") if ANSWER in one.labels)
    codes = [await _told_at_once(stage, f"teller-{number}") for number in range(CASES)]
    cards = [screen for screen in stage.posts("moderators") if screen.labels == ["Open"]]
    assert len(cards) == CASES
    return Prepared(
        Group(stage, post),
        [await _before_sending(stage, f"sender-{number}") for number in range(sending)],
        [stage.person(name).pressing(card, "Open") for name in ("mara", "otto") for card in cards],
        await _looking(stage, codes),
    )


async def _told_at_once(stage: StandInStage, name: str) -> str:
    """An urgent concern, whose card is there at once; its code."""
    member = stage.join(name)
    await member.press(await to_review(member), "Urgent")
    return code_in(member.more)


async def _before_sending(stage: StandInStage, name: str) -> Press:
    member = stage.join(name)
    return member.pressing(await to_review(member), "Send")


async def _looking(stage: StandInStage, codes: Sequence[str]) -> list[Press]:
    looker = stage.join("looker")
    form = await looker.press(await looker.slash("concern"), "I have a code")
    return [looker.submitting(form, code=code) for code in codes]


def again_and_again(presses: Sequence[Press], count: int) -> list[Press]:
    """So many of these, in turn."""
    return [presses[number % len(presses)] for number in range(count)]


def by_others(stage: StandInStage, presses: Sequence[Press], count: int) -> list[Press]:
    """So many of these in turn, each by a new member."""
    world = stage.stand_in.world
    people = [world.add_person(f"other-{number}", world.clock.now()) for number in range(count)]
    chosen = again_and_again(presses, count)
    return [replace(press, person=person) for press, person in zip(chosen, people, strict=True)]
