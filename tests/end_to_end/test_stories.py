"""The six stories of the main job, on the simulated Discord."""

from tests.end_to_end.simcord_stage import SimcordStage
from tests.stories import every_story


async def test_every_story(stage: SimcordStage) -> None:
    await every_story(stage, ("mia", "noor", "theo", "ines", "jonas", "kofi"))
