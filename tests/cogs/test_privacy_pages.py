"""What `/privacy` shows is within Discord's limits however much is kept, and nobody's words pass for the bot's own."""

from datetime import date

import pytest

from bot.services.keepers import Remark
from bot.services.own_data import Told
from bot.ui.draw import draw_page
from bot.ui.page import Buttons, Document, Page, Text
from bot.ui.words import words_for
from cogs.privacy import pages
from tests.limits import message_faults

WORDS = words_for("en")
DAY = date(2026, 11, 22)
KEEPERS = ("agreement", "checkins", "concerns", "server", "tasks", "trail")
SMILES = "\N{FACE WITH TEARS OF JOY}" * 45
STAFF = [
    Remark("agreement-kept-accepted", {"version": 12}),
    Remark("privacy-enrolled"),
    Remark("privacy-enrolled-away", {"until": DAY}),
    Remark("privacy-lead"),
    Remark("privacy-announced"),
    Remark("privacy-trail-lines", {"count": 12345}),
]
STAYS = [
    Remark("agreement-stays-role", {"role": 1_300_000_000_000_000_000}),
    Remark("privacy-lead-stays"),
    Remark("privacy-announced-stays"),
    Remark("privacy-trail-stays", {"count": 1}),
]


def told(*remarks: Remark) -> Told:
    return Told(DAY, remarks, KEEPERS)


def answered(key: str, title: str, count: int) -> list[Remark]:
    return [Remark(key, {"title": title, "closes": DAY})] * count


def faults(page: Page) -> list[str]:
    files = [{"filename": one.name} for one in page.files]
    body = {"components": draw_page(page).to_components(), "flags": 1 << 15, "attachments": files}
    return list(message_faults(body, sent=False))


def text(page: Page) -> str:
    return "\n".join(part.markdown for part in page.parts if isinstance(part, Text))


def file_of(page: Page) -> str:
    [document] = [part for part in page.parts if isinstance(part, Document)]
    return document.data.decode()


@pytest.mark.parametrize("log", [None, pages.LOG, pages.LOG_OF_KEYS])
@pytest.mark.parametrize(
    "remarks",
    [[], [*STAFF, *answered("privacy-checkin-answered", SMILES, 20)]],
    ids=["nothing", "much"],
)
async def test_every_page_fits(remarks: list[Remark], log: str | None) -> None:
    shown = pages.overview(WORDS, told(*remarks), log)
    assert [faults(page) for page in shown] == [[]] * len(shown)
    assert [any(isinstance(part, Buttons) for part in page.parts) for page in shown][-1:] == [True]
    assert faults(pages.file_page(WORDS, told(*remarks), log)) == []
    for page in (pages.question_page(WORDS), pages.kept_page(WORDS)):
        assert faults(page) == []


async def test_what_stays_fits_however_many_rounds_are_open() -> None:
    for page in pages.erased_pages(WORDS, told(*STAYS, *answered("privacy-checkin-stays", SMILES, 30))):
        assert faults(page) == []


def test_a_title_is_not_taken_for_words_of_the_bot() -> None:
    remarks = answered("privacy-checkin-answered", "**Nothing** [else](https://example.org)", 1)
    page, *_ = pages.overview(WORDS, told(*remarks), None)
    assert r"\*\*Nothing\*\* \[else\]\(https://example.org\)" in text(page)
    assert "**Nothing** [else]" in file_of(pages.file_page(WORDS, told(*remarks), None))


def test_a_file_says_all_that_the_pages_say_in_plain_words() -> None:
    said = file_of(pages.file_page(WORDS, told(*STAFF), pages.LOG))
    assert "until 2026-11-22" in said
    assert not any(mark in said for mark in ("<t:", "\n#", "\n-#", "\n**"))
    shown = pages.overview(WORDS, told(*STAFF), pages.LOG)
    words = {word for page in shown for word in text(page).replace("*", " ").replace("#", " ").split()}
    assert {word for word in words if not word.startswith("<t:")} <= set(said.split())
