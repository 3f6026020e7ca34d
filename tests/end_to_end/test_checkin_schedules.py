"""Schedules as facilitators live them: made, looked at, saved, paused, skipped, moved, ended; and what then opens."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.rehearsal.cast import START
from tests.end_to_end.simcord_stage import SimcordStage
from tests.stage import Screen, Stage
from tests.stories import ready

STAMP = re.compile(r"<t:(\d+):F>")


@pytest.fixture
async def group(stage: SimcordStage) -> SimcordStage:
    await ready(stage, facilitator_channel="facilitators")
    return stage


def hours_until(stamp: int) -> float:
    """From the start of a stage."""
    return (stamp - START.timestamp()) / 3600


def open_posts(stage: Stage, channel: str = "group") -> list[Screen]:
    return [post for post in stage.posts(channel) if "Check in privately" in post.labels]


async def made(stage: Stage, *days: str, rhythm: str = "Every week", **fields: str) -> Screen:
    """Fay makes a schedule and saves it; its page is returned."""
    fay = stage.person("fay")
    page = await fay.slash("facilitate checkin schedule")
    if days:
        page = await fay.choose(page, *days)
    page = await fay.choose(page, rhythm)
    if fields:
        page = await fay.submit(await fay.press(page, "Time and length"), **fields)
    return await fay.press(page, "Save")


async def test_one_that_cannot_be_read_is_said_and_removed(group: SimcordStage, tmp_path: Path) -> None:
    await made(group)
    fay = group.person("fay")
    assert "cannot be read" not in (await fay.slash("facilitate checkin list")).text
    for file in (tmp_path / "data").glob("*.db"):
        with closing(sqlite3.connect(file)) as database, database:
            database.execute("UPDATE checkin_schedule SET sealed = zeroblob(1052)")
    page = await fay.slash("facilitate checkin list")
    assert "One schedule cannot be read" in page.text
    assert "There is no schedule yet" not in page.text
    sure = await fay.press(page, "Remove what cannot be read")
    back = await fay.press(sure, "Leave it for now")
    assert "One schedule cannot be read" in back.text
    removed = await fay.press(await fay.press(back, "Remove what cannot be read"), "Yes, remove it")
    assert "Removed" in removed.text
    left = await fay.press(removed, "All schedules")
    assert "There is no schedule yet" in left.text
    assert "cannot be read" not in left.text
    assert "removed what could not be read of the schedules" in (await group.person("mara").slash("moderate log")).text


async def test_a_schedule_is_made_looked_at_saved_and_opens_by_itself(group: SimcordStage) -> None:
    fay = group.person("fay")
    page = await fay.slash("facilitate checkin schedule", template="Boundaries")
    assert page.private
    assert "not saved yet" in page.text
    assert "Boundaries" in page.text
    page = await fay.choose(page, "Monday", "Thursday")
    page = await fay.submit(await fay.press(page, "Time and length"), at="7 pm", hours="24", zone="america/new york")
    assert "every week on Monday, Thursday at 19:00 (America/New_York)" in page.text
    assert len(STAMP.findall(page.text)) == 6, "three openings and their closings, in each reader's own time"
    opens = int(STAMP.findall(page.text)[0])
    page = await fay.press(page, "Save")
    assert "Saved" in page.text
    await group.advance(hours=hours_until(opens) - 0.1)
    assert open_posts(group) == []
    await group.advance(hours=0.2)
    (post,) = open_posts(group)
    assert "Boundaries" in post.text
    await group.advance(hours=24)
    assert open_posts(group) == []
    listed = await fay.slash("facilitate checkin list")
    assert int(STAMP.findall(listed.text)[0]) == opens + 3 * 86400


async def test_before_saving_it_is_said_what_stands_against_it(group: SimcordStage) -> None:
    fay = group.person("fay")
    page = await fay.choose(await fay.slash("facilitate checkin schedule"), "Monday", "Wednesday", "Friday")
    assert "third check-in within seven days" in page.text
    assert "Save" not in page.labels
    page = await fay.choose(page, "Monday", "Thursday")
    assert "Save" in page.labels
    page = await fay.submit(await fay.press(page, "Time and length"), hours="100")
    assert "still be open" in page.text
    for field, typed, said in (
        ("hours", "12", "24 to 336"),
        ("at", "25:00", "time of day"),
        ("zone", "Atlantis", "Atlantis"),
        ("first", "2027-02-30", "no such date"),
        ("reminder", "100", "at least one hour before"),
    ):
        refused = await fay.submit(await fay.press(page, "Time and length"), **{"hours": "48", field: typed})
        assert said in refused.text or field == "zone", refused.text
    page = await fay.submit(await fay.press(page, "Time and length"), hours="48", first="2028-06-01")
    assert "It never opens" in page.text
    assert "Save" not in page.labels
    gone = await fay.press(page, "Discard")
    assert "Nothing was scheduled" in gone.text
    assert "no schedule yet" in (await fay.press(gone, "All schedules")).text


async def test_it_is_paused_resumed_skipped_edited_and_ended(group: SimcordStage) -> None:
    fay = group.person("fay")
    await made(group, "Monday", at="18:00")
    paused = await fay.slash("facilitate checkin pause")
    assert "Paused" in paused.text
    await group.advance(hours=10)
    assert open_posts(group) == []
    resumed = await fay.press(paused, "Resume")
    assert "not made up for" in resumed.text
    assert open_posts(group) == []
    skipped = await fay.press(resumed, "Skip 2026-01-12")
    assert "Skipped" in skipped.text
    again = await fay.choose(skipped, "2026-01-12")
    assert "after all" in again.text
    assert "Skipped" not in again.text.replace("after all", "")
    refused = await fay.slash("facilitate checkin skip", date="2026-01-13")
    assert "Nothing opens on 2026-01-13" in refused.text
    assert await fay.complete("facilitate checkin skip", "date", "") == ["2026-01-12", "2026-01-19", "2026-01-26"]
    await fay.slash("facilitate checkin skip", date="2026-01-19")
    edited = await fay.slash("facilitate checkin edit")
    edited = await fay.submit(await fay.press(edited, "Holidays"), dates="2026-01-12, 2026-12-25")
    assert "not saved yet" in edited.text
    edited = await fay.press(edited, "Save")
    await group.advance(days=20)
    assert [post for post in group.posts("group") if "Weekly pulse" in post.text] == []
    await group.advance(days=2)
    assert len(open_posts(group)) == 1
    asked = await fay.press(await fay.slash("facilitate checkin edit"), "End this schedule")
    assert "cannot be undone" in asked.text
    assert "ended" in (await fay.press(asked, "Yes, end it")).text
    assert len(open_posts(group)) == 1, "what is open goes on"
    await group.advance(days=30)
    assert open_posts(group) == []
    assert "no schedule yet" in (await fay.slash("facilitate checkin list")).text


async def test_what_is_open_is_reminded_of_once_and_closes(group: SimcordStage) -> None:
    await made(group, "Monday", at="18:00", hours="48", reminder="12")
    await group.advance(hours=9)
    assert len(open_posts(group)) == 1
    await group.advance(hours=36)
    post, reminder = open_posts(group)
    assert "not answering is fine" in reminder.text
    assert "Your answers are in" in (await answer(group, "mia", reminder)).text
    assert "answered this check-in already" in (await group.person("mia").press(post, "Check in privately")).text
    await group.advance(hours=13)
    assert open_posts(group) == []
    assert not [one for one in group.posts("group") if "not answering is fine" in one.text]


async def answer(stage: Stage, name: str, post: Screen) -> Screen:
    form = await stage.person(name).press(post, "Check in privately")
    return await stage.person(name).submit(form, question1="Mostly safe", question2="Good")


async def test_two_silent_rounds_pause_it_and_the_facilitators_are_told(group: SimcordStage) -> None:
    await made(group, "Monday", at="18:00")
    await group.advance(days=14)
    (note,) = [post for post in group.posts("facilitators") if "is paused" in post.text]
    assert "do not ask who" in note.text
    await group.advance(days=21)
    assert open_posts(group) == []
    page = await group.person("fay").press(note, "Look at the schedule")
    assert page.private
    assert "paused by itself" in page.text
    await group.person("fay").press(page, "Resume")
    await group.advance(days=7)
    assert len([post for post in group.posts("group") if "closed" in post.text]) == 3


async def test_a_week_asleep_is_one_note_and_no_burst(group: SimcordStage) -> None:
    await made(group, "Monday", "Thursday", at="18:00", hours="24")
    await group.advance(days=9)
    assert len(open_posts(group)) <= 1


async def test_a_channel_that_is_gone_keeps_the_round_to_be_moved(group: SimcordStage) -> None:
    fay = group.person("fay")
    group.world.create_channel("lounge")
    group.world.create_channel("garden")
    page = await fay.slash("facilitate checkin schedule", channel="lounge")
    await fay.press(page, "Save")
    group.world.delete_channel("lounge")
    await group.advance(hours=10)
    (note,) = [post for post in group.posts("facilitators") if "The round is kept" in post.text]
    form = await fay.press(note, "Post it here or elsewhere")
    moved = await fay.submit(form, channel="garden", which="This one and the following")
    assert "is posted in" in moved.text
    assert len(open_posts(group, "garden")) == 1
    assert "posted already" in (await fay.press(note, "Post it here or elsewhere")).text
    await group.advance(hours=49)
    assert open_posts(group, "garden") == []
    await group.advance(days=5)
    assert len(open_posts(group, "garden")) == 1


async def test_only_facilitators_plan_and_nobody_else_is_offered_anything(group: SimcordStage) -> None:
    await made(group, "Monday", at="18:00")
    for name in ("mia", "mara", "ada"):
        for command in ("schedule", "list", "edit", "pause", "resume", "skip"):
            said = await group.person(name).slash(f"facilitate checkin {command}")
            assert "This is for facilitators" in said.text
        assert await group.person(name).complete("facilitate checkin edit", "schedule", "") == []
    (offered,) = await group.person("fay").complete("facilitate checkin edit", "schedule", "pulse")
    assert offered.startswith("Weekly pulse · #group")


async def test_a_restart_in_the_middle_of_planning_loses_nothing(group: SimcordStage) -> None:
    fay = group.person("fay")
    page = await fay.choose(await fay.slash("facilitate checkin schedule"), "Tuesday")
    await group.restart()
    page = await fay.choose(page, "Every 2 weeks")
    form = await fay.press(page, "Time and length")
    await group.restart()
    page = await fay.submit(form, at="06:30")
    assert "every 2 weeks on Tuesday at 06:30" in page.text
    await fay.press(page, "Save")
    await group.restart()
    await group.advance(days=1)
    assert len(open_posts(group)) == 1
    await group.advance(days=12)
    assert open_posts(group) == [], "not in the week between"
    await group.advance(days=2)
    assert len(open_posts(group)) == 1


async def test_starting_one_says_what_it_stands_in_the_way_of(group: SimcordStage) -> None:
    await made(group, "Monday", "Thursday", at="18:00")
    free = await group.person("fay").slash("facilitate checkin start", channel="facilitators")
    assert "left out" not in free.text
    started = await group.person("fay").slash("facilitate checkin start", hours=96)
    assert "will be left out" in started.text
    await group.advance(hours=9)
    (note,) = [post for post in group.posts("facilitators") if "was left out" in post.text]
    assert "another one was open" in note.text
    await group.advance(days=8)
    assert len(open_posts(group)) <= 1
