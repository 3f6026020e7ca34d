"""An administrator who moves the moderators' channel where no moderator looks buries nothing: those enrolled are told.

The naive twin is another channel of the moderators': it is fine, and nobody is told of anything.
"""

import pytest

from tests.end_to_end.simcord_stage import SimcordStage
from tests.stories import ready, set_up

UNSEEN = "cannot see its channel"


@pytest.mark.parametrize(("seen_by", "is_told"), [("administrators", True), ("moderators", False)])
async def test_a_moderators_channel_that_they_cannot_see_is_told_to_them(
    stage: SimcordStage, seen_by: str, *, is_told: bool
) -> None:
    await ready(stage)
    stage.world.create_channel("elsewhere", seen_by=seen_by)
    report = await set_up(stage, moderator_channel="elsewhere")
    assert (UNSEEN in report.text) is is_told
    await stage.advance(minutes=2)
    for name in ("mara", "otto"):
        assert [UNSEEN in one.text for one in stage.direct(name)] == [True] * is_told
    assert not [one for one in stage.posts("elsewhere") if UNSEEN in one.text]
