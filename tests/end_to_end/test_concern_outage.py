"""Discord takes no message for thirty hours, in the middle of slots, cards and reminders: late, once, and no burst.

The same at the service is in the short run (`tests/services/test_concern_outage.py`).
"""

import pytest

from tests.end_to_end.concerns import cards, look, send
from tests.end_to_end.simcord_stage import SimcordStage
from tests.screen import Screen
from tests.stories import ready

REMINDER = "Something in your list waits for you"
MODERATORS = ("mara", "otto", "lena")


async def pass_hours(stage: SimcordStage, hours: int) -> None:
    """Let time pass by a few hours at a time."""
    for _ in range(hours // 6):
        await stage.advance(hours=6)


def reminders(stage: SimcordStage) -> list[Screen]:
    return [screen for name in MODERATORS for screen in stage.direct(name) if REMINDER in screen.text]


@pytest.mark.prove
async def test_thirty_hours_without_messages(stage: SimcordStage) -> None:
    await ready(stage, lead="lena")
    overdue = await send(stage.person("mia"))
    await pass_hours(stage, 54)
    assert reminders(stage) == []
    waiting = await send(stage.person("noor"))
    urgent = await send(stage.person("theo"), button="Urgent")
    stage.world.fail("POST", "/channels/*/messages", status=503, times=None)
    before = len(cards(stage))
    also_urgent = await send(stage.person("mia"), button="Urgent")
    await pass_hours(stage, 30)
    assert (len(cards(stage)) <= before, reminders(stage)) == (True, [])
    stage.world.heal()
    await stage.advance(hours=2)
    await pass_hours(stage, 12)
    assert len({card.custom_id("Open") for card in cards(stage)}) == len(cards(stage))
    shown = [len(cards(stage, direct_to=name)) for name in MODERATORS]
    assert (len(cards(stage)), shown) == (3, [0, 0, 0])
    told = [len([one for one in stage.direct(name) if REMINDER in one.text]) for name in MODERATORS]
    assert max(told) == 1  # for every day that was missed together
    for code in (overdue, waiting, urgent, also_urgent):
        assert "## Your concern" in (await look(stage.person("mia"), code)).text
