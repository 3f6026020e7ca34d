"""Made-up presses, choices and forms about schedules, results and rounds without a channel: each is answered kindly.

Discord itself would refuse most of them; the bot does not rely on it. Not here: templates (`test_templates.py`).
"""

import secrets
from dataclasses import replace
from pathlib import Path

import pytest

from bot.core.comments import cleaned
from bot.core.sealing import new_key
from bot.store.connections import sqlite_address
from bot.store.database import Database
from bot.store.keystore import KeyStore
from bot.ui.page import Text
from bot.ui.words import words_for
from cogs.checkin.schedule_pages import plan_page, schedule_page
from tests.attacks.forgery import press, submit
from tests.end_to_end.simcord_stage import SimcordStage
from tests.services.checkin_house import Discord, House
from tests.services.schedule_hands import DAY, MONDAY
from tests.stories import ready

ZERO = "0" * 32
ODD_KEYS = ("", ".", "x", "all.-1", "all.x", "all.²", "all.99999", ZERO, f"{ZERO}.2027-01-01", f"{ZERO}.x")
ODD_VALUES = (
    (),
    ("",),
    ("x",),
    ("01",),
    ("6", "6"),
    ("weekly-0",),
    ("monthly-9",),
    (ZERO,),
    ("2027-01-01",),
    ("9" * 90,),
)
ABOUT_ONE = (
    *("show", "edit", "times", "place", "holidays", "save", "discard", "pause", "resume"),
    *("skip", "unskip", "end", "rhythm", "days", "chosen", "list"),
)
FORMS = ("timed", "placed", "freed")
ODD_FIELDS: tuple[dict[str, str], ...] = (
    {},
    {"channel": ""},
    {"channel": "x"},
    {"channel": "9" * 90},
    {"channel": "1,2", "audience": "1,2"},
    {"channel": "1", "audience": "x", "template": "x" * 90},
    {"at": "99:99", "zone": "..", "hours": "-1", "reminder": "x", "first": "9999-12-31"},
    {"at": "7", "zone": "Europe/London", "hours": "24", "reminder": "", "first": "0001-01-01"},
    {"at": "7", "zone": "Europe/London", "hours": "24", "reminder": "", "first": "9999-12-31"},
    {"dates": "0001-01-01 9999-12-31"},
)
UNKIND = "Something went wrong"


async def schedule_of(stage: SimcordStage) -> str:
    """Fay saves a schedule; its id."""
    await ready(stage, facilitator_channel="facilitators")
    fay = stage.person("fay")
    page = await fay.press(await fay.slash("facilitate checkin schedule"), "Save")
    return page.custom_id("Edit").rpartition(":")[2]


@pytest.mark.parametrize("action", ABOUT_ONE)
async def test_made_up_presses_about_schedules_are_answered_kindly(stage: SimcordStage, action: str) -> None:
    schedule = await schedule_of(stage)
    tried = [(key, ()) for key in (*ODD_KEYS, f"{schedule}.x", f"{schedule}.2027-01-01")]
    for key, values in (*tried, *((schedule, values) for values in ODD_VALUES)):
        one = await press(stage, "fay", f"checkin-schedule:{action}:{key}", *values)
        assert one.answers, (key, values)
        assert UNKIND not in one.text, (key, values)


@pytest.mark.parametrize("action", FORMS)
async def test_made_up_forms_of_schedules_are_answered_kindly(stage: SimcordStage, action: str) -> None:
    schedule = await schedule_of(stage)
    for key in ("", ZERO, schedule):
        for fields in ODD_FIELDS:
            one = await submit(stage, "fay", f"checkin-schedule:{action}:{key}:fresh", **fields)
            assert one.answers, (key, fields)
            assert UNKIND not in one.text, (key, fields)


