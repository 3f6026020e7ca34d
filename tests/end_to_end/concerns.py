"""What the stories about concerns begin with: a member on the way to *Send*, and what others find then."""

import re
from collections.abc import Sequence

from tests.end_to_end.simcord_stage import SimcordStage
from tests.stage import Actor, Screen

STORY = "Someone repeated what I said on Tuesday"
TOLD = {
    "category": "Privacy broken",
    "story": STORY,
    "wish": "That something is done",
    "affected": "Me",
}
CODE = re.compile(r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}-[0-9A-Z]{2}")


async def to_form(member: Actor, *whom: str, button: str = "Share a concern") -> Screen:
    """Up to the form, having said whom of those who take concerns it is about."""
    conflict = await member.press(await member.slash("concern"), button)
    return await member.choose(conflict, *(whom or ("Nobody of them",)))


async def to_review(member: Actor, *whom: str, **told: str) -> Screen:
    """Up to the review page."""
    return await member.submit(await to_form(member, *whom), **(TOLD | told))


async def send(member: Actor, *whom: str, button: str = "Send", **told: str) -> str:
    """Send a concern; the code."""
    await member.press(await to_review(member, *whom, **told), button)
    return code_in(member.more)


def code_in(screens: Sequence[Screen]) -> str:
    """The code that stands alone in one of these messages."""
    alone = [screen.text.strip("`") for screen in screens if CODE.fullmatch(screen.text.strip("`"))]
    assert len(alone) == 1
    return alone[0]


async def look(member: Actor, code: str) -> Screen:
    """What is shown for a code."""
    form = await member.press(await member.slash("concern"), "I have a code")
    return await member.submit(form, code=code)


def cards(stage: SimcordStage, *, direct_to: str | None = None) -> list[Screen]:
    """The cards in the moderators' channel, or in somebody's direct messages."""
    places = stage.posts("moderators") if direct_to is None else stage.direct(direct_to)
    return [screen for screen in places if screen.labels == ["Open"]]
