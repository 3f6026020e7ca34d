"""An administrator reads what is wrong in `/setup check`, and the bot mends what it can."""

from asyncio import gather

import discord
import pytest

from tests.attacks.forgery import press, submit
from tests.end_to_end.simcord_stage import SimcordStage
from tests.screen import Screen
from tests.stories import enrol, publish, ready, set_up


async def check(stage: SimcordStage) -> Screen:
    return await stage.person("ada").slash("setup check")


async def test_the_check_says_in_one_page_what_is_fine_and_how_staff_commands_are_hidden(stage: SimcordStage) -> None:
    await ready(stage)
    report = await check(stage)
    assert report.private
    for said in ("Only staff can see it", "2 moderators take concerns", "no safeguarding lead", "Integrations"):
        assert said in report.text
    assert "Choose a safeguarding lead" in report.labels


async def test_it_asks_for_an_agreement_until_there_is_one(stage: SimcordStage) -> None:
    await ready(stage)
    assert "Your group has no agreement yet" in (await check(stage)).text
    await publish(stage)
    report = await check(stage)
    assert "no agreement yet" not in report.text
    assert "The agreement is published" in report.text


async def test_it_needs_a_group_that_is_set_up(stage: SimcordStage) -> None:
    assert "not set up yet" in (await check(stage)).text


async def test_a_moderators_channel_that_is_gone_is_made_anew_for_moderators_alone(stage: SimcordStage) -> None:
    await ready(stage)
    ada = stage.person("ada")
    stage.world.delete_channel("moderators")
    await stage.settle()
    report = await check(stage)
    assert "The moderators' channel is gone" in report.text
    older = await ada.press(await check(stage), "Mend it: Moderators' channel")
    offer = await ada.press(report, "Mend it: Moderators' channel")
    assert "#moderators" in offer.text
    done = await ada.press(offer, "Make “moderators”")
    assert "is there and in use" in done.text
    assert "Only staff can see it" in done.text
    (made,) = _named(stage, "moderators")
    assert _see(made) == {"Moderators", "Administrators"}
    stage.world.adopt("moderators", made.id)
    assert [post.labels for post in stage.posts("moderators")] == [["I take concerns"]]
    await enrol(stage, "mara")
    assert "mended already" in (await ada.press(older, "Make “moderators”")).text
    assert len(_named(stage, "moderators")) == 1


async def test_two_administrators_who_press_at_once_make_one_channel(stage: SimcordStage) -> None:
    await ready(stage)
    stage.world.give_role("theo", "administrators")
    stage.world.delete_channel("moderators")
    await stage.settle()
    ada, theo = stage.person("ada"), stage.person("theo")
    offers = [await one.press(await one.slash("setup check"), "Mend it: Moderators' channel") for one in (ada, theo)]
    answers = await gather(ada.press(offers[0], "Make “moderators”"), theo.press(offers[1], "Make “moderators”"))
    assert sorted("mended already" in answer.text for answer in answers) == [False, True]
    assert len(_named(stage, "moderators")) == 1


async def test_a_facilitators_channel_that_everyone_sees_is_left_for_a_new_one_that_both_kinds_of_staff_see(
    stage: SimcordStage,
) -> None:
    stage.world.create_channel("plaza")
    await ready(stage, facilitator_channel="plaza")
    ada = stage.person("ada")
    offer = await ada.press(await check(stage), "Mend it: Facilitators' channel")
    done = await ada.press(offer, "Make “facilitators”")
    assert done.text.count("Only staff can see it") == 2
    made = _named(stage, "facilitators")[-1]
    assert _see(made) == {"Facilitators", "Moderators", "Administrators"}


async def test_a_setting_is_moved_to_another_channel(stage: SimcordStage) -> None:
    await ready(stage)
    ada = stage.person("ada")
    stage.world.create_channel("talk")
    stage.world.delete_channel("group")
    await stage.settle()
    ada.channel = "talk"
    report = await check(stage)
    assert "The group channel is gone" in report.text
    form = await ada.press(report, "Mend it: Group channel")
    done = await ada.submit(form, value="talk")
    assert "Saved" in done.text
    assert f"<#{stage.world.channel('talk').id}>" in done.text
    assert "gone" not in done.text


