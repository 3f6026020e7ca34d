"""What facilitators look at in private: lists, results, trends and comments, of closed rounds alone."""

from collections.abc import Sequence

import pytest

from bot.ui.charts.chart import Chart
from tests.end_to_end.results import (
    EIGHT,
    ROUNDS,
    a_round,
    answered,
    expected,
    followed,
    opened,
)
from tests.end_to_end.simcord_stage import SimcordStage
from tests.stories import ready

WORD = "quillfeather"


@pytest.fixture
async def group(stage: SimcordStage) -> SimcordStage:
    await ready(stage)
    return stage


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
