"""Killed exactly when something is done and before anybody is told: what members and staff do beside the main job.

Each is done once more, told, killed again and done a third time, as somebody does whose form stands open; it is there
once. Not here: agreeing, answering and concerns (test_moments.py).
"""

from collections.abc import Awaitable, Callable
from functools import partial

from tests.faults.scenes import FIVE, answered, cards, open_round, to_review, whole, with_button
from tests.faults.test_moments import untold_then_told
from tests.screen import Screen
from tests.stage import Actor
from tests.standin.stage import StandInStage
from tests.stories import publish

EDIT = "facilitate agreement edit"
HEARD = {"heard": "It was hard to be honest.", "will_do": "On Monday we talk about it."}


async def thrice(stage: StandInStage, act: Callable[[], Awaitable[Screen]]) -> Screen:
    """Untold, told, and once more."""
    await untold_then_told(stage, act)
    return await act()


async def test_a_suggestion(group: StandInStage) -> None:
    await publish(group)
    mia, fay = group.person("mia"), group.person("fay")
    form = await mia.press(with_button(mia, await mia.slash("agreement"), "Suggest a change"), "Suggest a change")
    sent = {"about": "The agreement as a whole", "words": "Say it plainer."}
    assert "without your name" in (await thrice(group, lambda: mia.submit(form, **sent))).text
    await group.advance(hours=24)
    page = await fay.slash(EDIT)
    assert "One suggestion from a member has arrived" in page.text, page.text
    assert "Say it plainer." in (await fay.press(page, "Read suggestions")).text


async def test_the_draft_of_the_agreement(group: StandInStage) -> None:
    await publish(group)
    fay = group.person("fay")
    adding = await fay.press(await fay.slash(EDIT), "Add a clause")
    await thrice(group, lambda: fay.submit(adding, title="Be kind.", body="Always.", number="1"))
    rewording = await fay.press(await fay.choose(await fay.slash(EDIT), "11. No gossip."), "Reword")
    await thrice(group, lambda: fay.submit(rewording, body="None of it."))
    removing = await fay.press(
        await fay.choose(await fay.slash(EDIT), "7. Speak from your own experience; ask before giving advice."),
        "Remove",
    )
    await untold_then_told(group, lambda: fay.press(removing, "Yes, remove it"))
    page = await fay.slash(EDIT)
    told = whole(fay, await fay.press(page, "What changed"))
    assert [told.count(line) for line in ("is new", "was reworded", "was removed")] == [1, 1, 1]


async def test_a_template(group: StandInStage) -> None:
    fay = group.person("fay")
    form = await fay.press(await fay.slash("facilitate checkin template"), "New template")
    page = await thrice(group, lambda: fay.submit(form, title="Our evening", introduction="About this evening."))
    asking = await fay.press(page, "Add a question")
    question = {"words": "How was the pace?", "short_name": "Pace", "answers": "Too fast\nRight\nJust right"}
    page = await thrice(group, lambda: fay.submit(asking, **question))
    assert page.text.count("How was the pace?") == 1
    offered = (await fay.slash("facilitate checkin template")).choices().values()
    assert sum("Our evening" in option for options in offered for option in options) == 1


async def test_what_readers_do_with_a_concern(group: StandInStage) -> None:
    mara, mia = group.person("mara"), group.person("mia")
    await mia.press(await to_review(mia, "what happened"), "Urgent")
    case = await mara.press(cards(group)[0], "Open")
    for what, told in (
        ("Write a note", {"words": "Who knows more?"}),
        ("Say: we are working on it", {"words": "We look at it."}),
        ("Close", {"outcome": "Put on record", "words": "We spoke."}),
        ("Reopen", {"words": "There is more."}),
    ):
        form = await (mara.press(case, what) if what in case.labels else mara.choose(case, what))
        case = await thrice(group, partial(mara.submit, form, **told))
        assert "That was so already" in case.text
    trail = whole(mara, await mara.slash("moderate log"))
    done = ("wrote a note on concern", "in progress", "closed concern", "reopened concern")
    assert [trail.count(words) for words in done] == [1, 1, 1, 1]


async def test_a_journal(group: StandInStage) -> None:
    fay = group.person("fay")
    await open_round(group)
    writing = await fay.press(await fay.slash("facilitate reflect"), "Write")
    await thrice(group, lambda: fay.submit(writing, words="I wanted to rescue somebody."))
    hopes = await fay.press(await fay.slash("facilitate reflect"), "Hopes and results")
    hoping = await fay.choose(hopes, "Weekly pulse · #group")
    await thrice(group, lambda: fay.submit(hoping, words="that Monday felt lighter"))
    written = await fay.press(await fay.slash("facilitate reflect"), "What I wrote")
    (options,) = written.choices().values()
    assert len(options) == 2


async def test_what_was_done(group: StandInStage) -> None:
    mara = group.person("mara")
    form = await mara.press(await mara.slash("moderate impact"), "Write down what was done")
    done = {"words": "We moved it.", "intent": "That all can come.", "told": "It is later now"}
    shown = await thrice(group, lambda: mara.submit(form, **done))
    assert _listed(await mara.slash("moderate impact")) == 1
    asked = await untold_then_told(group, lambda: mara.press(shown, "The group was told this: ask it"))
    sure = await mara.press(asked, "Erase")
    await untold_then_told(group, lambda: mara.press(sure, "Yes, erase it"))
    assert "Nothing is written down so far" in (await mara.slash("moderate impact")).text
    trail = whole(mara, await mara.slash("moderate log"))
    assert trail.count("wrote down something that was done") == 1


def _listed(page: Screen) -> int:
    return sum(len(options) for options in page.choices().values())


async def test_what_was_heard(group: StandInStage) -> None:
    fay = group.person("fay")
    post = await open_round(group)
    for name in FIVE:
        await answered(group.person(name), post)
    await group.advance(hours=49)
    draft = await _chosen(fay, await fay.slash("facilitate heard"))
    form = await fay.press(draft, "Change it")
    preview = await thrice(group, lambda: fay.submit(form, **HEARD))
    before = len(group.posts("group"))
    await untold_then_told(group, lambda: fay.press(preview, "Post it"))
    (posted,) = group.posts("group")[before:]
    assert HEARD["heard"] in posted.text


async def _chosen(actor: Actor, page: Screen) -> Screen:
    """The one thing that is offered."""
    ((option,),) = page.choices().values()
    return await actor.choose(page, option)


async def test_own_data(group: StandInStage) -> None:
    await publish(group)
    mia = group.person("mia")
    await mia.press(group.posts("group")[-1], "I agree")
    last = [await mia.slash("privacy"), *mia.more][-1]
    asked = await mia.press(last, "Erase my data")
    await untold_then_told(group, lambda: mia.press(asked, "Erase it now"))
    status = await group.person("fay").slash("facilitate agreement status")
    assert "Nobody has agreed" in status.text