async def test_another_private_channel_is_chosen_instead_of_a_new_one(stage: SimcordStage) -> None:
    await ready(stage)
    ada = stage.person("ada")
    stage.world.create_channel("quiet", seen_by="moderators")
    stage.world.delete_channel("moderators")
    await stage.settle()
    offer = await ada.press(await check(stage), "Mend it: Moderators' channel")
    done = await ada.submit(await ada.press(offer, "Choose another"), value="quiet")
    assert "Only staff can see it" in done.text
    back = await ada.press(offer, "Back")
    assert "gone" not in back.text


async def test_a_facilitators_role_that_is_gone_is_made_and_it_is_said_how_to_give_it(stage: SimcordStage) -> None:
    await ready(stage)
    ada = stage.person("ada")
    stage.world.delete_role("facilitators")
    await stage.settle()
    offer = await ada.press(await check(stage), "Mend it: Facilitators' role")
    done = await ada.press(offer, "Make “Facilitators”")
    assert "Nobody has it yet: Server Settings → Members" in done.text
    assert "Facilitators: <@&" in done.text


async def test_a_new_moderators_role_waits_its_week_and_is_not_made_twice(stage: SimcordStage) -> None:
    await ready(stage)
    ada = stage.person("ada")
    stage.world.delete_role("moderators")
    await stage.settle()
    offer = await ada.press(await check(stage), "Mend it: Moderators' role")
    done = await ada.press(offer, "Make “Moderators”")
    assert "Announced:" in done.text
    assert "Nobody counts as a moderator until" in done.text
    assert "Mend it: Moderators' role" not in done.labels
    assert "changing who may read concerns" in stage.direct("mara")[-1].text
    await stage.advance(hours=7 * 24 + 1)
    later = await check(stage)
    assert "Announced" not in later.text
    assert "✅ Moderators: <@&" in later.text


async def test_the_channel_waits_for_the_role_that_is_to_see_it(stage: SimcordStage) -> None:
    await ready(stage)
    ada = stage.person("ada")
    stage.world.delete_role("moderators")
    stage.world.delete_channel("moderators")
    await stage.settle()
    offer = await ada.press(await check(stage), "Mend it: Moderators' channel")
    assert "Mend the role first" in (await ada.press(offer, "Make “moderators”")).text


@pytest.mark.parametrize(
    ("label", "lacks", "named"),
    [
        ("Moderators' channel", "manage_channels", "Manage Channels"),
        ("Facilitators' role", "manage_roles", "Manage Roles"),
    ],
)
async def test_where_the_bot_may_not_it_says_which_permission_it_lacks(
    stage: SimcordStage, label: str, lacks: str, named: str
) -> None:
    await ready(stage)
    ada = stage.person("ada")
    stage.world.delete_channel("moderators")
    stage.world.delete_role("facilitators")
    may = {"view_channel": True, "send_messages": True, "manage_channels": True, "manage_roles": True}
    stage.world.let_bot(**{**may, lacks: False})
    await stage.settle()
    offer = await ada.press(await check(stage), f"Mend it: {label}")
    assert f"I lack the permission *{named}*" in offer.text
    assert offer.labels == ["Try again", "Choose another", "Back"]
    stage.world.let_bot(**may)
    await stage.settle()
    assert any(one.startswith("Make") for one in (await ada.press(offer, "Try again")).labels)


async def test_a_lead_is_chosen_from_the_check(stage: SimcordStage) -> None:
    await set_up(stage)
    ada = stage.person("ada")
    form = await ada.press(await check(stage), "Choose a safeguarding lead")
    done = await ada.submit(form, value="theo")
    assert "Saved" in done.text
    assert "no safeguarding lead" not in done.text


