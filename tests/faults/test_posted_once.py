"""Killed between posting and saving, or just before posting: whatever is posted stands there once, in the end.

The process stays down for ten minutes, so that Discord has forgotten the nonce and only the bot itself can know.
"""

from datetime import timedelta
from typing import Literal, TypeAlias

import pytest

from tests.faults.scenes import (
    AGREE,
    FIVE,
    agreement_posts,
    answered,
    cards,
    open_round,
    results,
    standing_posts,
    to_question,
    to_review,
    with_button,
)
from tests.screen import Screen
from tests.stage import Actor, Unanswered
from tests.standin.faults import Fault, Lost
from tests.standin.stage import StandInStage
from tests.stories import publish, set_up

POST, EDIT, PIN = ("POST", "/channels/*/messages"), ("PATCH", "/channels/*/messages/*"), ("PUT", "*/pins/*")
When: TypeAlias = Literal["before", "after"]
AROUND = pytest.mark.parametrize("when", ["before", "after"])


def dying(stage: StandInStage, request: tuple[str, str], when: When) -> Fault:
    """Kill the process at its next such request: before it is carried out (then it never is), or right after."""

    async def kill() -> None:
        await stage.process.kill()
        if when == "before":
            raise Lost

    return stage.stand_in.faults.meanwhile(*request, kill, when=when)


async def back_after_a_while(stage: StandInStage, fault: Fault) -> None:
    """The process has died of this fault; ten minutes later it is started, and gets three minutes to make up for it."""
    assert (fault.met, stage.process.code) == (1, -9)
    stage.stand_in.world.clock.offset += timedelta(minutes=10)
    await stage.process.start()
    await stage.settle()
    await stage.advance(minutes=3)


@AROUND
async def test_the_standing_post(stage: StandInStage, when: When) -> None:
    fault = dying(stage, POST, when)
    with pytest.raises(Unanswered):
        await set_up(stage)
    await back_after_a_while(stage, fault)
    assert "Nobody takes concerns yet" in (await set_up(stage)).text
    assert len(standing_posts(stage)) == 1


@AROUND
@pytest.mark.parametrize("request_", [POST, EDIT, PIN], ids=["posting", "marking the former", "pinning"])
async def test_a_version_of_the_agreement(group: StandInStage, request_: tuple[str, str], when: When) -> None:
    ada, fay, mia = group.person("ada"), group.person("fay"), group.person("mia")
    await publish(group)
    posts = len(group.posts("group"))
    form = await ada.choose(await ada.slash("setup show"), "Required by law to report")
    await ada.submit(form, value="Yes")
    question = await to_question(group)
    fault = dying(group, request_, when)
    with pytest.raises(Unanswered):
        await fay.press(question, "Publish")
    await back_after_a_while(group, fault)
    (post,) = agreement_posts(group)
    assert "Version 2" in post.text
    assert len(group.posts("group")) == 2 * posts
    assert len(group.pinned("group")) == 1
    assert "version 2" in group.posts("group")[0].text.lower()
    assert "You have agreed to version 2" in (await mia.press(post, AGREE)).text
    assert "Version 2 is in force" in (await fay.slash("facilitate agreement status")).text


@AROUND
async def test_the_post_of_a_check_in(group: StandInStage, when: When) -> None:
    fault = dying(group, POST, when)
    with pytest.raises(Unanswered):
        await open_round(group)
    await back_after_a_while(group, fault)
    (post,) = group.posts("group")
    assert "Your answers are in" in (await answered(group.person("mia"), post)).text
    await group.advance(hours=48)
    assert len(results(group)) == 1


@AROUND
@pytest.mark.parametrize("request_", [POST, EDIT], ids=["posting the result", "marking the post as closed"])
async def test_the_result_of_a_check_in(group: StandInStage, request_: tuple[str, str], when: When) -> None:
    post = await open_round(group)
    for name in FIVE:
        await answered(group.person(name), post, "Very safe")
    fault = dying(group, request_, when)
    await group.advance(hours=48)
    await back_after_a_while(group, fault)
    closed, result = group.posts("group")
    assert "This check-in is closed" in closed.text
    assert "5 to 9 answers" in result.text
    await group.restart(kill=True)
    await group.advance(hours=2)
    assert len(group.posts("group")) == 2


@AROUND
@pytest.mark.parametrize("button", ["Send", "Urgent"])
async def test_a_card(group: StandInStage, button: str, when: When) -> None:
    mia = group.person("mia")
    review = await to_review(mia, "what happened")
    fault = dying(group, POST, when)
    if button == "Urgent":
        with pytest.raises(Unanswered):
            await mia.press(review, button)
    else:
        await mia.press(review, button)
        await group.advance(hours=4)
    await back_after_a_while(group, fault)
    await group.until(lambda: bool(cards(group)))
    assert len(cards(group)) == 1
    await group.advance(hours=5)
    assert len(cards(group)) == 1


@AROUND
async def test_a_card_in_direct_messages(group: StandInStage, when: When) -> None:
    mia = group.person("mia")
    review = await _about(mia, "Mara")
    fault = dying(group, POST, when)
    await mia.press(review, "Send")
    await group.advance(hours=4)
    await back_after_a_while(group, fault)
    assert (len(cards(group)), len(cards(group, "otto")), len(cards(group, "mara"))) == (0, 1, 0)


async def _about(member: Actor, name: str) -> Screen:
    conflict = await member.press(await member.slash("concern"), "Share a concern")
    form = await member.choose(conflict, name)
    return await member.submit(
        form, category="Privacy broken", story="what happened", wish="Support for me", affected="Me"
    )


@AROUND
async def test_the_role_of_those_who_agreed(stage: StandInStage, when: When) -> None:
    await set_up(stage, agreed_role="agreed")
    await publish(stage)
    mia = stage.person("mia")
    fault = dying(stage, ("PUT", "/guilds/*/members/*/roles/*"), when)
    assert "Your role follows" in (await mia.press(agreement_posts(stage)[0], AGREE)).text
    await stage.settle()
    await back_after_a_while(stage, fault)
    world = stage.stand_in.world
    assert world.role("agreed").id in world.person("mia").roles
    gone = await mia.press(with_button(mia, await mia.slash("agreement"), "Withdraw"), "Withdraw")
    assert "have withdrawn" in (await mia.press(gone, "Yes, withdraw")).text
    await stage.advance(minutes=1)
    assert world.role("agreed").id not in world.person("mia").roles
