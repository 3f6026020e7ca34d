"""Told to stop in the midst of a storm: everybody whose press was taken is answered, all of it is on disk, exit code 0.

The time it took is printed (pytest -s); only a bound far beyond the promised five seconds is asserted.
"""

import asyncio
from collections.abc import Sequence
from time import monotonic

from bot.app import MAY_FINISH
from tests.faults.disk import opened
from tests.faults.scenes import AGREE, agreement_posts, logged
from tests.screen import Screen
from tests.standin.stage import StandInStage
from tests.stories import publish

MEMBERS = 200
FAR_TOO_LONG = 14.0
"""Seconds; a busy machine is slower than the promise, which `docs/operators.md` gives."""


async def _in_the_midst(stage: StandInStage, presses: Sequence["asyncio.Task[Screen]"]) -> float:
    """Stop the process once somebody was answered; the seconds that it took to end."""
    await asyncio.wait(presses, return_when=asyncio.FIRST_COMPLETED)
    begun = monotonic()
    assert await stage.process.stop() == 0
    return monotonic() - begun


async def test_who_was_acknowledged_is_answered_and_on_disk(group: StandInStage) -> None:
    await publish(group)
    (post,) = agreement_posts(group)
    members = [group.join(f"member{number}") for number in range(MEMBERS)]
    presses = [asyncio.create_task(member.press(post, AGREE)) for member in members]
    seconds = await _in_the_midst(group, presses)
    screens = await asyncio.gather(*presses, return_exceptions=True)
    answered = [screen for screen in screens if isinstance(screen, Screen)]
    acknowledged = [one for one in group.stand_in.interactions.by_id.values() if one.acknowledged.is_set()]
    assert all("agreed to version 1" in screen.text for screen in answered)
    async with opened(group.process, group.stand_in.world.guild_id) as disk:
        kept = (await disk.agreed()).get(1, 0)
    assert len(answered) == kept, "told and not kept, or kept and not told"
    assert seconds < FAR_TOO_LONG
    assert logged(group, "stopped") == 1
    print(f"\n{kept} of {MEMBERS} were answered, {len(acknowledged)} acknowledged; ended {seconds:.2f} s after SIGTERM")  # noqa: T201 - shown with pytest -s


async def test_an_answer_that_discord_does_not_take_holds_nobody_up(group: StandInStage) -> None:
    await publish(group)
    silence = group.stand_in.faults.delay("POST", "/interactions/*/callback", 60)
    pressing = asyncio.create_task(group.person("mia").press(agreement_posts(group)[0], AGREE))
    await group.until(lambda: silence.met > 0)
    begun = monotonic()
    assert await group.process.stop() == 0
    seconds = monotonic() - begun
    await asyncio.gather(pressing, return_exceptions=True)
    assert MAY_FINISH < seconds < FAR_TOO_LONG
    assert logged(group, "stopped in the midst of something") == 1
    async with opened(group.process, group.stand_in.world.guild_id) as disk:
        assert await disk.agreed() == {1: 1}
