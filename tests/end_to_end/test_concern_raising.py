"""Raising a concern as a member meets it: help lines of any country, pages, the code tried, held till another comes."""

from pathlib import Path

from tests.end_to_end.concerns import STORY, TOLD, cards, code_in, look, to_form, to_review
from tests.end_to_end.conftest import OpenStage
from tests.end_to_end.simcord_stage import SimcordStage
from tests.stage import Actor, Screen
from tests.stories import ready


async def test_help_lines_of_another_country_are_in_the_same_place(stage: SimcordStage) -> None:
    await ready(stage, country="au")
    mia = stage.person("mia")
    post = await stage.person("theo").say("what Theo said")
    for panel in (await mia.slash("concern"), await mia.menu(post, "Raise a concern")):
        assert "13 11 14" in panel.text
        assert "116 123" not in panel.text
        chosen = await mia.choose(panel, "Ireland")
        assert chosen.message_id == panel.message_id
        assert "116 123" in chosen.text
        assert chosen.labels == panel.labels
        assert ("Theo" in chosen.text) is ("Theo" in panel.text)
    await stage.advance(hours=2)
    late = await mia.choose(chosen, "Australia")
    assert "13 11 14" in late.text
    assert "no longer there" in late.text
    assert late.labels == ["I have a code"]


async def test_an_operators_own_lines_are_shown_in_every_place(open_stage: OpenStage, tmp_path: Path) -> None:
    path = tmp_path / "lines.toml"
    path.write_text(
        '[[lines]]\ncountries = ["AU"]\nname = "Our own line"\ncall = "1300 000"\nabout = "at night"\n'
        'source = "https://example.org/here"\nverified_on = 2026-11-22\n',
        "utf-8",
    )
    stage = await open_stage(help_lines=path)
    await ready(stage, country="au")
    mia = stage.person("mia")
    danger = await to_review(mia, category="Someone may be in danger")
    for shown in (await mia.slash("support"), await mia.slash("concern"), danger):
        assert "13 11 14" in shown.text
        assert "Our own line" in shown.text


async def test_pages_are_added_edited_emptied_and_reach_the_readers(stage: SimcordStage) -> None:
    await ready(stage)
    mia = stage.person("mia")
    review = await to_review(mia)
    for words in ("the second day", "the third day"):
        form = await mia.press(review, "Add a page")
        assert form.kind == "form"
        review = await mia.submit(form, words=words)
        assert words in review.text
    assert "Add a page" not in review.labels
    form = await mia.press(review, "Edit page 2")
    assert "the second day" in form.text
    review = await mia.submit(form, words="")
    assert "the second day" not in review.text
    assert "Add a page" in review.labels
    assert mia.more == []
    await mia.press(review, "Urgent")
    mara = stage.person("mara")
    case = await mara.press(cards(stage)[0], "Open")
    read = "\n".join(page.text for page in (case, *mara.more))
    assert STORY in read
    assert "the third day" in read
    assert "the second day" not in read


async def test_the_code_is_tried_before_anything_is_sent(stage: SimcordStage) -> None:
    await ready(stage)
    mia = stage.person("mia")
    review = await to_review(mia)
    code = code_in(mia.more)
    await to_review(mia)
    other = code_in(mia.more)
    wrong = ("1" if code[5] != "1" else "2").join((code[:5], code[6:]))
    for typed, said in (
        (code.lower(), "That is your code"),
        (other, "not the one of this concern"),
        (wrong, "group 2 of your code"),
        (code[:-1], "you typed 17"),
    ):
        answer = await mia.submit(await mia.press(review, "Try my code"), code=typed)
        assert said in answer.text
        assert answer.message_id != review.message_id
    # Trying it touches nothing: the page can still send.
    assert "Sent" in (await mia.press(review, "Send")).text


async def test_words_with_the_code_in_them_are_given_back_and_not_kept(stage: SimcordStage) -> None:
    await ready(stage)
    mia = stage.person("mia")
    review = await to_review(mia)
    leaking = f"my code is {code_in(mia.more)}"
    answer = await mia.submit(await mia.press(review, "Edit"), story=leaking)
    assert "has your code in it" in answer.text
    assert mia.more[0].text == leaking
    answer = await mia.submit(await mia.press(review, "Add a page"), words=leaking)
    assert "has your code in it" in answer.text
    assert STORY in (await mia.press(review, "Edit")).text


async def held(member: Actor, about: str) -> tuple[Screen, str]:
    """A concern about this person, held; what is shown then, and its code."""
    review = await to_review(member, about=about)
    sure = await member.press(review, "Hold")
    assert "perhaps the same person" in sure.text
    back = await member.press(sure, "Back")
    assert back.text == review.text
    done = await member.press(await member.press(back, "Hold"), "Yes, hold it")
    return done, code_in(member.more)


async def test_two_that_hold_about_one_person_reach_the_readers_and_nobody_else_learns(stage: SimcordStage) -> None:
    await ready(stage)
    mia, noor = stage.person("mia"), stage.person("noor")
    first, code = await held(mia, "theo")
    assert "Held" in first.text
    await stage.advance(hours=24)
    assert cards(stage) == []
    before = (await look(mia, code)).text
    second, other = await held(noor, "theo")
    assert second.text == first.text.replace(first.text.split("<t:")[1][:10], second.text.split("<t:")[1][:10])
    # Until the readers have it, a look tells of no match.
    assert (await look(mia, code)).text == before
    assert "Held" in (await look(noor, other)).text
    await stage.advance(hours=5)
    assert len(cards(stage)) == 2
    mara = stage.person("mara")
    case = await mara.press(cards(stage)[0], "Open")
    assert "Mia" not in "\n".join(page.text for page in (case, *mara.more))


async def test_a_message_at_an_answer_is_asked_for_with_its_price(stage: SimcordStage) -> None:
    await ready(stage)
    mia = stage.person("mia")
    review = await to_review(mia)
    asked = await mia.press(review, "Message me at an answer")
    assert "your id is kept" in asked.text
    assert "Your id is kept" not in (await mia.press(asked, "Back")).text
    told = await mia.press(await mia.press(review, "Message me at an answer"), "Yes, message me")
    assert "Your id is kept" in told.text
    quiet = await mia.press(told, "No messages")
    assert quiet.text == review.text
    assert quiet.labels == review.labels


async def test_a_reporters_own_name_in_their_words_is_pointed_out(stage: SimcordStage) -> None:
    await ready(stage)
    mia = stage.person("mia")
    assert "own name" in (await to_review(mia, story="It is me, Mia!")).text
    assert "own name" not in (await to_review(mia)).text
    by_name = await mia.submit(await to_form(mia, button="Share with my name"), **(TOLD | {"story": "I, Mia"}))
    assert "own name" not in by_name.text
