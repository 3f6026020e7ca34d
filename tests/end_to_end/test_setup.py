"""An administrator sets the group up, mends what is wrong, and changes settings; moderators enrol."""

import pytest

from bot.services.settings_list import SETTINGS
from bot.ui.words import words_for
from tests.end_to_end.simcord_stage import SimcordStage
from tests.stories import enrol, ready, set_up


async def test_setting_up_reports_what_is_fine_and_posts_the_standing_post(stage: SimcordStage) -> None:
    report = await set_up(stage)

    assert report.private
    assert "Saved" in report.text
    assert "Only staff can see it" in report.text
    assert "Nobody takes concerns yet" in report.text
    standing = stage.posts("moderators")
    assert [post.labels for post in standing] == [["I take concerns"]]


async def test_two_moderators_enrol_and_the_check_says_so(stage: SimcordStage) -> None:
    report = await set_up(stage)
    await enrol(stage, "mara", "otto")
    again = await stage.person("ada").press(report, "Check again")
    assert "2 moderators take concerns" in again.text


async def test_enrolling_twice_is_harmless_and_stopping_takes_off_the_list(stage: SimcordStage) -> None:
    await ready(stage)
    standing = (stage.posts("moderators"))[0]
    mara = stage.person("mara")
    again = await mara.press(standing, "I take concerns")
    assert "already" in again.text
    asked = await mara.press(again, "Stop")
    assert "same to everyone" in asked.text
    kept = await mara.press(asked, "No, keep on")
    assert "already" in kept.text
    stopped = await mara.press(await mara.press(kept, "Stop"), "Yes, stop")
    assert "no longer take concerns" in stopped.text
    report = await set_up(stage)
    assert "Only one moderator takes concerns" in report.text


async def test_being_away_needs_a_day_in_the_future(stage: SimcordStage) -> None:
    await ready(stage)
    mara = stage.person("mara")
    mine = await mara.press((stage.posts("moderators"))[0], "I take concerns")
    for typed, said in (("2001-01-31", "not in the future"), ("soon", "year-month-day")):
        assert said in (await mara.submit(await mara.press(mine, "Away until …"), day=typed)).text
    away = await mara.submit(await mara.press(mine, "Away until …"), day="2031-01-31")
    assert "away until 2031-01-31" in away.text
    back = await mara.press(away, "I am back")
    assert "away until" not in back.text.lower().replace("away until …", "")


async def test_an_unknown_zone_is_refused_with_a_suggestion_and_nothing_is_saved(stage: SimcordStage) -> None:
    answer = await set_up(stage, timezone="Europe/Lundon")
    assert "Europe/London" in answer.text
    shown = await stage.person("ada").slash("setup show")
    assert "not set up yet" in shown.text


@pytest.mark.parametrize("typed", ["lond", "Europe/Lon", "LONDON"])
async def test_zones_are_offered_while_typing(stage: SimcordStage, typed: str) -> None:
    offered = await stage.person("ada").complete("setup start", "timezone", typed)
    assert "Europe/London" in offered
    assert "EST" not in offered


async def test_the_report_says_when_everyone_sees_the_moderators_channel(stage: SimcordStage) -> None:
    report = await set_up(stage, moderator_channel="group", group_channel="facilitators")
    assert "Everyone can see" in report.text
    assert "View Channel* off" in report.text


async def test_the_moderators_channel_cannot_be_the_group_channel(stage: SimcordStage) -> None:
    report = await set_up(stage, moderator_channel="group")
    assert "are the same" in report.text


async def test_running_it_again_edits_and_loses_nothing(stage: SimcordStage) -> None:
    await ready(stage, country="uk")
    await set_up(stage, timezone="America/New_York")
    shown = await stage.person("ada").slash("setup show")
    assert "America/New_York" in shown.text
    assert "GB" in shown.text
    report = await stage.person("ada").press(shown, "Check again")
    assert "2 moderators take concerns" in report.text


async def test_a_setting_is_changed_from_the_list_and_survives_a_restart(stage: SimcordStage) -> None:
    await ready(stage)
    ada = stage.person("ada")
    shown = await ada.slash("setup show")
    assert "5 to 50" in (await ada.submit(await ada.choose(shown, "Fewest answers"), value="4")).text
    changed = await ada.submit(await ada.choose(shown, "Fewest answers"), value="6")
    assert "Fewest answers**: 6" in changed.text
    await stage.restart()
    assert "Fewest answers**: 6" in (await ada.slash("setup show")).text


async def test_every_setting_is_listed_with_its_meaning(stage: SimcordStage) -> None:
    await ready(stage, lead="theo", country="GB", agreed_role="agreed", outside_contact="c" * 300)
    shown = await stage.person("ada").slash("setup show")
    (offered,) = shown.choices().values()
    assert len(offered) == len(SETTINGS)
    for setting in SETTINGS:
        words = words_for("en")
        assert f"**{words(f'setting-{setting.name}')}**" in shown.text
        assert f"-# {words(f'setting-{setting.name}-meaning')}" in shown.text


