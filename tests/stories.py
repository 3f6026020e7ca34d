"""The main job as people live it, told once for every driver: the simulated Discord, and the real process.

Each story returns nothing; it fails where a person would be lost. Not here: the corner cases of each capability.
"""

from tests.screen import Screen
from tests.stage import Actor, Stage

OPTIONS = {
    "moderators": "moderators",
    "facilitators": "facilitators",
    "moderator_channel": "moderators",
    "group_channel": "group",
    "timezone": "Europe/London",
    "outside_contact": "The Harbour Trust, 020 7946 0018",
}
OPENER = "We are sorry that this happened here."
WORDS = "Someone repeated my story outside, word for word."


async def set_up(stage: Stage, **changes: str) -> Screen:
    """An administrator sets the group up; the report is returned."""
    return await stage.person("ada").slash("setup start", **{**OPTIONS, **changes})


async def enrol(stage: Stage, *names: str) -> None:
    """Moderators press *I take concerns* on the standing post."""
    for name in names:
        await stage.person(name).press(stage.posts("moderators")[0], "I take concerns")


async def publish(stage: Stage) -> None:
    """A facilitator looks at the agreement as members will see it, and publishes it."""
    fay = stage.person("fay")
    first = await fay.slash("facilitate agreement publish")
    await fay.press(_with(first, fay, "Publish"), "Publish")


async def ready(stage: Stage, **changes: str) -> None:
    """A group that is set up, with two moderators who take concerns."""
    await set_up(stage, **changes)
    await enrol(stage, "mara", "otto")


async def story_of_setting_up(stage: Stage) -> None:
    """Set-up: a report, a standing post, two moderators enrolled; again edits and loses nothing."""
    report = await set_up(stage)
    assert "Nobody takes concerns yet" in report.text
    await enrol(stage, "mara", "otto")
    again = await stage.person("ada").press(report, "Check again")
    assert "2 moderators take concerns" in again.text
    await set_up(stage, timezone="Australia/Lord_Howe")
    shown = await stage.person("ada").slash("setup show")
    assert "Australia/Lord_Howe" in shown.text


async def story_of_the_agreement(stage: Stage) -> None:
    """Agreement: published and pinned; agreed to once and twice; shown with one's own status; counted."""
    await publish(stage)
    post = next(one for one in stage.posts("group") if "I agree" in one.labels)
    assert [pinned.message_id for pinned in stage.pinned("group")] == [post.message_id]
    mia = stage.person("mia")
    first = await mia.press(post, "I agree")
    assert first.private
    second = await mia.press(post, "I agree")
    assert "You had agreed" in second.text
    shown = await mia.slash("agreement")
    assert "agreed to" in "\n".join(screen.text for screen in (shown, *mia.more))
    status = await stage.person("fay").slash("facilitate agreement status")
    assert "Version 1: 1 member" in status.text
    assert "mia" not in status.text.lower()


async def story_of_a_checkin(stage: Stage, names: tuple[str, ...]) -> None:
    """Check-in: opened, answered, changed, closed; the result is words, never counts."""
    await stage.person("fay").slash("facilitate checkin start")
    post = stage.posts("group")[-1]
    confirmations = {name: await _answer(stage, name, post, "Mostly safe") for name in names}
    changed = await _change(stage.person(names[0]), confirmations[names[0]], "Very safe")
    assert "Change my answers" in changed.labels
    refused = await stage.person(names[0]).press(post, "Check in privately")
    assert "answered this check-in already" in refused.text
    await stage.advance(hours=48.5)
    result = stage.posts("group")[-1]
    assert "**most** answered *Mostly safe* or *Very safe*" in result.text
    assert "**few** answered *Not safe* or *A little*" in result.text
    assert "Check in privately" not in stage.posts("group")[-2].labels


