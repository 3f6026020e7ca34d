"""A moderator's day, from a telephone: the list, one concern with all that can be done, the trail. Few long stories."""

import re
import secrets

import pytest

from bot.core.identity import CaseId
from cogs.moderate.actions import ACTIONS, Action, Way
from cogs.moderate.cards import case_letters
from tests.attacks.forgery import Forged, press, submit
from tests.end_to_end.concerns import STORY, cards, look, send
from tests.end_to_end.simcord_stage import SimcordStage
from tests.stage import Actor, Screen
from tests.stories import ready


async def something_else(moderator: Actor, case: Screen, what: str) -> Screen:
    return await moderator.choose(case, what)


async def opened(stage: SimcordStage, name: str) -> Screen:
    return await stage.person(name).press(cards(stage)[0], "Open")


async def test_from_the_card_to_the_outcome_and_a_look_at_the_trail(stage: SimcordStage) -> None:
    await ready(stage)
    mia, mara = stage.person("mia"), stage.person("mara")
    code = await send(mia, affected="Several people", button="Urgent")
    case = await opened(stage, "mara")
    assert case.text.index("Please acknowledge it") < case.text.index(STORY)

    noted = await mara.submit(await something_else(mara, case, "Write a note"), words="I know both of them")
    form = await something_else(mara, noted, "Say: we are working on it")
    assert "We are working on what you told us." in form.text
    moving = await mara.submit(form, words="More on Friday.")
    assert "In progress" in moving.text
    assert "We are working on what you told us." in (way := await look(mia, code)).text
    assert "> More on Friday." in way.text
    assert "I know both of them" not in way.text

    assert "In progress" in (await stage.person("otto").slash("moderate cases")).text
    closing = await mara.press(moving, "Close")
    assert "reached" in closing.fields()
    closed = await mara.submit(closing, outcome="Talked over and settled", words="Thank you.", reached="all of them")
    assert "Closed" in closed.text
    way = await look(mia, code)
    assert "It was talked over and settled" in way.text
    assert "all of them" not in way.text

    trail = await mara.slash("moderate log")
    assert "intact" in trail.text
    assert "closed concern" in trail.text.split("\n- ")[1]
    again = await mara.submit(await mara.press(closed, "Reopen"), words="We look once more.")
    assert "Open again" in again.text


async def test_a_concern_goes_to_somebody_else_and_whoever_steps_aside_has_nothing_of_it(stage: SimcordStage) -> None:
    await ready(stage)
    mara, otto = stage.person("mara"), stage.person("otto")
    await send(stage.person("mia"), button="Urgent")
    case = await opened(stage, "mara")
    handed = await mara.choose(await something_else(mara, case, "Hand it over"), "Otto")
    assert "Handed over" in handed.text
    assert len(cards(stage, direct_to="otto")) == 1
    assert "Yours to do" in (await otto.slash("moderate cases")).text
    sure = await something_else(mara, handed, "Step aside")
    assert "no way back" in sure.text
    back = await mara.press(sure, "Back to the concern")
    assert STORY in back.text
    gone = await mara.press(await something_else(mara, back, "Step aside"), "Yes, step aside")
    assert "You have stepped aside" in gone.text
    assert "Nothing waits" in (await mara.slash("moderate cases")).text
    found = re.search(r"Concern (\w{6})", case.text)
    assert found is not None
    (label,) = found.groups()
    assert label not in (await mara.slash("moderate log")).text
    assert "stepped aside" in (trail := (await otto.slash("moderate log")).text)
    assert label in trail
    assert "no such concern" in (await mara.slash("moderate case", label=label)).text


async def test_a_label_is_offered_to_readers_alone_and_opens(stage: SimcordStage) -> None:
    await ready(stage)
    await send(stage.person("mia"), "Otto", button="Urgent")
    mara = stage.person("mara")
    (offered,) = await mara.complete("moderate case", "label", "")
    assert "Privacy broken" in offered
    for name in ("otto", "theo", "ada", "fay"):
        assert await stage.person(name).complete("moderate case", "label", "") == []
        assert "no such concern" in (await stage.person(name).slash("moderate case", label=offered[:6])).text
    assert STORY in (await mara.slash("moderate case", label=offered[:6].lower())).text


async def test_two_concerns_about_one_matter_get_one_answer_each_for_themselves(stage: SimcordStage) -> None:
    await ready(stage)
    mia, theo, mara = stage.person("mia"), stage.person("theo"), stage.person("mara")
    codes = [await send(mia, button="Urgent"), await send(theo, button="Urgent", affected="The whole group")]
    case = await opened(stage, "mara")
    choice = await something_else(mara, case, "Join with another concern")
    (other,) = choice.choices()["Choose a concern"]
    joined = await mara.choose(choice, other)
    assert "About the same matter" in joined.text
    matter = await something_else(mara, joined, "Act for everyone in this matter")
    assert STORY not in matter.text
    form = await mara.press(matter, "Reply to all")
    assert "None of them knows of the others" in form.text
    await mara.submit(form, opener="My own words only", words="We read both")
    for member, code in zip((mia, theo), codes, strict=True):
        assert "> We read both" in (await look(member, code)).text


