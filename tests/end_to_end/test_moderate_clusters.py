"""Two concerns about one person, as their readers live it: one message without content, a second look, and no more."""

from tests.attacks.forgery import press, submit
from tests.end_to_end.concerns import cards, look, send
from tests.end_to_end.simcord_stage import SimcordStage
from tests.stories import ready

REMINDER = "Something in your list waits for you"


async def test_from_the_message_to_both_concerns_side_by_side_and_a_look_noted(stage: SimcordStage) -> None:
    await ready(stage)
    await send(stage.person("mia"), about="noor")
    await send(
        stage.person("theo"), about="noor", category="Rumours or talking behind backs", story="Another story altogether"
    )
    await stage.advance(hours=9)
    mara = stage.person("mara")
    told = {name: [one for one in stage.direct(name) if REMINDER in one.text] for name in ("mara", "otto", "noor")}
    assert {name: len(found) for name, found in told.items()} == {"mara": 1, "otto": 1, "noor": 0}
    assert len(cards(stage)) == 2

    day = await mara.press(told["mara"][0], "Show my concerns")
    page = await mara.press(day, "Look again, side by side")
    assert page.text.index("Do not ask who") < page.text.index("same person")
    assert "at least two different people" in page.text
    assert "noor" not in page.text.lower()
    beside = await mara.press(page, "Open them")
    (options,) = beside.choices().values()
    assert len(options) == 2
    rumour = next(one for one in options if "Rumours" in one)
    assert "Another story altogether" in (await mara.choose(beside, rumour)).text

    signals = await mara.slash("moderate signals")
    assert "wait to be looked at again" in signals.text
    assert (await mara.press(signals, "Look again, side by side")).text == page.text

    noted = await mara.press(beside, "We have looked")
    assert "Somebody who may read all of them has looked" in noted.text
    assert "Look again, side by side" not in (await mara.slash("moderate cases")).labels
    assert "beside others" in (await mara.slash("moderate log")).text
    assert (await mara.press(page, "Open them")).choices() == beside.choices()
    assert "wait to be looked at again" not in (await mara.slash("moderate signals")).text
    await stage.advance(hours=24 * 9)
    assert "Look again, side by side" not in (await stage.person("otto").slash("moderate cases")).labels


DONE, MEANT = "We read both of them again, with the lead.", "That nothing gets lost between two of us."


async def test_what_was_done_about_a_cluster_is_written_down_for_those_alone_who_may_read_all_of_it(
    stage: SimcordStage,
) -> None:
    """Otto reads the first of the two and is named in the second: nothing may show him that there is a second."""
    await ready(stage, lead="lena")
    mia, theo, mara, otto = (stage.person(name) for name in ("mia", "theo", "mara", "otto"))
    await send(mia, about="noor", button="Urgent")
    code = await send(theo, about="noor", category="Rumours or talking behind backs", button="Urgent")
    await name_too(stage, code)
    await stage.advance(hours=24)
    unaware = [(await otto.slash(command)).text for command in ("moderate impact", "moderate log", "moderate signals")]

    page = await mara.press(await mara.slash("moderate signals"), "Look again, side by side")
    form = await mara.press(page, "What we did")
    assert "may read all of them" in form.text
    kept = await mara.submit(form, words=DONE, intent=MEANT)
    assert "It is written down" in kept.text
    listed = await mara.press(kept, "All of them")
    shown = await mara.choose(listed, listed.choices()["Look at one"][0])
    for part in (DONE, MEANT, "may read all of them"):
        assert part in shown.text
    assert "Look again, side by side" not in (await mara.slash("moderate cases")).labels
    assert "wrote down something" in (await mara.slash("moderate log")).text

    after = [(await otto.slash(command)).text for command in ("moderate impact", "moderate log", "moderate signals")]
    assert after == unaware
    erase = shown.custom_id("Erase")
    forged = await press(stage, "otto", erase)
    assert forged.answers == (await press(stage, "otto", f"impact:erase:{'ab' * 16}")).answers


async def test_what_was_done_can_be_written_down_in_a_direct_message_where_no_list_is_shown(
    stage: SimcordStage,
) -> None:
    await ready(stage)
    await send(stage.person("mia"), about="noor")
    await send(stage.person("theo"), about="noor", category="Rumours or talking behind backs")
    await stage.advance(hours=9)
    mara, otto = stage.person("mara"), stage.person("otto")
    (told,) = [one for one in stage.direct("mara") if REMINDER in one.text]
    page = await mara.press(await mara.press(told, "Show my concerns"), "Look again, side by side")
    empty = await mara.submit(await mara.press(page, "What we did"), words=" ", intent=MEANT)
    assert "Nothing was kept" in empty.text
    form = await mara.press(page, "What we did")
    await stage.restart()
    kept = await mara.submit(form, words=DONE, intent=MEANT)
    assert "It is written down" in kept.text
    assert kept.labels == []
    listed = await otto.slash("moderate impact")
    assert DONE in listed.text
    for key in (
        "impact:together:x",
        "impact:together:1:2:x",
        "impact:together:x:y:z:x",
        "impact:about:x",
        "impact:about:xy:x",
    ):
        forged = await submit(stage, "mara", key, words=DONE, intent=MEANT)
        assert "older message" in forged.text or "no such concern" in forged.text
    for key in (f"impact:together:{'9' * 80}", f"impact:together:1:{'é' * 32}", f"impact:about:{'A' * 80}"):
        forged = await press(stage, "mara", key)
        assert "older message" in forged.text or "no such concern" in forged.text


async def name_too(stage: SimcordStage, code: str) -> None:
    """Whoever wrote it names Otto later: he is out of it."""
    theo = stage.person("theo")
    reply = await theo.press(await look(theo, code), "Reply")
    await theo.submit(reply, words="Otto knows of it too", about="otto")
