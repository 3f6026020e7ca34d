"""Presses and forms that no page of ours makes, on the way up to *Send*: each is answered kindly, none does harm."""

import secrets

import pytest

from bot.core.draft import new_token
from tests.attacks.forgery import press, submit
from tests.end_to_end.concerns import STORY, cards, to_review
from tests.end_to_end.simcord_stage import SimcordStage
from tests.stories import ready

PRESSES = (
    *("country", "share", "sharenamed", "about", "aboutnamed", "review", "lines", "readers", "edit", "page", "try"),
    *("notify", "notified", "quiet", "hold", "held", "send", "urgent", "discard"),
)
FORMS = ("form", "page", "try")
STRANGE: tuple[dict[str, str], ...] = (
    {},
    {"story": ""},
    {"category": "x", "story": STORY, "wish": "y", "affected": "z"},
    {"words": "x" * 4000},
)


@pytest.fixture
async def group(stage: SimcordStage) -> SimcordStage:
    await ready(stage)
    return stage


async def test_every_press_with_a_strange_key_is_answered(group: SimcordStage) -> None:
    nobodys = str(new_token(secrets.token_bytes))
    for action in PRESSES:
        for key in ("", ":", ":x", f":{nobodys}", f":{nobodys}:2", f":{nobodys}:-1"):
            for values in ((), ("nonsense",)):
                forged = await press(group, "mia", f"concern:{action}{key}", *values)
                assert forged.text.strip(), (action, key)
                assert "something went wrong" not in forged.text.lower(), (action, key)
    await group.advance(hours=12)
    assert cards(group) == []


async def test_every_form_with_strange_answers_is_answered(group: SimcordStage) -> None:
    review = await to_review(group.person("mia"))
    living = review.custom_id("Send").rpartition(":")[2]
    for action in FORMS:
        for key in ("", "x", living, f"{living}:2", f"{living}:9", f"{living}:\N{SUPERSCRIPT TWO}"):
            for fields in STRANGE:
                forged = await submit(group, "mia", f"concern:{action}:{key}:fresh", **fields)
                assert forged.text.strip(), (action, key)
                assert "something went wrong" not in forged.text.lower(), (action, key)
    # Whatever was tried, what was told is as it was.
    assert STORY in (await group.person("mia").press(review, "Edit")).text


async def test_a_draft_cannot_be_held_by_force(group: SimcordStage) -> None:
    review = await to_review(group.person("mia"))
    assert "Hold" not in review.labels
    token = review.custom_id("Send").rpartition(":")[2]
    assert "cannot be held" in (await press(group, "mia", f"concern:held:{token}")).text
    assert "Sent" in (await group.person("mia").press(review, "Send")).text
