"""A member raises a concern, those who may read it act, the member hears back; restarts change nothing."""

import pytest

from tests.end_to_end.concerns import CODE, STORY, TOLD, cards, code_in, look, send, to_form, to_review
from tests.end_to_end.simcord_stage import SimcordStage
from tests.stage import Actor, Screen
from tests.stories import enrol, ready, set_up

OPENER = "We are sorry that this happened here."


async def test_help_lines_come_first_then_the_promise_in_six_lines(stage: SimcordStage) -> None:
    await ready(stage)
    panel = await stage.person("mia").slash("concern")
    assert panel.private
    assert panel.text.index("988") < panel.text.index("Moderators do not learn who you are")
    promise = [line for line in panel.text.splitlines() if line.startswith("- ")][-6:]
    assert "the bot does not keep it" in promise[0]
    assert "only way back" in promise[-1]
    assert panel.labels == ["Share a concern", "Share with my name", "I have a code"]


async def test_from_raising_to_the_answer(stage: SimcordStage) -> None:
    await ready(stage)
    mia, mara = stage.person("mia"), stage.person("mara")
    review = await to_review(mia)
    assert "nobody else:**\n- Mara\n- Otto\n" in review.text
    code = code_in(mia.more)
    assert len(mia.more) == 1
    await mia.press(review, "Send")
    assert code_in(mia.more) == code
    assert "On its way" in (await look(mia, code)).text

    await stage.advance(hours=14 - 10)
    case = await mara.press(cards(stage)[0], "Open")
    assert case.private
    assert STORY in case.text
    assert "Mia" not in case.text
    taken = await mara.press(case, "Acknowledge")
    assert cards(stage) == []
    assert "Acknowledged" in (await look(mia, code)).text
    form = await mara.press(taken, "Reply")
    await mara.submit(form, opener=OPENER, words="We will speak on Friday.")

    way = await look(mia, code)
    assert f"> {OPENER}" in way.text
    assert "> We will speak on Friday." in way.text
    assert "Mara" not in way.text.split("### What was said")[1]
    written = await mia.submit(await mia.press(way, "Reply"), words="Thank you")
    assert "on its way" in written.text
    again = await mara.press(await _listed(mara), "Reply")
    assert again.kind == "form"
    assert "Thank you" not in await _everything(mara)

    await stage.advance(hours=5)
    assert len(cards(stage)) == 1
    assert "> Thank you" in await _everything(mara)


async def test_nothing_reaches_moderators_before_the_slot_two_hours_after_sending(stage: SimcordStage) -> None:
    await ready(stage)
    await stage.advance(hours=2, minutes=1)  # 12:01: the slot at 14:00 is too soon
    await send(stage.person("mia"))
    await stage.advance(hours=2)
    assert cards(stage) == []
    assert "Nothing waits" in (await stage.person("mara").slash("moderate cases")).text
    await stage.advance(hours=5)
    assert len(cards(stage)) == 1


@pytest.mark.parametrize(("button", "category"), [("Urgent", "Privacy broken"), ("Send", "Someone may be in danger")])
async def test_urgent_and_danger_go_at_once_and_this_is_said_before(
    stage: SimcordStage, button: str, category: str
) -> None:
    await ready(stage)
    mia = stage.person("mia")
    review = await to_review(mia, category=category)
    assert "at once" in review.text
    assert "Nobody is on watch" in review.text
    await mia.press(review, button)
    assert len(cards(stage)) == 1
    case = await stage.person("otto").press(cards(stage)[0], "Open")
    assert "urgent" in case.text


async def test_in_danger_the_help_lines_are_shown_again_before_sending(stage: SimcordStage) -> None:
    await ready(stage)
    review = await to_review(stage.person("mia"), category="Someone may be in danger")
    assert review.text.index("988") < review.text.index("Who will read it")
    assert review.labels[:3] == ["Send", "Edit", "Discard"]
    assert "Urgent" not in review.labels
    assert "13 11 14" in (await stage.person("mia").choose(review, "Australia")).text