async def story_of_a_concern(stage: Stage) -> None:
    """Concern: help first, then the promise; about one moderator; read and answered by the other; found by its code."""
    noor, mara, otto = stage.person("noor"), stage.person("mara"), stage.person("otto")
    review = await _review(noor, about="Mara")
    assert "nobody else:**\n- Otto\n" in review.text
    code = _code(noor.more[-1])
    await noor.press(review, "Send")
    assert _cards(stage) == []

    await stage.advance(hours=17)
    # Mara sees the moderators' channel, so the card must not stand there.
    assert _cards(stage) == []
    card = stage.direct("otto")[-1]
    assert WORDS not in card.text
    case = await otto.press(card, "Open")
    assert WORDS in case.text
    assert "noor" not in case.text.lower()
    assert "Nothing waits" in (await mara.slash("moderate cases")).text
    form = await otto.press(case, "Reply")
    await otto.submit(form, opener=OPENER, words="I hear how much that hurt.")

    way_back = await _look(noor, code)
    assert OPENER in way_back.text
    assert "I hear how much that hurt." in way_back.text


async def story_of_a_restart(stage: Stage) -> None:
    """Restart: every button, form, review page, open check-in, closing time and case goes on after a kill."""
    mia, noor, otto = stage.person("mia"), stage.person("noor"), stage.person("otto")
    await stage.person("fay").slash("facilitate checkin start", channel="facilitators")
    form = await stage.person("fay").press(stage.posts("facilitators")[-1], "Check in privately")
    assert form.text
    review = await _review(noor)
    code = _code(noor.more[-1])
    await stage.restart(kill=True)
    agreement = next(post for post in stage.posts("group") if "I agree" in post.labels)
    assert "You had agreed" in (await mia.press(agreement, "I agree")).text
    sent = await noor.press(review, "Urgent")
    assert code in "\n".join(screen.text for screen in (sent, *noor.more))
    cards = _cards(stage)
    await stage.restart(kill=True)
    assert WORDS in (await otto.press(cards[-1], "Open")).text
    assert len(_cards(stage)) == len(cards)
    await stage.advance(hours=49)
    assert "Check in privately" not in stage.posts("facilitators")[0].labels


async def story_of_own_data(stage: Stage) -> None:
    """Own data: seen, taken away as a file, erased; and nothing is told of a concern to whoever wrote one."""
    noor = stage.person("noor")
    post = next(post for post in stage.posts("group") if "I agree" in post.labels)
    await noor.press(post, "I agree")
    page = await noor.slash("privacy")
    assert "You have agreed to version 1" in page.text
    last = [page, *noor.more][-1]
    shown = await noor.press(last, "Show my data")
    file = stage.opened(shown, shown.documents[0]).decode()
    assert "You have agreed to version 1" in file
    assert "Nothing about concerns is shown or erased here" in file
    erased = await noor.press(await noor.press(last, "Erase my data"), "Erase it now")
    assert "was erased" in erased.text
    assert "You have agreed" not in (await noor.slash("privacy")).text


async def every_story(stage: Stage, names: tuple[str, ...]) -> None:
    """All six, one after the other, in one group."""
    await story_of_setting_up(stage)
    await story_of_the_agreement(stage)
    await story_of_a_checkin(stage, names)
    await story_of_a_concern(stage)
    await story_of_a_restart(stage)
    await story_of_own_data(stage)


async def _answer(stage: Stage, name: str, post: Screen, safe: str) -> Screen:
    form = await stage.person(name).press(post, "Check in privately")
    return await stage.person(name).submit(form, question1=safe, question2="Good")


async def _change(person: Actor, confirmation: Screen, safe: str) -> Screen:
    form = await person.press(confirmation, "Change my answers")
    return await person.submit(form, question1=safe, question2="Strong")


async def _review(person: Actor, about: str = "Nobody of them") -> Screen:
    panel = await person.slash("concern")
    assert panel.text.index("988") < panel.text.index("Moderators do not learn who you are")
    form = await person.choose(await person.press(panel, "Share a concern"), about)
    return await person.submit(
        form, category="Privacy broken", story=WORDS, wish="That something is done", affected="One other person"
    )


async def _look(person: Actor, code: str) -> Screen:
    form = await person.press(await person.slash("concern"), "I have a code")
    return await person.submit(form, code=code)


def _cards(stage: Stage) -> list[Screen]:
    return [post for post in stage.posts("moderators") if "Open" in post.labels]


def _with(screen: Screen, person: Actor, label: str) -> Screen:
    return next(one for one in (screen, *person.more) if label in one.labels)


def _code(screen: Screen) -> str:
    return screen.text.strip("`")
