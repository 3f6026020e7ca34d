"""Discord refuses, falls silent, answers by half, loses a channel: told plainly, nothing lost, made up for by itself.

Not here: faults of the connection by which Discord tells the bot what people do (test_gateway.py).
"""

import asyncio

import pytest

from tests.faults.scenes import (
    AGREE,
    FIVE,
    agreement_posts,
    answered,
    cards,
    code_of,
    look,
    open_round,
    path_of,
    results,
    round_post,
    to_question,
    to_review,
    whole,
)
from tests.standin.faults import Fault, Faults
from tests.standin.stage import StandInStage
from tests.stories import publish

POSTING = ("POST", "/channels/*/messages")
TROUBLES = ("500", "502", "503", "401", "limited", "limited everywhere", "no answer", "half an answer")
OFTEN = ("500", "401", "limited", "half an answer")
EVERY_TROUBLE = pytest.mark.parametrize(
    "trouble", [one if one in OFTEN else pytest.param(one, marks=pytest.mark.prove) for one in TROUBLES]
)


def switch_on(faults: Faults, trouble: str, request: tuple[str, str] = POSTING) -> Fault:
    """Let the next post, or the next such request, meet this trouble."""
    match trouble:
        case "limited":
            return faults.limit(*request, 0.1, times=2)
        case "limited everywhere":
            return faults.limit(*request, 0.1, everywhere=True)
        case "no answer":
            return faults.lose(*request)
        case "half an answer":
            return faults.halve(*request)
        case _:
            return faults.fail(*request, int(trouble))


@EVERY_TROUBLE
async def test_the_agreement_is_posted_once_in_the_end(group: StandInStage, trouble: str) -> None:
    question = await to_question(group)
    switch_on(group.stand_in.faults, trouble)
    said = (await group.person("fay").press(question, "Publish")).text
    assert "is posted in" in said or "I will post it as soon as Discord does" in said
    await group.advance(minutes=10)
    assert len(agreement_posts(group)) == len(group.pinned("group")) == 1
    texts = [post.text for post in group.posts("group")]
    assert len(set(texts)) == len(texts)
    assert "You have agreed to version 1" in (await group.person("mia").press(agreement_posts(group)[0], AGREE)).text


@EVERY_TROUBLE
async def test_a_check_in_is_posted_once_and_its_result_too(group: StandInStage, trouble: str) -> None:
    switch_on(group.stand_in.faults, trouble)
    said = (await group.person("fay").slash("facilitate checkin start")).text
    assert "is posted in" in said or "It will be posted in" in said
    await group.advance(minutes=10)
    assert len(group.posts("group")) == 1
    for name in FIVE:
        assert "Your answers are in" in (await answered(group.person(name), round_post(group))).text
    switch_on(group.stand_in.faults, trouble)
    await group.advance(hours=48)
    await group.advance(minutes=10)
    assert [("closed" in post.text, "5 to 9 answers" in post.text) for post in group.posts("group")] == [
        (True, False),
        (False, True),
    ]


@EVERY_TROUBLE
@pytest.mark.parametrize("button", ["Send", "Urgent"])
async def test_a_card_is_posted_once_soon_after_the_trouble(group: StandInStage, trouble: str, button: str) -> None:
    mia = group.person("mia")
    review = await to_review(mia, "what happened")
    code = code_of(mia)
    switch_on(group.stand_in.faults, trouble)
    assert "Sent." in (await mia.press(review, button)).text
    if button == "Send":
        await group.advance(hours=4)
    await group.advance(minutes=10)
    (card,) = cards(group)
    assert "what happened" in whole(group.person("mara"), await group.person("mara").press(card, "Open"))
    assert "Delivered" in (await look(mia, code)).text


async def test_a_post_that_hangs_holds_up_nobody_else(group: StandInStage) -> None:
    await publish(group)
    release = asyncio.Event()
    hanging = group.stand_in.faults.hang(*POSTING, release)
    starting = asyncio.create_task(group.person("fay").slash("facilitate checkin start"))
    await group.until(lambda: hanging.met == 1)
    assert "You have agreed" in (await group.person("mia").press(agreement_posts(group)[0], AGREE)).text
    release.set()
    assert "is posted in" in (await starting).text
    assert "Your answers are in" in (await answered(group.person("mia"), round_post(group))).text


