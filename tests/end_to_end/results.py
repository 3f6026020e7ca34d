"""Rounds of the weekly pulse from opening to closing, and how to read what was published of them."""

import re
from collections.abc import Sequence

from tests.end_to_end.simcord_stage import SimcordStage
from tests.screen import Payload, Screen, objects

EIGHT = ("mia", "noor", "theo", "ines", "jonas", "kofi", "lena", "marek")
BAD, GOOD = "Not safe", "Very safe"
ROUNDS: Sequence[Sequence[str]] = (
    (BAD,) * 6 + (GOOD,) * 2,
    (BAD,) * 3 + (GOOD,) * 5,
    (BAD,) * 1 + (GOOD,) * 7,
)
"""How safe the eight felt: three times differently."""
LEVELS = re.compile(r"\*\*(few|some|about half or more|most)\*\* answered")
DAYS = re.compile(r"- <t:(\d+):D> · (.*)")


async def opened(stage: SimcordStage, **options: str | int) -> Screen:
    """Fay starts a round; its post."""
    started = await stage.person("fay").slash("facilitate checkin start", **options)
    assert "is posted in" in started.text
    return next(post for post in reversed(stage.posts("group")) if "Check in privately" in post.labels)


async def answered(stage: SimcordStage, post: Screen, safe: Sequence[str], **more: str) -> None:
    for name, chosen in zip(EIGHT, safe, strict=False):
        form = await stage.person(name).press(post, "Check in privately")
        confirmation = await stage.person(name).submit(form, question1=chosen, question2="Good", **more)
        assert "Your answers are in" in confirmation.text


async def a_round(stage: SimcordStage, safe: Sequence[str], **options: str | int) -> Screen:
    """A round from its opening to a week later; what was posted at its closing."""
    await answered(stage, await opened(stage, **options), safe)
    await stage.advance(days=7)
    return stage.posts("group")[-1]


async def three_rounds(stage: SimcordStage) -> list[Screen]:
    return [await a_round(stage, safe) for safe in ROUNDS]


def published(post: Screen) -> list[tuple[str, str]]:
    """The levels of low and good of each question, as they stand in a post or on a page."""
    found = LEVELS.findall(post.text)
    return list(zip(found[::2], found[1::2], strict=True))


def followed(screen: Screen) -> list[str]:
    """The lines of a trend."""
    return [shown for _, shown in DAYS.findall(screen.text)]


def expected(posts: Sequence[Screen], question: int) -> list[str]:
    """A question's lines of a trend, from what was posted."""
    return [f"low: {low}, good: {good}" for low, good in (published(post)[question] for post in posts)]


def attachments(screen: Screen) -> list[Payload]:
    return objects(screen.payload, "attachments")


def blocks(screen: Screen) -> list[str]:
    """The lines about questions."""
    return [line for line in screen.text.splitlines() if line.startswith(("**", "- **"))]