async def test_every_step_survives_a_restart(stage: SimcordStage) -> None:
    await ready(stage)
    mia, mara = stage.person("mia"), stage.person("mara")
    panel = await mia.slash("concern")
    await stage.restart(kill=True)
    conflict = await mia.press(panel, "Share a concern")
    await stage.restart(kill=True)
    form = await mia.choose(conflict, "Nobody of them")
    await stage.restart(kill=True)
    review = await mia.submit(form, **TOLD)
    code = code_in(mia.more)
    await stage.restart(kill=True)
    edit = await mia.press(review, "Edit")
    await stage.restart(kill=True)
    review = await mia.submit(edit, story="in other words")
    assert mia.more == []
    await stage.restart(kill=True)
    await mia.press(review, "Send")
    await stage.restart(kill=True)
    await stage.advance(hours=4)
    await stage.restart(kill=True)
    assert len(cards(stage)) == 1
    case = await mara.press(cards(stage)[0], "Open")
    assert "in other words" in case.text
    await stage.restart(kill=True)
    answer = await mara.press(case, "Reply")
    await stage.restart(kill=True)
    await mara.submit(answer, opener="My own words only", words="We read it")
    await stage.restart(kill=True)
    assert cards(stage) == []
    assert "> We read it" in (await look(mia, code)).text


async def test_a_slot_missed_while_away_is_made_up_for_once(stage: SimcordStage) -> None:
    await ready(stage)
    await send(stage.person("mia"))
    await stage.advance(hours=4)
    for _ in range(3):
        await stage.restart()
        await stage.settle()
    assert len(cards(stage)) == 1


async def test_a_draft_is_dead_after_an_hour_and_a_form_gives_the_words_back(stage: SimcordStage) -> None:
    await ready(stage)
    mia = stage.person("mia")
    form = await to_form(mia)
    review = await to_review(mia)
    await stage.advance(minutes=61)
    late = await mia.submit(form, **TOLD)
    assert "What you wrote is below" in late.text
    assert mia.more[0].text == STORY
    assert "no longer there" in (await mia.press(review, "Send")).text
    assert "no longer there" in (await mia.press(review, "Edit")).text


async def test_if_discord_is_away_after_the_form_the_words_are_given_back(stage: SimcordStage) -> None:
    await ready(stage)
    mia = stage.person("mia")
    form = await to_form(mia)
    stage.world.fail("GET", "/guilds/*/members/*", status=503, times=None)
    answer = await mia.submit(form, **TOLD)
    assert "Discord did not answer" in answer.text
    assert "What you wrote is below" in answer.text
    assert mia.more[0].text == STORY


async def test_discarding_leaves_nothing_to_send(stage: SimcordStage) -> None:
    await ready(stage)
    mia = stage.person("mia")
    review = await to_review(mia)
    discarded = await mia.press(review, "Discard")
    assert "nothing was kept" in discarded.text
    assert discarded.labels == []
    await stage.advance(hours=12)
    assert cards(stage) == []


async def test_editing_starts_from_what_was_told_the_picked_person_too(stage: SimcordStage) -> None:
    await ready(stage)
    mia = stage.person("mia")
    review = await to_review(mia, about="otto")
    assert "Otto" not in review.text.split("What you wrote")[0]
    form = await mia.press(review, "Edit")
    assert STORY in form.text
    again = await mia.submit(form, story="changed")
    assert "Otto" not in again.text.split("What you wrote")[0]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("0000-0000-0000-0000-00", "no concern with this code here"),
        ("0000-0000-0000-0000-01", "has a slip in it"),
        ("hello", "has a slip in it"),
    ],
)
async def test_wrong_codes_are_told_kindly(stage: SimcordStage, typed: str, said: str) -> None:
    await ready(stage)
    mia = stage.person("mia")
    told = await look(mia, typed)
    assert said in told.text
    assert typed in told.text
    again = await mia.press(told, "I have a code")
    assert said in (await mia.submit(again, code=typed)).text


async def test_a_code_typed_badly_still_works_and_for_anybody_who_has_it(stage: SimcordStage) -> None:
    await ready(stage)
    code = await send(stage.person("mia"))
    typed = code.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert "On its way" in (await look(stage.person("theo"), typed)).text


async def test_withdrawing_before_delivery_erases_at_once(stage: SimcordStage) -> None:
    await ready(stage)
    mia = stage.person("mia")
    code = await send(mia)
    sure = await mia.press(await look(mia, code), "Withdraw")
    assert "erased at once" in sure.text
    kept = await mia.press(sure, "Keep it")
    assert "On its way" in kept.text
    await mia.press(await mia.press(kept, "Withdraw"), "Yes, withdraw it")
    assert "no concern with this code here" in (await look(mia, code)).text
    await stage.advance(hours=12)
    assert cards(stage) == []
    assert "Nothing waits" in (await stage.person("mara").slash("moderate cases")).text


