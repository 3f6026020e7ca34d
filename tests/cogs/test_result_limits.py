"""Results, trends and alternative texts fit Discord's limits in every state, however much a group writes."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from bot.core.checkin import conclude_broken
from bot.core.publishing import Lines
from bot.core.template import Template
from bot.ui.page import Choice, Page
from bot.ui.paging import length
from cogs.checkin import posts, result_pages
from cogs.checkin.result_words import ALTERNATIVE_TEXT, picture_text
from tests.cogs.drawn_results import (
    FEW_MOST,
    PULSE,
    ROUND,
    ROUNDS,
    TEMPLATES,
    WIDEST,
    WORDS,
    alike,
    buttons,
    entries,
    faults,
    known,
    picture,
    text,
    trend_of,
)


def comments_of(many: int, letter: str) -> list[str]:
    return [(letter * 300)[: 300 // length(letter)]] * many


class TestLimits:
    @TEMPLATES
    @pytest.mark.parametrize("shown", ROUNDS, ids=lambda shown: "".join("." if one is None else "x" for one in shown))
    async def test_a_trend_fits_whatever_it_says(self, template: Template, shown: tuple[Lines | None, ...]) -> None:
        found = trend_of(template, *shown)
        about = known(template, alike(template, shown[-1]))
        for drawn in (picture(found), None):
            for pages in (
                result_pages.trend_pages(WORDS, about, found, drawn),
                result_pages.public_trend_pages(WORDS, about, found, drawn),
            ):
                assert [fault for page in pages for fault in faults(page)] == []
                assert [len(page.pictures) for page in pages] == [*[0] * (len(pages) - 1), int(drawn is not None)]
                assert [bool(buttons(page)) for page in pages] == [*[False] * (len(pages) - 1), True]

    @TEMPLATES
    @pytest.mark.parametrize("lines", [WIDEST, FEW_MOST, None])
    async def test_a_result_fits_whatever_it_says(self, template: Template, lines: Lines | None) -> None:
        about = known(template, alike(template, lines), comments=True)
        found = trend_of(template, *[WIDEST] * 11, lines)
        broken = replace(about, result=conclude_broken(template))
        pages = [
            *result_pages.result_page(WORDS, about, date(2026, 12, 31)),
            *result_pages.result_page(WORDS, broken, date(2026, 12, 31)),
            posts.result_post(WORDS, ROUND, about.facts, alike(template, lines), picture(found)),
            posts.result_post(WORDS, ROUND, about.facts, alike(template, lines)),
        ]
        assert [fault for page in pages for fault in faults(page)] == []

    @TEMPLATES
    async def test_25_rounds_fit_a_list(self, template: Template) -> None:
        for page in (
            result_pages.results_page(WORDS, entries(template, 25)),
            result_pages.trends_page(WORDS, entries(template, 25)),
        ):
            assert faults(page) == []
            (choice,) = [part for part in page.parts if isinstance(part, Choice)]
            assert len(choice.options) == 25

    @pytest.mark.parametrize("letter", ["w", "*", "😀", "> ", "w\n"], ids=ascii)
    @pytest.mark.parametrize("many", [8, 9, 30, 60])
    async def test_comments_fit_over_as_many_messages_as_they_need(self, letter: str, many: int) -> None:
        written = comments_of(many, letter)
        about = known(PULSE, alike(PULSE, FEW_MOST, written), comments=True)
        first, *more = result_pages.result_page(WORDS, about, date(2026, 3, 2))
        assert [fault for page in (first, *more) for fault in faults(page)] == []
        assert letter.strip() * 3 not in text([first])
        kept = sum(text([page]).count(letter.strip()) for page in more)
        assert kept >= sum(one.count(letter.strip()) for one in written), "not a letter of a comment is left out"
        assert all(page.parts for page in more)

    @TEMPLATES
    @pytest.mark.parametrize("shown", ROUNDS, ids=lambda shown: "".join("." if one is None else "x" for one in shown))
    def test_it_is_never_empty_and_never_too_long(self, template: Template, shown: tuple[Lines | None, ...]) -> None:
        said = picture_text(WORDS, trend_of(template, *shown))
        assert 1 <= length(said) <= ALTERNATIVE_TEXT == 1024
        assert said.startswith(template.title)


def every_page() -> Iterator[Page]:
    for shown in ROUNDS:
        found, about = trend_of(PULSE, *shown), known(PULSE, alike(PULSE, shown[-1]), comments=True)
        yield from result_pages.trend_pages(WORDS, about, found, picture(found))
        yield from result_pages.public_trend_pages(WORDS, about, found, picture(found))
        yield from result_pages.result_page(WORDS, about, date(2026, 3, 2))
    yield result_pages.results_page(WORDS, entries(PULSE, 3))
    yield result_pages.trends_page(WORDS, entries(PULSE, 3))


def test_no_custom_id_is_longer_than_discord_takes() -> None:
    for page in every_page():
        choices = [part.custom_id for part in page.parts if isinstance(part, Choice)]
        assert all(len(one) <= 100 for one in (*choices, *buttons(page).values()))
