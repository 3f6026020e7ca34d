"""What a reporter does with their code after sending, as they live it; the process dies between the steps."""

from tests.end_to_end.concerns import STORY, cards, look, send
from tests.end_to_end.simcord_stage import SimcordStage
from tests.screen import Screen
from tests.stage import Actor
from tests.stories import enrol, ready


def whole(member: Actor, shown: Screen) -> str:
    """All that was shown for the last action."""
    return "\n".join((shown.text, *(page.text for page in member.more)))


async def closed(stage: SimcordStage, mia: Actor, *, by: str = "mara") -> str:
    """A concern that was delivered, and closed by one moderator; its code."""
    code = await send(mia)
    await stage.advance(hours=4)
    moderator = stage.person(by)
    case = await moderator.press(cards(stage)[0], "Open")
    await moderator.submit(await moderator.press(case, "Close"), outcome="Put on record", words="We wrote it down.")
    return code


async def test_whoever_is_named_later_is_out_at_once_and_learns_nothing(stage: SimcordStage) -> None:
    await ready(stage)
    mia, mara, otto = stage.person("mia"), stage.person("mara"), stage.person("otto")
    code = await send(mia)
    await stage.advance(hours=4)
    case = await otto.press(cards(stage)[0], "Open")
    assert STORY in whole(otto, case)
    form = await mia.press(await look(mia, code), "Reply")
    await stage.restart(kill=True)
    told = await mia.submit(form, words="Otto laughed about it too", about="otto")
    assert "cannot read your concern:\n- Otto" in told.text
    assert "Who reads it:\n- Mara" in told.text
    assert "no such concern" in (await otto.press(case, "Acknowledge")).text
    assert "Nothing waits" in (await otto.slash("moderate cases")).text
    await stage.advance(hours=5)
    assert "Otto laughed about it too" in whole(mara, await _opened(mara))


async def test_where_nobody_is_left_the_reporter_chooses_who_may_read(stage: SimcordStage) -> None:
    await ready(stage)
    mia, mara, otto = stage.person("mia"), stage.person("mara"), stage.person("otto")
    code = await send(mia, "Otto")
    await stage.advance(hours=4)
    form = await mia.press(await look(mia, code), "Reply")
    alone = await mia.submit(form, words="Mara as well", about="mara")
    assert "Nobody who could read it is left" in alone.text
    assert "is kept, but at the moment nobody here can read it" in alone.text
    assert "The Harbour Trust" in alone.text
    assert alone.choices() == {}

    noor = stage.person("noor")
    stage.world.give_role("noor", "moderators")
    await enrol(stage, "noor")
    chosen = await mia.choose(await look(mia, code), "Noor")
    assert "because you chose so:\n- Noor" in chosen.text
    assert "Nothing waits" in (await noor.slash("moderate cases")).text
    await stage.advance(hours=5)
    assert STORY in whole(noor, await _opened(noor))
    for out in (mara, otto):
        assert "Nothing waits" in (await out.slash("moderate cases")).text


async def test_after_the_outcome_it_is_asked_whether_it_helped_and_somebody_fresh_looks_again(
    stage: SimcordStage,
) -> None:
    await ready(stage)
    mia, otto = stage.person("mia"), stage.person("otto")
    code = await closed(stage, mia)
    way = await look(mia, code)
    assert "put what you told us on record" in way.text
    assert "> We wrote it down." in way.text
    form = await mia.press(way, "Did it help, or make things harder?")
    await stage.restart(kill=True)
    thanks = await mia.submit(form, answer="It made things harder", words="Nobody listened")
    assert "Your answer is on its way" in thanks.text
    assert "Did it help, or make things harder?" not in thanks.labels

    asked = await mia.press(await look(mia, code), "Ask for a second look")
    assert "\n- Otto" in asked.text
    assert "Mara" not in asked.text
    form = await mia.press(asked, "Yes, ask them")
    await stage.restart(kill=True)
    looked = await mia.submit(form, words="Please read it as a whole")
    assert "You asked for a second look" in looked.text
    assert "It is with:\n- Otto" in looked.text
    assert "Nobody listened" not in whole(otto, await _opened(otto))
    await stage.advance(hours=5)
    case = whole(otto, await _opened(otto))
    assert "Nobody listened" in case
    assert "Please read it as a whole" in case
    assert "should have acknowledged it" in (await look(mia, code)).text


async def test_a_name_and_a_message_are_given_only_after_saying_what_they_mean(stage: SimcordStage) -> None:
    await ready(stage)
    mia, mara = stage.person("mia"), stage.person("mara")
    code = await send(mia)
    sure = await mia.press(await look(mia, code), "Message me when there is an answer")
    assert "keeps your Discord id with the concern" in sure.text
    assert "somebody who looks at your screen" in sure.text.lower()
    await stage.restart(kill=True)
    asked = await mia.press(sure, "Yes, message me")
    assert "You get a message when there is an answer" in asked.text
    await stage.advance(hours=4)
    case = await mara.press(cards(stage)[0], "Open")
    await mara.submit(await mara.press(case, "Reply"), opener="My own words only", words="We read it")
    assert [note.text for note in stage.direct("mia")] == ["You have a note waiting."]
    assert stage.direct("mia")[0].labels == []

    ended = await mia.press(await look(mia, code), "No messages please")
    assert "your id is erased" in ended.text
    sure = await mia.press(ended, "Share my name")
    assert "\n- Mia" in sure.text
    assert "no way back" in sure.text
    shared = await mia.press(sure, "Yes, share my name")
    assert "Share my name" not in shared.labels
    assert "Mia" not in whole(mara, await _opened(mara))
    await stage.advance(hours=5)
    assert "Mia" in whole(mara, await _opened(mara))


async def _opened(moderator: Actor) -> Screen:
    listed = await moderator.slash("moderate cases")
    return await moderator.choose(listed, *listed.choices()["Open one"])


async def test_a_message_with_the_code_in_it_is_given_back(stage: SimcordStage) -> None:
    await ready(stage)
    mia = stage.person("mia")
    code = await send(mia)
    typed = f"it is {code.lower()}, my code"
    answer = await mia.submit(await mia.press(await look(mia, code), "Reply"), words=typed)
    assert "has your code in it" in answer.text
    assert [page.text for page in mia.more] == [typed]
    assert "Nobody has written yet" in (await look(mia, code)).text
