"""The rehearsal and its page in a browser. What a person does there is in `page.py` and `hands.py`."""

from collections.abc import AsyncGenerator
from datetime import UTC, datetime

import pytest

from bot.rehearsal.command import rehearsal
from bot.rehearsal.simulator import Simulation
from bot.ui.words import words_for
from tests.rehearsal.browser import browser, chromium, free_port
from tests.rehearsal.hands import Hands
from tests.rehearsal.page import Page

PORT = free_port()
DAY = datetime(2026, 1, 5, tzinfo=UTC)
in_browser = pytest.mark.skipif(chromium() is None, reason="no Chromium on this machine")


@pytest.fixture
async def group() -> AsyncGenerator[Simulation]:
    async with rehearsal(PORT, words_for("en"), DAY) as simulation:
        yield simulation
        assert simulation.errors == []


@pytest.fixture
async def page(group: Simulation) -> AsyncGenerator[Page]:
    async with browser() as context:
        page = await Page.open(context, PORT)
        yield page
        assert page.outside == []
        assert page.broken == []


@pytest.fixture
def hands(page: Page) -> Hands:
    return Hands(page)