async def test_what_a_button_of_ours_never_says_is_refused_kindly_and_makes_nothing(stage: SimcordStage) -> None:
    await ready(stage)
    made = [one.name for one in _bot_guild(stage).channels], len(_bot_guild(stage).roles)
    for action in ("mend", "make", "choose"):
        for key in ("", "lead:more", "timezone", "made-up") + (("lead", "agreement_post") if action == "make" else ()):
            assert "older message" in (await press(stage, "ada", f"setup:{action}:{key}")).text, (action, key)
    for key, value in (("timezone", "UTC"), ("agreement_post", "1"), ("lead", "nobody"), ("group_channel", "x")):
        assert "older message" in (await submit(stage, "ada", f"setup:mended:{key}:fresh", value=value)).text, key
    assert "cannot be left empty" in (await submit(stage, "ada", "setup:mended:group_channel:fresh", value="")).text
    assert "mended already" in (await press(stage, "ada", "setup:make:moderator_channel")).text
    assert made == ([one.name for one in _bot_guild(stage).channels], len(_bot_guild(stage).roles))


async def test_an_agreement_whose_post_was_deleted_is_found_at_start_and_posted_again(stage: SimcordStage) -> None:
    await ready(stage)
    await publish(stage)
    assert "agreement in force was deleted" not in (await check(stage)).text
    for post in stage.world.messages(stage.world.channel("group")):
        stage.world.delete_message(post)
    await stage.restart()
    await stage.advance(minutes=2)
    assert "agreement in force was deleted" in stage.posts("moderators")[-1].text
    ada = stage.person("ada")
    report = await check(stage)
    older = await check(stage)
    done = await ada.press(report, "Mend it: post the agreement again")
    assert "is posted again" in done.text
    assert any("I agree" in post.labels for post in stage.posts("group"))
    again = await ada.press(older, "Mend it: post the agreement again")
    assert "mended already" in again.text
    assert sum("I agree" in post.labels for post in stage.posts("group")) == 1


async def test_a_channel_that_is_gone_is_not_filled_into_the_form(stage: SimcordStage) -> None:
    await ready(stage)
    ada = stage.person("ada")
    shown = await ada.slash("setup show")
    gone = str(stage.world.channel("moderators").id)
    assert gone in str((await ada.choose(shown, "Moderators' channel")).payload)
    stage.world.delete_channel("moderators")
    await stage.settle()
    assert gone not in str((await ada.choose(shown, "Moderators' channel")).payload)


async def test_many_things_wrong_at_once_still_fit_one_page(stage: SimcordStage) -> None:
    """Every button is looked at: more than 40 parts would be refused."""
    await ready(stage, facilitator_channel="facilitators", agreed_role="agreed")
    await publish(stage)
    await set_up(stage, lead="theo")
    for name in ("moderators", "facilitators"):
        stage.world.delete_channel(name)
        stage.world.delete_role(name)
    stage.world.delete_role("agreed")
    stage.world.delete_channel("group")
    stage.world.create_channel("talk")
    await stage.settle()
    ada = stage.person("ada")
    ada.channel = "talk"
    report = await check(stage)
    assert sum(label.startswith("Mend it") for label in report.labels) == 5
    assert report.text.count("❗") == 6


def _bot_guild(stage: SimcordStage) -> discord.Guild:
    guild = stage.simulation.bot.get_guild(stage.world.guild.id)
    assert guild is not None
    return guild


def _named(stage: SimcordStage, name: str) -> list[discord.TextChannel]:
    """Channels of this name, the newest last."""
    return sorted((one for one in _bot_guild(stage).text_channels if one.name == name), key=lambda one: one.id)


def _see(channel: discord.TextChannel) -> set[str]:
    """Roles that see a channel, the bot's own left out."""
    seeing = (role for role in channel.guild.roles if channel.permissions_for(role).view_channel)
    return {role.name for role in seeing if not role.is_bot_managed()}
