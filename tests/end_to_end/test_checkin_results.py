"""Results and trends as a group lives them: three rounds, the picture and its words, and what facilitators look at."""

import asyncio
import re
from collections.abc import Sequence

import pytest

from bot.rehearsal.simulator import Shown
from bot.ui.charts.chart import Chart
from bot.ui.charts.room import ChartRoom
from tests.end_to_end.simcord_stage import SimcordStage
from tests.screen import Payload, Screen, objects, words
from tests.stories import ready

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
STANDING = "Raised a concern? Look for an answer with /concern"
WORD = "quillfeather"


@pytest.fixture
async def group(stage: SimcordStage) -> SimcordStage:
    await ready(stage)
    return stage


@pytest.fixture
def no_pictures(monkeypatch: pytest.MonkeyPatch) -> list[Chart]:
    """The process that draws fails; what it should have drawn is returned."""
    asked: list[Chart] = []

    async def failing(_: ChartRoom, chart: Chart) -> bytes | None:
        asked.append(chart)
        return None

    monkeypatch.setattr(ChartRoom, "draw", failing)
    return asked


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


async def test_an_open_round_shows_nothing_and_moves_nothing(group: SimcordStage) -> None:
    fay = group.person("fay")

    async def looked_at() -> Sequence[object]:
        """All that a facilitator can look at."""
        listed = await fay.slash("facilitate checkin results")
        trend = await fay.slash("facilitate checkin trend")
        seen = [one for (options,) in [listed.choices().values()] for one in options]
        pages = [await fay.choose(listed, option) for option in seen]
        return [*(screen.text for screen in (listed, trend, *pages)), trend.pictures]

    await a_round(group, ROUNDS[0])
    before = await looked_at()
    post = await opened(group)
    assert await looked_at() == before
    await answered(group, post, ROUNDS[1])
    assert await looked_at() == before
    await group.restart()
    assert await looked_at() == before
    await fay.slash("facilitate checkin end")
    assert await looked_at() == before
    await group.advance(days=3)
    assert await looked_at() != before


async def test_before_any_closing_it_is_said_kindly_whatever_was_answered(group: SimcordStage) -> None:
    fay = group.person("fay")
    for command in ("results", "trend"):
        assert "No check-in has closed yet" in (await fay.slash(f"facilitate checkin {command}")).text
    await answered(group, await opened(group), ROUNDS[0])
    for command in ("results", "trend"):
        screen = await fay.slash(f"facilitate checkin {command}")
        assert "nobody, you included, sees an answer" in screen.text
        assert (screen.labels, screen.choices(), screen.private) == ([], {}, True)


async def test_nobody_but_facilitators_is_shown_any_of_it(group: SimcordStage) -> None:
    await a_round(group, ROUNDS[0])
    for name in ("mia", "mara", "ada"):
        for command in ("results", "trend"):
            refused = await group.person(name).slash(f"facilitate checkin {command}")
            assert refused.private
            assert "This is for facilitators" in refused.text
            assert "Weekly pulse" not in refused.text
            assert refused.pictures == []


async def test_before_set_up_it_is_said_how_to_set_up(stage: SimcordStage) -> None:
    for command in ("results", "trend"):
        assert "/setup start" in (await stage.person("fay").slash(f"facilitate checkin {command}")).text


async def test_pages_go_on_after_a_restart(group: SimcordStage, no_pictures: Sequence[Chart]) -> None:
    await a_round(group, ROUNDS[0])
    await a_round(group, ROUNDS[1])
    fay = group.person("fay")
    listed = await fay.slash("facilitate checkin results")
    (options,) = listed.choices().values()
    await group.restart()
    page = await fay.choose(listed, options[1])
    await group.restart()
    trend = await fay.press(page, "Trend")
    assert followed(trend) == ["low: most, good: few", "low: few, good: most"], "until the round that was looked at"
    await group.restart()
    again = await fay.press(page, "All results")
    assert again.text == listed.text
    assert again.message_id == page.message_id, "the list takes the place of the page that it was asked for from"


async def test_what_was_too_few_is_a_gap_and_has_no_picture(group: SimcordStage) -> None:
    first = await a_round(group, ROUNDS[0])
    few = await a_round(group, ROUNDS[1][:4])
    assert "too few answers to show" in few.text
    assert few.pictures == []
    fay = group.person("fay")
    trend = await fay.slash("facilitate checkin trend")
    assert followed(trend) == [expected([first], 0)[0], "nothing shown", expected([first], 1)[0], "nothing shown"]
    assert "low: nothing shown, most; good: nothing shown, few." in trend.pictures[0][1]
    listed = await fay.slash("facilitate checkin results")
    assert "Too few answers to show" in listed.text
    (options,) = listed.choices().values()
    page = await fay.choose(listed, options[0])
    assert "nobody has seen them" in page.text
    assert "Not safe" not in page.text


async def test_of_only_too_few_there_is_no_trend_to_post(group: SimcordStage) -> None:
    await a_round(group, ROUNDS[0][:4])
    trend = await group.person("fay").slash("facilitate checkin trend")
    assert "there were always too few answers" in trend.text
    assert trend.labels == ["All results"]


async def test_series_are_chosen_by_what_was_asked_where_and_of_whom(
    group: SimcordStage, no_pictures: Sequence[Chart]
) -> None:
    for name in EIGHT:
        group.world.give_role(name, "Agreed")
    await a_round(group, ROUNDS[0])
    await a_round(group, ROUNDS[1], audience="Agreed")
    fay = group.person("fay")
    listed = await fay.slash("facilitate checkin trend")
    assert "Levels are shown · asked: @Agreed" in listed.text
    (options,) = listed.choices().values()
    assert options == ["2026-01-12 · Weekly pulse · #group", "2026-01-05 · Weekly pulse · #group"]
    asked_apart, everyone = [await fay.choose(listed, option) for option in options]
    assert "of people with the role <@&" in asked_apart.text
    assert "role" not in everyone.text
    assert followed(asked_apart)[0] == "low: some, good: about half or more"
    assert followed(everyone)[0] == "low: most, good: few"


async def test_comments_are_for_facilitators_and_only_among_results(group: SimcordStage) -> None:
    mia = f"<@{group.world.person('mia').id}>"
    await answered(group, await opened(group, comments=True), ROUNDS[0], comment=f"{WORD} {mia} https://example.org/x")
    await group.advance(days=7)
    fay = group.person("fay")
    listed = await fay.slash("facilitate checkin results")
    (options,) = listed.choices().values()
    page = await fay.choose(listed, options[0])
    (comments,) = fay.more
    assert WORD not in page.text
    assert comments.private
    assert comments.text.count(f"> {WORD}\n") + comments.text.endswith(f"> {WORD}") == 8
    assert "do not ask or guess" in comments.text
    assert mia not in comments.text
    trend = await fay.press(page, "Trend")
    await fay.press(trend, "Post it in the channel")
    everywhere = [screen for room in ("group", "moderators", "facilitators") for screen in group.posts(room)]
    assert WORD not in str([screen.payload for screen in (listed, trend, *everywhere)])


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