async def test_made_up_presses_about_results_and_rounds_are_answered_kindly(stage: SimcordStage) -> None:
    await ready(stage)
    for key in ODD_KEYS:
        for values in ODD_VALUES[:3]:
            for action in ("checkin-results:show", "checkin-results:series", "checkin-results:trend"):
                one = await press(stage, "fay", f"{action}:{key}", *values)
                assert one.answers, (action, key, values)
                assert UNKIND not in one.text, (action, key, values)
        for action in ("checkin-results:post", "checkin:move", "checkin:open", "checkin:change"):
            one = await press(stage, "fay", f"{action}:{key}")
            assert one.answers, (action, key)
            assert UNKIND not in one.text, (action, key)


async def test_made_up_forms_of_rounds_are_answered_kindly(stage: SimcordStage) -> None:
    await ready(stage)
    fay = stage.person("fay")
    await fay.slash("facilitate checkin start", comments=True)
    (post,) = [one for one in stage.posts("group") if "Check in privately" in one.labels]
    the_round = post.custom_id("Check in privately").rpartition(":")[2]
    for key in ("", the_round, f"{the_round}.{ZERO}"):
        for fields in ({}, *ODD_FIELDS[1:5], {"question1": "x"}, {"question1": "99", "comment": "\ud800" * 2}):
            for name, action in (("fay", "checkin:moved"), ("mia", "checkin:form"), ("mia", "checkin:changed")):
                one = await submit(stage, name, f"{action}:{key}:fresh", **fields)
                assert one.answers, (action, key, fields)
                assert UNKIND not in one.text, (action, key, fields)


async def test_no_check_in_is_planned_in_a_channel_of_another_server(stage: SimcordStage) -> None:
    schedule = await schedule_of(stage)
    elsewhere = stage.world.env.create_guild("Elsewhere").create_text_channel("theirs")
    own = stage.world.channel("group")
    for channel, said in ((elsewhere, "I cannot post in"), (own, "Saved")):
        await submit(stage, "fay", f"checkin-schedule:placed:{schedule}:fresh", channel=str(channel.id), comments="yes")
        saved = await press(stage, "fay", f"checkin-schedule:save:{schedule}")
        assert said in saved.text
        assert saved.elsewhere == []


async def test_no_round_is_moved_to_a_channel_of_another_server(stage: SimcordStage) -> None:
    await ready(stage, facilitator_channel="facilitators")
    stage.world.create_channel("lounge")
    fay = stage.person("fay")
    await fay.press(await fay.slash("facilitate checkin schedule", channel="lounge"), "Save")
    stage.world.delete_channel("lounge")
    await stage.advance(hours=10)
    (note,) = [post for post in stage.posts("facilitators") if "The round is kept" in post.text]
    the_round = note.custom_id("Post it here or elsewhere").rpartition(":")[2].partition(".")[0]
    elsewhere = stage.world.env.create_guild("Elsewhere").create_text_channel("theirs")
    own = stage.world.channel("group")
    for channel, said, posts in ((elsewhere, "still kept", 0), (own, "is posted in", 1)):
        one = await submit(stage, "fay", f"checkin:moved:{the_round}:fresh", channel=str(channel.id), which="one")
        assert said in one.text
        assert len(one.elsewhere) == posts


async def test_a_schedule_with_a_great_many_skipped_dates_can_still_be_looked_at(tmp_path: Path) -> None:
    database = await Database.open(sqlite_address(tmp_path / "data.db"))
    keys = await KeyStore.open(sqlite_address(tmp_path / "keys.db"), new_key(secrets.token_bytes), secrets.token_bytes)
    house = await House(database, keys, Discord()).set_up()
    shown = await house.plan()
    skipped = tuple(MONDAY + 7 * number * DAY for number in range(210))
    shown = replace(shown, known=replace(shown.known, facts=replace(shown.known.facts, skipped=skipped)))
    words = words_for("en-US")
    for page in (schedule_page(words, shown), plan_page(words, shown)):
        said = "".join(part.markdown for part in page.parts if isinstance(part, Text))
        assert len(said) < 4000
    await database.close()
    await keys.close()


def test_no_more_of_a_comment_is_looked_at_than_any_form_takes() -> None:
    """To look for links in thousands of characters that were made for it holds up everybody else."""
    assert cleaned("<@1>" * 250 + "hello") == ""
    assert cleaned("hello" + "<@1>" * 70) == "hello"
