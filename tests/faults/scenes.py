"""What the stories about faults share: the way to each screen of the main job, and what stands in a channel.

Not here: kills and other faults, and what is compared afterwards (ledger.py).
"""

import re
from collections.abc import Callable, Mapping

from tests.screen import Screen
from tests.stage import Actor, Stage
from tests.standin.stage import StandInStage

AGREE, ANSWER, CHANGE = "I agree", "Check in privately", "Change my answers"
SAFE = ("Not safe", "A little", "Mixed", "Mostly safe", "Very safe")
ENERGY = ("Running on empty", "Low", "Getting by", "Good", "Strong")
PASSED = "Prefer not to say"
QUESTIONS = (SAFE, ENERGY)
MORE = "and one thing more"
OPENER = "We are sorry that this happened here."
FIVE = ("mia", "noor", "theo", "ines", "jonas")

_CODE = re.compile(r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}-[0-9A-Z]{2}")


def told(story: str, category: str = "Privacy broken") -> Mapping[str, str]:
    """What is filled into the form of a concern."""
    return {"category": category, "story": story, "wish": "That something is done", "affected": "Me"}


async def to_question(stage: Stage) -> Screen:
    """A facilitator has seen the agreement and is asked whether to publish it."""
    fay = stage.person("fay")
    return with_button(fay, await fay.slash("facilitate agreement publish"), "Publish")


async def open_round(stage: Stage) -> Screen:
    """A facilitator starts the weekly pulse; its post."""
    await stage.person("fay").slash("facilitate checkin start")
    return round_post(stage)


async def answered(member: Actor, post: Screen, safe: str = "Mostly safe", energy: str = "Good") -> Screen:
    """One member answers; the confirmation."""
    return await member.submit(await member.press(post, ANSWER), question1=safe, question2=energy)


async def to_review(member: Actor, story: str, category: str = "Privacy broken", about: str = "") -> Screen:
    """A member on the way to *Send*; the review page."""
    conflict = await member.press(await member.slash("concern"), "Share a concern")
    whom = {"about": about} if about else {}
    return await member.submit(await member.choose(conflict, "Nobody of them"), **told(story, category), **whom)


async def look(member: Actor, code: str) -> Screen:
    """What is shown for a code."""
    return await member.submit(await member.press(await member.slash("concern"), "I have a code"), code=code)


def codes_of(member: Actor) -> list[str]:
    """Every code among what answered the member's last action."""
    return [code[0] for screen in member.more if (code := _CODE.search(screen.text))]


def code_of(member: Actor) -> str:
    """The code among what answered the member's last action."""
    assert codes_of(member), "no message gives the code"
    return codes_of(member)[-1]


def whole(member: Actor, first: Screen) -> str:
    """All words of an answer of several messages."""
    return "\n".join(screen.text for screen in (first, *member.more))


def with_button(member: Actor, first: Screen, label: str) -> Screen:
    """The one message of an answer that has this button."""
    return next(screen for screen in (first, *member.more) if label in screen.labels)


def agreement_posts(stage: Stage) -> list[Screen]:
    """Every standing post with *I agree*."""
    return _with_button(stage, "group", AGREE)


def round_post(stage: Stage) -> Screen:
    """The newest post of an open round."""
    return _with_button(stage, "group", ANSWER)[-1]


def results(stage: Stage) -> list[Screen]:
    """Every standing result of a round."""
    said = ("what the group answered", "too few answers to show")
    return [post for post in stage.posts("group") if any(words in post.text for words in said)]


def cards(stage: Stage, direct_to: str | None = None) -> list[Screen]:
    """The cards in the moderators' channel, or in somebody's direct messages."""
    if direct_to is None:
        return _with_button(stage, "moderators", "Open")
    return [screen for screen in stage.direct(direct_to) if "Open" in screen.labels]


def standing_posts(stage: Stage) -> list[Screen]:
    """The posts with *I take concerns*."""
    return _with_button(stage, "moderators", "I take concerns")


def _with_button(stage: Stage, channel: str, label: str) -> list[Screen]:
    return [post for post in stage.posts(channel) if label in post.labels]


def path_of(stage: StandInStage, channel: str, rest: str = "messages") -> str:
    """A channel's path in Discord's API, to name it in a fault."""
    return f"/channels/{stage.stand_in.world.channel(channel).id}/{rest}"


def logged(stage: StandInStage, event: str) -> int:
    """How often the process has written such a line."""
    texts = [path.read_text(errors="replace") for path in (stage.process.output, stage.process.errors) if path.exists()]
    return sum(text.count(event) for text in texts)


_UNFORESEEN = ("unexpected", "Traceback", "command-failed")


def unforeseen(stage: StandInStage) -> list[str]:
    """The lines about errors that the bot did not foresee."""
    texts = [path.read_text(errors="replace") for path in (stage.process.output, stage.process.errors) if path.exists()]
    is_one: Callable[[str], bool] = lambda line: any(word in line for word in _UNFORESEEN)  # noqa: E731 - one word
    return [line for text in texts for line in text.splitlines() if is_one(line)]
