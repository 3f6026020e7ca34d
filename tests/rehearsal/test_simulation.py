"""The simulator and the stage on it, tried with a little bot: every kind of answer, every patch of simcord."""

import asyncio
from collections.abc import AsyncGenerator

import pytest

from bot.rehearsal.simulator import Request
from bot.rehearsal.simulator.pinned import PINNED, WrongSimulator, check_version
from tests.end_to_end.simcord_stage import SimcordStage
from tests.payloads import BrokenPayload, validate
from tests.rehearsal.little_bot import LittleBot
from tests.screen import NotOnScreen
from tests.stage import Unanswered


@pytest.fixture
async def stage() -> AsyncGenerator[SimcordStage]:
    async with SimcordStage(LittleBot, check=check) as stage:
        yield stage


def check(request: Request) -> None:
    validate(request.method, request.path, request.body)


def bot_of(stage: SimcordStage) -> LittleBot:
    assert isinstance(stage.simulation.bot, LittleBot)
    return stage.simulation.bot


async def test_a_command_is_answered_privately(stage: SimcordStage) -> None:
    screen = await stage.person("mia").slash("start")
    assert screen.kind == "message"
    assert screen.private
    assert "Hello in en-US" in screen.text
    assert screen.labels == ["Form", "Edit", "Slow", "More", "Pick", "Fail", "Silent"]
    assert stage.posts("group") == []


async def test_a_form_is_filled_by_what_is_on_the_screen(stage: SimcordStage) -> None:
    mia = stage.person("mia")
    form = await mia.press(await mia.slash("start"), "Form")
    assert form.kind == "form"
    assert form.fields() == ["mood", "days", "who", "note"]
    done = await mia.submit(form, mood="Good", days=["Low", "Middle"], who="noor", note="thanks")
    assert done.text == "mood=good days=['low', 'middle'] helped=1 note=thanks"


async def test_what_nobody_touched_is_sent_as_it_stood(stage: SimcordStage) -> None:
    mia = stage.person("mia")
    done = await mia.submit(await mia.press(await mia.slash("start"), "Form"), mood="Low")
    assert done.text == "mood=low days=[] helped=0 note=as it was"


async def test_a_required_field_cannot_be_left_out(stage: SimcordStage) -> None:
    mia = stage.person("mia")
    form = await mia.press(await mia.slash("start"), "Form")
    with pytest.raises(NotOnScreen):
        await mia.submit(form, note="no mood")
    with pytest.raises(NotOnScreen):
        await mia.submit(form, mood="Low", nothing="such a field")
    with pytest.raises(NotOnScreen):
        await mia.submit(form, mood="Splendid")


async def test_an_answer_can_replace_the_message(stage: SimcordStage) -> None:
    mia = stage.person("mia")
    first = await mia.slash("start")
    edited = await mia.press(first, "Edit")
    assert edited.message_id == first.message_id
    assert edited.text == "Edited\nEdit"
    with pytest.raises(NotOnScreen):
        await mia.press(first, "Form")


async def test_a_late_answer_comes_when_the_clock_has_moved(stage: SimcordStage) -> None:
    mia = stage.person("mia")
    waiting = await mia.press(await mia.slash("start"), "Slow")
    assert waiting.kind == "nothing"
    await stage.advance(minutes=1)
    texts = [shown.payload for shown in stage.world.messages(stage.world.channel("group"), viewer="mia")]
    assert "At last" in str(texts[-1])


async def test_further_messages_are_kept_apart(stage: SimcordStage) -> None:
    mia = stage.person("mia")
    first = await mia.press(await mia.slash("start"), "More")
    assert first.text == "First"
    assert [screen.text for screen in mia.more] == ["Second"]


async def test_after_a_silent_acknowledgement_the_follow_up_is_seen(stage: SimcordStage) -> None:
    mia = stage.person("mia")
    assert (await mia.press(await mia.slash("start"), "Silent")).text == "After silence"
    assert mia.more == []


