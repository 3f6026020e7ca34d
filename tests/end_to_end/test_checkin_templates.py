"""A group's own check-ins as people live them: written by a facilitator, previewed, asked, changed, retired."""

from collections.abc import Sequence

import pytest

from bot.rehearsal.cast import FACILITATORS
from tests.end_to_end.simcord_stage import SimcordStage
from tests.stage import Screen, Stage
from tests.stories import ready

SIX = ("mia", "noor", "theo", "ines", "jonas", "lena")
PACE = {"words": "How was the pace for you?", "short_name": "Pace", "answers": "Too fast\nRight\nJust right"}
ROOM = {
    "words": "Was there room for you?",
    "short_name": "Room",
    "answers": "None\nHardly any\nA little\nSome\nQuite some\nPlenty\nAll I wanted",
}


@pytest.fixture
async def group(stage: SimcordStage) -> SimcordStage:
    await ready(stage)
    return stage


async def opened(stage: Stage, name: str = "fay") -> Screen:
    return await stage.person(name).slash("facilitate checkin template")


async def made(stage: Stage, title: str = "Our evening", *questions: dict[str, str]) -> Screen:
    """Fay writes a template; its page is returned."""
    fay = stage.person("fay")
    page = await fay.press(await opened(stage), "New template")
    page = await fay.submit(page, title=title, introduction="About this evening.")
    for question in questions or (PACE, ROOM):
        page = await fay.submit(await fay.press(page, "Add a question"), **question)
    return page


async def in_use(stage: Stage, title: str = "Our evening", *questions: dict[str, str]) -> Screen:
    return await stage.person("fay").press(await made(stage, title, *questions), "Use from now on")


async def offered(stage: Stage) -> list[str]:
    return await stage.person("fay").complete("facilitate checkin start", "template", "")


async def start(stage: Stage, template: str) -> Screen:
    return await stage.person("fay").slash("facilitate checkin start", template=template)


def post(stage: Stage) -> Screen:
    return next(one for one in reversed(stage.posts("group")) if "Check in privately" in one.labels)


async def answers(stage: Stage, names: Sequence[str], **chosen: str) -> None:
    for name in names:
        form = await stage.person(name).press(post(stage), "Check in privately")
        assert "Your answers are in" in (await stage.person(name).submit(form, **chosen)).text


async def test_from_an_empty_page_to_a_result(group: SimcordStage) -> None:
    fay = group.person("fay")
    page = await opened(group)
    assert page.private
    assert "None so far" in page.text
    page = await fay.submit(await fay.press(page, "New template"), title="  Our  evening ", introduction="")
    assert "No question so far" in page.text
    assert "Use from now on" not in page.labels
    page = await fay.submit(await fay.press(page, "Add a question"), **PACE)
    page = await fay.submit(await fay.press(page, "Add a question"), **ROOM)
    assert "With 3 answers, *low* is the worst one alone" in page.text
    assert "With 7 answers, *low* is the two worst" in page.text
    assert "- Hardly any · *low*\n- A little\n" in page.text
    assert "Our evening" not in await offered(group), "nothing is asked before it is put in use"

    page = await fay.press(page, "Use from now on")
    assert "From now on" in page.text
    assert await offered(group) == [*(await offered(group))[:6], "Our evening"]
    assert await fay.complete("facilitate checkin start", "template", "EVEN") == ["Our evening"]
    assert "**Our evening** is posted" in (await start(group, "our evening")).text
    form = await group.person("kofi").press(post(group), "Check in privately")
    assert form.options("question1") == ["Too fast", "Right", "Just right", "Prefer not to say"]
    assert len(form.options("question2")) == 8

    await answers(group, SIX[:4], question1="Just right", question2="Plenty")
    await answers(group, SIX[4:5], question1="Too fast", question2="Some")
    await answers(group, SIX[5:], question1="Right", question2="Prefer not to say")
    await group.advance(hours=49)
    result = group.posts("group")[-1].text
    assert "**How was the pace for you?** · 5 to 9 answers" in result
    assert "**few** answered *Too fast*\n- **most** answered *Just right*" in result
    assert "**few** answered *None* or *Hardly any*\n- **most** answered *Plenty* or *All I wanted*" in result
    for hidden in ("*Right*", "*Some*", "*A little*"):
        assert hidden not in result


