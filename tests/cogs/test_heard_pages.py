"""Drafts of what was heard say nothing that was not posted, and every page of them fits Discord in every state."""

from dataclasses import replace
from itertools import product

import pytest

from bot.core.hearing import Loop
from bot.core.identity import MessageId, RoundId, ServerId
from bot.core.publishing import RANGES, Level, Lines, Result
from bot.core.template import Template
from bot.services.heard import After, Overview
from bot.services.heard_book import LONGEST, Said
from bot.services.problems import Refused
from bot.ui.draw import draw_form
from bot.ui.page import Choice, Page
from bot.ui.paging import length
from cogs.reflect import heard_pages as pages
from cogs.reflect.heard_words import draft, sayings_in
from tests.cogs.drawn_results import EXTREMES, PULSE, ROUND, SHIPPED, TEMPLATES, WORDS, alike, buttons, faults, known
from tests.cogs.drawn_results import text as text_of
from tests.limits import form_faults

FEW, SOME, HALF, MOST = Level
SERVER = ServerId(2**63 - 1)
EVERY = [Lines(RANGES[0], low, good) for low, good in product(Level, Level)]
FULL = ["w" * LONGEST, "\N{FACE WITH TEARS OF JOY}" * (LONGEST // 2), "*" * LONGEST, "#\n" * (LONGEST // 2)]


def after(template: Template, lines: Lines | None = EVERY[0], said: Said = Said()) -> After:  # noqa: B008 - frozen
    result = alike(template, lines)
    return After(known(template, result), result, said)


def drafted(*shown: Lines | None) -> tuple[list[str], str]:
    heard, step = draft(WORDS, PULSE, Result(shown))
    return heard.splitlines(), step


class TestDrafts:
    def test_every_question_that_ships_has_words_of_its_own_and_no_others_have(self) -> None:
        names = {question.name for template in SHIPPED for question in template.questions}
        assert set(sayings_in("en").named) == names

    def test_the_weakest_comes_first_and_the_step_is_about_it(self) -> None:
        heard, step = drafted(Lines(RANGES[0], FEW, MOST), Lines(RANGES[0], HALF, FEW))
        assert heard == [
            "About half or more of those who answered are low on energy, or running on empty.",
            "Most of those who answered felt mostly or very safe to be honest here this week.",
        ]
        assert step == sayings_in("en").named["Energy"].next

    def test_where_nothing_stands_out_that_is_said_once_and_nothing_is_invented(self) -> None:
        even = Lines(RANGES[0], FEW, SOME)
        assert drafted(even, even) == ([sayings_in("en").frame.only_mixed], sayings_in("en").frame.nothing)
        assert drafted(even, None)[0] == [sayings_in("en").frame.only_mixed]
        assert drafted(even, Lines(RANGES[0], FEW, HALF))[0][1:] == [sayings_in("en").frame.mixed]

    @TEMPLATES
    @pytest.mark.parametrize("lines", EVERY, ids=lambda lines: f"{lines.low}-{lines.good}")
    def test_a_draft_fits_and_never_says_few_or_a_number(self, template: Template, lines: Lines) -> None:
        heard, step = draft(WORDS, template, alike(template, lines))
        assert 0 < length(heard) <= LONGEST
        assert 0 < length(step) <= LONGEST
        assert "{" not in heard + step
        if template in SHIPPED:
            assert "few" not in heard.lower().split()
            assert not any(sign.isdigit() for sign in heard)

    def test_a_question_that_was_changed_is_quoted_as_it_was_asked(self) -> None:
        first, _ = PULSE.questions
        own = replace(PULSE, questions=(replace(first, words="Was it safe?"),))
        heard, step = draft(WORDS, own, Result((Lines(RANGES[0], SOME, FEW),)))
        assert heard == "Some of those who answered chose *Not safe* or *A little* to “Was it safe?”"
        # Where some answered low, "nothing new" would be the wrong thing to begin with.
        assert step == sayings_in("en").general.next != sayings_in("en").frame.nothing


class TestPages:
    @pytest.mark.parametrize("template", [PULSE, *EXTREMES], ids=lambda each: ascii(each.title[:8]))
    @pytest.mark.parametrize("words", FULL, ids=lambda words: ascii(words[0]))
    def test_whatever_is_written_fits_before_and_after_it_is_posted(self, template: Template, words: str) -> None:
        written = after(template, said=Said(words, words))
        posted = replace(written, said=replace(written.said, post=MessageId(2**63 - 1)))
        drawn = [
            pages.preview_page(WORDS, written, WORDS),
            pages.draft_page(WORDS, written, words, words, WORDS),
            pages.public_page(WORDS, written),
            pages.posted_page(WORDS, SERVER, posted),
            pages.posted_page(WORDS, SERVER, posted, before=True),
            pages.nudge_page(WORDS, written.known),
        ]
        assert [fault for page in drawn for fault in faults(page)] == []
        form = draw_form(pages.edit_form(WORDS, ROUND, words, words, "fresh"))
        assert list(form_faults(form.to_dict())) == []

    def test_what_is_previewed_is_what_is_posted(self) -> None:
        written = after(PULSE, said=Said("We heard.", "We will."))
        assert text_of([pages.public_page(WORDS, written)]).split("\n-# Raised")[0] in text_of(
            [pages.preview_page(WORDS, written, WORDS)]
        )

    def test_with_a_gap_there_is_nothing_to_press_but_change(self) -> None:
        with_gap = pages.preview_page(WORDS, after(PULSE, said=Said("We heard.", "On [day].")), WORDS)
        assert list(buttons(with_gap)) == ["Change it", "All results"]
        whole = pages.preview_page(WORDS, after(PULSE, said=Said("We heard.", "On Monday.")), WORDS)
        assert list(buttons(whole)) == ["Post it", "Change it", "All results"]

    def test_the_list_tells_what_was_answered_and_how_often(self) -> None:
        states = [Said(), Said("a", "b"), Said("a", "b", MessageId(1))]
        rounds = [
            replace(one, known=replace(one.known, round_id=RoundId(bytes([at]) * 16)))
            for at, one in enumerate(after(EXTREMES[2], said=states[at % 3]) for at in range(25))
        ]
        page = pages.list_page(WORDS, Overview(rounds, Loop(8, 25)), lambda _: ("2026-12-31", "x" * 100))
        assert faults(page) == []
        assert "8 of 25" in text_of([page])
        (choice,) = (part for part in page.parts if isinstance(part, Choice))
        assert [option.description for option in choice.options[:3]] == [
            "Nothing said so far",
            "A draft is kept",
            "The group was told",
        ]
        none = pages.list_page(WORDS, Overview([], Loop(0, 0)), lambda _: ("", ""))
        assert (isinstance(none, Page), list(buttons(none))) == (True, [])

    @pytest.mark.parametrize("key", ["", ".", "made-up", "00" * 15, f"{'00' * 17}.aa", "é" * 32])
    def test_a_key_that_is_none_is_an_old_button(self, key: str) -> None:
        with pytest.raises(Refused, match="button-outdated"):
            pages.read_key(key)