async def test_options_are_chosen_by_label(stage: SimcordStage) -> None:
    mia = stage.person("mia")
    picking = await mia.press(await mia.slash("start"), "Pick")
    assert picking.choices() == {"Pick some": ["Low", "Middle", "Good"]}
    assert (await mia.choose(picking, "Low", "Good")).text == "Chose ['low', 'good']"
    with pytest.raises(NotOnScreen):
        await mia.choose(picking, "Splendid")


async def test_no_answer_at_all_is_told(stage: SimcordStage) -> None:
    mia = stage.person("mia")
    screen = await mia.slash("start")
    with pytest.raises(Unanswered):
        await mia.press(screen, "Fail")
    assert stage.simulation.errors == []


async def test_nobody_presses_what_another_was_shown(stage: SimcordStage) -> None:
    screen = await stage.person("mia").slash("start")
    with pytest.raises(NotOnScreen):
        await stage.person("noor").press(screen, "Form")


async def test_roles_channels_and_people_are_given_by_name(stage: SimcordStage) -> None:
    await stage.person("ada").slash("deep say", where="moderators", who="noor", role="facilitators", times=2)
    posts = stage.posts("moderators")
    assert [post.text for post in posts] == ["Noor Facilitators\nForm"] * 2
    assert [post.message_id for post in stage.pinned("moderators")] == [post.message_id for post in posts]
    with pytest.raises(NotOnScreen):
        await stage.person("mia").press(posts[0], "Form")
    assert (await stage.person("mara").press(posts[0], "Form")).kind == "form"
    with pytest.raises(NotOnScreen):
        await stage.person("ada").slash("deep say", where="group", who="noor", role="agreed", times=9)


async def test_completions_are_offered(stage: SimcordStage) -> None:
    assert await stage.person("ada").complete("zone", "name", "Eur") == ["Europe/Berlin", "Europe/Paris"]


async def test_the_message_menu_is_used_on_what_somebody_said(stage: SimcordStage) -> None:
    said = await stage.person("theo").say("something unkind")
    assert (await stage.person("mia").menu(said, "Look at it")).text == "Seen: something unkind\nForm"


async def test_buttons_and_forms_work_in_direct_messages(stage: SimcordStage) -> None:
    mara = stage.person("mara")
    assert (await mara.slash("send")).text == "Sent"
    [message] = stage.direct("mara")
    assert stage.direct("otto") == []
    form = await mara.press(message, "Form")
    assert (await mara.submit(form, mood="Low")).text.startswith("mood=low")
    assert (await mara.press(message, "Edit")).text.startswith("Edited")


async def test_direct_messages_can_be_closed(stage: SimcordStage) -> None:
    stage.world.close_direct("mara")
    assert (await stage.person("mara").slash("send")).text == "Closed"
    assert (await stage.person("otto").slash("send")).text == "Sent"


async def test_an_outage_of_discord_is_a_server_error(stage: SimcordStage) -> None:
    stage.world.fail("POST", "/channels/*/messages", status=503)
    assert (await stage.person("mara").slash("send")).text == "Discord is down"
    assert (await stage.person("mara").slash("send")).text == "Sent"


async def test_everybody_has_their_own_language(stage: SimcordStage) -> None:
    stage.world.set_locale("mia", "de")
    assert "Hello in de" in (await stage.person("mia").slash("start")).text
    assert "Hello in en-US" in (await stage.person("noor").slash("start")).text


async def test_two_people_act_at_the_same_moment(stage: SimcordStage) -> None:
    mia, noor = stage.person("mia"), stage.person("noor")
    screens = await asyncio.gather(mia.slash("start"), noor.slash("start"))
    forms = await asyncio.gather(mia.press(screens[0], "Form"), noor.press(screens[1], "Form"))
    done = await asyncio.gather(mia.submit(forms[0], mood="Low"), noor.submit(forms[1], mood="Good"))
    assert [screen.text[:9] for screen in done] == ["mood=low ", "mood=good"]


