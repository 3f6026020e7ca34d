"""Impact as the staff lives it: written down, told to the group, asked in a check-in; harm is said, and answered."""

import re
import secrets

from tests.attacks.forgery import press
from tests.end_to_end.concerns import cards, look, send
from tests.end_to_end.results import EIGHT, opened
from tests.end_to_end.simcord_stage import SimcordStage
from tests.screen import Screen
from tests.stage import Actor
from tests.stories import ready

DONE = "We moved the Friday meeting to the evening."
MEANT = "That whoever works can come."
TOLD = "The Friday meeting is in the evening now"
ASKED = f"{TOLD}. Did it help, or make things harder?"
HARDER, HELPED = "It made things much harder", "It helped a lot"


async def written(actor: Actor, told: str = TOLD, **more: str) -> Screen:
    form = await actor.press(await actor.slash("moderate impact"), "Write down what was done")
    return await actor.submit(form, words=DONE, intent=MEANT, told=told, **more)


async def asked_of_the_group(stage: SimcordStage, helped: str) -> None:
    """The next check-in, answered by five, until its result stands."""
    post = await opened(stage)
    for name in EIGHT[:5]:
        form = await stage.person(name).press(post, "Check in privately")
        assert ASKED in form.text
        await stage.person(name).submit(form, question1="Very safe", question2="Good", question3=helped)
    await stage.advance(days=3)


async def test_what_made_things_harder_is_said_to_the_staff_and_answered_by_what_they_do(stage: SimcordStage) -> None:
    await ready(stage, facilitator_channel="facilitators")
    fay, mara, mia = (stage.person(name) for name in ("fay", "mara", "mia"))
    assert "Nothing is written down so far" in (await mara.slash("moderate impact")).text
    preview = await written(fay)
    assert ASKED in preview.text
    for answer in (HARDER, HELPED, "Prefer not to say"):
        assert f"- {answer}" in preview.text
    waits = await fay.press(preview, "The group was told this: ask it")
    assert "The next check-in with room asks it" in waits.text
    await stage.advance(hours=24)
    await asked_of_the_group(stage, HARDER)
    posted = stage.posts("group")[-1]
    assert re.search(rf"{re.escape(ASKED)}.*\n- \*\*most\*\* answered", posted.text)

    shown = await mara.choose(page := await mara.slash("moderate impact"), page.choices()["Look at one"][0])
    for part in (DONE, MEANT, "It may have made things harder"):
        assert part in shown.text
    await stage.advance(hours=24)
    *_, alert = alerts(stage)
    assert MEANT in alert.text
    assert "We have seen it" in alert.labels
    form = await fay.press(alert, "What we did")
    assert "What you can do:" in form.text
    kept = await fay.submit(form, words="We asked who can come at noon.", intent="To hear them.", told="")
    assert "It is written down" in kept.text
    assert all("We have seen it" not in one.labels for one in alerts(stage))
    assert "for moderators and facilitators" in (await mia.slash("moderate impact")).text
    assert "wrote down something that was done" in (await mara.slash("moderate log")).text


def alerts(stage: SimcordStage) -> list[Screen]:
    """The alert, and the same once more if two days went by."""
    return [post for post in stage.posts("facilitators") if "It may have made things harder" in post.text]


async def test_it_is_reworded_erased_and_never_asked_unless_somebody_confirms_it(stage: SimcordStage) -> None:
    await ready(stage)
    fay = stage.person("fay")
    preview = await written(fay)
    form = await fay.press(preview, "Change what the group was told")
    too_long = await fay.submit(form, told="x" * 61)
    assert "at most 60 characters" in too_long.text
    other = await fay.submit(await fay.press(preview, "Change what the group was told"), told="It is later now.")
    assert "It is later now. Did it help" in other.text
    outdated = await press(stage, "fay", preview.custom_id("The group was told this: ask it"))
    assert "Somebody changed the words meanwhile" in outdated.text
    form = await fay.press(other, "Reword this note")
    worded = await fay.submit(form, words="We moved the meeting.", intent=MEANT)
    for sentence in ("Reworded", "We moved the meeting.", MEANT, "It is later now. Did it help"):
        assert sentence in worded.text
    assert DONE not in worded.text
    restored = await fay.submit(await fay.press(worded, "Reword this note"), words=DONE, intent=MEANT)
    assert DONE in restored.text
    await stage.advance(hours=24)
    assert "later now" not in (await fay.press(await opened(stage), "Check in privately")).text
    sure = await fay.press(other, "Erase")
    assert DONE in (await fay.press(sure, "Keep it")).text
    gone = await fay.press(await fay.press(other, "Erase"), "Yes, erase it")
    assert "Nothing is written down so far" in gone.text
    assert "no longer here" in (await press(stage, "fay", other.custom_id("Erase"))).text


async def test_what_follows_a_concern_is_for_its_readers_and_asked_of_its_reporter_alone(stage: SimcordStage) -> None:
    await ready(stage)
    mia, mara, otto = (stage.person(name) for name in ("mia", "mara", "otto"))
    before = await otto.slash("moderate impact")
    nothing = before.text, before.choices()
    code = await send(mia, about="otto", button="Urgent")
    (card,) = cards(stage, direct_to="mara")
    case = await mara.press(card, "Open")
    found = re.search(r"Concern (\w{6})", case.text)
    assert found is not None
    label = found[1]
    closing = await mara.press(case, "Close")
    fields = {"reached": "everybody"} if "reached" in closing.fields() else {}
    closed = await mara.submit(closing, outcome="Talked over and settled", words="Thank you.", **fields)
    directly = await mara.submit(await mara.press(closed, "What we did"), words=DONE, intent=MEANT)
    assert "Only those who may read that concern see it" in directly.text
    assert directly.labels == []
    page = await mara.slash("moderate impact")
    shown = await mara.choose(page, page.choices()["Look at one"][0])
    assert {DONE, MEANT} <= set(re.findall(f"{DONE}|{MEANT}", shown.text))
    assert f"It follows concern **{label}**" in shown.text
    erase, none = shown.custom_id("Erase"), f"impact:erase:{secrets.token_hex(16)}"
    for name in ("otto", "fay"):
        page = await stage.person(name).slash("moderate impact")
        assert (page.text, page.choices()) == nothing
        assert (await press(stage, name, erase)).answers == (await press(stage, name, none)).answers
    assert (await press(stage, "mara", erase)).answers != (await press(stage, "mara", none)).answers
    assert "no such concern" in (await written(otto, told="", case=label)).text
    way = await look(mia, code)
    assert DONE not in way.text
    await mia.submit(await mia.press(way, "Did it help, or make things harder?"), answer="It helped")
    await stage.advance(hours=24)
    again = await mara.choose(page := await mara.slash("moderate impact"), page.choices()["Look at one"][0])
    assert "answered through their code: **It helped**" in again.text