async def test_joined_concerns_are_taken_up_and_closed_together_as_far_as_that_goes(stage: SimcordStage) -> None:
    await ready(stage)
    mara = stage.person("mara")
    for member, affected in (("mia", "Me"), ("theo", "The whole group")):
        await send(stage.person(member), button="Urgent", affected=affected)
    alone = (await mara.complete("moderate case", "label", ""))[-1]
    case = await mara.slash("moderate case", label=alone[:6])
    choice = await something_else(mara, case, "Join with another concern")
    joined = await mara.choose(choice, *choice.choices()["Choose a concern"])
    matter = await something_else(mara, joined, "Act for everyone in this matter")
    taken = await mara.press(matter, "Acknowledge all")
    assert "Acknowledged" in taken.text
    assert "Waits to be" not in (await mara.slash("moderate cases")).text
    again = await something_else(mara, taken, "Act for everyone in this matter")
    assert "reached" in (await mara.press(again, "Close all")).fields()
    letters = again.custom_id("Close all").split(":")[2]
    forged = await submit(stage, "mara", f"case:close-all:{letters}:fresh", outcome="settled", words="Thank you.")
    assert "Not done for" in forged.text
    closed = [line for line in (await mara.slash("moderate cases")).text.splitlines() if "Nothing to do" in line]
    assert len(closed) == 1


async def test_the_trail_is_turned_and_what_nobody_offered_is_not_done(stage: SimcordStage) -> None:
    await ready(stage)
    await send(stage.person("mia"), button="Urgent")
    mara = stage.person("mara")
    case = await opened(stage, "mara")
    for _ in range(14):
        await opened(stage, "mara")
    trail = await mara.slash("moderate log")
    older = await mara.press(trail, "Older")
    assert "set the group up" in older.text
    assert "Newer" in older.labels
    forged = await press(stage, "mara", case.custom_id("Reply").replace("reply", "more"), "open")
    assert "older message" in forged.text


async def test_my_day_comes_by_a_button_in_a_direct_message_too(stage: SimcordStage) -> None:
    await ready(stage)
    await send(stage.person("mia"), about="otto", button="Urgent")
    (card,) = cards(stage, direct_to="mara")
    server = stage.world.guild.id
    mine = await press(stage, "mara", f"case:mine:{server}", on=card)
    assert "Privacy broken" in mine.text
    nothing = {
        (await press(stage, name, custom_id)).text
        for name in ("otto", "theo", "ada")
        for custom_id in (f"case:mine:{server}", "case:mine:7", "case:mine:x", "case:mine")
    }
    assert len(nothing) == 1
    assert "Nothing waits for you" in nothing.pop()


async def _tried(stage: SimcordStage, name: str, action: Action, letters: str, on: Screen | None) -> Forged:
    match action.way:
        case Way.FORM:
            return await submit(stage, name, f"{action.prefix}:{letters}:fresh", words="who are you?", outcome="x")
        case Way.CHOICE:
            return await press(
                stage, name, f"{action.prefix}:{letters}", "note" if action.name == "more" else letters, on=on
            )
        case Way.LISTED:
            return await press(stage, name, action.prefix, letters, on=on)
        case _:
            return await press(stage, name, f"{action.prefix}:{letters}", on=on)


@pytest.fixture
async def of_mara(stage: SimcordStage) -> Screen:
    """The card of a concern that Mara alone may read."""
    await ready(stage)
    await send(stage.person("mia"), about="otto", button="Urgent")
    (card,) = cards(stage, direct_to="mara")
    return card


async def test_every_action_tells_whoever_is_named_what_it_tells_of_no_concern(
    stage: SimcordStage, of_mara: Screen
) -> None:
    letters = of_mara.custom_id("Open").rpartition(":")[2]
    none = case_letters(CaseId(secrets.token_bytes(16)))
    told: dict[Action, list[str]] = {action: [] for action in ACTIONS}
    for action in ACTIONS:
        for one in (letters, none):
            forged = await _tried(stage, "otto", action, one, None)
            assert forged.elsewhere == []
            told[action].append(re.sub(rf"{one}(:[\w-]+)?", "…", repr(forged.answers)))
    assert [action.prefix for action, (theirs, of_none) in told.items() if theirs != of_none] == []
    opened = await press(stage, "mara", f"case:open:{letters}", on=of_mara)
    assert "who are you?" not in opened.text
    assert "Waits to be acknowledged" in opened.text


async def test_no_action_fails_for_whoever_may_read_it_however_little_is_sent(
    stage: SimcordStage, of_mara: Screen
) -> None:
    letters = of_mara.custom_id("Open").rpartition(":")[2]
    none = case_letters(CaseId(secrets.token_bytes(16)))
    same: list[Action] = []
    for action in ACTIONS:
        forged = await _tried(stage, "mara", action, letters, None)
        assert "Something went wrong" not in forged.text, action
        assert forged.answers, action
        of_none = await _tried(stage, "mara", action, none, None)
        if forged.text == of_none.text:
            same.append(action)
    memory_only = {action for action in ACTIONS if action.way in (Way.OPENER, Way.DAY, Way.TRAIL)}
    assert set(same) <= memory_only | {
        Action("more", Way.CHOICE),
        Action("joined", Way.CHOICE),
        Action("parted", Way.CHOICE),
    }