async def test_roles_and_channels_are_picked_in_the_form(stage: SimcordStage) -> None:
    await ready(stage)
    ada = stage.person("ada")
    form = await ada.choose(await ada.slash("setup show"), "Facilitators' channel")
    changed = await ada.submit(form, value="facilitators")
    assert changed.text.count("<#") == 3
    form = await ada.choose(changed, "Role for those who agreed")
    report = await ada.press(await ada.submit(form, value="agreed"), "Check again")
    assert "Everyone can see who has it" in report.text


async def test_a_new_lead_is_announced_for_a_week_once_anybody_takes_concerns(stage: SimcordStage) -> None:
    await ready(stage)
    ada = stage.person("ada")
    report = await set_up(stage, lead="theo")
    assert "Announced" in report.text
    told = stage.direct("mara")
    assert "changing who may read concerns" in told[-1].text
    assert "the safeguarding lead is Theo" in told[-1].text
    assert "<@&" not in told[-1].text
    await stage.advance(hours=7 * 24 + 1)
    shown = await ada.slash("setup show")
    assert "Announced" not in shown.text
    assert "Safeguarding lead**: <@" in shown.text


async def test_a_bot_cannot_be_the_lead_by_any_way(stage: SimcordStage) -> None:
    await set_up(stage)
    stage.world.add_bot("robot")
    ada = stage.person("ada")
    shown = await ada.slash("setup show")
    for form in (
        await ada.choose(shown, "Safeguarding lead"),
        await ada.press(await ada.slash("setup check"), "Choose a safeguarding lead"),
    ):
        assert "must be a person" in (await ada.submit(form, value="robot")).text
    assert "Safeguarding lead**: *none*" in (await stage.person("ada").slash("setup show")).text


async def test_a_change_without_a_lead_says_so_in_a_sentence(stage: SimcordStage) -> None:
    await ready(stage)
    assert "and there is no safeguarding lead. Until then" in (await set_up(stage, moderators="facilitators")).text
    assert "and there is no safeguarding lead. Until then" in stage.direct("mara")[-1].text


async def test_an_announced_change_can_be_called_off(stage: SimcordStage) -> None:
    await ready(stage)
    ada = stage.person("ada")
    await set_up(stage, lead="theo")
    called_off = await ada.press(await ada.slash("setup show"), "Call it off")
    assert "called off" in called_off.text
    assert "Harbour Recovery Group" in stage.direct("mara")[-1].text  # somebody may be in several groups
    await stage.advance(hours=8 * 24)
    assert "Safeguarding lead**: *none*" in (await ada.slash("setup show")).text


async def test_who_stopped_already_is_told_so_by_every_older_button(stage: SimcordStage) -> None:
    await ready(stage)
    mara = stage.person("mara")
    standing = stage.posts("moderators")[0]
    mine = [await mara.press(standing, "I take concerns") for _ in range(4)]
    asked = [await mara.press(one, "Stop") for one in mine[:3]]
    await mara.press(asked[0], "Yes, stop")
    for screen, label in ((asked[1], "No, keep on"), (asked[2], "Yes, stop"), (mine[3], "Stop")):
        assert "do not take concerns at the moment" in (await mara.press(screen, label)).text


async def test_the_night_is_changed_and_one_that_covers_every_delivery_is_refused(stage: SimcordStage) -> None:
    await ready(stage)
    ada = stage.person("ada")
    shown = await ada.slash("setup show")
    assert "Night**: 21-8" in shown.text
    assert "outside" in (await ada.submit(await ada.choose(shown, "Night"), value="8-21")).text
    changed = await ada.submit(await ada.choose(shown, "Night"), value="22-7")
    assert "Night**: 22-7" in changed.text
    changed = await ada.submit(await ada.choose(changed, "Weekends are free"), value="Yes")
    assert "Weekends are free**: Yes" in changed.text


async def test_an_announcement_says_how_many_are_told_and_that_there_is_a_week(stage: SimcordStage) -> None:
    await ready(stage, lead="theo")
    await enrol(stage, "mara", "otto")
    report = await set_up(stage, lead="noor")
    assert "The 3 people whom it concerns are told now" in report.text
    for name in ("theo", "mara", "otto"):
        assert "there is a week" in stage.direct(name)[-1].text
        assert "Call it off" in stage.direct(name)[-1].text
        assert "the safeguarding lead is Noor" in stage.direct(name)[-1].text  # an id has no name in a direct message
        assert "Harbour Recovery Group" in stage.direct(name)[-1].text
    assert stage.direct("noor") == []
    again = await set_up(stage, lead="noor")
    assert "told now" not in again.text
    assert len(stage.direct("theo")) == 1
