"""A check-in as people live it: opened by a facilitator, answered, changed, passed; then the group sees the result."""

from collections.abc import Sequence

import pytest

from bot.rehearsal.simulator import Shown
from tests.end_to_end.simcord_stage import SimcordStage
from tests.stage import Screen, Stage
from tests.stories import ready

EIGHT = ("mia", "noor", "theo", "ines", "jonas", "kofi", "lena", "marek")
PASSED = "Prefer not to say"
STANDING = "Raised a concern? Look for an answer with /concern"


@pytest.fixture
async def group(stage: SimcordStage) -> SimcordStage:
    await ready(stage)
    return stage


async def start(stage: Stage, **options: str | int) -> Screen:
    return await stage.person("fay").slash("facilitate checkin start", **options)


def last_post(stage: Stage) -> Screen:
    return stage.posts("group")[-1]


async def answer(stage: Stage, name: str, safe: str = "Mostly safe", energy: str = "Good") -> Screen:
    """One click, two choices and *Submit*; the confirmation is returned."""
    form = await stage.person(name).press(open_post(stage), "Check in privately")
    return await stage.person(name).submit(form, question1=safe, question2=energy)


def open_post(stage: Stage) -> Screen:
    return next(post for post in reversed(stage.posts("group")) if "Check in privately" in post.labels)


async def everyone_answers(stage: Stage, safe: Sequence[str], energy: str = "Good") -> None:
    for name, chosen in zip(EIGHT, safe, strict=False):
        assert "Your answers are in" in (await answer(stage, name, chosen, energy)).text


async def test_from_start_to_result(group: SimcordStage) -> None:
    started = await start(group)
    assert started.private
    assert "Weekly pulse" in started.text
    assert "Go to the post" in started.links
    post = last_post(group)
    assert post.labels == ["Check in privately", "Find help"]
    assert STANDING in post.text
    assert "Struggling right now? /support" in post.text

    safe = ["Not safe", "A little", "Mixed", *["Very safe"] * 5]
    await everyone_answers(group, safe)
    assert last_post(group).text == post.text, "nothing in the channel tells that somebody answered"

    await group.advance(hours=47.9)
    assert "Check in privately" in last_post(group).labels
    await group.advance(hours=0.2)
    closed, result = group.posts("group")[-2:]
    assert closed.message_id == post.message_id
    assert "closed" in closed.text
    assert "Check in privately" not in closed.labels
    assert "This week, how safe did it feel to be honest here?** · 5 to 9 answers" in result.text
    assert "**few** answered *Not safe* or *A little*" in result.text
    assert "**about half or more** answered *Mostly safe* or *Very safe*" in result.text
    assert "**most** answered *Good* or *Strong*" in result.text
    assert "few = two people or fewer; from 30 answers on, at most one in ten" in result.text
    assert STANDING in result.text
    assert "8" not in result.text
    assert "Mixed" not in result.text


async def test_the_form_offers_every_answer_and_a_pass(group: SimcordStage) -> None:
    await start(group)
    form = await group.person("mia").press(last_post(group), "Check in privately")
    assert form.kind == "form"
    assert form.fields() == ["question1", "question2"]
    assert form.options("question2") == ["Running on empty", "Low", "Getting by", "Good", "Strong", PASSED]
    assert "Every question can be passed" in form.text
    assert "person who hosts this bot could see it" in last_post(group).text


async def test_the_confirmation_is_the_same_for_every_answer_and_shows_help(group: SimcordStage) -> None:
    await start(group)
    worst = await answer(group, "mia", "Not safe", "Running on empty")
    best = await answer(group, "noor", "Very safe", "Strong")
    assert worst.text == best.text
    assert worst.private
    assert worst.labels == ["Change my answers", "Find help"]
    assert "emergency number" in worst.text
    assert "findahelpline.com" in worst.text


async def test_answers_are_changed_with_the_confirmation_and_only_the_latest_count(group: SimcordStage) -> None:
    await start(group)
    await everyone_answers(group, ["Not safe"] * 4)
    confirmation = await answer(group, "jonas", "Not safe")
    for _ in range(3):
        form = await group.person("jonas").press(confirmation, "Change my answers")
        confirmation = await group.person("jonas").submit(form, question1="Very safe", question2=PASSED)
        assert "Your answers are changed" in confirmation.text
    await group.advance(hours=48)
    result = last_post(group).text
    assert "· 5 to 9 answers\n- **most** answered *Not safe* or *A little*" in result
    assert "How is your energy?**\nToo few answers to show." in result


