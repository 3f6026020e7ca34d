"""Two concerns about one person, as their readers live it: one message without content, a second look, and no more."""

from tests.end_to_end.concerns import cards, send
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
    assert "wait for a second look" in signals.text
    assert (await mara.press(signals, "Look again, side by side")).text == page.text

    noted = await mara.press(page, "We have looked")
    assert "Somebody who may read all of them has looked" in noted.text
    assert "Look again, side by side" not in (await mara.slash("moderate cases")).labels
    assert "beside others" in (await mara.slash("moderate log")).text
    assert (await mara.press(page, "Open them")).choices() == beside.choices()
    assert "wait for a second look" not in (await mara.slash("moderate signals")).text
    await stage.advance(hours=24 * 9)
    assert "Look again, side by side" not in (await stage.person("otto").slash("moderate cases")).labels
