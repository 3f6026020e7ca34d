"""The early warning as the staff lives it: bad results, an alert in their channels, what they see and what they do."""

import re

import pytest

from tests.end_to_end.results import BAD, GOOD, answered
from tests.end_to_end.simcord_stage import SimcordStage
from tests.end_to_end.test_checkin_schedules import made, open_posts
from tests.end_to_end.test_checkin_templates import made as make_template
from tests.screen import Screen
from tests.stories import ready

NEVER_ASK = "Do not ask who. This may be one person's hard time or several people's."


@pytest.fixture
async def group(stage: SimcordStage) -> SimcordStage:
    await ready(stage, facilitator_channel="facilitators", lead="lena")
    return stage


async def week(stage: SimcordStage, *safe: str) -> None:
    """Until a round has opened, and then until its result stands."""
    while not open_posts(stage):
        await stage.advance(hours=12)
    await answered(stage, open_posts(stage)[-1], safe)
    while open_posts(stage):
        await stage.advance(hours=12)


def alerts(stage: SimcordStage, channel: str) -> list[Screen]:
    return [post for post in stage.posts(channel) if NEVER_ASK in post.text]


async def test_two_bad_results_are_told_to_the_staff_who_see_it_and_say_so(group: SimcordStage) -> None:
    fay, mara, mia = (group.person(name) for name in ("fay", "mara", "mia"))
    assert "No question is watched so far" in (await mara.slash("moderate signals")).text
    await made(group)
    assert "It begins with the next posted result" in (await mara.slash("moderate signals")).text
    await week(group, BAD, BAD, BAD, GOOD, GOOD)
    assert "**Rising.**" in (await fay.slash("moderate signals")).text
    assert [alerts(group, channel) for channel in ("moderators", "facilitators", "group")] == [[], [], []]

    await week(group, BAD, BAD, BAD, GOOD, GOOD)
    await group.advance(hours=24)
    assert [len(alerts(group, channel)) for channel in ("moderators", "facilitators", "group")] == [1, 1, 0]
    (alert,) = alerts(group, "moderators")
    assert not re.search(r"\d|%", re.sub(r"<[^>]*>", "", alert.text))
    assert "for moderators and facilitators" in (await mia.slash("moderate signals")).text
    assert stage_directs(group) == []

    page = await group.person("lena").slash("moderate signals")
    assert "**Alarm.**" in page.text
    ((_, said),) = page.pictures
    assert said == "Weekly pulse, the last 2 posted results, the newest first: alarm, rising."
    assert "Not seen by anybody so far" in " ".join(one.text for one in group.person("lena").more)

    assert "Nobody is told who pressed this" in (await mara.press(alert, "We have seen it")).text
    await group.restart()
    for channel in ("moderators", "facilitators"):
        (seen,) = alerts(group, channel)
        assert "Somebody has seen it" in seen.text
        assert "We have seen it" not in seen.labels
    await group.advance(days=6)
    assert len(alerts(group, "moderators")) == 1


async def test_what_counts_as_ordinary_is_changed_after_a_question_and_stands_in_the_trail(group: SimcordStage) -> None:
    fay, mara = group.person("fay"), group.person("mara")
    await made(group)
    await week(group, BAD, BAD, BAD, GOOD, GOOD)
    page = await fay.slash("moderate signals")
    for share, answer in (("Up to 10 in a hundred", None), ("Up to 15 in a hundred", "Leave it")):
        page = await fay.choose(page, "Weekly pulse · Safe to be honest")
        assert "30 or more" in page.text
        page = await fay.choose(page, share)
        page = page if answer is None else await fay.press(page, answer)
        assert "**Rising.**" in page.text
    page = await fay.choose(await fay.choose(page, "Weekly pulse · Safe to be honest"), "Up to 15 in a hundred")
    assert "instead of 10" in page.text
    done = await fay.press(page, "Yes, change it")
    assert "Changed. It begins anew from quiet." in done.text
    assert "up to 15 in a hundred" in done.text
    assert "let up to 15 in a hundred low answers count as ordinary" in (await mara.slash("moderate log")).text
    assert "posted range of answers" in (await fay.press(done, "How this is worked out")).text


async def test_a_question_of_the_groups_own_is_watched_once_a_facilitator_chooses_it(group: SimcordStage) -> None:
    fay = group.person("fay")
    page = await fay.choose(await make_template(group), "Room")
    assert "Kept." in page.text
    await fay.press(page, "Use from now on")
    page = await fay.slash("facilitate checkin schedule", template="Our evening")
    await fay.press(page, "Save")
    assert "**Our evening** in" in (await fay.slash("moderate signals")).text
    page = await fay.choose(await fay.slash("facilitate checkin template"), "Our evening")
    page = await fay.choose(page, "Watch none of them")
    await fay.press(page, "Use from now on")
    assert "No question is watched so far" in (await fay.slash("moderate signals")).text


def stage_directs(stage: SimcordStage) -> list[Screen]:
    """What was sent to anybody directly."""
    return [screen for name in ("mia", "mara", "otto", "fay", "lena", "ada") for screen in stage.direct(name)]