async def test_old_buttons_work_after_a_restart(stage: SimcordStage) -> None:
    mia = stage.person("mia")
    screen = await mia.slash("start")
    form = await mia.press(screen, "Form")
    former = bot_of(stage)
    await stage.restart()
    assert former.closed_well
    assert bot_of(stage) is not former
    assert (await mia.submit(form, mood="Good")).text.startswith("mood=good")
    assert (await mia.press(screen, "Pick")).kind == "message"


async def test_the_clock_moves_only_when_it_is_moved(stage: SimcordStage) -> None:
    before = stage.now()
    await stage.person("mia").slash("start")
    assert stage.now() == before
    assert bot_of(stage).ticks == 0
    await stage.advance(minutes=10)
    assert bot_of(stage).ticks == 20
    await stage.advance(hours=2, minutes=3)
    assert (stage.now() - before).total_seconds() == 2 * 3600 + 13 * 60
    assert bot_of(stage).ticks == 2 * 120 + 26


async def test_a_member_may_be_new(stage: SimcordStage) -> None:
    await stage.advance(days=3)
    zoe = stage.join("zoe", joined_days_ago=2)
    assert "Hello" in (await zoe.slash("start")).text
    joined = stage.simulation.world.person("zoe")
    member = stage.world.env.backend.get_member(stage.world.guild.id, joined.id)
    assert member.joined_at.startswith("2026-01-06")


async def test_role_counts_are_known(stage: SimcordStage) -> None:
    assert "Moderators 2" in (await stage.person("ada").slash("counts")).text


async def test_the_bot_is_kicked_and_invited_again(stage: SimcordStage) -> None:
    stage.world.kick_bot()
    await stage.settle()
    assert list(stage.simulation.bot.guilds) == []
    stage.world.invite_bot()
    await stage.settle()
    assert bot_of(stage).joined == [stage.world.guild.id]


async def test_an_outage_is_no_invitation(stage: SimcordStage) -> None:
    stage.world.kick_bot(outage=True)
    await stage.settle()
    assert bot_of(stage).joined == []
    assert len(stage.simulation.bot.guilds) == 1


async def test_channels_are_renamed_and_deleted_by_people(stage: SimcordStage) -> None:
    stage.world.rename_channel("group", "meeting-room")
    await stage.settle()
    assert {channel.name for channel in stage.simulation.bot.get_all_channels()} >= {"meeting-room"}
    stage.world.delete_channel("facilitators")
    await stage.settle()
    assert "facilitators" not in {channel.name for channel in stage.simulation.bot.get_all_channels()}


def test_another_simulator_is_refused_with_what_to_do() -> None:
    check_version(PINNED)
    with pytest.raises(WrongSimulator, match=f"pip install simcord=={PINNED}"):
        check_version("3.2.2")


async def test_what_escapes_from_the_bot_fails_the_test() -> None:
    with pytest.raises(BaseExceptionGroup) as caught:  # noqa: PT012 - leaving the stage is what raises
        async with SimcordStage(LittleBot) as stage:
            stage.world.lock_out_bot("group", denied={"send_messages": False})
            with pytest.raises(Unanswered):
                await stage.person("ada").slash("deep say", where="group", who="noor", role="agreed")
    assert "Missing Permissions" in str(caught.value.exceptions[0])


async def test_a_broken_payload_fails_the_action() -> None:
    async with SimcordStage(LittleBot, check=check) as stage:
        with pytest.raises(BrokenPayload, match="everybody sees"):
            await stage.person("mia").slash("aloud")


async def test_every_request_is_looked_at_once() -> None:
    seen: list[str] = []
    async with SimcordStage(LittleBot, check=lambda request: seen.append(request.path)) as stage:
        await stage.person("mia").slash("start")
        await stage.settle()
    assert sum(path.endswith("/commands") for path in seen) == 1
    assert sum(path.endswith("/callback") for path in seen) == 1
