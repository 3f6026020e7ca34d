"""After a restart, also by kill -9, everything that is on a screen goes on working, and what became due is done.

Posting exactly once through kills: test_posted_once.py.
"""

import pytest

from tests.faults.scenes import (
    AGREE,
    ANSWER,
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
    standing_posts,
    to_question,
    to_review,
    told,
    whole,
    with_button,
)
from tests.standin.stage import StandInStage
from tests.stories import publish, set_up

KILLED = pytest.mark.parametrize("kill", [True, False], ids=["killed", "stopped"])


@KILLED
async def test_the_screens_of_set_up(stage: StandInStage, kill: bool) -> None:  # noqa: FBT001 - a parameter
    ada, mara, otto = stage.person("ada"), stage.person("mara"), stage.person("otto")
    report = await set_up(stage)
    shown = await ada.slash("setup show")
    form = await ada.choose(await ada.slash("setup show"), "Fewest answers")
    (standing,) = standing_posts(stage)
    enrolled = await mara.press(standing, "I take concerns")
    away = await mara.press(enrolled, "Away until …")
    await stage.restart(kill=kill)
    assert "Thank you" in (await otto.press(standing, "I take concerns")).text
    assert "2 moderators take concerns" in (await ada.press(report, "Check again")).text
    assert (await ada.choose(shown, "Time zone")).kind == "form"
    assert "Saved." in (await ada.submit(form, value="7")).text
    assert "2031-01-31" in (await mara.submit(away, day="2031-01-31")).text
    assert len(standing_posts(stage)) == 1


@KILLED
async def test_the_screens_of_the_agreement(group: StandInStage, kill: bool) -> None:  # noqa: FBT001 - a parameter
    question = await to_question(group)
    await group.restart(kill=kill)
    assert "is posted" in (await group.person("fay").press(question, "Publish")).text
    (post,) = agreement_posts(group)
    mia, noor, theo = group.person("mia"), group.person("noor"), group.person("theo")
    for member in (mia, noor):
        await member.press(post, AGREE)
    asked = await mia.press(with_button(mia, await mia.slash("agreement"), "Withdraw"), "Withdraw")
    kept = with_button(noor, await noor.slash("agreement"), "Withdraw")
    offered = with_button(theo, await theo.press(post, "Read it privately"), AGREE)
    await group.restart(kill=kill)
    assert "have withdrawn" in (await mia.press(asked, "Yes, withdraw")).text
    assert "still agreed" in (await noor.press(await noor.press(kept, "Withdraw"), "Keep my agreement")).text
    assert "You have agreed to version 1" in (await theo.press(offered, AGREE)).text
    status = await group.person("fay").slash("facilitate agreement status")
    assert "Version 1: 2 members" in status.text


@KILLED
async def test_the_screens_of_a_check_in(group: StandInStage, kill: bool) -> None:  # noqa: FBT001 - a parameter
    post = await open_round(group)
    mia, noor, theo, ines, jonas = (group.person(name) for name in FIVE)
    form = await mia.press(post, ANSWER)
    confirmation = await answered(noor, post, "Not safe")
    change = await theo.press(await answered(theo, post, "Not safe"), CHANGE)
    listed = await ines.slash("checkin")
    await answered(jonas, post, "Not safe")
    await group.restart(kill=kill)
    given = {"question1": "Very safe", "question2": "Strong"}
    assert "Your answers are in" in (await mia.submit(form, **given)).text
    assert "Your answers are changed" in (await noor.submit(await noor.press(confirmation, CHANGE), **given)).text
    assert "Your answers are changed" in (await theo.submit(change, **given)).text
    opened = await ines.press(listed, "Check in: Weekly pulse")
    assert "Your answers are in" in (await ines.submit(opened, **given)).text
    for screen in (post, confirmation):
        assert "findahelpline.com" in (await noor.press(screen, "Find help")).text
    await group.restart(kill=kill)
    await group.advance(hours=48)
    (result,) = results(group)
    assert "**few** answered *Not safe* or *A little*" in result.text
    assert "**most** answered *Mostly safe* or *Very safe*" in result.text
    assert ANSWER not in group.posts("group")[0].labels


