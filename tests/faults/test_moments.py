"""Killed exactly when something is done and before anybody is told, or just when they were told; then done once more.

Each way of accepting, answering and sending, one after the other in one group. Random moments: test_kill.py.
"""

from collections.abc import Awaitable, Callable

import pytest

from tests.faults.killer import ANSWERS
from tests.faults.scenes import (
    AGREE,
    CHANGE,
    FIVE,
    OPENER,
    agreement_posts,
    answered,
    cards,
    code_of,
    look,
    open_round,
    results,
    to_review,
    told,
    whole,
    with_button,
)
from tests.screen import Screen
from tests.stage import Actor, Unanswered
from tests.standin.faults import Lost
from tests.standin.stage import StandInStage
from tests.stories import OPTIONS, publish

Act = Callable[[], Awaitable[Screen]]
LISTED = "Open one"


async def killed_untold(stage: StandInStage, act: Act) -> None:
    """All of it is done, but the process dies before anybody is told."""

    async def kill() -> None:
        await stage.process.kill()
        raise Lost

    fault = stage.stand_in.faults.meanwhile("POST", ANSWERS, kill, when="before")
    with pytest.raises(Unanswered):
        await act()
    assert (fault.met, stage.process.code) == (1, -9)
    await stage.process.start()
    await stage.settle()


async def killed_told(stage: StandInStage, act: Act) -> Screen:
    """The person is told; the process dies at once, whatever else it had to do."""
    fault = stage.stand_in.faults.meanwhile("POST", ANSWERS, stage.process.kill)
    screen = await act()
    assert (fault.met, stage.process.code) == (1, -9)
    await stage.process.start()
    await stage.settle()
    return screen


async def untold_then_told(stage: StandInStage, act: Act) -> Screen:
    """Done and not told; done again and told, and killed again: what stands on the screen then."""
    await killed_untold(stage, act)
    return await killed_told(stage, act)


async def opened_case(moderator: Actor) -> tuple[Screen, str]:
    """The one case in a moderator's list, and all its words."""
    listed = await moderator.slash("moderate cases")
    case = await moderator.choose(listed, *listed.choices()[LISTED])
    return case, whole(moderator, case)


async def test_agreeing_and_withdrawing(group: StandInStage) -> None:
    await publish(group)
    mia, post = group.person("mia"), agreement_posts(group)[0]
    assert "before" in (await untold_then_told(group, lambda: mia.press(post, AGREE))).text
    status = await group.person("fay").slash("facilitate agreement status")
    assert "Version 1: 1 member" in status.text
    shown = await mia.slash("agreement")
    asked = await mia.press(with_button(mia, shown, "Withdraw"), "Withdraw")
    gone = await untold_then_told(group, lambda: mia.press(asked, "Yes, withdraw"))
    assert "nothing to withdraw" in gone.text
    assert "not agreed" in whole(mia, await mia.slash("agreement"))
    assert "You have agreed to version 1" in (await mia.press(post, AGREE)).text


async def test_a_role_that_was_promised_is_given(group: StandInStage) -> None:
    ada, mia = group.person("ada"), group.person("mia")
    await ada.slash("setup start", **(OPTIONS | {"agreed_role": "agreed"}))
    await publish(group)
    assert "Your role follows" in (await killed_told(group, lambda: mia.press(agreement_posts(group)[0], AGREE))).text
    await group.advance(minutes=1)
    world = group.stand_in.world
    assert world.role("agreed").id in world.person("mia").roles


async def test_a_version_is_taken_back_though_it_dies_while_the_posts_are_told(group: StandInStage) -> None:
    await publish(group)
    ada, fay = group.person("ada"), group.person("fay")
    shown = await ada.slash("setup show")
    duty = next(label for labels in shown.choices().values() for label in labels if "report" in label)
    await ada.submit(await ada.choose(shown, duty), value="Yes")
    await publish(group)
    page = await fay.choose(await fay.slash("facilitate agreement history"), "Version 2")
    asked = await fay.press(page, "Take back")

    async def kill() -> None:
        await group.process.kill()
        raise Lost

    fault = group.stand_in.faults.meanwhile("PATCH", "/channels/*/messages/*", kill, when="before")
    with pytest.raises(Unanswered):
        await fay.press(asked, "Yes, take it back")
    assert (fault.met, group.process.code) == (1, -9)
    await group.process.start()
    await group.settle()
    assert "taken back already" in (await fay.press(asked, "Yes, take it back")).text
    await group.advance(minutes=5)
    former, taken = agreement_posts(group)[0], group.posts("group")[-1]
    assert "taken back" in taken.text
    assert "You have agreed to version 1" in (await group.person("mia").press(former, AGREE)).text
    trail = whole(group.person("mara"), await group.person("mara").slash("moderate log"))
    assert trail.count("took version 2 of the agreement back") == 1