async def test_withdrawing_after_delivery_waits_for_the_slot_and_the_card_tells_nothing(stage: SimcordStage) -> None:
    await ready(stage)
    mia, mara = stage.person("mia"), stage.person("mara")
    code = await send(mia)
    await stage.advance(hours=4)
    sure = await mia.press(await look(mia, code), "Withdraw")
    waiting = await mia.press(sure, "Yes, withdraw it")
    assert "You have withdrawn it" in waiting.text
    assert waiting.labels == []
    assert STORY in (await mara.press(cards(stage)[0], "Open")).text
    await stage.advance(hours=5)
    assert len(cards(stage)) == 1
    assert "no such concern" in (await mara.press(cards(stage)[0], "Open")).text
    assert "no concern with this code here" in (await look(mia, code)).text
    await stage.advance(hours=48)
    assert cards(stage) == []


async def test_withdrawing_after_acknowledgement_leaves_that_a_concern_was_withdrawn(stage: SimcordStage) -> None:
    await ready(stage)
    mia, mara = stage.person("mia"), stage.person("mara")
    code = await send(mia)
    await stage.advance(hours=4)
    case = await mara.press(await mara.press(cards(stage)[0], "Open"), "Acknowledge")
    sure = await mia.press(await look(mia, code), "Withdraw")
    assert "will see that a concern was withdrawn" in sure.text
    await mia.press(sure, "Yes, withdraw it")
    await stage.advance(hours=5)
    listed = await mara.slash("moderate cases")
    assert "withdrawn" in listed.text
    left = await mara.choose(listed, *listed.choices()["Open one"])
    assert "A concern was withdrawn" in left.text
    assert STORY not in left.text
    assert "no such concern" in (await mara.submit(await mara.press(case, "Reply"), opener=OPENER, words="x")).text
    assert "no concern with this code here" in (await look(mia, code)).text
    await stage.advance(days=91)
    assert "Nothing waits" in (await mara.slash("moderate cases")).text


async def test_withdrawing_an_urgent_one_is_at_once(stage: SimcordStage) -> None:
    await ready(stage)
    mia = stage.person("mia")
    code = await send(mia, button="Urgent")
    gone = await mia.press(await mia.press(await look(mia, code), "Withdraw"), "Yes, withdraw it")
    assert "Withdrawn" in gone.text
    assert "no such concern" in (await stage.person("mara").press(cards(stage)[0], "Open")).text


async def test_cards_go_after_two_days_and_the_list_still_has_the_concern(stage: SimcordStage) -> None:
    await ready(stage)
    await send(stage.person("mia"))
    await stage.advance(hours=4)
    assert len(cards(stage)) == 1
    await stage.advance(hours=72)
    assert cards(stage) == []
    assert STORY in (await _listed(stage.person("otto"))).text


async def test_with_nobody_enrolled_no_concern_is_accepted_and_help_is_still_shown(stage: SimcordStage) -> None:
    await set_up(stage)
    panel = await stage.person("mia").slash("concern")
    assert "988" in panel.text
    assert "The Harbour Trust" in panel.text
    assert panel.labels == ["I have a code"]


async def test_those_who_lost_the_role_are_neither_named_nor_let_in(stage: SimcordStage) -> None:
    await ready(stage)
    mia = stage.person("mia")
    review = await to_review(mia)
    stage.world.take_role("otto", "moderators")
    await mia.press(review, "Send")
    await stage.advance(hours=4)
    assert "This is for moderators" in (await stage.person("otto").slash("moderate cases")).text
    assert "nobody else:**\n- Mara\n" in (await to_review(mia)).text


async def test_with_nobody_left_who_holds_the_role_the_outside_contact_is_given(stage: SimcordStage) -> None:
    await ready(stage)
    for name in ("mara", "otto"):
        stage.world.take_role(name, "moderators")
    mia = stage.person("mia")
    answer = await mia.press(await mia.slash("concern"), "Share a concern")
    assert "The Harbour Trust" in answer.text


async def test_sharing_a_name_shows_it_to_readers_alone(stage: SimcordStage) -> None:
    await ready(stage)
    mia = stage.person("mia")
    form = await to_form(mia, button="Share with my name")
    review = await mia.submit(form, **TOLD)
    assert "sent with your name, **Mia**" in review.text
    await mia.press(review, "Send")
    await stage.advance(hours=4)
    assert "From **Mia**" in (await stage.person("mara").press(cards(stage)[0], "Open")).text
    assert "Mia" not in cards(stage)[0].text


