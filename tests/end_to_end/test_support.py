"""Anyone finds help at once: the lines of the server's country, the directory, the people here, another country."""

import pytest

from tests.end_to_end.simcord_stage import SimcordStage
from tests.stage import Screen
from tests.stories import ready, set_up

DIRECTORY = "https://findahelpline.com"
EMERGENCY = "Call your local emergency number first"


def emergency_comes_first(screen: Screen) -> bool:
    return 0 < screen.text.index(EMERGENCY) < screen.text.index(DIRECTORY)


async def test_it_answers_before_the_group_is_set_up(stage: SimcordStage) -> None:
    shown = await stage.person("mia").slash("support")
    assert shown.private
    assert emergency_comes_first(shown)
    for number in ("988", "116 123", "13 11 14"):
        assert number in shown.text


async def test_the_servers_country_is_shown_at_once_and_nothing_has_to_be_chosen(stage: SimcordStage) -> None:
    await ready(stage, country="au")
    shown = await stage.person("mia").slash("support")
    assert "13 11 14" in shown.text
    assert "0477 13 11 14" in shown.text
    assert "116 123" not in shown.text
    assert emergency_comes_first(shown)


async def test_another_country_is_one_choice_away_in_the_same_message(stage: SimcordStage) -> None:
    await ready(stage, country="au")
    mia = stage.person("mia")
    shown = await mia.slash("support")
    for country, number in (("Ireland", "116 123"), ("United States", "988")):
        chosen = await mia.choose(shown, country)
        assert chosen.message_id == shown.message_id
        assert number in chosen.text
        assert emergency_comes_first(chosen)
    elsewhere = await mia.choose(shown, "Somewhere else")
    assert "no line on our list" in elsewhere.text
    assert DIRECTORY in elsewhere.text


async def test_a_country_without_a_line_gets_the_directory_and_no_guess(stage: SimcordStage) -> None:
    await ready(stage, country="fr")
    shown = await stage.person("mia").slash("support")
    assert emergency_comes_first(shown)
    assert "call **" not in shown.text


async def test_it_names_who_takes_concerns_and_the_outside_contact(stage: SimcordStage) -> None:
    await set_up(stage)
    mia = stage.person("mia")
    assert "Nobody here takes concerns" in (await mia.slash("support")).text
    await ready(stage)
    shown = await mia.slash("support")
    assert shown.text.count("<@") == 2
    assert "The Harbour Trust" in shown.text
    assert "on watch" in shown.text


async def test_whoever_lost_the_role_is_no_longer_named(stage: SimcordStage) -> None:
    await ready(stage)
    stage.world.take_role("otto", "moderators")
    await stage.settle()
    assert (await stage.person("mia").slash("support")).text.count("<@") == 1


async def test_help_lines_do_not_wait_for_discord_to_answer(stage: SimcordStage) -> None:
    await ready(stage, country="au")
    stage.world.fail("GET", "/guilds/*/members/*", status=503, times=None)
    shown = await stage.person("mia").slash("support")
    assert "13 11 14" in shown.text
    assert "The Harbour Trust" in shown.text
    assert "<@" not in shown.text


async def test_it_tells_how_to_use_the_bot_on_a_telephone_in_three_lines(stage: SimcordStage) -> None:
    await ready(stage)
    shown = await stage.person("mia").slash("support")
    _, _, told = shown.text.partition("on a telephone")
    assert told.count("\n- ") == 3


@pytest.mark.parametrize("name", ["mia", "mara", "fay", "ada"])
async def test_nobody_is_refused(stage: SimcordStage, name: str) -> None:
    await ready(stage)
    assert EMERGENCY in (await stage.person(name).slash("support")).text
