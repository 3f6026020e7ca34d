"""A writer's own pages fit Discord however much was written, and the file holds all of it as it was written."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.core.reflecting import Intent, Reflection
from bot.core.template import Template
from bot.services.reflections import LONGEST, LONGEST_HOPE, Desk, Entry, Hopes, prompts_in
from bot.ui.draw import draw_form
from bot.ui.page import Choice, Document, Page
from cogs.reflect import hope_pages, journal_pages
from tests.cogs.drawn_results import EXTREMES, FEW_MOST, PULSE, ROUND, WORDS, alike, buttons, faults, known, text
from tests.limits import form_faults

DAY = date(2026, 3, 2)
DESK = Desk(0, prompts_in("en")[0], 0, may_write=True)
LETTERS = ["w", "*", "\N{FACE WITH TEARS OF JOY}", "#\n", "> "]


def filled(letters: str, most: int) -> str:
    return (letters * most)[:most] if letters.isascii() else letters * (most // 2)


def entries(many: int, letters: str = "w") -> list[Entry]:
    """So many, answers and hopes in turn, the last first."""
    found: list[Entry] = []
    for number in range(many):
        day = DAY + timedelta(days=number)
        prompt = filled(letters, 200)
        answer = Entry(f"{number:016x}", Reflection(prompt, f"{number} {filled(letters, LONGEST - 9)}", day))
        hope = Entry(
            f"{number:016x}", Intent(ROUND, f"{number} {filled(letters, LONGEST_HOPE - 9)}", day), letters * 22
        )
        found.append(hope if number % 2 else answer)
    return found[::-1]


def options(page: Page) -> list[list[str]]:
    return [[option.value for option in part.options] for part in page.parts if isinstance(part, Choice)]


@pytest.mark.parametrize("letters", LETTERS, ids=ascii)
def test_every_page_and_form_fits_whatever_was_written(letters: str) -> None:
    desk = replace(DESK, prompt=filled(letters, 200), written=300)
    written = entries(60, letters)
    pages = [
        journal_pages.desk_page(WORDS, desk),
        journal_pages.desk_page(WORDS, desk, is_kept=True),
        *(journal_pages.list_page(WORDS, written, page) for page in range(4)),
        *(journal_pages.entry_page(WORDS, entry) for entry in written[:2]),
        *(journal_pages.ask_page(WORDS, what, "0" * 16) for what in ("one", "all")),
        hope_pages.hoped_page(WORDS, filled(letters, 45)),
    ]
    assert [fault for page in pages for fault in faults(page)] == []
    form = draw_form(journal_pages.write_form(WORDS, 11, desk.prompt, "fresh"))
    assert list(form_faults(form.to_dict())) == []


def test_all_that_was_written_is_in_the_list_page_by_page_and_none_twice() -> None:
    written = entries(60)
    pages = [journal_pages.list_page(WORDS, written, page) for page in range(3)]
    listed = [value for page in pages for choice in options(page) for value in choice]
    assert listed == [entry.mark for entry in written]
    assert ["Older" in buttons(page) for page in pages] == [True, True, False]
    assert ["Newer" in buttons(page) for page in pages] == [False, True, True]
    assert journal_pages.list_page(WORDS, written, 999) == pages[-1]
    assert options(journal_pages.list_page(WORDS, [])) == []


def test_the_file_holds_every_word_the_first_in_front() -> None:
    written = entries(7, "é")
    page = journal_pages.file_page(WORDS, written, DAY)
    (document,) = (part for part in page.parts if isinstance(part, Document))
    held = document.data.decode()
    places = [held.index(entry.what.words) for entry in reversed(written)]
    assert places == sorted(places)
    assert all(entry.what.day.isoformat() in held for entry in written)


def test_who_is_no_facilitator_any_more_is_asked_nothing() -> None:
    page = journal_pages.desk_page(WORDS, replace(DESK, may_write=False, written=3))
    assert list(buttons(page)) == ["What I wrote"]
    assert DESK.prompt not in text([page])


def test_nothing_written_offers_nothing_to_read() -> None:
    assert list(buttons(journal_pages.desk_page(WORDS, DESK))) == ["Write", "Another question", "Hopes and results"]


@pytest.mark.parametrize("template", [PULSE, *EXTREMES], ids=lambda each: ascii(each.title[:8]))
def test_hopes_fit_however_many_rounds_there_are(template: Template) -> None:
    hope = Intent(ROUND, "\N{FACE WITH TEARS OF JOY}" * (LONGEST_HOPE // 2), DAY)
    is_open, closed = known(template, None), known(template, alike(template, FEW_MOST))
    hopes = Hopes([(is_open, hope), (is_open, None)], [(closed, DAY)] * 40)
    page = hope_pages.hopes_page(WORDS, hopes, lambda _: "x" * 100)
    unique = replace(
        hopes,
        open=[(replace(is_open, round_id=type(ROUND)(bytes([at]) * 16)), None) for at in range(30)],
        closed=[(replace(closed, round_id=type(ROUND)(bytes([at]) * 16)), DAY) for at in range(40)],
    )
    fitting = [
        hope_pages.hopes_page(WORDS, unique, lambda _: "x" * 100),
        hope_pages.hopes_page(WORDS, Hopes([], []), lambda _: ""),
        hope_pages.beside_page(WORDS, template.title, hope),
    ]
    assert [fault for one in fitting for fault in faults(one)] == []
    assert len(options(page)) == 2
    assert list(form_faults(draw_form(hope_pages.hope_form(WORDS, is_open, hope, "fresh")).to_dict())) == []