async def test_a_second_try_is_refused_kindly(group: SimcordStage) -> None:
    await start(group)
    mia = group.person("mia")
    form = await mia.press(last_post(group), "Check in privately")
    other = await mia.press(last_post(group), "Check in privately")
    assert "Your answers are in" in (await mia.submit(form, question1="Mixed", question2="Low")).text
    assert "answered this check-in already" in (await mia.submit(other, question1="Mixed", question2="Low")).text
    assert "answered this check-in already" in (await mia.press(last_post(group), "Check in privately")).text
    for name in EIGHT[1:4]:
        await answer(group, name)
    await group.advance(hours=48)
    assert "too few answers" in last_post(group).text


async def test_too_few_answers_are_destroyed_with_a_kind_sentence(group: SimcordStage) -> None:
    await start(group)
    await everyone_answers(group, ["Not safe"] * 4)
    await group.advance(hours=49)
    result = last_post(group)
    assert "too few answers to show" in result.text
    assert "nobody has seen them" in result.text
    assert "Not safe" not in result.text
    assert STANDING in result.text
    assert result.labels == ["Find help"]


async def test_newcomers_and_staff_are_told_kindly_why_they_are_not_counted(group: SimcordStage) -> None:
    await start(group)
    group.join("rosa", joined_days_ago=5)
    rosa = group.person("rosa")
    assert "at least 7 days ago" in (await rosa.press(last_post(group), "Check in privately")).text
    assert "at least 7 days ago" in (await rosa.slash("checkin")).text
    for name in ("mara", "fay"):
        assert "ask members" in (await group.person(name).press(last_post(group), "Check in privately")).text


async def test_staff_are_counted_where_the_server_says_so(group: SimcordStage) -> None:
    shown = await group.person("ada").slash("setup show")
    form = await group.person("ada").choose(shown, "Staff answer check-ins")
    await group.person("ada").submit(form, value="Yes")
    await start(group)
    assert "Your answers are in" in (await answer(group, "mara")).text


async def test_checkin_lists_what_is_open_to_me(group: SimcordStage) -> None:
    mia = group.person("mia")
    group.world.create_channel("lounge")
    assert "No check-in is open" in (await mia.slash("checkin")).text
    await start(group)
    await start(group, template="Boundaries", channel="lounge", hours=24)
    await start(group, template="Feeling heard", channel="facilitators")
    listed = await mia.slash("checkin")
    assert listed.private
    assert listed.labels == ["Check in: Boundaries", "Check in: Weekly pulse"]
    form = await mia.press(listed, "Check in: Boundaries")
    await mia.submit(form, question1="Mostly", question2="No")
    again = await mia.slash("checkin")
    assert again.labels == ["Check in: Weekly pulse"]
    assert "you have answered" in again.text
    await group.advance(hours=48)
    assert "No check-in is open" in (await mia.slash("checkin")).text


async def test_templates_are_offered_by_title_shortest_first(group: SimcordStage) -> None:
    fay = group.person("fay")
    offered = await fay.complete("facilitate checkin start", "template", "")
    assert offered[0] == "Weekly pulse"
    assert set(offered[4:]) == {"Trust and safety", "How the group is run"}
    assert await fay.complete("facilitate checkin start", "template", "heard") == ["Feeling heard"]


async def test_ending_answers_the_same_whatever_the_count_and_closes_at_the_next_full_day(group: SimcordStage) -> None:
    await start(group, hours=72)
    await group.advance(hours=30)
    empty = await group.person("fay").slash("facilitate checkin end")
    await everyone_answers(group, ["Mixed"] * 6)
    filled = await group.person("fay").slash("facilitate checkin end")
    assert empty.text == filled.text
    await group.advance(hours=17.9)
    assert "Check in privately" in last_post(group).labels
    await group.advance(hours=0.2)
    assert "what the group answered" in last_post(group).text


async def test_what_cannot_be_started_is_refused_with_the_reason(group: SimcordStage) -> None:
    assert "This is for facilitators" in (await group.person("mia").slash("facilitate checkin start")).text
    assert "facilitators" in (await group.person("mara").slash("facilitate checkin end")).text
    assert "No check-in is open" in (await group.person("fay").slash("facilitate checkin end")).text
    assert "do not know this check-in" in (await start(group, template="nonsense")).text
    await start(group, hours=24)
    assert "One at a time" in (await start(group)).text
    await group.advance(hours=25)
    await start(group, hours=24)
    await group.advance(hours=25)
    assert "two check-ins in the last seven days" in (await start(group)).text
    await group.advance(days=6)
    assert "is posted in" in (await start(group)).text


async def test_before_set_up_it_is_said_how_to_set_up(stage: SimcordStage) -> None:
    assert "/setup start" in (await start(stage)).text
    assert "/setup start" in (await stage.person("mia").slash("checkin")).text


