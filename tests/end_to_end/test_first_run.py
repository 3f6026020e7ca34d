"""Somebody who has never done it sets a group up by one form; what is missing is made."""

import discord
import pytest

from tests.attacks.forgery import submit
from tests.end_to_end.simcord_stage import SimcordStage
from tests.screen import Screen

ANSWERS = {"group_channel": "group", "timezone": "europe/london", "outside_contact": "The Harbour Trust"}


async def begun(stage: SimcordStage) -> Screen:
    """What an administrator sees who presses *Begin* in a new server."""
    stage.world.kick_bot()
    stage.world.invite_bot()
    await stage.settle()
    return await stage.person("ada").press(stage.posts("group")[0], "Begin")


def guild_of(stage: SimcordStage) -> discord.Guild:
    guild = stage.simulation.bot.get_guild(stage.world.guild.id)
    assert guild is not None
    return guild


def named(stage: SimcordStage, name: str) -> int:
    guild = guild_of(stage)
    return sum(one.name == name for one in (*guild.text_channels, *guild.roles))


async def test_one_form_makes_the_roles_and_the_private_channel_and_all_is_in_place(stage: SimcordStage) -> None:
    ada = stage.person("ada")
    form = await ada.press(await begun(stage), "Set it up for me")
    assert form.kind == "form"
    report = await ada.submit(form, **ANSWERS)
    assert "Saved" in report.text
    assert report.text.count("Nobody has it yet") == 2
    assert "Only staff can see it" in report.text
    assert report.text.count("❗") == 1
    assert "Nobody takes concerns yet" in report.text
    guild = guild_of(stage)
    room = max((one for one in guild.text_channels if one.name == "moderators"), key=lambda one: one.id)
    moderators = max((one for one in guild.roles if one.name == "Moderators"), key=lambda one: one.id)
    assert room.permissions_for(moderators).send_messages
    assert not room.permissions_for(guild.default_role).view_channel
    stage.world.adopt("moderators", room.id)
    assert [post.labels for post in stage.posts("moderators")] == [["I take concerns"]]
    again = await submit(stage, "ada", "setup:guided::fresh", **ANSWERS)
    assert "set up already" in again.text
    assert named(stage, "Moderators") == 2


@pytest.mark.parametrize("command", ["setup check", "setup show"])
async def test_who_missed_the_first_words_gets_to_the_same_form(stage: SimcordStage, command: str) -> None:
    ada = stage.person("ada")
    steps = await ada.slash(command)
    assert "not set up yet" in steps.text
    assert (await ada.press(steps, "Set it up for me")).kind == "form"


async def test_roles_that_are_there_are_taken(stage: SimcordStage) -> None:
    ada = stage.person("ada")
    form = await ada.press(await begun(stage), "Set it up for me")
    report = await ada.submit(form, **ANSWERS, moderators="moderators", facilitators="moderators")
    assert "Nobody has it yet" not in report.text
    assert named(stage, "Moderators") == 1
    assert named(stage, "moderators") == 2


async def test_a_slip_makes_nothing_and_what_was_typed_is_given_back(stage: SimcordStage) -> None:
    ada = stage.person("ada")
    form = await ada.press(await begun(stage), "Set it up for me")
    answer = await ada.submit(form, **{**ANSWERS, "timezone": "Europe/Lundon"})
    assert "Europe/London" in answer.text
    assert "The Harbour Trust" in [screen.text for screen in ada.more]
    forged = await submit(stage, "ada", "setup:guided::fresh", group_channel="x", timezone="UTC", outside_contact="y")
    assert "older message" in forged.text
    assert forged.elsewhere == []
    assert (named(stage, "Moderators"), named(stage, "moderators")) == (1, 1)


@pytest.mark.parametrize(("lacks", "said"), [("manage_channels", "Manage Channels"), ("manage_roles", "Manage Roles")])
async def test_without_the_permission_nothing_is_made_and_it_is_named(
    stage: SimcordStage, lacks: str, said: str
) -> None:
    ada = stage.person("ada")
    form = await ada.press(await begun(stage), "Set it up for me")
    may = {"view_channel": True, "send_messages": True, "manage_channels": True, "manage_roles": True}
    stage.world.let_bot(**{**may, lacks: False})
    await stage.settle()
    assert f"I lack the permission *{said}*" in (await ada.submit(form, **ANSWERS)).text
    assert (named(stage, "Moderators"), named(stage, "moderators")) == (1, 1)