async def test_a_preview_is_the_post_and_the_form_that_members_get_and_keeps_nothing(group: SimcordStage) -> None:
    fay = group.person("fay")
    preview = await fay.press(await made(group), "Preview")
    assert preview.private
    form = await fay.press(preview, "Check in privately")
    done = await fay.submit(form, question1="Too fast", question2="Prefer not to say")
    assert "Nothing was kept" in done.text
    again = await fay.press(await fay.press(done, "Back to the template"), "Use from now on")
    assert "### Our evening" in again.text

    await start(group, "Our evening")
    real = post(group)
    assert set(real.text.splitlines()) - {line for line in real.text.splitlines() if "<t:" in line} <= set(
        preview.text.splitlines()
    )
    asked = await group.person("mia").press(real, "Check in privately")
    assert asked.text == form.text
    assert asked.fields() == form.fields()
    await group.advance(hours=49)
    assert "too few answers" in group.posts("group")[-1].text


async def test_what_is_changed_reaches_no_open_round(group: SimcordStage) -> None:
    fay = group.person("fay")
    page = await in_use(group)
    await start(group, "Our evening")
    asked = await group.person("mia").press(post(group), "Check in privately")
    form = await fay.press(page, "Change question 1")
    page = await fay.submit(form, words="Was it too fast?", answers="Yes\nPartly\nNo")
    assert "changes that nobody is asked yet" in page.text
    page = await fay.press(await fay.press(page, "Remove"), "Use from now on")
    page = await fay.submit(await fay.press(page, "Title and introduction"), title="Our night")
    page = await fay.press(page, "Use from now on")
    assert "Our night" in await offered(group)
    assert "Our evening" not in await offered(group)

    again = await group.person("noor").press(post(group), "Check in privately")
    assert again.text == asked.text
    await answers(group, SIX, question1="Right", question2="None")
    await fay.press(page, "Retire")
    await group.restart()
    await group.advance(hours=49)
    closed, result = group.posts("group")[-2:]
    assert "Our evening" in closed.text
    assert "How was the pace for you?" in result.text
    assert "**most** answered *None* or *Hardly any*" in result.text
    for new in ("Our night", "Was it too fast?"):
        assert new not in closed.text + result.text


async def test_a_retired_one_is_not_offered_and_comes_back(group: SimcordStage) -> None:
    fay = group.person("fay")
    page = await fay.press(await in_use(group), "Retire")
    assert "Retired" in page.text
    assert len(await offered(group)) == 6
    assert "do not know this check-in" in (await start(group, "Our evening")).text
    listed = await fay.press(page, "All templates")
    assert "One template is retired." in listed.text
    page = await fay.press(await fay.choose(listed, "Our evening"), "Bring back")
    assert "It can be asked again" in page.text
    assert "is posted" in (await start(group, "Our evening")).text


async def test_one_that_a_schedule_asks_is_not_retired(group: SimcordStage) -> None:
    fay = group.person("fay")
    page = await in_use(group)
    schedule = await fay.slash("facilitate checkin schedule", template="Our evening")
    await fay.press(await fay.choose(schedule, "Thursday"), "Save")
    page = await fay.press(page, "Retire")
    assert "Schedules still ask this template: <#" in page.text
    assert "Our evening" in await offered(group)


async def test_a_restart_in_the_middle_of_writing_loses_nothing(group: SimcordStage) -> None:
    fay = group.person("fay")
    page = await made(group, "Our evening", PACE)
    form = await fay.press(page, "Add a question")
    change = await fay.press(page, "Change question 1")
    await group.restart()
    page = await fay.submit(form, **ROOM)
    assert "Was there room for you?" in page.text
    page = await fay.submit(change, words="How fast was it?")
    await group.restart()
    page = await fay.press(page, "Move up")
    assert page.text.index("Was there room for you?") < page.text.index("How fast was it?")
    await fay.press(page, "Use from now on")
    await group.restart()
    assert (await offered(group))[-1] == "Our evening"


async def test_a_shipped_one_is_copied_and_changed_but_stays_as_it_is(group: SimcordStage) -> None:
    fay = group.person("fay")
    page = await fay.choose(await opened(group), "Weekly pulse")
    assert page.labels == ["Preview", "Copy", "All templates"]
    preview = await fay.press(page, "Preview")
    assert "How this week has been here" in preview.text
    copy = await fay.press(await fay.press(preview, "Back to the template"), "Copy")
    assert r"### Weekly pulse \(copy\)" in copy.text
    copy = await fay.submit(await fay.press(copy, "Change question 2"), words="How strong do you feel?")
    listed = await fay.press(copy, "All templates")
    assert r"**Weekly pulse \(copy\)** · never used so far" in listed.text
    page = await fay.choose(listed, "Weekly pulse")
    assert "How is your energy?" in page.text
    assert r"### Weekly pulse \(copy 2\)" in (await fay.press(page, "Copy")).text


