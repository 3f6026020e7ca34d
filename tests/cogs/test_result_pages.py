"""Results and trends as they are seen: the same words wherever they are shown, and in the picture."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.core.publishing import RANGES, Level, Lines
from bot.core.template import Template
from bot.core.trend import trend
from bot.ui.page import Choice
from cogs.checkin import posts, result_pages
from cogs.checkin.pictures import chart
from cogs.checkin.result_words import picture_text
from tests.cogs.drawn_results import (
    CHANNEL,
    FEW_MOST,
    PULSE,
    ROUND,
    SHIPPED,
    TEMPLATES,
    WIDEST,
    WORDS,
    alike,
    buttons,
    entries,
    known,
    longest,
    picture,
    text,
    texts,
    trend_of,
)


class TestAlternativeText:
    def test_it_says_every_level_of_a_shipped_check_in_over_twelve_weeks(self) -> None:
        for template in SHIPPED[:4]:
            found = trend_of(template, *[FEW_MOST, WIDEST] * 6)
            said = picture_text(WORDS, found)
            assert said.count("about half or more") == 6 * 2 * len(template.questions)
            assert said.count("few") == 6 * len(template.questions)
            assert all(question.name in said for question in template.questions)

    def test_the_latest_rounds_come_first_and_what_has_no_room_is_said_to_be_missing(self) -> None:
        found = trend_of(longest("w"), FEW_MOST, *[WIDEST] * 11)
        said = picture_text(WORDS, found)
        assert "of 12" in said
        assert "few" not in said, "the oldest is what has no room"
        assert "about half or more" in said

    def test_it_reads_as_a_sentence_for_each_question(self) -> None:
        some = Lines(RANGES[1], Level.SOME, Level.HALF)
        said = picture_text(WORDS, trend_of(PULSE, FEW_MOST, None, some))
        assert said == (
            "Weekly pulse: 3 check-ins from 2 Mar to 16 Mar, the latest first. "
            "Safe to be honest, low: some, nothing shown, few; good: about half or more, nothing shown, most. "
            "Energy, low: some, nothing shown, few; good: about half or more, nothing shown, most."
        )
        assert picture_text(WORDS, trend_of(PULSE, FEW_MOST)).startswith("Weekly pulse: one check-in, on 2 Mar. Safe")


class TestResult:
    @TEMPLATES
    @pytest.mark.parametrize("lines", [WIDEST, FEW_MOST, None])
    def test_it_says_what_the_channel_was_told(self, template: Template, lines: Lines | None) -> None:
        result = alike(template, lines)
        about = known(template, result)
        posted = texts(posts.result_post(WORDS, ROUND, about.facts, result))
        (page,) = result_pages.result_page(WORDS, about, date(2026, 3, 2))
        shown = texts(page)
        standing = f"-# {WORDS('checkin-standing-line')}"
        assert [one for one in shown if "in <#" not in one] == [one for one in posted if one != standing]

    def test_it_says_where_and_when(self) -> None:
        (page,) = result_pages.result_page(WORDS, known(PULSE, alike(PULSE, FEW_MOST)), date(2026, 3, 2))
        assert f"<#{CHANNEL}>" in text([page])
        assert f"<t:{int(datetime(2026, 3, 2, 12, tzinfo=UTC).timestamp())}:D>" in text([page])

    def test_each_comment_stands_apart_in_the_order_of_the_shuffle(self) -> None:
        about = known(PULSE, alike(PULSE, FEW_MOST, ["One.\nTwo.", *"bcdefgh"]), comments=True)
        _, page = result_pages.result_page(WORDS, about, date(2026, 3, 2))
        (shown,) = texts(page)
        heading, *quoted = shown.split("\n\n")
        assert "In no order" in heading
        assert quoted == ["> One.\n> Two.", *(f"> {letter}" for letter in "bcdefgh")]

    @pytest.mark.parametrize("lines", [FEW_MOST, None])
    def test_what_became_of_comments_is_said_where_they_were_allowed(self, lines: Lines | None) -> None:
        erased = replace(alike(PULSE, lines), comments_key="ab")
        for about, said in (
            (known(PULSE, alike(PULSE, lines), comments=True), ["Too few people wrote one"]),
            (known(PULSE, erased, comments=True), ["The comments were erased"]),
            (known(PULSE, alike(PULSE, lines)), []),
            (known(PULSE, alike(PULSE, lines, "abcdefgh"), comments=True), []),
        ):
            shown = text(result_pages.result_page(WORDS, about, date(2026, 3, 2)))
            assert [one for one in ("Too few people wrote one", "The comments were erased") if one in shown] == said

    def test_no_comment_is_in_the_post_or_in_a_trend(self) -> None:
        result = alike(PULSE, FEW_MOST, ["quillfeather"] * 8)
        about = known(PULSE, result, comments=True)
        found = trend([(about.facts, result)], UTC)
        assert found is not None
        pages = [
            posts.result_post(WORDS, ROUND, about.facts, result, picture(found)),
            *result_pages.trend_pages(WORDS, about, found, picture(found)),
            *result_pages.public_trend_pages(WORDS, about, found, picture(found)),
        ]
        assert "quillfeather" not in f"{pages}{chart(WORDS, found)}"
        assert "quillfeather" in str(result_pages.result_page(WORDS, about, date(2026, 3, 2)))


class TestTrend:
    def test_of_nothing_shown_it_says_so_and_offers_no_post(self) -> None:
        found = trend_of(PULSE, None, None)
        (page,) = result_pages.trend_pages(WORDS, known(PULSE, alike(PULSE, None)), found, None)
        assert "too few answers" in text([page])
        assert list(buttons(page)) == ["All results"]

    def test_every_round_has_its_day_in_the_readers_own_way(self) -> None:
        found = trend_of(PULSE, FEW_MOST, None, WIDEST)
        (page,) = result_pages.trend_pages(WORDS, known(PULSE, alike(PULSE, FEW_MOST)), found, None)
        days = [int(datetime(2026, 3, day, 12, tzinfo=UTC).timestamp()) for day in (2, 9, 16)]
        lines = [line for line in text([page]).splitlines() if line.startswith("- ")]
        expected = [
            f"- <t:{days[0]}:D> · low: few, good: most",
            f"- <t:{days[1]}:D> · nothing shown",
            f"- <t:{days[2]}:D> · low: about half or more, good: about half or more",
        ]
        assert lines == expected * len(PULSE.questions)

    def test_in_public_it_says_the_same_below_a_button_for_help(self) -> None:
        found, about = trend_of(PULSE, FEW_MOST, WIDEST), known(PULSE, alike(PULSE, WIDEST))
        (private,) = result_pages.trend_pages(WORDS, about, found, picture(found))
        (public,) = result_pages.public_trend_pages(WORDS, about, found, picture(found))
        said = [line for line in text([private]).splitlines() if line != f"-# Asked in <#{CHANNEL}>."]
        assert said == [line for line in text([public]).splitlines() if "Raised a concern?" not in line]
        assert list(buttons(private)) == ["Post it in the channel", "All results"]
        assert list(buttons(public).items()) == [("Find help", result_pages.public_trend_id(ROUND))]

    def test_the_picture_shows_what_the_words_say(self) -> None:
        some = Lines(RANGES[1], Level.SOME, Level.HALF)
        drawn = chart(WORDS, trend_of(PULSE, FEW_MOST, None, some))
        assert drawn.levels == ("few", "some", "about half or more", "most")
        assert drawn.rounds == ("2 Mar", "9 Mar", "16 Mar")
        assert [row.name for row in drawn.rows] == [question.name for question in PULSE.questions]
        for row in drawn.rows:
            assert (row.low, row.good) == ((0, None, 1), (3, None, 2))
            assert row.answers == "10 to 14 answers"
        assert all(row.answers == "" for row in chart(WORDS, trend_of(PULSE, FEW_MOST, None)).rows)


class TestLists:
    def test_what_there_is_to_choose_is_told_apart_without_marks_of_discord(self) -> None:
        page = result_pages.results_page(WORDS, entries(PULSE, 2))
        (choice,) = [part for part in page.parts if isinstance(part, Choice)]
        shown, few = choice.options
        assert shown.label.startswith("2026-12-31 · Weekly pulse · #xxx")
        assert (shown.description, few.description) == ("Levels are shown", "Too few answers to show")

    def test_before_any_closing_a_kind_sentence_stands_there(self) -> None:
        for page in (result_pages.results_page(WORDS, []), result_pages.trends_page(WORDS, [])):
            assert "No check-in has closed yet" in text([page])
            assert len(page.parts) == 1
