"""Reflecting, telling the group what was heard, and cards, as a facilitator lives them, through restarts."""

from collections.abc import Callable

import pytest

from bot.core.identity import RoundId
from bot.services.heard_book import HeardBook, Said
from bot.services.server_records import Server
from bot.store.problems import StoreBusy
from tests.attacks.forgery import press, submit
from tests.end_to_end.results import GOOD, a_round, answered, opened
from tests.end_to_end.simcord_stage import SimcordStage
from tests.stories import ready

BAD = "Not safe"
HEARD = "It was hard to be honest this week."


@pytest.fixture
async def group(stage: SimcordStage, no_pictures: object) -> SimcordStage:
    await ready(stage, facilitator_channel="facilitators")
    return stage


async def test_what_a_facilitator_hopes_stands_beside_the_result_for_her_alone_until_she_erases_it(
    group: SimcordStage,
) -> None:
    group.world.give_role("priya", "facilitators")
    fay, priya, ada = group.person("fay"), group.person("priya"), group.person("ada")
    desk = await fay.slash("facilitate reflect")
    assert desk.private
    kept = await fay.submit(await fay.press(desk, "Write"), words="I wanted to rescue Mia.")
    assert "Kept, for you alone" in kept.text
    post = await opened(group)
    hopes = await fay.press(kept, "Hopes and results")
    form = await fay.choose(hopes, "Weekly pulse · #group")
    await fay.submit(form, words="that Monday felt lighter")
    await group.restart()
    await answered(group, post, (GOOD,) * 6)
    await group.advance(hours=49)

    hopes = await fay.press(await fay.slash("facilitate reflect"), "Hopes and results")
    beside = await fay.choose(hopes, "Weekly pulse · #group")
    assert "that Monday felt lighter" in beside.text
    assert "**most** answered" in fay.more[0].text
    for person, sees in ((fay, True), (priya, False)):
        listed = await person.slash("facilitate checkin results")
        ((option,),) = listed.choices().values()
        shown = await person.choose(listed, option)
        assert "**most** answered" in shown.text
        assert any("that Monday felt lighter" in one.text for one in person.more) == sees
    assert "This is for facilitators" in (await ada.slash("facilitate reflect")).text
    assert "What I wrote" not in (await priya.slash("facilitate reflect")).labels

    written = await fay.press(await fay.slash("facilitate reflect"), "What I wrote")
    (options,) = written.choices().values()
    assert len(options) == 2
    file = await fay.press(written, "Take it with me")
    assert "in a file" in file.text
    assert "You wrote 2 things for yourself" in "\n".join(
        screen.text for screen in (await fay.slash("privacy"), *fay.more)
    )
    elsewhere = await fay.press(await fay.slash("facilitate reflect"), "What I wrote")
    asked = await fay.press(await fay.choose(written, options[0]), "Erase this one")
    left = await fay.press(asked, "Erase it now")
    assert len(next(iter(left.choices().values()))) == 1
    gone = await fay.press(await fay.press(left, "Erase all of it"), "Erase it now")
    assert "was erased" in gone.text
    assert "Back to the question" in gone.labels
    assert "no longer there" in (await fay.choose(elsewhere, options[1])).text
    for late in ("Take it with me", "Erase all of it"):
        assert "Nothing so far" in (await fay.press(elsewhere, late)).text


async def test_what_was_heard_is_drafted_filled_in_seen_and_posted_once(group: SimcordStage) -> None:
    await a_round(group, (BAD,) * 5 + (GOOD,))
    fay, mia = group.person("fay"), group.person("mia")
    results = await fay.slash("facilitate heard")
    assert " of 1" not in results.text
    ((result,),) = results.choices().values()
    draft = await fay.choose(results, result)
    assert "Most of those who answered felt little or no safety to be honest" in draft.text
    form = await fay.press(draft, "Change it")
    with_gap = await fay.submit(form, heard=HEARD, will_do="On [day] we talk about it.")
    assert "Post it" not in with_gap.labels
    await group.restart()
    before = len(group.posts("group"))
    preview = await fay.submit(
        await fay.press(with_gap, "Change it"), heard=HEARD, will_do="On Monday we talk about it."
    )
    elsewhere = await fay.choose(await fay.slash("facilitate heard"), result)
    told, again = [await fay.press(page, "Post it") for page in (preview, elsewhere)]
    assert "It is posted" in told.text
    assert again.links == told.links
    (posted,) = group.posts("group")[before:]
    assert HEARD in posted.text
    assert "On Monday we talk about it." in posted.text
    assert "/concern" in posted.text
    assert told.links["Go to the post"].endswith(f"/{posted.message_id}")
    assert "findahelpline.com" in (await mia.press(posted, "Find help")).text
    assert "This is for facilitators" in (await mia.slash("facilitate heard")).text
    results = await fay.slash("facilitate heard")
    assert "1 of 1" in results.text
    assert HEARD in (await fay.choose(results, result)).text
    assert "told the group what was heard" in (await group.person("mara").slash("moderate log")).text
    await group.advance(days=10)
    assert not [post for post in group.posts("facilitators") if "See the draft" in post.labels]


