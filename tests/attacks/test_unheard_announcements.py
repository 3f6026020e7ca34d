"""What could bury a case is always announced to somebody: where nobody takes concerns now, to the moderators' channel.

The naive twin is a group with somebody to tell: they are told alone, and the channel stays silent.
"""

from tests.end_to_end.simcord_stage import SimcordStage
from tests.stories import ready, set_up

ERASURE, CHANGE = "asked that everything this bot keeps", "is changing who may read concerns"


async def stop(stage: SimcordStage, *names: str) -> None:
    for name in names:
        person = stage.person(name)
        mine = await person.press(stage.posts("moderators")[0], "I take concerns")
        await person.press(await person.press(mine, "Stop"), "Yes, stop")


async def announce(stage: SimcordStage) -> None:
    """An administrator announces both."""
    ada = stage.person("ada")
    await ada.submit(await ada.slash("setup erase"), name=stage.world.guild.name)
    await set_up(stage, lead="theo")


def said(stage: SimcordStage, words: str) -> int:
    return sum(words in one.text for one in stage.posts("moderators"))


async def test_where_nobody_is_left_to_tell_the_moderators_channel_is_told_once(stage: SimcordStage) -> None:
    await ready(stage)
    await stop(stage, "mara", "otto")
    await announce(stage)
    await stage.advance(minutes=5)
    assert (said(stage, ERASURE), said(stage, CHANGE)) == (1, 1)


async def test_where_somebody_is_the_channel_stays_silent(stage: SimcordStage) -> None:
    await ready(stage)
    await stop(stage, "otto")
    await announce(stage)
    await stage.advance(minutes=5)
    assert (said(stage, ERASURE), said(stage, CHANGE)) == (0, 0)
    told = "\n".join(one.text for one in stage.direct("mara"))
    assert ERASURE in told
    assert CHANGE in told
