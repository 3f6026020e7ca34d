"""The bot watches its servers: what breaks is told once, a server that was left is erased, a new one is greeted."""

from datetime import timedelta

import pytest

from bot.app import CommonGround
from bot.core.identity import ServerId
from bot.rehearsal.cast import START
from bot.services.departures import LEFT
from bot.services.server_records import Server
from bot.services.servers import Servers
from bot.store.servers import ServerRepository
from tests.end_to_end.conftest import OpenStage
from tests.end_to_end.simcord_stage import SimcordStage
from tests.screen import Screen
from tests.stories import enrol, ready, set_up

SOON = 2
"""Minutes after which a change was looked at."""


def told(screens: list[Screen]) -> list[str]:
    return [screen.text for screen in screens if "not work any more" in screen.text]


async def kept(stage: SimcordStage) -> Server | None:
    """What the database has of the server."""
    bot = stage.simulation.bot
    assert isinstance(bot, CommonGround)
    assert bot.stores is not None
    servers = Servers(ServerRepository(bot.stores.database), bot.stores.keys, bytes)
    return await servers.find(ServerId(stage.world.guild.id))


async def is_kept(stage: SimcordStage) -> bool:
    """Whether the database has anything of the server."""
    return await kept(stage) is not None


async def is_leaving(stage: SimcordStage) -> bool:
    """Whether it is noted that the bot was taken out."""
    server = await kept(stage)
    return server is not None and LEFT in server.record.notes


async def test_what_breaks_is_told_to_the_staff_once_and_again_when_it_breaks_anew(stage: SimcordStage) -> None:
    await ready(stage)
    assert told(stage.posts("moderators")) == []
    stage.world.lock_out_bot("group", denied={"pin_messages": False, "send_messages": False})
    await stage.advance(minutes=SOON)
    (said,) = told(stage.posts("moderators"))
    assert "*Pin Messages*" in said
    assert "*Send Messages*" in said
    assert "/setup check" in said
    await stage.advance(days=3)
    await stage.restart()
    await stage.advance(minutes=SOON)
    assert len(told(stage.posts("moderators"))) == 1
    stage.world.lock_out_bot("group", denied={"send_messages": False})
    await stage.advance(minutes=SOON)
    stage.world.lock_out_bot("group", denied={"pin_messages": False, "send_messages": False})
    await stage.advance(minutes=SOON)
    assert ["Send Messages" in one for one in told(stage.posts("moderators"))] == [True, False]


async def test_many_changes_at_once_are_one_message_of_how_it_ended(stage: SimcordStage) -> None:
    await ready(stage, agreed_role="agreed")
    for denied in (True, False, None):
        stage.world.lock_out_bot("group", denied={} if denied is None else {"send_messages": denied})
    stage.world.delete_role("agreed")
    await stage.advance(minutes=SOON)
    (said,) = told(stage.posts("moderators"))
    assert "role for those who agreed is gone" in said
    assert "Send Messages" not in said


async def test_that_the_bot_lost_its_own_role_is_noticed(stage: SimcordStage) -> None:
    await ready(stage)
    stage.world.take_role_of_bot()
    await stage.advance(minutes=SOON)
    (said,) = told(stage.posts("moderators"))
    assert "*Pin Messages*" in said


async def test_what_broke_while_the_bot_was_off_is_told_at_its_start(stage: SimcordStage) -> None:
    await ready(stage)
    await stage.simulation.bot.close()
    stage.world.lock_out_bot("group", denied={"attach_files": False})
    await stage.restart()
    await stage.advance(minutes=SOON)
    assert "*Attach Files*" in told(stage.posts("moderators"))[0]


@pytest.mark.parametrize("running", [True, False])
async def test_that_the_moderators_channel_is_gone_is_told_once_by_whoever_finds_it_first(
    stage: SimcordStage, *, running: bool
) -> None:
    await ready(stage, lead="theo")
    if not running:
        await stage.simulation.bot.close()
    stage.world.delete_channel("moderators")
    if not running:
        await stage.restart()
    await stage.advance(minutes=SOON)
    await stage.advance(days=2)
    assert len(stage.direct("theo")) == 1
    assert stage.direct("mara") == []


