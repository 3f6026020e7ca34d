"""The five stories of the main job, on the real process behind real sockets."""

from pathlib import Path

from tests.payloads import validate
from tests.standin.stage import StandInStage
from tests.stories import every_story


async def test_every_story(tmp_path: Path) -> None:
    async with StandInStage(tmp_path, validate=validate) as stage:
        await every_story(stage, ("mia", "noor", "theo", "ines", "jonas", "kofi"))
