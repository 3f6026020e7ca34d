"""Everything that the bot says to Discord about schedules: it names nobody, and is the same whatever was answered.

Not here: results once they are there (`test_results.py`), and what lies in files (`test_schedule_traces.py`).
"""

import re
from collections.abc import Callable, Sequence

from bot.rehearsal.bot import create_rehearsed_bot
from config.settings import Settings
from tests.attacks.byte_search import forms_of_id
from tests.attacks.forgery import is_answer, press
from tests.end_to_end.conftest import check
from tests.end_to_end.simcord_stage import SimcordStage
from tests.screen import Screen
from tests.stories import ready

CAST = ("mia", "noor", "theo", "ines", "jonas", "kofi", "lena", "marek", "priya")
STAFF = ("fay", "mara", "ada")
RANDOM = re.compile(r"[0-9a-f]{32}|\d{17,20}|:[\w-]{11}(?=['\"])|[0-9a-f]{20}")
"""Ids of rounds, schedules and messages, the fresh ends of forms, nonces."""
MOVE = "Post it here or elsewhere"


async def planned(stage: SimcordStage, channel: str = "group") -> Screen:
    """Fay makes a weekly schedule with a reminder; its page."""
    fay = stage.person("fay")
    page = await fay.slash("facilitate checkin schedule", channel=channel)
    page = await fay.submit(await fay.press(page, "Time and length"), reminder="12")
    return await fay.press(page, "Save")


async def everything(stage: SimcordStage) -> None:
    """Every act and page of schedules, openings, reminders, closings, a pause by silence, a round without a channel."""
    await ready(stage, facilitator_channel="facilitators")
    fay = stage.person("fay")
    page = await planned(stage)
    for label in ("Pause", "Resume", "Edit"):
        page = await fay.press(page, label)
    page = await fay.choose(page, "Every 2 weeks")
    page = await fay.submit(await fay.press(page, "Holidays"), dates="2026-12-25")
    page = await fay.press(page, "Discard")
    await fay.press(page, "All schedules")
    await fay.slash("facilitate checkin skip", date="2026-01-12")
    await stage.advance(hours=10)
    await stage.advance(hours=34)
    await stage.advance(hours=14)
    stage.world.create_channel("lounge")
    await planned(stage, "lounge")
    stage.world.delete_channel("lounge")
    await stage.advance(days=6)
    await stage.advance(days=15)
    for note in stage.posts("facilitators"):
        for label in note.labels:
            await press(stage, "fay", note.custom_id(label))
            await press(stage, "mia", note.custom_id(label))


async def test_no_custom_id_and_nothing_that_others_see_names_anybody(stage: SimcordStage) -> None:
    before = len(stage.simulation.requests)
    await everything(stage)
    requests = stage.simulation.requests[before:]
    ids = {form for name in (*CAST, *STAFF) for form in forms_of_id(int(stage.world.person(name).id))}
    custom_ids = re.findall(r"'custom_id': '([^']*)'", str([one.body for one in requests]))
    assert len({one for one in custom_ids if one.startswith("checkin-schedule:")}) >= 20
    assert [one for one in custom_ids for form in ids if form in one.encode()] == []
    # A direct channel is asked for, to look for old cards of concerns in it.
    to_others = [f"{one.path} {one.body}" for one in requests if not is_answer(one.path) and "@me" not in one.path]
    posts = [said for said in to_others if "/messages" in said]
    assert len(posts) > 10
    assert [said for said in to_others if any(form in said.encode() for form in ids)] == []
    assert [said for said in posts if any(name.capitalize() in said for name in (*CAST, *STAFF))] == []
    # The look finds whoever is there.
    planted = f"checkin-schedule:show:{stage.world.person('fay').id}"
    assert any(form in planted.encode() for form in ids)


async def test_making_and_looking_move_nothing_that_others_see(stage: SimcordStage) -> None:
    await ready(stage, facilitator_channel="facilitators")
    before = len(stage.simulation.requests)
    page = await planned(stage)
    await stage.person("fay").press(page, "Pause")
    await stage.person("fay").slash("facilitate checkin list")
    requests = stage.simulation.requests[before:]
    assert [one for one in requests if not is_answer(one.path) and one.method != "GET"] == []


async def seen_of_a_round(settings: Settings, answers: Sequence[str], hours: int = 46) -> list[str]:
    """Everything a facilitator can look at and everything posted, from an opening until so many hours after it."""
    async with SimcordStage(lambda: create_rehearsed_bot(settings), check=check) as stage:
        await ready(stage, facilitator_channel="facilitators")
        page = await planned(stage)
        await stage.advance(hours=9)
        (post,) = [one for one in stage.posts("group") if "Check in privately" in one.labels]
        for name, safe in zip(CAST, answers, strict=False):
            form = await stage.person(name).press(post, "Check in privately")
            await stage.person(name).submit(form, question1=safe, question2="Good")
        before = len(stage.simulation.requests)
        fay = stage.person("fay")
        looked = [await fay.slash(f"facilitate checkin {name}") for name in ("list", "edit", "results", "trend")]
        looked += [await fay.press(page, "Edit"), await fay.press(page, "All schedules")]
        await stage.advance(hours=20)
        await stage.advance(hours=hours - 20)
        looked.append(await fay.slash("facilitate checkin end", channel="group"))
        posts = [str(one.payload.get("components")) for one in stage.posts("group")]
        moved = [
            f"{one.method} {one.path} {one.body}"
            for one in stage.simulation.requests[before:]
            if not is_answer(one.path)
        ]
        return [
            RANDOM.sub("…", said) for said in [str(one.payload.get("components")) for one in looked] + posts + moved
        ]


async def test_no_page_post_or_reminder_depends_on_what_was_answered_or_how_often(
    places: Callable[[str], Settings],
) -> None:
    none = await seen_of_a_round(places("none"), ())
    nine = await seen_of_a_round(places("nine"), ["Not safe"] * 9)
    assert any("is open until" in said for said in none), "the reminder is among it"
    assert none == nine


async def test_the_same_look_sees_the_result_once_there_is_one(places: Callable[[str], Settings]) -> None:
    none = await seen_of_a_round(places("none"), (), hours=48)
    assert none != await seen_of_a_round(places("nine"), ["Not safe"] * 9, hours=48)
