"""A round whose channel is gone and its schedule, moved by facilitators: both or neither, into a channel of theirs."""

import pytest

from tests.attacks.forgery import press
from tests.end_to_end.simcord_stage import SimcordStage
from tests.screen import Screen
from tests.stories import ready

MOVE = "Post it here or elsewhere"
BOTH = "This one and the following"


@pytest.fixture
async def note(stage: SimcordStage) -> Screen:
    """What the facilitators are told of a round in the lounge, which is gone."""
    await ready(stage, facilitator_channel="facilitators")
    for name in ("lounge", "garden"):
        stage.world.create_channel(name)
    fay = stage.person("fay")
    await fay.press(await fay.slash("facilitate checkin schedule", channel="lounge"), "Save")
    stage.world.delete_channel("lounge")
    await stage.advance(hours=10)
    (told,) = [post for post in stage.posts("facilitators") if "The round is kept" in post.text]
    return told


def open_posts(stage: SimcordStage, channel: str) -> int:
    return sum("Check in privately" in post.labels for post in stage.posts(channel))


async def test_where_a_round_is_open_neither_the_round_nor_its_schedule_is_moved(
    stage: SimcordStage, note: Screen
) -> None:
    fay = stage.person("fay")
    await fay.slash("facilitate checkin start", channel="garden", hours=24)
    refused = await fay.submit(await fay.press(note, MOVE), channel="garden", which=BOTH)
    assert "A check-in is open in" in refused.text
    garden = str(stage.world.channel("garden").id)
    assert garden not in (await fay.slash("facilitate checkin list")).text
    await stage.advance(hours=25)
    moved = await fay.submit(await fay.press(note, MOVE), channel="garden", which=BOTH)
    assert "is posted in" in moved.text
    assert garden in (await fay.slash("facilitate checkin list")).text
    assert open_posts(stage, "garden") == 1


async def test_where_the_schedule_has_no_room_the_round_is_not_moved_either(stage: SimcordStage, note: Screen) -> None:
    fay = stage.person("fay")
    await fay.press(await fay.slash("facilitate checkin schedule", channel="garden"), "Save")
    refused = await fay.submit(await fay.press(note, MOVE), channel="garden", which=BOTH)
    assert "another check-in would still be open" in refused.text
    assert open_posts(stage, "garden") == 0


@pytest.mark.parametrize("name", ["mia", "mara"])
async def test_nobody_else_gets_as_far_as_the_form(stage: SimcordStage, note: Screen, name: str) -> None:
    refused = await press(stage, name, note.custom_id(MOVE))
    (answer,) = refused.answers
    assert answer["type"] == 4
    assert "This is for" in refused.text
    assert (await press(stage, "fay", note.custom_id(MOVE))).answers[0]["type"] == 9