async def test_without_a_lead_and_a_channel_those_who_take_concerns_are_told_in_words_without_ids(
    stage: SimcordStage,
) -> None:
    await ready(stage)
    stage.world.lock_out_bot("group", denied={"send_messages": False})
    stage.world.delete_channel("moderators")
    await stage.advance(minutes=SOON)
    for name in ("mara", "otto"):
        (said,) = told(stage.direct(name))
        assert "*Send Messages* in #group" in said
        assert "Harbour Recovery Group" in said  # somebody may be in several groups
    assert told(stage.direct("fay")) == []


async def test_a_moderators_channel_that_everyone_sees_is_not_where_it_is_said(stage: SimcordStage) -> None:
    stage.world.create_channel("plaza")
    await ready(stage, facilitator_channel="facilitators")
    ada = stage.person("ada")
    form = await ada.choose(await ada.slash("setup show"), "Moderators' channel")
    await ada.submit(form, value="plaza")
    await stage.restart()
    await stage.advance(minutes=SOON)
    assert told(stage.posts("plaza")) == []
    assert "Everyone can see" in told(stage.posts("facilitators"))[0]


async def test_an_outage_is_no_reason_to_tell_or_to_erase(stage: SimcordStage) -> None:
    await ready(stage)
    stage.world.kick_bot(outage=True)
    await stage.advance(hours=2)
    assert await is_kept(stage)
    assert not await is_leaving(stage)
    stage.world.invite_bot()
    await stage.advance(minutes=SOON)
    assert told(stage.posts("moderators")) == []


def gone_for_good(stage: SimcordStage) -> None:
    stage.world.kick_bot()
    stage.world.fail("GET", f"/guilds/{stage.world.guild.id}", status=403, code=50001, times=None)


async def test_a_server_that_was_left_is_erased_after_30_days(stage: SimcordStage) -> None:
    await ready(stage)
    gone_for_good(stage)
    await stage.settle()
    assert await is_leaving(stage)
    await stage.advance(days=31)
    assert not await is_kept(stage)


async def test_whoever_comes_back_finds_everything_and_is_not_greeted_anew(stage: SimcordStage) -> None:
    await ready(stage)
    gone_for_good(stage)
    await stage.advance(days=2)
    assert await is_leaving(stage)
    stage.world.heal()
    stage.world.invite_bot()
    await stage.settle()
    assert not await is_leaving(stage)
    assert "2 moderators take concerns" in (await stage.person("ada").slash("setup check")).text
    assert not any("Begin" in post.labels for post in stage.posts("group"))


async def test_what_was_left_only_in_the_eyes_of_the_gateway_is_kept(stage: SimcordStage) -> None:
    """Discord itself still answers for the server when it is asked: then nothing is erased."""
    await ready(stage)
    stage.world.kick_bot()
    await stage.settle()
    await stage.advance(days=40)
    assert await is_kept(stage)


@pytest.mark.parametrize("system", ["plaza", None])
async def test_a_new_server_is_told_once_what_to_type(stage: SimcordStage, system: str | None) -> None:
    stage.world.create_channel("plaza")
    stage.world.set_system_channel(system)
    for _ in range(2):
        stage.world.kick_bot()
        stage.world.invite_bot()
        await stage.settle()
    (post,) = stage.posts(system or "group")
    assert "/setup start" in post.text
    assert post.labels == ["Begin"]
    assert "You need to do nothing" in (await stage.person("mia").press(post, "Begin")).text
    ada = stage.person("ada")
    steps = await ada.press(post, "Begin")
    assert steps.private
    assert "type **/setup start** and choose them" in steps.text
    await ready(stage)
    assert "set up already" in (await ada.press(post, "Begin")).text


async def test_the_first_channel_in_which_it_may_write_is_taken(stage: SimcordStage) -> None:
    stage.world.set_system_channel("group")
    stage.world.lock_out_bot("group", denied={"send_messages": False})
    stage.world.lock_out_bot("moderators", denied={"read_message_history": False, "view_channel": True})
    stage.world.kick_bot()
    stage.world.invite_bot()
    await stage.settle()
    assert stage.posts("group") == []
    assert [post.labels for post in stage.posts("moderators")] == [["Begin"]]