async def test_answering_and_changing(group: StandInStage) -> None:
    post = await open_round(group)
    for name in FIVE[1:]:
        await answered(group.person(name), post, "Not safe", "Low")
    mia = group.person("mia")
    form = await untold_then_told(group, lambda: mia.press(post, "Check in privately"))
    given = {"question1": "Not safe", "question2": "Low"}
    confirmation = await untold_then_told(group, lambda: mia.submit(form, **given))
    assert "Your answers are in" in confirmation.text
    change = await untold_then_told(group, lambda: mia.press(confirmation, CHANGE))
    given = {"question1": "Very safe", "question2": "Strong"}
    assert "Your answers are changed" in (await untold_then_told(group, lambda: mia.submit(change, **given))).text
    await group.advance(hours=48)
    (result,) = results(group)
    assert result.text.count("5 to 9 answers") == 2
    assert "**most** answered *Not safe* or *A little*" in result.text
    assert "**few** answered *Mostly safe* or *Very safe*" in result.text


async def test_sending(group: StandInStage) -> None:
    mia, otto = group.person("mia"), group.person("otto")
    panel = await mia.slash("concern")
    conflict = await untold_then_told(group, lambda: mia.press(panel, "Share a concern"))
    form = await untold_then_told(group, lambda: mia.choose(conflict, "Nobody of them"))
    review = await untold_then_told(group, lambda: mia.submit(form, **told("what happened")))
    assert mia.more == []
    sent = await untold_then_told(group, lambda: mia.press(review, "Send"))
    assert mia.more == []
    # Neither message with the code was sent: what is on the screen must still give it.
    await mia.press(sent, "See how it stands")
    assert "## Your concern" in (await look(group.person("theo"), code_of(mia))).text
    await group.advance(hours=4)
    assert len(cards(group)) == 1
    assert "what happened" in whole(otto, await otto.press(cards(group)[0], "Open"))


@pytest.mark.parametrize("kill", [killed_untold, killed_told])
async def test_sending_at_once(group: StandInStage, kill: Callable[[StandInStage, Act], Awaitable[object]]) -> None:
    mia, otto = group.person("mia"), group.person("otto")
    review = await to_review(mia, "in a hurry")
    code = code_of(mia)
    await kill(group, lambda: mia.press(review, "Urgent"))
    assert len(cards(group)) == 1
    assert "in a hurry" in whole(otto, await otto.press(cards(group)[0], "Open"))
    assert "Delivered" in (await look(mia, code)).text
    await group.advance(hours=4)
    assert len(cards(group)) == 1


async def test_the_conversation_about_a_concern(group: StandInStage) -> None:
    mia, mara = group.person("mia"), group.person("mara")
    review = await to_review(mia, "what happened")
    await mia.press(review, "Urgent")
    code = code_of(mia)
    case, _ = await opened_case(mara)
    taken = await untold_then_told(group, lambda: mara.press(case, "Acknowledge"))
    assert "Acknowledged" in taken.text
    form = await mara.press(taken, "Reply")
    await untold_then_told(group, lambda: mara.submit(form, opener=OPENER, words="We read it."))
    way = await look(mia, code)
    assert whole(mia, way).count("We read it.") == 1
    writing = await mia.press(way, "Reply")
    await untold_then_told(group, lambda: mia.submit(writing, words="Thank you."))
    assert whole(mia, await look(mia, code)).count("Thank you.") == 1
    assert (await opened_case(mara))[1].count("Thank you.") == 1


async def test_withdrawing_a_concern(group: StandInStage) -> None:
    mia = group.person("mia")
    await mia.press(await to_review(mia, "what happened"), "Send")
    code = code_of(mia)
    sure = await mia.press(await look(mia, code), "Withdraw")
    gone = await untold_then_told(group, lambda: mia.press(sure, "Yes, withdraw it"))
    assert "no concern with this code here" in gone.text
    await group.advance(hours=4)
    assert cards(group) == []
    assert "Nothing waits" in (await group.person("mara").slash("moderate cases")).text


async def test_enrolling(stage: StandInStage) -> None:
    ada, mara = stage.person("ada"), stage.person("mara")
    await untold_then_told(stage, lambda: ada.slash("setup start", **OPTIONS))
    (standing,) = stage.posts("moderators")
    await untold_then_told(stage, lambda: mara.press(standing, "I take concerns"))
    await mara.press(await to_review(mara, "about us"), "Urgent")
    assert len(cards(stage)) == 1