async def test_in_a_busy_channel_it_is_found_again_when_nobody_kept_that_it_stands(
    group: SimcordStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    await a_round(group, (GOOD,) * 6)
    fay, mia = group.person("fay"), group.person("mia")
    ((result,),) = (results := await fay.slash("facilitate heard")).choices().values()
    form = await fay.press(await fay.choose(results, result), "Change it")
    preview = await fay.submit(form, heard=HEARD, will_do="On Monday we talk about it.")
    change = HeardBook.change

    async def forgetful(book: HeardBook, server: Server, round_id: RoundId, make: Callable[[Said], Said]) -> Said:
        if any(HEARD in post.text for post in group.posts("group")):
            raise StoreBusy
        return await change(book, server, round_id, make)

    with monkeypatch.context() as broken:
        broken.setattr(HeardBook, "change", forgetful)
        assert "It is posted" not in (await fay.press(preview, "Post it")).text
    for number in range(60):
        await mia.say(f"message {number}")
    told = await fay.press(preview, "Post it")
    assert "It is posted" in told.text
    assert len([post for post in group.posts("group") if HEARD in post.text]) == 1


async def test_a_week_without_an_answer_brings_one_reminder_for_facilitators(group: SimcordStage) -> None:
    await a_round(group, (GOOD,) * 6)
    assert not [post for post in group.posts("facilitators") if "See the draft" in post.labels]
    await group.advance(days=3)
    await group.restart()
    await group.advance(days=12)
    (reminder,) = [post for post in group.posts("facilitators") if "See the draft" in post.labels]
    draft = await group.person("fay").press(reminder, "See the draft")
    assert draft.private
    assert "Change it" in draft.labels


async def test_cards_come_one_after_the_other_with_a_question_and_a_source(group: SimcordStage) -> None:
    fay = group.person("fay")
    first = await fay.slash("facilitate card")
    second = await fay.press(first, "Another card")
    assert first.private
    assert first.text != second.text
    assert all("To think about:" in card.text and "Source:" in card.text for card in (first, second))
    assert "This is for facilitators" in (await group.person("mia").slash("facilitate card")).text


async def test_the_question_of_a_card_is_answered_in_the_journal_for_its_writer_alone(group: SimcordStage) -> None:
    fay, mia = group.person("fay"), group.person("mia")
    card = await fay.slash("facilitate card")
    question = card.text.partition("To think about:** ")[2].partition("\n")[0]
    form = await fay.press(card, "Write about it")
    assert question in form.text
    await group.restart()
    kept = await fay.submit(form, words="I answered at midnight.")
    assert "Kept, for you alone" in kept.text
    written = await fay.press(kept, "What I wrote")
    (options,) = written.choices().values()
    shown = await fay.choose(written, options[0])
    assert question in shown.text
    assert "I answered at midnight." in shown.text
    card = await fay.slash("facilitate card")
    empty = await fay.submit(await fay.press(card, "Write about it"), words="  ")
    assert "nothing was kept" in empty.text
    for key in ("made-up", "", "99", "boundaries.x"):
        forged = await press(group, "fay", f"reflect:write:{key}")
        assert "older message" in forged.text
        forged = await submit(group, "fay", f"reflect:wrote:{key}:x", words="Lost?")
        assert "older message" in forged.text
    forged = await press(group, "mia", card.custom_id("Write about it"))
    assert "This is for facilitators" in forged.text
    assert "What I wrote" not in (await mia.slash("privacy")).labels
