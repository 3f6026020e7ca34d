"""Whoever reads a concern about a message knows that its writer can see that channel: where those are few, the page
says so before it is sent.

The attack counts who can see it, and succeeds where they are few and the page was silent. The naive twin counts the
whole group whatever the channel.
"""

import discord
import pytest

from bot.core.readership import FEW
from tests.end_to_end.concerns import TOLD
from tests.end_to_end.simcord_stage import SimcordStage
from tests.proof import Figure
from tests.stories import ready

WARNING = "Few people can see the channel"
HOLDERS = (1, FEW - 1)
ROOM = ROLE = "facilitators"


async def review(stage: SimcordStage, room: str) -> str:
    """What the page says before *Send*, of a message in this channel."""
    fay = stage.person("fay")
    fay.channel = room
    conflict = await fay.press(await fay.menu(await fay.say("between us"), "Raise a concern"), "Share a concern")
    return (await fay.submit(await fay.choose(conflict, "Nobody of them"), **TOLD)).text


async def silent(stage: SimcordStage) -> list[int]:
    """How many could see the channel each time when they were few and nothing was said of it."""
    found: list[int] = []
    for holders, now in zip(HOLDERS, (0, *HOLDERS), strict=False):
        for number in range(max(now, 1), holders):
            stage.join(f"guest{number}")
            stage.world.give_role(f"guest{number}", ROLE)
        found += [holders] * (WARNING not in await review(stage, ROOM))
    return found


async def test_where_few_can_see_the_channel_the_page_says_so(stage: SimcordStage, figure: Figure) -> None:
    await ready(stage)
    assert await silent(stage) == []
    # Not everywhere, or it would tell nothing.
    stage.join("one more")
    stage.world.give_role("one more", ROLE)
    assert [WARNING in await review(stage, room) for room in (ROOM, "group")] == [False, False]
    figure("F24", f"channels that fewer than {FEW} see, and nothing is said", 0, twin=len(HOLDERS), passes="0")


async def test_counting_the_whole_group_says_nothing_anywhere(
    stage: SimcordStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def everybody(guild: discord.Guild, *_: object) -> int | None:
        return guild.member_count

    monkeypatch.setattr("cogs.concern.context._holders", everybody)
    await ready(stage)
    assert await silent(stage) == [*HOLDERS]
