"""The six stories of the main job, on the real process behind real sockets, on either kind of database."""

from pathlib import Path

from tests.payloads import validate
from tests.postgres import PostgresServer
from tests.standin.stage import StandInStage
from tests.stories import every_story

NAMES = ("mia", "noor", "theo", "ines", "jonas", "kofi")


async def test_every_story(tmp_path: Path) -> None:
    async with StandInStage(tmp_path, validate=validate) as stage:
        await every_story(stage, NAMES)


async def test_every_story_on_postgresql(tmp_path: Path, postgres: PostgresServer) -> None:
    url = postgres.url(await postgres.create())
    async with StandInStage(tmp_path, validate=validate, environment={"COMMON_GROUND_DATABASE_URL": url}) as stage:
        await every_story(stage, NAMES)
        assert not (tmp_path / "data" / "common-ground.db").exists()