async def test_a_raised_message_is_copied_and_its_author_will_not_read(stage: SimcordStage) -> None:
    await ready(stage)
    mara, mia = stage.person("mara"), stage.person("mia")
    post = await mara.say("What Theo told me is so funny")
    panel = await mia.menu(post, "Raise a concern")
    assert "a message by **Mara**" in panel.text
    conflict = await mia.press(panel, "Share a concern")
    review = await mia.submit(await mia.choose(conflict, "Nobody of them"), **TOLD)
    assert "nobody else:**\n- Otto\n" in review.text
    assert "Few people can see" not in review.text
    stage.world.delete_message(post.handle)  # pyright: ignore[reportArgumentType] - the driver's own handle
    await mia.press(review, "Send")
    await stage.advance(hours=4)
    otto = stage.person("otto")
    case = await otto.press(cards(stage, direct_to="otto")[0], "Open")
    assert "> What Theo told me is so funny" in "\n".join((case.text, *(page.text for page in otto.more)))


async def test_a_message_in_a_channel_that_few_can_see_warns(stage: SimcordStage) -> None:
    await ready(stage)
    fay = stage.person("fay")
    fay.channel = "facilitators"
    post = await fay.say("between us")
    conflict = await fay.press(await fay.menu(post, "Raise a concern"), "Share a concern")
    review = await fay.submit(await fay.choose(conflict, "Nobody of them"), **TOLD)
    assert "Few people can see the channel" in review.text


async def test_a_message_can_be_raised_only_where_concerns_are_taken(stage: SimcordStage) -> None:
    await set_up(stage)
    post = await stage.person("theo").say("hello")
    panel = await stage.person("mia").menu(post, "Raise a concern")
    assert panel.labels == ["I have a code"]


async def test_a_long_story_and_a_long_conversation_are_shown_whole(stage: SimcordStage) -> None:
    await ready(stage)
    mia, mara = stage.person("mia"), stage.person("mara")
    story = "\n".join(f"line {number} of what happened" for number in range(110))
    code = await send(mia, story=story, button="Urgent")
    case = await mara.press(cards(stage)[0], "Open")
    assert "> line 109 of what happened" in "\n".join(page.text for page in (case, *mara.more))
    for number in range(5):
        form = await mara.press(case, "Reply")
        await mara.submit(form, opener="My own words only", words=f"{number} " + "so " * 400)
    way = await look(mia, code)
    assert "> 4 so" in "\n".join(page.text for page in (way, *mia.more))


async def test_a_reporter_can_write_ten_times_before_somebody_answers(stage: SimcordStage) -> None:
    await ready(stage)
    mia = stage.person("mia")
    code = await send(mia)
    way = await look(mia, code)
    for number in range(10):
        way = await mia.submit(await mia.press(way, "Reply"), words=f"more {number}")
        assert "on its way" in way.text
    late = await mia.submit(await mia.press(way, "Reply"), words="more")
    assert "wait for an answer" in late.text


async def test_an_overdue_promise_is_owned_up_to_with_the_outside_contact(stage: SimcordStage) -> None:
    await ready(stage)
    mia = stage.person("mia")
    code = await send(mia)
    await stage.advance(days=4)
    assert "The Harbour Trust" in (await look(mia, code)).text
    assert "Overdue" in (await stage.person("mara").slash("moderate cases")).text


async def test_slots_begin_with_the_first_who_enrols_and_the_code_is_shown_only_alone(stage: SimcordStage) -> None:
    await set_up(stage)
    await enrol(stage, "mara")
    mia = stage.person("mia")
    review = await to_review(mia)
    assert CODE.search(review.text) is None
    sent = await mia.press(review, "Send")
    assert CODE.search(sent.text) is None
    await stage.advance(hours=4)
    assert len(cards(stage)) == 1


async def _listed(moderator: Actor) -> Screen:
    """The only concern in a moderator's list, opened."""
    listed = await moderator.slash("moderate cases")
    return await moderator.choose(listed, *listed.choices()["Open one"])


async def _everything(moderator: Actor) -> str:
    """All that the only concern in a moderator's list shows."""
    case = await _listed(moderator)
    return "\n".join(page.text for page in (case, *moderator.more))
