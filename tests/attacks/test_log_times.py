"""Each line of a log has its time: so nothing that members do leaves a line, at the loudest level, until it is over.

The naive twin notes that something was done, and no more. Not here: what lines say (`test_logs.py`).
"""

import json
from collections.abc import Callable

import pytest
import structlog

from bot.services.concerns import ConcernService
from bot.ui.logs import set_up_logs
from tests.attacks.thief import suggest
from tests.end_to_end.concerns import look, send
from tests.end_to_end.results import GOOD, answered, opened
from tests.end_to_end.simcord_stage import SimcordStage
from tests.proof import Figure
from tests.stories import publish, ready

OF_THE_SIMULATION = "simcord"


def lines(printed: Callable[[], str]) -> list[str]:
    """What the bot and its libraries printed since the last look."""
    found = [json.loads(line) for line in printed().splitlines() if line.startswith("{")]
    return [line["event"] for line in found if not line["logger"].startswith(OF_THE_SIMULATION)]


async def lived(stage: SimcordStage) -> None:
    """Members agree, suggest, answer, raise a concern, look after it, add to it and take it back."""
    mia = stage.person("mia")
    await mia.press(next(one for one in stage.posts("group") if "I agree" in one.labels), "I agree")
    await suggest(stage)
    await answered(stage, stage.posts("group")[-1], (GOOD,) * 2)
    code = await send(mia)
    await mia.submit(await mia.press(await look(mia, code), "Reply"), words="one thing more")
    await mia.press(await mia.press(await look(mia, code), "Withdraw"), "Yes, withdraw it")
    await mia.slash("privacy")


@pytest.fixture
async def group(stage: SimcordStage) -> SimcordStage:
    stage.join("wilhelmina")
    await ready(stage)
    await publish(stage)
    await opened(stage)
    return stage


async def test_nothing_that_members_do_leaves_a_line(
    group: SimcordStage, capsys: pytest.CaptureFixture[str], figure: Figure, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_up_logs("DEBUG", "json")
    await lived(group)
    assert lines(lambda: capsys.readouterr().err) == []
    begin = ConcernService.begin

    async def noting(*arguments: object) -> object:
        structlog.get_logger("naive").info("something was done")
        return await begin(*arguments)  # pyright: ignore[reportArgumentType] - handed on as they are

    monkeypatch.setattr(ConcernService, "begin", noting)
    await send(group.person("noor"))
    naive = lines(lambda: capsys.readouterr().err)
    assert naive
    figure("F6", "lines of the log while members do seven things, at DEBUG", 0, twin=len(naive), passes="0")