async def test_changes_are_undone_and_a_template_never_used_is_deleted(group: SimcordStage) -> None:
    fay = group.person("fay")
    page = await in_use(group)
    page = await fay.submit(await fay.press(page, "Title and introduction"), title="Else")
    page = await fay.press(page, "Undo changes")
    assert "### Our evening" in page.text
    copy = await fay.press(page, "Copy")
    other = await fay.choose(await opened(group), "Our evening (copy)")
    kept = await fay.press(await fay.press(copy, "Delete"), "Keep it")
    assert r"### Our evening \(copy\)" in kept.text
    gone = await fay.press(await fay.press(kept, "Delete"), "Yes, delete it")
    assert r"**Our evening \(copy\)** is deleted." in gone.text
    assert "- **Our evening** · in use" in gone.text
    for label in ("Add a question", "Use from now on", "Delete", "Preview"):
        assert "no longer there" in (await fay.press(other, label)).text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"answers": "Too fast\nRight"}, "There are 2 answers. A question needs at least 3"),
        ({"answers": " \n \n"}, "There is no answer to choose."),
        ({"answers": "\n".join("abcdefgh")}, "There are 8 answers. At most 7 fit"),
        ({"answers": f"Too fast\nRight\n{'x' * 101}"}, "Answer 3 has 101 characters"),
        ({"answers": "Too fast\nRight\ntoo  FAST"}, "Answer 3 is there twice"),
        ({"answers": "Too fast\nRight\nprefer not to say"}, "is added to every question by itself"),
        ({"short_name": "\u200b"}, "needs a short name"),
        ({"words": " "}, "nothing to read in the question itself"),
    ],
)
async def test_what_cannot_be_asked_is_said_and_what_was_typed_given_back(
    group: SimcordStage, typed: dict[str, str], said: str
) -> None:
    fay = group.person("fay")
    page = await made(group, "Our evening", ROOM)
    refused = await fay.submit(await fay.press(page, "Add a question"), **{**PACE, **typed})
    assert said in refused.text
    kept = {**PACE, **typed}
    assert {each.text for each in fay.more} == {text for text in kept.values() if len(text) >= 12}
    assert "How was the pace" not in (await fay.choose(await opened(group), "Our evening")).text


async def test_a_title_that_another_has_is_refused(group: SimcordStage) -> None:
    fay = group.person("fay")
    form = await fay.press(await opened(group), "New template")
    refused = await fay.submit(form, title="weekly PULSE", introduction="Only a try.")
    assert "Another template has this title" in refused.text
    assert "None so far" in (await opened(group)).text


async def test_two_facilitators_lose_none_of_their_words(group: SimcordStage) -> None:
    fay, kofi = group.person("fay"), group.person("kofi")
    group.world.give_role("kofi", FACILITATORS)
    mine = await made(group)
    labels = ("Change question 1", "Remove", "Use from now on")
    theirs = [await kofi.choose(await opened(group, "kofi"), "Our evening") for _ in labels]
    form = await kofi.press(theirs[0], "Change question 1")
    changed = await fay.submit(await fay.press(mine, "Change question 1"), words="How fast was it?")
    refused = await kofi.submit(form, words="Was it slow enough for you?")
    assert "Someone changed this meanwhile" in refused.text
    assert "Was it slow enough for you?" in {each.text for each in kofi.more}
    for page, label in zip(theirs, labels, strict=True):
        shown = await kofi.press(page, label)
        assert "Someone changed this meanwhile" in shown.text
        assert "How fast was it?" in shown.text
    assert len(await offered(group)) == 6
    assert "From now on" in (await fay.press(changed, "Use from now on")).text


@pytest.mark.parametrize("name", ["mia", "mara", "ada"])
async def test_nobody_but_facilitators_sees_or_does_anything(group: SimcordStage, name: str) -> None:
    person = group.person(name)
    assert "This is for facilitators" in (await opened(group, name)).text
    await in_use(group)
    group.world.give_role(name, FACILITATORS)
    listed = await opened(group, name)
    page = await person.choose(await opened(group, name), "Our evening")
    page = await person.submit(await person.press(page, "Title and introduction"), title="Our night")
    form = await person.press(page, "Add a question")
    group.world.take_role(name, FACILITATORS)
    for label in page.labels:
        assert "This is for facilitators" in (await person.press(page, label)).text, label
    for refused in (await person.submit(form, **PACE), await person.choose(listed, "Our evening")):
        assert "This is for facilitators" in refused.text
    assert "Our evening" in await offered(group)
