"""Whoever a concern is about meets nothing of it; who reads it is said beforehand, by name; the lead gets the rest."""

import pytest

from tests.end_to_end.concerns import STORY, TOLD, cards, look, send, to_form, to_review
from tests.end_to_end.simcord_stage import SimcordStage
from tests.stage import Screen
from tests.stories import enrol, ready

UNKNOWN = "There is no such concern for you"


async def test_a_named_moderator_meets_nothing(stage: SimcordStage) -> None:
    await ready(stage, lead="lena")
    mia, mara, otto = stage.person("mia"), stage.person("mara"), stage.person("otto")
    review = await to_review(mia, "Otto")
    assert "nobody else:**\n- Mara\n- Lena\n" in review.text
    assert "as its readers will see, and who is not told:**\n- Otto\n" in review.text
    await mia.press(review, "Send")
    await stage.advance(hours=4)

    assert cards(stage) == []
    assert cards(stage, direct_to="otto") == []
    assert (await otto.slash("moderate cases")).text == (await _untouched(stage)).text
    assert len(cards(stage, direct_to="mara")) == len(cards(stage, direct_to="lena")) == 1
    case = await mara.press(cards(stage, direct_to="mara")[0], "Open")
    assert STORY in case.text
    assert case.text.count(f"**Who it is about:** <@{stage.world.person('otto').id}>") == 1


async def test_a_case_not_mine_is_told_like_one_that_does_not_exist(stage: SimcordStage) -> None:
    await ready(stage)
    mia, mara, otto = stage.person("mia"), stage.person("mara"), stage.person("otto")
    await send(mia)
    gone = await send(mia, "Otto", button="Urgent")
    await stage.advance(hours=4)
    mine = await otto.slash("moderate cases")
    assert len(mine.choices()["Open one"]) == 1
    theirs = await mara.slash("moderate cases")
    assert len(theirs.choices()["Open one"]) == 2
    card = cards(stage, direct_to="mara")[0]
    open_case = await mara.press(card, "Open")
    assert STORY in open_case.text
    stage.world.take_role("mara", "moderators")
    not_hers = await mara.press(card, "Open")
    stage.world.give_role("mara", "moderators")
    await mia.press(await mia.press(await look(mia, gone), "Withdraw"), "Yes, withdraw it")
    not_there = await mara.press(card, "Open")
    assert not_hers.text == not_there.text
    assert UNKNOWN in not_there.text
    assert not_hers.labels == not_there.labels == []


@pytest.mark.parametrize(
    ("whom", "told"),
    [
        ("I am not sure", {}),
        ("Nobody of them", {"category": "How the group is run"}),
        ("Nobody of them", {"category": "Misuse of role or mixed relationships"}),
    ],
)
async def test_what_may_be_about_any_of_them_goes_to_the_lead_alone(
    stage: SimcordStage, whom: str, told: dict[str, str]
) -> None:
    await ready(stage, lead="lena")
    mia, lena = stage.person("mia"), stage.person("lena")
    review = await to_review(mia, whom, **told)
    assert "nobody else:**\n- Lena\n" in review.text
    await mia.press(review, "Send")
    await stage.advance(hours=4)
    assert cards(stage) == cards(stage, direct_to="mara") == cards(stage, direct_to="otto") == []
    case = await lena.press(cards(stage, direct_to="lena")[0], "Open")
    assert STORY in case.text
    taken = await lena.press(case, "Acknowledge")
    assert cards(stage, direct_to="lena") == []
    answered = await lena.submit(await lena.press(taken, "Reply"), opener="My own words only", words="I am here")
    assert "I am here" in "\n".join(page.text for page in (answered, *lena.more))
    assert (
        STORY in (await lena.choose(listed := await lena.slash("moderate cases"), *listed.choices()["Open one"])).text
    )


async def test_without_a_lead_the_reporter_ticks_who_may_read(stage: SimcordStage) -> None:
    await ready(stage)
    mia = stage.person("mia")
    review = await to_review(mia, "I am not sure")
    assert "You decide who reads it" in review.text
    assert review.labels[:2] == ["Edit", "Discard"]
    assert not {"Send", "Hold", "Urgent"} & set(review.labels)
    ticked = await mia.choose(review, "Mara")
    assert "Send" in ticked.labels
    edited = await mia.submit(await mia.press(ticked, "Edit"), story="again")
    assert "Send" in edited.labels
    await mia.press(edited, "Send")
    await stage.advance(hours=4)
    assert cards(stage) == cards(stage, direct_to="otto") == []
    assert len(cards(stage, direct_to="mara")) == 1
    assert "Nothing waits" in (await stage.person("otto").slash("moderate cases")).text


async def test_if_everybody_is_named_the_reporter_is_told_before_sending(stage: SimcordStage) -> None:
    await ready(stage)
    review = await to_review(stage.person("mia"), "Mara", "Otto")
    assert "Nobody here could read this" in review.text
    assert "The Harbour Trust" in review.text
    assert review.labels == ["Edit", "Discard"]


