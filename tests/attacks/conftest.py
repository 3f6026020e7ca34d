"""The real bot on the simulated Discord for the attackers, as in the stories of `tests/end_to_end`."""

import pytest

from tests.end_to_end.conftest import drawn_here, open_stage, settings_of, stage

__all__ = ["drawn_here", "open_stage", "settings_of", "stage"]


@pytest.fixture(autouse=True)
def writes_wait_for_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """In pauses for company several writes share a transaction: without them an attacker sees no less."""
    monkeypatch.setattr("bot.store.writer.GATHERING", 0.0)
