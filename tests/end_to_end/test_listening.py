"""What listens to the log hears the bot, and finds whoever stands in a line."""

import json
import logging

import pytest

from tests.end_to_end.conftest import OpenStage
from tests.end_to_end.listening import listening

WORDS = "I relapsed on Tuesday"


async def test_an_id_and_what_was_typed_are_found(open_stage: OpenStage, monkeypatch: pytest.MonkeyPatch) -> None:
    with listening(monkeypatch) as heard:
        stage = await open_stage()
        mia = stage.person("mia")
        await mia.say(WORDS)
        logging.getLogger("some.library").error("failed for %s", "somebody")
        assert any("failed for somebody" in line for line in heard.lines)
        assert heard.tells() == []
        for planted in (WORDS, f"of {stage.world.person('mia').id}", f"of {int(stage.world.person('mia').id):x}"):
            before = heard.printed.getvalue()
            heard.printed.write(json.dumps({"event": planted, "logger": "discord.http"}) + "\n")
            assert len(heard.tells()) == 1
            heard.printed.seek(len(before))
            heard.printed.truncate()
