"""Results and trends to draw, the longest ones too, and what Discord would refuse of a page."""

import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.core.checkin import Round
from bot.core.identity import ChannelId, KeyId, RoundId, ServerId
from bot.core.publishing import RANGES, Level, Lines, Range, Result
from bot.core.template import Question, Template
from bot.core.trend import Trend, trend
from bot.services.checkin_rounds import KnownRound
from bot.services.checkin_templates import templates_in
from bot.ui.draw import draw_page
from bot.ui.page import Button, Buttons, Page, Picture, Text
from bot.ui.paging import length
from bot.ui.words import words_for
from cogs.checkin.result_pages import Entry
from cogs.checkin.result_words import picture_text
from tests import limits

WORDS = words_for("en")
START = datetime(2026, 3, 2, 10, tzinfo=UTC)
ROUND = RoundId(secrets.token_bytes(16))
CHANNEL = ChannelId(2**63 - 1)
PULSE = templates_in("en")[0]
FEW_MOST = Lines(RANGES[0], Level.FEW, Level.MOST)
WIDEST = Lines(Range(200, 499), Level.HALF, Level.HALF)
"""What takes most room in words."""


def longest(letter: str) -> Template:
    """All that fits a template, in letters that take most room where they are drawn."""
    answers = tuple(f"{letter * 99}{at}" for at in range(7))
    questions = tuple(Question(f"{letter * 44}{at}", f"{letter * 99}{at}", answers) for at in range(4))
    return Template("own-" + "0" * 32, letter * 45, letter * 300, questions)


def known(template: Template, result: Result | None, week: int = 0, *, comments: bool = False) -> KnownRound:
    opened = START + timedelta(weeks=week)
    facts = Round(template, CHANNEL, opened, opened + timedelta(days=2), comments=comments)
    return KnownRound(ROUND, ServerId(900), KeyId(ROUND), facts, result)


def alike(template: Template, lines: Lines | None, comments: Sequence[str] = ()) -> Result:
    return Result((lines,) * len(template.questions), comments=tuple(comments))


def trend_of(template: Template, *shown: Lines | None) -> Trend:
    """A trend in which every question has the same lines; one for each week."""
    rounds = [known(template, alike(template, lines), week) for week, lines in enumerate(shown)]
    found = trend([(each.facts, each.result or Result(())) for each in rounds], UTC)
    assert found is not None
    return found


def picture(found: Trend) -> Picture:
    return Picture(b"png", "check-in.png", picture_text(WORDS, found))


def entries(template: Template, many: int) -> list[Entry]:
    """Rounds to choose from, in a channel with the longest name."""
    results = [alike(template, FEW_MOST), alike(template, None)]
    return [
        Entry(
            replace(known(template, results[number % 2]), round_id=RoundId(secrets.token_bytes(16))),
            date(2026, 12, 31),
            "x" * 100,
        )
        for number in range(many)
    ]


def faults(page: Page) -> list[str]:
    """What Discord would refuse; words are counted as Discord may count them."""
    attached = [
        {"id": at, "filename": one.name, "description": one.description} for at, one in enumerate(page.pictures)
    ]
    body: dict[str, object] = {
        "components": draw_page(page).to_components(),
        "flags": limits.COMPONENTS_V2,
        "allowed_mentions": {"parse": []},
        "attachments": attached,
    }
    found = list(limits.message_faults(body, sent=True))
    found += ["too much text"] * (sum(map(length, texts(page))) > limits.TEXT)
    return found + ["too long a description"] * any(length(one.description) > 1024 for one in page.pictures)


def texts(page: Page) -> list[str]:
    return [part.markdown for part in page.parts if isinstance(part, Text)]


def text(pages: Sequence[Page]) -> str:
    return "\n".join(piece for page in pages for piece in texts(page))


def buttons(page: Page) -> dict[str, str]:
    """Labels and custom_ids of the buttons that can be pressed."""
    rows = [part.buttons for part in page.parts if isinstance(part, Buttons)]
    return {button.label: button.custom_id for row in rows for button in row if isinstance(button, Button)}


SHIPPED = templates_in("en")
EXTREMES = [longest("w"), longest("*"), longest("😀"), longest("#"), longest("m ")]
TEMPLATES = pytest.mark.parametrize(
    "template", [*SHIPPED, *EXTREMES], ids=lambda template: ascii(template.title[:15].strip())
)
ROUNDS: list[tuple[Lines | None, ...]] = [
    (WIDEST,),
    (WIDEST,) * 2,
    (WIDEST,) * 12,
    (*[WIDEST] * 11, None),
    (None, *[WIDEST] * 11),
    (WIDEST, None) * 6,
    (*[None] * 11, WIDEST),
]
