"""The real process on the stand-in, with fresh data for each test; every request it sends is looked at.

`stage` is the server before set-up, `group` one with two moderators who take concerns, `crowded` the same with patience
for what many concerns bring at once. Each fails in the end if the process wrote of an error that it did not foresee.
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

__all__ = ["crowded", "group", "postgres", "stage", "templates"]
PATIENCE = 240.0
"""Seconds, on a busy machine."""


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncGenerator[StandInStage]:
    async with StandInStage(tmp_path, validate=validate, begin=already_loaded) as stage:
        yield stage
        assert unforeseen(stage) == []


@pytest.fixture
async def group(stage: StandInStage) -> StandInStage:
    await ready(stage)
    return stage


@pytest.fixture
async def crowded(tmp_path: Path) -> AsyncGenerator[StandInStage]:
    async with StandInStage(tmp_path, validate=validate, begin=already_loaded, patience=PATIENCE) as stage:
        await ready(stage)
        yield stage
        assert unforeseen(stage) == []