async def test_an_answer_that_discord_does_not_take_is_given_at_the_next_press(group: StandInStage) -> None:
    await publish(group)
    post, mia = agreement_posts(group)[0], group.person("mia")
    group.stand_in.faults.fail("POST", "/interactions/*/callback", 500)
    assert "You have agreed" in (await mia.press(post, AGREE)).text
    lost = group.stand_in.faults.lose("POST", "/interactions/*/callback")
    assert "before" in (await mia.press(post, AGREE)).text
    assert lost.met == 1
    assert "before" in (await mia.press(post, AGREE)).text


async def test_a_permission_that_is_lost_while_a_round_is_open(group: StandInStage) -> None:
    post = await open_round(group)
    for name in FIVE:
        await answered(group.person(name), post)
    told = len(group.posts("moderators"))
    group.stand_in.changes.lock_out_bot("group", send_messages=False)
    await group.advance(hours=50)
    assert sum("cannot post it" in note.text for note in group.posts("moderators")[told:]) == 1
    await group.restart(kill=True)
    group.stand_in.changes.lock_out_bot("group", send_messages=True)
    await group.advance(hours=2)
    assert "5 to 9 answers" in results(group)[0].text
    assert len(results(group)) == 1
    assert sum("cannot post it" in note.text for note in group.posts("moderators")[told:]) == 1


async def test_a_channel_that_is_deleted_while_a_round_is_open(group: StandInStage) -> None:
    await open_round(group)
    told = len(group.posts("moderators"))
    group.stand_in.changes.delete_channel("group")
    await group.advance(hours=50)
    await group.advance(hours=10)
    assert sum("cannot post it" in note.text for note in group.posts("moderators")[told:]) == 1
    mara = group.person("mara")
    mara.channel = "moderators"
    assert "Nothing waits" in (await mara.slash("moderate cases")).text


async def test_a_moderators_channel_that_is_deleted_lets_cards_go_to_readers_directly(group: StandInStage) -> None:
    mia = group.person("mia")
    await mia.press(await to_review(mia, "what happened"), "Send")
    group.stand_in.changes.delete_channel("moderators")
    await group.advance(hours=4)
    assert [len(cards(group, name)) for name in ("mara", "otto")] == [1, 1]
    mara = group.person("mara")
    assert "what happened" in whole(mara, await mara.press(cards(group, "mara")[0], "Open"))


async def test_direct_messages_that_are_closed_are_tried_again_and_the_list_has_the_case(group: StandInStage) -> None:
    mia, otto = group.person("mia"), group.person("otto")
    await mia.press(await to_review(mia, "what happened"), "Send")
    group.stand_in.changes.lock_out_bot("moderators", view_channel=True, send_messages=False)
    for name in ("mara", "otto"):
        group.stand_in.changes.close_direct(name)
    await group.advance(hours=4)
    assert cards(group) == cards(group, "otto") == []
    listed = await otto.slash("moderate cases")
    assert "what happened" in whole(otto, await otto.choose(listed, *listed.choices()["Open one"]))
    group.stand_in.changes.lock_out_bot("moderators", view_channel=True, send_messages=True)
    await group.advance(hours=5)
    assert len(cards(group)) == 1


async def test_a_group_channel_that_is_gone_is_refused_when_publishing(group: StandInStage) -> None:
    question = await to_question(group)
    path = path_of(group, "group")
    group.stand_in.faults.fail("POST", path, 404, code=10003)
    assert "no longer there" in (await group.person("fay").press(question, "Publish")).text
    group.stand_in.faults.fail("POST", path, 403, code=50013)
    question = await to_question(group)
    assert "not allowed to post" in (await group.person("fay").press(question, "Publish")).text
    assert agreement_posts(group) == []
    await group.person("fay").press(await to_question(group), "Publish")
    assert len(agreement_posts(group)) == 1
