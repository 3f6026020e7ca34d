"""While the bot catches up after a start, whoever presses is answered, and what is owed is given in the end."""

import asyncio

from tests.faults.scenes import AGREE, agreement_posts, cards, to_review
from tests.standin.stage import StandInStage
from tests.stories import publish


async def test_a_press_is_answered_while_discord_is_silent_on_what_is_owed(group: StandInStage) -> None:
    await publish(group)
    mia, noor = group.person("mia"), group.person("noor")
    await mia.press(await to_review(mia, "what happened"), "Send")
    await group.process.kill()
    await group.advance(days=1)
    released = asyncio.Event()
    silent = group.stand_in.faults.hang("GET", "/channels/*/messages", released, times=None)
    await group.process.start()
    await group.until(lambda: silent.met > 0)
    assert cards(group) == []
    assert "You have agreed to version 1" in (await noor.press(agreement_posts(group)[0], AGREE)).text
    released.set()
    await group.until(lambda: len(cards(group)) == 1)