async def test_a_closed_round_takes_no_late_form_and_no_late_press(group: SimcordStage) -> None:
    await start(group)
    form = await group.person("mia").press(last_post(group), "Check in privately")
    confirmation = await answer(group, "noor")
    listed = await group.person("theo").slash("checkin")
    await group.advance(hours=48)
    assert "closed" in (await group.person("mia").submit(form, question1="Mixed", question2="Low")).text
    assert "closed" in (await group.person("noor").press(confirmation, "Change my answers")).text
    assert "closed" in (await group.person("theo").press(listed, "Check in: Weekly pulse")).text


async def test_a_restart_changes_nothing_even_while_a_form_is_open(group: SimcordStage) -> None:
    await start(group)
    await everyone_answers(group, ["Very safe"] * 3)
    confirmation = await answer(group, "ines", "Not safe")
    form = await group.person("jonas").press(last_post(group), "Check in privately")
    await group.restart()
    assert (
        "Your answers are in"
        in (await group.person("jonas").submit(form, question1="Very safe", question2=PASSED)).text
    )
    assert (
        "answered this check-in already"
        in (await group.person("mia").press(open_post(group), "Check in privately")).text
    )
    change = await group.person("ines").press(confirmation, "Change my answers")
    await group.person("ines").submit(change, question1="Very safe", question2="Good")
    await group.restart()
    await group.advance(hours=48)
    closed, result = group.posts("group")[-2:]
    assert "closed" in closed.text
    assert "**most** answered *Mostly safe* or *Very safe*" in result.text
    assert "**few** answered *Not safe* or *A little*" in result.text


async def test_a_round_that_closed_while_the_bot_was_away_is_closed_once(group: SimcordStage) -> None:
    await start(group)
    await everyone_answers(group, ["Mixed"] * 5)
    await group.advance(hours=48)
    await group.restart()
    await group.advance(hours=1)
    assert len([post for post in group.posts("group") if "what the group answered" in post.text]) == 1


async def test_find_help_opens_the_help_lines_from_every_message(group: SimcordStage) -> None:
    await start(group)
    confirmation = await answer(group, "mia")
    for screen in (open_post(group), confirmation):
        assert "findahelpline.com" in (await group.person("mia").press(screen, "Find help")).text
    await group.advance(hours=48)
    for screen in group.posts("group")[-2:]:
        assert "findahelpline.com" in (await group.person("mia").press(screen, "Find help")).text


async def test_a_channel_closed_to_the_bot_is_refused_and_nothing_is_left(group: SimcordStage) -> None:
    group.world.create_channel("lounge")
    group.world.lock_out_bot("lounge", denied={"send_messages": False})
    assert "nothing was started" in (await start(group, channel="lounge")).text
    assert "No check-in is open" in (await group.person("mia").slash("checkin")).text
    await group.advance(hours=60)
    assert group.posts("lounge") == []


async def test_while_discord_is_down_the_post_waits_and_is_made_once(group: SimcordStage) -> None:
    before = len(group.posts("group"))
    group.world.fail("POST", "/channels/*/messages", status=503, times=None)
    assert "as soon as Discord does" in (await start(group)).text
    group.world.heal()
    await group.advance(minutes=10)
    assert len(group.posts("group")) == before + 1
    await everyone_answers(group, ["Mixed"] * 5)
    await group.advance(hours=48)
    assert "closed" in group.posts("group")[-2].text


async def test_a_result_that_cannot_be_posted_is_kept_and_the_staff_are_told_once(group: SimcordStage) -> None:
    told = len(group.posts("moderators"))
    group.world.create_channel("lounge")
    await start(group, channel="lounge")
    group.world.lock_out_bot("lounge", denied={"send_messages": False})
    await group.advance(hours=50)
    assert len(group.posts("lounge")) == 1
    assert [("cannot post it" in post.text) for post in group.posts("moderators")[told:]] == [True]
    group.world.lock_out_bot("lounge", denied={})
    await group.advance(hours=2)
    assert "too few answers" in group.posts("lounge")[-1].text
    assert len(group.posts("moderators")) == told + 1


async def test_a_deleted_channel_is_told_once_and_given_up_after_a_week(group: SimcordStage) -> None:
    told = len(group.posts("moderators"))
    group.world.create_channel("lounge")
    await start(group, channel="lounge")
    group.world.delete_channel("lounge")
    await group.advance(days=10)
    assert len(group.posts("moderators")) == told + 1
    assert "is posted in" in (await start(group)).text


async def test_a_deleted_post_does_not_keep_the_result_back(group: SimcordStage) -> None:
    await start(group)
    await everyone_answers(group, ["Mixed"] * 5)
    post = open_post(group).handle
    assert isinstance(post, Shown)
    group.world.delete_message(post)
    listed = await group.person("kofi").slash("checkin")
    assert listed.labels == ["Check in: Weekly pulse"]
    await group.advance(hours=48)
    assert "what the group answered" in last_post(group).text
