"""Results and trends in the channel: three rounds, the picture and its words, and a trend that is posted once."""

import asyncio
from collections.abc import Sequence

import pytest

from bot.rehearsal.simulator import Shown
from bot.ui.charts.chart import Chart
from tests.end_to_end.results import (
    ROUNDS,
    a_round,
    answered,
    attachments,
    blocks,
    expected,
    followed,
    opened,
    published,
    three_rounds,
)
from tests.end_to_end.simcord_stage import SimcordStage
from tests.screen import words
from tests.stories import ready

STANDING = "Raised a concern? Look for an answer with /concern"


@pytest.fixture
async def group(stage: SimcordStage) -> SimcordStage:
    await ready(stage)
    return stage


async def test_three_rounds_are_posted_looked_at_and_followed_exactly_as_published(group: SimcordStage) -> None:
    posts = await three_rounds(group)
    assert [published(post) for post in posts] == [
        [("most", "few"), ("few", "most")],
        [("some", "about half or more"), ("few", "most")],
        [("few", "most"), ("few", "most")],
    ]
    for number, post in enumerate(posts, start=1):
        ((name, said),) = post.pictures
        (file,) = attachments(post)
        assert (name, words(file, "filename")) == ("check-in.png", "check-in.png")
        assert words(file, "description") == said
        assert said.startswith("Weekly pulse: one check-in, on 5 Jan." if number == 1 else f"Weekly pulse: {number} ")
        assert STANDING in post.text
    ((_, said),) = posts[-1].pictures
    assert "3 check-ins from 5 Jan to 19 Jan" in said
    assert "Safe to be honest, low: few, some, most; good: most, about half or more, few." in said

    fay = group.person("fay")
    listed = await fay.slash("facilitate checkin results")
    assert listed.private
    (options,) = listed.choices().values()
    assert options == [f"2026-01-{day:02} · Weekly pulse · #group" for day in (19, 12, 5)]
    for option, post in zip(options, reversed(posts), strict=True):
        page = await fay.choose(listed, option)
        assert page.private
        assert blocks(page) == blocks(post)
        assert page.pictures == []

    trend = await fay.slash("facilitate checkin trend")
    assert trend.private
    assert trend.pictures == posts[-1].pictures
    assert followed(trend) == [*expected(posts, 0), *expected(posts, 1)]
    assert "5 to 9" not in trend.text


async def test_a_trend_is_posted_once_however_often_it_is_pressed(group: SimcordStage) -> None:
    posts = await three_rounds(group)
    fay = group.person("fay")
    trend = await fay.slash("facilitate checkin trend")
    before = len(group.posts("group"))
    told = await fay.press(trend, "Post it in the channel")
    assert told.private
    assert "is posted in <#" in told.text
    await group.restart()
    again = await fay.press(trend, "Post it in the channel")
    assert again.text == told.text
    (posted,) = group.posts("group")[before:]
    assert again.links == told.links
    assert told.links["Go to the post"].endswith(f"/{posted.message_id}")
    assert followed(posted) == followed(trend)
    assert posted.pictures == trend.pictures == posts[-1].pictures
    assert [words(one, "description") for one in attachments(posted)] == [said for _, said in posted.pictures]
    assert STANDING in posted.text
    assert "findahelpline.com" in (await group.person("mia").press(posted, "Find help")).text

    shown = posted.handle
    assert isinstance(shown, Shown)
    group.world.delete_message(shown)
    await fay.press(trend, "Post it in the channel")
    assert len(group.posts("group")) == before + 1, "what somebody deleted can be posted again"


async def test_two_facilitators_who_press_at_the_same_moment_post_it_once(
    group: SimcordStage, no_pictures: Sequence[Chart]
) -> None:
    await a_round(group, ROUNDS[0])
    group.world.give_role("kofi", "facilitators")
    pages = [
        (group.person(name), await group.person(name).slash("facilitate checkin trend")) for name in ("fay", "kofi")
    ]
    before, charts = len(group.posts("group")), len(no_pictures)
    told = await asyncio.gather(*(person.press(page, "Post it in the channel") for person, page in pages))
    assert told[0].links == told[1].links
    assert len(group.posts("group")) == before + 1
    assert len(no_pictures) == charts + 1, "the second found the post of the first"


async def test_where_nothing_can_be_drawn_the_words_stand_alone(
    group: SimcordStage, no_pictures: Sequence[Chart]
) -> None:
    posts = [await a_round(group, safe) for safe in ROUNDS[:2]]
    assert len(no_pictures) == 2
    fay = group.person("fay")
    trend = await fay.slash("facilitate checkin trend")
    assert "is posted in" in (await fay.press(trend, "Post it in the channel")).text
    posted = group.posts("group")[-1]
    for screen in (*posts, trend, posted):
        assert screen.pictures == []
        assert attachments(screen) == []
    assert published(posts[0])[0] == ("most", "few")
    assert followed(trend) == followed(posted) == [*expected(posts, 0), *expected(posts, 1)]


async def test_a_post_that_is_refused_for_its_picture_goes_in_words(group: SimcordStage) -> None:
    """As where the bot may not attach files; the simulated Discord itself does not look at that permission."""
    fay = group.person("fay")
    await answered(group, await opened(group), ROUNDS[0])
    group.world.fail("POST", "/channels/*/messages", status=403)
    await group.advance(days=3)
    post = group.posts("group")[-1]
    trend = await fay.slash("facilitate checkin trend")
    group.world.fail("POST", "/channels/*/messages", status=403)
    told = await fay.press(trend, "Post it in the channel")
    posted = group.posts("group")[-1]
    assert told.links["Go to the post"].endswith(f"/{posted.message_id}")
    assert post.pictures == posted.pictures == []
    assert followed(posted) == followed(trend) == [*expected([post], 0), *expected([post], 1)]
    assert not [note for note in group.posts("moderators") if "cannot post" in note.text]


async def test_a_channel_that_is_gone_is_said_kindly(group: SimcordStage, no_pictures: Sequence[Chart]) -> None:
    group.world.create_channel("lounge")
    post = (await group.person("fay").slash("facilitate checkin start", channel="lounge")) and group.posts("lounge")[-1]
    await answered(group, post, ROUNDS[0])
    await group.advance(days=3)
    fay = group.person("fay")
    trend = await fay.slash("facilitate checkin trend")
    group.world.delete_channel("lounge")
    refused = await fay.press(trend, "Post it in the channel")
    assert refused.private
    assert "is posted" not in refused.text
    listed = await fay.slash("facilitate checkin results")
    (options,) = listed.choices().values()
    assert options == ["2026-01-05 · Weekly pulse · #?"]
