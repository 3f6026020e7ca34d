"""Every role, with every custom_id it could have seen or made up: what is not theirs does not exist for them.

The naive twin of each attack is the person who may: for them the very same press does something else.
"""

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

import pytest

from bot.core.identity import CaseId
from cogs.moderate.cards import case_letters
from tests.attacks.forgery import Forged, press, submit
from tests.end_to_end.concerns import cards, send
from tests.end_to_end.simcord_stage import SimcordStage
from tests.screen import Screen
from tests.stories import publish, ready

OUTSIDERS = ("theo", "kofi", "otto", "fay", "ada", "rolf")
"""A member, a moderator who takes no concerns, the one it is about, a facilitator, an administrator, and a moderator
who took concerns and has left."""
REFUSED = ("This is for", "You are not", "do not take concerns", "not taking")


@dataclass(frozen=True)
class Scene:
    """A concern that Mara alone may read, and what she sees of it."""

    stage: SimcordStage
    card: Screen
    letters: str


@pytest.fixture
async def scene(stage: SimcordStage) -> Scene:
    await ready(stage)
    stage.world.give_role("kofi", "moderators")
    stage.join("rolf")
    stage.world.give_role("rolf", "moderators")
    await stage.person("rolf").press(stage.posts("moderators")[0], "I take concerns")
    stage.world.leave("rolf")
    await send(stage.person("mia"), "Nobody of them", about="otto")
    await stage.advance(hours=4)
    (card,) = cards(stage, direct_to="mara")
    return Scene(stage, card, card.custom_id("Open").rpartition(":")[2])


async def _tried(stage: SimcordStage, name: str, letters: str) -> list[Forged]:
    """Everything that can be pressed and sent about a case."""
    return [
        await press(stage, name, f"case:open:{letters}"),
        await press(stage, name, f"case:acknowledge:{letters}"),
        await press(stage, name, "case:list", letters),
        await submit(stage, name, f"case:reply:{letters}:fresh", opener="none", words="who are you?"),
        await press(stage, name, f"case:reply:{letters}"),
    ]


def _told(tried: Sequence[Forged], letters: str) -> list[str]:
    """What was answered and done, without what is random."""
    return [
        re.sub(rf"{letters}|case:reply:[^:]*:[\w-]+", "…", repr([one.answers, [vars(two) for two in one.elsewhere]]))
        for one in tried
    ]


@pytest.mark.parametrize("name", OUTSIDERS)
async def test_a_case_that_is_not_theirs_is_answered_byte_for_byte_like_none(scene: Scene, name: str) -> None:
    none = case_letters(CaseId(secrets.token_bytes(16)))
    theirs = await _tried(scene.stage, name, scene.letters)
    assert all(one.answers for one in theirs)  # a form gives their own words back besides
    assert _told(theirs, scene.letters) == _told(await _tried(scene.stage, name, none), none)
    # And it did nothing: the case is still as it was for the one who may read it.
    opened = await press(scene.stage, "mara", f"case:open:{scene.letters}", on=scene.card)
    assert "Acknowledge" in opened.text
    assert "who are you?" not in opened.text


async def test_the_one_who_may_read_is_answered_otherwise(scene: Scene) -> None:
    none = case_letters(CaseId(secrets.token_bytes(16)))
    hers, of_none = [await _tried(scene.stage, "mara", letters) for letters in (scene.letters, none)]
    told = list(zip(_told(hers, scene.letters), _told(of_none, none), strict=True))
    assert [one != other for one, other in told] == [True, True, True, True, False]


async def test_no_outsider_meets_any_trace_of_the_case(scene: Scene) -> None:
    stage = scene.stage
    for name in ("theo", "kofi", "otto", "fay", "ada"):
        assert cards(stage, direct_to=name) == []
        listed = await stage.person(name).slash("moderate cases")
        assert listed.choices() == {}
    assert cards(stage) == []
    assert len((await stage.person("mara").slash("moderate cases")).choices()) == 1


STAFF_PRESSES = [
    ("setup:check", ()),
    ("setup:show", ()),
    ("setup:change", ("lead",)),
    ("setup:change", ("outside_contact",)),
    ("setup:call-off", ()),
    ("enrol:take", ()),
    ("enrol:back", ()),
]
STAFF_FORMS = [("setup:changed:minimum_answers:x", {"value": "5"}), ("enrol:away:x", {"day": "2027-01-01"})]


@pytest.mark.parametrize("name", ["theo", "fay"])
async def test_presses_of_staff_are_refused_to_everybody_else(scene: Scene, name: str) -> None:
    before = await press(scene.stage, "ada", "setup:show")
    for custom_id, values in STAFF_PRESSES:
        refused = await press(scene.stage, name, custom_id, *values)
        _assert_refused(refused, custom_id)
    for custom_id, fields in STAFF_FORMS:
        _assert_refused(await submit(scene.stage, name, custom_id, **fields), custom_id)
    assert (await press(scene.stage, "ada", "setup:show")).text == before.text


def _assert_refused(forged: Forged, what: str) -> None:
    assert forged.elsewhere == [], what
    (answer,) = forged.answers
    assert answer["type"] == 4, f"{what} opened a form"
    assert "The Harbour Trust" not in forged.text
    assert "Something went wrong" not in forged.text, what
    assert any(said in forged.text for said in REFUSED), what


async def test_a_facilitators_presses_are_refused_to_everybody_else(stage: SimcordStage) -> None:
    await ready(stage)
    preview = await stage.person("fay").slash("facilitate agreement publish")
    pages = (preview, *stage.person("fay").more)
    custom_id = next(page.custom_id("Publish") for page in pages if "Publish" in page.labels)
    for name in ("theo", "mara", "ada"):
        _assert_refused(await press(stage, name, custom_id), custom_id)
    assert not any("I agree" in post.labels for post in stage.posts("group"))
    assert (await press(stage, "fay", custom_id)).elsewhere


async def test_no_press_replaces_a_post_that_everybody_sees(stage: SimcordStage) -> None:
    """Answers that replace a private message must not do so to a post, whichever custom_id is pressed on it."""
    await ready(stage)
    await publish(stage)
    post = next(one for one in stage.posts("group") if "I agree" in one.labels)
    for custom_id in ("agreement:withdraw", "agreement:keep", "agreement:cancel", "enrol:stop", "support:country"):
        forged = await press(stage, "theo", custom_id, *(("GB",) if custom_id == "support:country" else ()), on=post)
        assert [answer.get("type") for answer in forged.answers[:1]] == [4], custom_id
        data = forged.answers[0]["data"]
        assert isinstance(data, dict)
        assert data["flags"] & 64
    assert next(one for one in stage.posts("group") if "I agree" in one.labels).text == post.text
