"""A token that Discord refuses: one line that says what to do, and nothing is harmed."""

from pathlib import Path

import pytest

from tests.standin.process import BotProcess, DidNotStart
from tests.standin.standin import StandIn


async def test_a_refused_token_is_one_line_and_the_right_one_starts_afterwards(tmp_path: Path) -> None:
    async with StandIn() as stand_in:
        wrong = BotProcess(stand_in, tmp_path, environment={"COMMON_GROUND_TOKEN": "not.the.token"})
        with pytest.raises(DidNotStart, match=r"exit code 1"):
            await wrong.start()
        said = wrong.errors.read_text("utf-8")
        assert "Discord refused the bot token" in said
        assert "Traceback" not in said
        assert "not.the.token" not in said
        right = BotProcess(stand_in, tmp_path)
        await right.start()
        assert await right.stop() == 0
