"""Clocks, cards and the moderators' channel on Discord: who is told, by what message, and what then disappears."""

import json

import pytest

from tests.end_to_end.concerns import cards, send, to_review
from tests.end_to_end.simcord_stage import SimcordStage
from tests.screen import Screen
from tests.stories import enrol, ready, set_up

REMINDER = "Something in your list waits for you"
GONE = "cards come by direct message to those who take concerns"


async def pass_days(stage: SimcordStage, days: float) -> None:
    """Let days pass slot by slot."""
    for _ in range(round(days * 8)):
        await stage.advance(hours=3)


def reminders(stage: SimcordStage, name: str) -> list[Screen]:
    return [screen for screen in stage.direct(name) if REMINDER in screen.text]


def body(screen: Screen) -> str:
    """What the message consists of, as Discord keeps it."""
    return json.dumps(screen.payload["components"], sort_keys=True)


async def test_a_missed_day_is_told_to_one_a_day_then_to_the_lead_in_the_same_bytes(stage: SimcordStage) -> None:
    await ready(stage, lead="lena")
    await send(stage.person("mia"))
    await pass_days(stage, 2.5)
    assert [reminders(stage, name) for name in ("mara", "otto", "lena")] == [[], [], []]
    seen: dict[str, str] = {}
    for _ in range(4):
        await pass_days(stage, 1)
        await stage.restart()
        for name in ("mara", "otto", "lena"):
            found = reminders(stage, name)
            assert len(found) <= 1
            for screen in found:
                seen[name] = body(screen)
        assert len(seen) <= 3
    assert set(seen) == {"mara", "otto", "lena"}
    assert len(set(seen.values())) == 1
    await pass_days(stage, 2.5)
    assert [reminders(stage, name) for name in ("mara", "otto", "lena")] == [[], [], []]  # gone after 48 hours


async def test_a_reminder_says_nothing_and_opens_ones_own_list(stage: SimcordStage) -> None:
    await ready(stage, lead="lena")
    await send(stage.person("mia"), "Otto")
    await pass_days(stage, 5.5)
    told = {name: reminders(stage, name) for name in ("mara", "otto", "lena")}
    assert told["otto"] == []
    (name, (reminder,)) = next((name, found) for name, found in told.items() if found)
    assert reminder.labels == ["Show my concerns"]
    assert reminder.custom_id("Show my concerns") == f"case:mine:{stage.world.guild.id}"
    mine = await stage.person(name).press(reminder, "Show my concerns")
    assert "Privacy broken" in " ".join(next(iter(mine.choices().values())))


async def test_somebody_named_who_becomes_a_moderator_afterwards_finds_no_card(stage: SimcordStage) -> None:
    await ready(stage)
    await send(stage.person("mia"), about="noor")
    await stage.advance(hours=4)
    assert len(cards(stage)) == 1
    stage.world.give_role("noor", "moderators")
    await enrol(stage, "noor")
    # Not by their own press: of several cards, the one that goes then would be the one about them.
    assert len(cards(stage)) == 1
    assert "no such concern" in (await stage.person("noor").press(cards(stage)[0], "Open")).text
    await stage.advance(hours=5)
    assert cards(stage) == []
    assert [len(cards(stage, direct_to=name)) for name in ("mara", "otto", "noor")] == [1, 1, 0]


async def test_the_role_alone_is_enough_for_the_card_to_go_at_the_next_slot(stage: SimcordStage) -> None:
    await ready(stage)
    await send(stage.person("mia"), about="noor")
    await stage.advance(hours=4)
    stage.world.give_role("noor", "moderators")
    await stage.advance(hours=5)
    assert cards(stage) == []
    assert len(cards(stage, direct_to="mara")) == 1


@pytest.mark.parametrize("how", ["deleted", "closed"])
async def test_a_channel_that_fails_is_told_once_and_nothing_is_lost(stage: SimcordStage, how: str) -> None:
    await ready(stage, lead="lena")
    await send(stage.person("mia"))
    if how == "deleted":
        stage.world.delete_channel("moderators")
    else:
        stage.world.lock_out_bot("moderators", denied={"view_channel": False})
    await pass_days(stage, 1.5)
    assert [sum(GONE in one.text for one in stage.direct(name)) for name in ("lena", "mara", "otto")] == [1, 0, 0]
    assert len(cards(stage, direct_to="mara")) == len(cards(stage, direct_to="otto")) == 1
    shown = await stage.person("ada").slash("setup show")
    report = await stage.person("ada").press(shown, "Check again")
    assert "to mend" in report.text


async def test_cards_follow_into_another_moderators_channel(stage: SimcordStage) -> None:
    await ready(stage)
    await send(stage.person("mia"))
    await stage.advance(hours=4)
    stage.world.create_channel("new room", seen_by="moderators")
    await stage.settle()
    await set_up(stage, moderator_channel="new room")
    await stage.advance(hours=5)
    assert cards(stage) == []
    assert [screen.labels for screen in stage.posts("new room")] == [["I take concerns"], ["Open"]]


async def test_the_case_of_a_moderator_who_left_is_free_and_the_lead_is_told(stage: SimcordStage) -> None:
    await ready(stage, lead="lena")
    await send(stage.person("mia"), "Otto")
    await stage.advance(hours=4)
    await stage.person("mara").press(
        await stage.person("mara").press(cards(stage, direct_to="mara")[0], "Open"), "Acknowledge"
    )
    assert cards(stage, direct_to="lena") == []
    stage.world.leave("mara")
    await stage.advance(hours=5)
    assert len(cards(stage, direct_to="lena")) == 1


async def test_who_takes_no_messages_finds_the_announcement_in_the_channel(stage: SimcordStage) -> None:
    await ready(stage)
    stage.world.close_direct("mara")
    await set_up(stage, lead="theo")
    assert "changing who may read concerns" in stage.posts("moderators")[-1].text
    assert "changing who may read concerns" in stage.direct("otto")[-1].text


async def test_an_announcement_that_discord_did_not_take_is_told_as_soon_as_it_does(stage: SimcordStage) -> None:
    await ready(stage)
    stage.world.fail("POST", "/users/@me/channels", status=500, times=None)
    stage.world.fail("POST", f"/channels/{stage.world.direct_channel('mara').id}/messages", status=500, times=None)
    stage.world.fail("POST", f"/channels/{stage.world.direct_channel('otto').id}/messages", status=500, times=None)
    await set_up(stage, lead="theo")
    stage.world.heal()
    assert stage.direct("otto") == []
    await stage.advance(minutes=10)
    for name in ("mara", "otto"):
        assert sum("changing who may read concerns" in one.text for one in stage.direct(name)) == 1


async def test_an_away_moderator_is_not_named_and_what_is_said_depends_on_nothing(stage: SimcordStage) -> None:
    await ready(stage)
    mara, standing = stage.person("mara"), stage.posts("moderators")[0]
    without = await mara.press(standing, "I take concerns")
    before = (await mara.press(without, "Stop")).text
    await send(stage.person("mia"))
    await stage.advance(hours=4)
    mine = await mara.press(standing, "I take concerns")
    assert (await mara.press(mine, "Stop")).text == before
    other = await mara.press(standing, "I take concerns")
    away = await mara.submit(await mara.press(other, "Away until …"), day="2031-01-31")
    assert "same to everyone" in away.text
    review = await to_review(stage.person("mia"))
    assert "nobody else:**\n- Otto\n" in review.text
