"""A facilitator looks at results in the rehearsal's page, and posts the trend; the pictures are drawn and described."""

import re

import pytest

from tests.rehearsal.conftest import in_browser
from tests.rehearsal.hands import Hands
from tests.rehearsal.page import Page

pytestmark = in_browser

DESCRIBED = re.compile("^Weekly pulse: one check-in, on 5 Jan. Safe to be honest, low: few; good: about half or more.")


@pytest.mark.prove
async def test_a_result_is_looked_at_and_its_trend_posted(page: Page, hands: Hands) -> None:
    await page.be("fay")
    await hands.slash("facilitate checkin results")
    await hands.sees("No check-in has closed yet")
    await hands.slash("facilitate checkin start")
    await page.press("Let them answer")
    await hands.slash("facilitate checkin trend")
    await hands.sees("No check-in has closed yet")
    for way in ("+ 1 day", "+ 1 day", "+ 1 hour"):
        await page.press(way)
    await hands.sees("what the group answered", "few answered Not safe or A little")
    pictures = page.frame.get_by_role("img", name=DESCRIBED)
    assert await pictures.count() == 1

    await hands.slash("facilitate checkin results")
    await hands.choose("Look at a result", "2026-01-05 · Weekly pulse · #group")
    await hands.sees("Opened on 5 January 2026", "few answered Not safe or A little")
    await hands.press("Trend")
    await hands.sees("how it went", "low = Not safe or A little", "5 January 2026 · low: few, good: about half or more")
    assert await pictures.count() == 2
    await hands.press("Post it in the channel")
    await hands.sees("The trend is posted in")
    await page.be("mia")
    await hands.sees("how it went", "5 January 2026 · low: few, good: about half or more")
    await hands.press("Find help")
    await hands.sees("findahelpline.com")