@KILLED
async def test_a_round_ended_early_closes_at_its_new_time(group: StandInStage, kill: bool) -> None:  # noqa: FBT001 - a parameter
    await group.person("fay").slash("facilitate checkin start", hours=72)
    await group.advance(hours=20)
    await group.person("fay").slash("facilitate checkin end")
    await group.restart(kill=kill)
    assert results(group) == []
    await group.advance(hours=4)
    assert len(results(group)) == 1
    await group.advance(hours=48)
    assert len(results(group)) == 1


@KILLED
async def test_the_screens_of_a_reporter(group: StandInStage, kill: bool) -> None:  # noqa: FBT001 - a parameter
    mia, noor, theo, ines, jonas = (group.person(name) for name in FIVE)
    panel = await mia.slash("concern")
    raised = await noor.menu(await theo.say("what a day"), "Raise a concern")
    conflict = await theo.press(await theo.slash("concern"), "Share with my name")
    form = await ines.choose(await ines.press(await ines.slash("concern"), "Share a concern"), "Nobody of them")
    review = await to_review(jonas, "from Jonas")
    code = code_of(jonas)
    edited = await to_review(group.person("kofi"), "from Kofi")
    await group.restart(kill=kill)
    assert "someone who takes concerns" in (await mia.press(panel, "Share a concern")).text
    assert "someone who takes concerns" in (await noor.press(raised, "Share a concern")).text
    assert (await theo.choose(conflict, "Nobody of them")).kind == "form"
    assert "Before you send it" in (await ines.submit(form, **told("from Ines"))).text
    sent = await jonas.press(review, "Send")
    assert "Sent." in sent.text
    change = await group.person("kofi").press(edited, "Edit")
    assert "from Kofi" in change.text
    way = await look(jonas, code)
    writing = await jonas.press(way, "Reply")
    asking = await noor.press(await noor.slash("concern"), "I have a code")
    await group.restart(kill=kill)
    assert "in other words" in (await group.person("kofi").submit(change, story="in other words")).text
    assert "on its way" in (await jonas.submit(writing, words="and this")).text
    assert "> and this" in (await noor.submit(asking, code=code)).text
    await jonas.press(sent, "See how it stands")
    assert code_of(jonas) == code
    await group.advance(hours=4)
    assert len(cards(group)) == 1


@KILLED
async def test_the_screens_of_those_who_read(group: StandInStage, kill: bool) -> None:  # noqa: FBT001 - a parameter
    mia, mara, otto = group.person("mia"), group.person("mara"), group.person("otto")
    await mia.press(await to_review(mia, "what happened"), "Send")
    code = code_of(mia)
    await group.restart(kill=kill)
    await group.advance(hours=4)
    (card,) = cards(group)
    listed = await otto.slash("moderate cases")
    case = await mara.press(card, "Open")
    form = await mara.press(case, "Reply")
    await group.restart(kill=kill)
    assert "what happened" in whole(otto, await otto.press(card, "Open"))
    assert "what happened" in whole(otto, await otto.choose(listed, *listed.choices()["Open one"]))
    assert "Acknowledged" in (await mara.press(case, "Acknowledge")).text
    assert "Sent." in (await mara.submit(form, opener=OPENER, words="We read it.")).text
    assert "> We read it." in whole(mia, await look(mia, code))


async def test_what_became_due_while_nothing_ran_is_done_once(group: StandInStage) -> None:
    mia = group.person("mia")
    post = await open_round(group)
    await answered(mia, post)
    await mia.press(await to_review(mia, "what happened"), "Send")
    await group.process.kill()
    await group.advance(hours=49)
    await group.process.start()
    await group.settle()
    await group.restart(kill=True)
    assert (len(results(group)), len(cards(group))) == (1, 1)


async def test_a_publication_through_two_kills_marks_the_former_version(group: StandInStage) -> None:
    await publish(group)
    ada = group.person("ada")
    form = await ada.choose(await ada.slash("setup show"), "Required by law to report")
    await ada.submit(form, value="Yes")
    question = await to_question(group)
    await group.restart(kill=True)
    await group.person("fay").press(question, "Publish")
    (post,) = agreement_posts(group)
    assert "what changed" in post.text.lower()
