"""The real process on the stand-in, with fresh data for each test; every request it sends is looked at.

`stage` is the server before set-up, `group` one with two moderators who take concerns. Both fail in the end if the
process wrote of an error that it did not foresee.
"""

from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from tests.faults.scenes import unforeseen
from tests.payloads import validate
from tests.standin.beginnings import already_loaded
from tests.standin.stage import StandInStage
from tests.store_fixtures import postgres, templates
from tests.stories import ready

__all__ = ["group", "postgres", "stage", "templates"]


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncGenerator[StandInStage]:
    async with StandInStage(tmp_path, validate=validate, begin=already_loaded) as stage:
        yield stage
        assert unforeseen(stage) == []


@pytest.fixture
async def group(stage: StandInStage) -> StandInStage:
    await ready(stage)
    return stage