async def test_an_invitation_while_the_bot_was_off_is_made_up_for(open_stage: OpenStage) -> None:
    stage = await open_stage()
    backend = stage.world.env.backend
    backend.get_member(stage.world.guild.id, backend.bot_user.id).joined_at = (START - timedelta(hours=2)).isoformat()
    for _ in range(2):
        await stage.restart()
        await stage.settle()
    assert [post.labels for post in stage.posts("group")] == [["Begin"]]
    await stage.advance(days=2)


async def test_everything_is_erased_a_week_after_it_was_asked_for_and_those_it_concerns_are_told(
    stage: SimcordStage,
) -> None:
    await ready(stage, lead="theo")
    ada = stage.person("ada")
    form = await ada.slash("setup erase")
    assert form.kind == "form"
    assert "in 7 days" in form.text
    assert "not the name of this server" in (await ada.submit(form, name="my group")).text
    answer = await ada.submit(await ada.slash("setup erase"), name="harbour recovery group")
    assert "Announced" in answer.text
    assert "The 3 people whom it concerns are told now" in answer.text
    for name in ("theo", "mara", "otto"):
        assert "Harbour Recovery Group" in stage.direct(name)[-1].text
        assert "every concern included" in stage.direct(name)[-1].text
    assert "already" in (await ada.slash("setup erase")).text
    for command in ("setup show", "setup check"):
        assert "Keep everything" in (await ada.slash(command)).labels
    await stage.restart()
    await stage.advance(days=6.9)
    assert await is_kept(stage)
    await stage.advance(days=0.2)
    assert not await is_kept(stage)
    assert "not set up yet" in (await ada.slash("setup show")).text


async def test_who_cannot_be_told_at_once_is_told_soon(stage: SimcordStage) -> None:
    await ready(stage)
    ada = stage.person("ada")
    form = await ada.slash("setup erase")
    stage.world.fail("POST", "/users/@me/channels", status=503, times=None)
    assert "Announced" in (await ada.submit(form, name="Harbour Recovery Group")).text
    assert stage.direct("mara") == stage.direct("otto") == []
    stage.world.heal()
    await stage.advance(minutes=5)
    assert [len(stage.direct(name)) for name in ("mara", "otto")] == [1, 1]
    stage.world.give_role("theo", "moderators")
    late = await stage.person("theo").press(stage.posts("moderators")[0], "I take concerns")
    assert "everything that this bot keeps of this group is erased" in late.text


async def test_any_administrator_keeps_everything_after_all(stage: SimcordStage) -> None:
    await ready(stage)
    stage.world.give_role("theo", "administrators")
    ada, theo = stage.person("ada"), stage.person("theo")
    answer = await ada.submit(await ada.slash("setup erase"), name="Harbour Recovery Group")
    kept = await theo.press(await theo.slash("setup check"), "Keep everything")
    assert "Everything is kept" in kept.text
    assert "was called off" in stage.direct("mara")[-1].text
    assert "nothing to call off" in (await ada.press(answer, "Keep everything")).text
    await stage.advance(days=8)
    assert await is_kept(stage)
    log = await stage.person("mara").slash("moderate log")
    assert "called off the erasure of everything" in log.text


async def test_where_nobody_ever_took_concerns_it_is_done_after_one_more_question(stage: SimcordStage) -> None:
    await set_up(stage)
    ada = stage.person("ada")
    asked = await ada.submit(await ada.slash("setup erase"), name="Harbour Recovery Group")
    assert "This is the last question" in asked.text
    kept = await ada.press(asked, "No, keep it")
    assert "Settings" in kept.text
    assert "Nothing was erased." in kept.text
    asked = await ada.submit(await ada.slash("setup erase"), name="Harbour Recovery Group")
    done = await ada.press(asked, "Yes, erase everything now")
    assert "is erased" in done.text
    assert not await is_kept(stage)
    await ready(stage)
    assert await is_kept(stage)


async def test_who_takes_concerns_in_between_makes_it_wait(stage: SimcordStage) -> None:
    await set_up(stage)
    ada = stage.person("ada")
    asked = await ada.submit(await ada.slash("setup erase"), name="Harbour Recovery Group")
    await enrol(stage, "mara")
    assert "older message" in (await ada.press(asked, "Yes, erase everything now")).text
    assert await is_kept(stage)