async def test_a_lead_who_is_named_is_out_like_anyone(stage: SimcordStage) -> None:
    await ready(stage, lead="lena")
    mia = stage.person("mia")
    review = await to_review(mia, about="lena")
    assert "nobody else:**\n- Mara\n- Otto\n" in review.text
    assert "Lena" not in review.text.split("What you wrote")[0]
    await mia.press(review, "Send")
    await stage.advance(hours=4)
    assert "Nothing waits" in (await stage.person("lena").slash("moderate cases")).text
    assert cards(stage, direct_to="lena") == []


async def test_the_lead_is_named_as_a_later_reader_and_reads_nothing_yet(stage: SimcordStage) -> None:
    await ready(stage, lead="lena")
    mia, lena = stage.person("mia"), stage.person("lena")
    review = await to_review(mia)
    assert "second look:**\n- Lena" in review.text
    await mia.press(review, "Send")
    await stage.advance(hours=4)
    assert "Nothing waits" in (await lena.slash("moderate cases")).text
    stage.world.give_role("lena", "moderators")
    assert UNKNOWN in (await lena.press(cards(stage)[0], "Open")).text


async def test_whoever_becomes_a_moderator_later_stays_out_and_the_card_moves_to_direct_messages(
    stage: SimcordStage,
) -> None:
    await ready(stage)
    mia = stage.person("mia")
    review = await to_review(mia, about="noor")
    await mia.press(review, "Send")
    stage.world.give_role("noor", "moderators")
    await enrol(stage, "noor")
    await stage.advance(hours=4)
    assert cards(stage) == []
    assert len(cards(stage, direct_to="mara")) == len(cards(stage, direct_to="otto")) == 1
    assert cards(stage, direct_to="noor") == []
    assert "Nothing waits" in (await stage.person("noor").slash("moderate cases")).text


async def test_a_named_member_who_sees_the_moderators_channel_meets_no_card(stage: SimcordStage) -> None:
    await ready(stage)
    stage.world.give_role("theo", "moderators")
    review = await to_review(stage.person("mia"), about="theo")
    assert "- Mara\n- Otto" in review.text
    await stage.person("mia").press(review, "Urgent")
    assert cards(stage) == []
    assert len(cards(stage, direct_to="mara")) == 1


async def test_closed_direct_messages_lose_nothing(stage: SimcordStage) -> None:
    await ready(stage)
    stage.world.close_direct("mara")
    await send(stage.person("mia"), "Otto")
    await stage.advance(hours=4)
    mara = stage.person("mara")
    listed = await mara.slash("moderate cases")
    assert STORY in (await mara.choose(listed, *listed.choices()["Open one"])).text


async def test_without_a_moderators_channel_the_card_comes_directly(stage: SimcordStage) -> None:
    await ready(stage)
    await send(stage.person("mia"))
    stage.world.delete_channel("moderators")
    await stage.advance(hours=4)
    assert len(cards(stage, direct_to="mara")) == len(cards(stage, direct_to="otto")) == 1


async def test_an_outage_of_discord_delays_the_card_and_doubles_nothing(stage: SimcordStage) -> None:
    await ready(stage)
    await send(stage.person("mia"))
    stage.world.fail("POST", "/channels/*/messages", status=503, times=None)
    await stage.advance(hours=4)
    assert cards(stage) == []
    stage.world.heal()
    await stage.advance(hours=1)
    assert len(cards(stage)) == 1


async def test_if_no_reader_is_left_the_lead_who_was_announced_takes_over(stage: SimcordStage) -> None:
    await ready(stage, lead="lena")
    await send(stage.person("mia"))
    for name in ("mara", "otto"):
        stage.world.leave(name)
    stage.world.delete_channel("moderators")
    await stage.advance(hours=4)
    case = await stage.person("lena").press(cards(stage, direct_to="lena")[0], "Open")
    assert STORY in case.text


async def test_every_card_has_the_same_bytes_but_its_random_id(stage: SimcordStage) -> None:
    await ready(stage)
    mia = stage.person("mia")
    await send(mia, story="short")
    await send(mia, story="long " * 600, category="Help that hurt", affected="The whole group", about="theo")
    await send(mia, button="Urgent")
    await stage.advance(hours=4)
    shown = [str(card.payload["components"]).replace(card.custom_id("Open"), "") for card in cards(stage)]
    assert len(shown) == 3
    assert len({text.replace(str(card.message_id), "") for text, card in zip(shown, cards(stage), strict=True)}) == 1


async def test_others_are_refused_the_list(stage: SimcordStage) -> None:
    await ready(stage)
    assert "This is for moderators" in (await stage.person("theo").slash("moderate cases")).text


async def test_raising_from_a_form_opened_before_the_role_was_lost_names_who_is_left(stage: SimcordStage) -> None:
    await ready(stage)
    mia = stage.person("mia")
    form = await to_form(mia)
    stage.world.take_role("otto", "moderators")
    assert "nobody else:**\n- Mara\n" in (await mia.submit(form, **TOLD)).text


async def _untouched(stage: SimcordStage) -> Screen:
    """What somebody sees for whom there is nothing."""
    stage.world.give_role("kofi", "moderators")
    return await stage.person("kofi").slash("moderate cases")
