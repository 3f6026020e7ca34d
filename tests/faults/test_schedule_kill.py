"""The real process is killed at each request of an opening: by the clock, nobody presses anything.

In the end the round stands there once, or is told once as left out; and the next one opens.
"""

import re
from datetime import timedelta

import pytest

from tests.faults.scenes import ANSWER, results
from tests.faults.test_posted_once import POST, When, back_after_a_while, dying
from tests.screen import Screen
from tests.standin.stage import StandInStage

COUNT, FIND = ("GET", "/guilds/*/roles/member-counts"), ("GET", "/channels/*/messages")
"""How many hold the role is asked between claiming an opening and keeping its round; the channel is looked through
between that and posting."""
STAMP = re.compile(r"<t:(\d+):F>")


@pytest.fixture
async def opens(group: StandInStage) -> int:
    return await opens_in(group)


async def opens_in(group: StandInStage) -> int:
    """When a weekly check-in, for those who agreed, opens first; in seconds since 1970."""
    for number in range(8):
        group.join(f"agreed{number}")
        group.stand_in.changes.give_role(f"agreed{number}", "agreed")
    fay = group.person("fay")
    page = await fay.slash("facilitate checkin schedule", template="Weekly pulse")
    page = await fay.submit(await fay.press(page, "What, where and who"), channel="group", audience="agreed")
    saved = await fay.press(page, "Save")
    assert "Saved" in saved.text
    return int(STAMP.findall(saved.text)[0])


async def until(stage: StandInStage, moment: int) -> None:
    await stage.advance(hours=(moment - stage.now().timestamp()) / 3600)


def open_posts(stage: StandInStage) -> list[Screen]:
    return [post for post in stage.posts("group") if ANSWER in post.labels]


@pytest.mark.parametrize(
    ("first", "then"),
    [((COUNT, "before"), (POST, "after")), ((FIND, "after"), (POST, "before"))],
    ids=["counting, then posted", "looking, then posting"],
)
async def test_an_opening_interrupted_at_each_of_its_requests(
    group: StandInStage, opens: int, first: tuple[tuple[str, str], When], then: tuple[tuple[str, str], When]
) -> None:
    for week, (request, when) in enumerate((first, then)):
        await until(group, opens + week * 7 * 86400 - 60)
        assert open_posts(group) == []
        fault = dying(group, request, when)
        await group.advance(minutes=2)
        await back_after_a_while(group, fault)
        (post,) = open_posts(group)
        assert "Weekly pulse" in post.text
        await group.advance(hours=49)
        assert (len(open_posts(group)), len(results(group))) == (0, week + 1)
    (told,) = [post for post in group.posts("moderators") if "Weekly pulse" in post.text]
    assert "twice in a row" in told.text


async def test_killed_before_it_was_posted_and_away_too_long_it_is_told_once(group: StandInStage, opens: int) -> None:
    await until(group, opens - 60)
    fault = dying(group, POST, "before")
    await group.advance(minutes=2)
    assert (fault.met, group.process.code) == (1, -9)
    group.stand_in.world.clock.offset += timedelta(hours=15)  # in the morning: at night nobody is told
    telling = dying(group, POST, "after")
    await group.process.start()
    await group.settle()
    await back_after_a_while(group, telling)
    assert open_posts(group) == []
    (told,) = [post for post in group.posts("moderators") if "within two hours" in post.text]
    assert "Weekly pulse" in told.text
    await until(group, opens + 7 * 86400)
    assert len(open_posts(group)) == 1
