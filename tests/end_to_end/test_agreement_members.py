"""What members do with a living agreement: they suggest a change, and find their role again after a new version."""

from tests.attacks.forgery import press, submit
from tests.end_to_end.simcord_stage import SimcordStage
from tests.end_to_end.test_agreement import change_setting, publish, roles_of
from tests.stories import ready

WORDS = "Clause seven sounds as if medication needed our blessing."


async def test_a_suggestion_reaches_the_facilitators_at_a_slot_without_a_name(stage: SimcordStage) -> None:
    await ready(stage, facilitator_channel="facilitators")
    await publish(stage)
    mia, fay = stage.person("mia"), stage.person("fay")
    form = await mia.press([await mia.slash("agreement"), *mia.more][-1], "Suggest a change")
    assert form.kind == "form"
    assert "No name is kept" in form.text
    assert "cannot be shown to you again, changed or taken back" in form.text
    sent = await mia.submit(form, about="7. Every path to recovery is respected", words=WORDS)
    assert sent.private
    assert "without your name" in sent.text
    assert WORDS not in sent.text

    assert stage.posts("facilitators") == []
    assert "no suggestions" in (await press(stage, "fay", "agreement-suggest:read")).text
    await stage.advance(hours=15)
    (line,) = stage.posts("facilitators")
    assert WORDS not in line.text
    read = await fay.press(line, "Read suggestions")
    assert read.private
    assert WORDS in read.text
    assert "Every path to recovery" in read.text
    assert "mia" not in read.text.lower()
    done = await fay.press(read, "Done, remove it")
    assert "no suggestions" in done.text
    await stage.advance(days=1)
    assert len(stage.posts("facilitators")) == 1


async def test_a_suggestion_that_cannot_be_sent_gives_the_words_back(stage: SimcordStage) -> None:
    await ready(stage)
    await publish(stage)
    gone = await submit(stage, "mia", "agreement-suggest:form:fresh", about="no-such-clause", words=WORDS)
    assert "no longer in it" in gone.text
    assert WORDS in gone.text


async def test_the_role_of_an_older_version_ends_kindly_after_the_grace_period(stage: SimcordStage) -> None:
    await ready(stage, agreed_role="agreed")
    await publish(stage)
    mia = stage.person("mia")
    await mia.press(stage.posts("group")[-1], "I agree")
    await stage.advance(days=2)
    await change_setting(stage, "report", "Yes")
    await publish(stage)
    await stage.advance(days=14)
    await mia.slash("agreement")
    assert not any("goes on" in page.text for page in mia.more)

    await stage.advance(days=1)
    await mia.slash("agreement")
    (told,) = [page for page in mia.more if "newer version of the agreement: 2" in page.text]
    assert told.private
    assert "press *I agree* before then" in told.text
    assert "agreed" in roles_of(stage, "mia")
    await stage.advance(days=7)
    assert "agreed" not in roles_of(stage, "mia")
    mine = await mia.press(told, "Read it privately")
    await mia.press([mine, *mia.more][-1], "I agree")
    await stage.advance(minutes=1)
    assert "agreed" in roles_of(stage, "mia")
    assert not stage.direct("mia")
