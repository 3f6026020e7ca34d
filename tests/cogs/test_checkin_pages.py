"""Every check-in that ships can be drawn, within Discord's limits, in every state it can be in."""

import secrets
from datetime import UTC, datetime, timedelta

import pytest

from bot.core.ballot import new_ballot_key
from bot.core.checkin import Round, Trouble, conclude_broken
from bot.core.identity import ChannelId, RoundId
from bot.core.publishing import RANGES, Level, Lines, Result
from bot.core.template import Question, Template
from bot.services.checkin_templates import templates_in
from bot.services.checkins import Asked, OpenToMe
from bot.ui.door import Door
from bot.ui.draw import draw_form, draw_page
from bot.ui.page import Button, Buttons, Form, Page, RadioField, Text
from bot.ui.words import words_for
from cogs.checkin import member_pages, posts
from cogs.checkin.member import PROMISE, PROMISE_LOGGED

WORDS = words_for("en")
NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)
ROUND = RoundId(secrets.token_bytes(16))
TEMPLATES = templates_in("en")


def a_round(template: Template) -> Round:
    return Round(template, ChannelId(2**63 - 1), NOW, NOW + timedelta(days=14))


def text(page: Page) -> str:
    return "\n".join(part.markdown for part in page.parts if isinstance(part, Text))


def asked(template: Template) -> Asked:
    return Asked(ROUND, new_ballot_key(secrets.token_bytes), a_round(template))


def form_for(template: Template) -> Form:
    fresh = Door(lambda: NOW, secrets.token_bytes).fresh()
    return member_pages.form(WORDS, asked(template), PROMISE_LOGGED, fresh)


def result_of(template: Template, lines: Lines | None) -> Result:
    return Result((lines,) * len(template.questions))


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda template: template.template_id)
async def test_it_can_be_drawn_in_every_state(template: Template) -> None:
    facts = a_round(template)
    lines = Lines(RANGES[0], Level.FEW, Level.MOST)
    pages = [
        posts.post(WORDS, ROUND, facts),
        posts.closed_post(WORDS, facts),
        posts.result_post(WORDS, ROUND, facts, result_of(template, lines)),
        posts.result_post(WORDS, ROUND, facts, conclude_broken(template)),
        member_pages.confirmation(WORDS, asked(template), None),
        member_pages.open_list(WORDS, [OpenToMe(ROUND, facts, answered=False)] * 9),
        *(posts.staff_note(WORDS, facts, trouble) for trouble in Trouble),
    ]
    for page in pages:
        assert draw_page(page).content_length() <= 4000
        for row in page.parts:
            if isinstance(row, Buttons):
                assert all(len(button.custom_id) <= 100 for button in row.buttons if isinstance(button, Button))


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda template: template.template_id)
async def test_its_form_asks_every_question_in_full_and_lets_each_be_passed(template: Template) -> None:
    form = form_for(template)
    draw_form(form)
    assert len(form.title) <= 45
    assert len(form.custom_id) <= 100
    fields = [field for field in form.fields if isinstance(field, RadioField)]
    assert len(form.fields) == len(fields) + 1
    for question, field in zip(template.questions, fields, strict=True):
        assert len(field.label) <= 45
        assert question.words in (field.label, field.description)
        assert [option.label for option in field.options] == [*question.answers, "Prefer not to say"]
        assert [option.value for option in field.options] == ["1", "2", "3", "4", "5", "0"]


def test_each_opening_has_a_custom_id_of_its_own() -> None:
    assert len({form_for(TEMPLATES[0]).custom_id for _ in range(20)}) == 20


@pytest.mark.parametrize("level", Level)
def test_every_level_and_range_has_words(level: Level) -> None:
    template = TEMPLATES[0]
    for shown in RANGES:
        page = posts.result_post(WORDS, ROUND, a_round(template), result_of(template, Lines(shown, level, level)))
        assert f"**{WORDS(f'checkin-level-{level.value}')}** answered" in text(page)
        assert (f"{shown.at_least} or more" if shown.at_most is None else f"to {shown.at_most} answers") in text(page)


def test_three_answers_have_one_at_each_end() -> None:
    question = Question("Pace", "How was the pace?", ("Too fast", "Fine", "Just right"))
    template = Template("one", "One", "Now.", (question,))
    lines = Lines(RANGES[0], Level.FEW, Level.MOST)
    shown = text(posts.result_post(WORDS, ROUND, a_round(template), result_of(template, lines)))
    assert "**few** answered *Too fast*\n- **most** answered *Just right*" in shown
    assert "Fine" not in shown


def test_a_question_with_too_few_answers_says_only_that() -> None:
    template = TEMPLATES[0]
    lines = Lines(RANGES[0], Level.FEW, Level.MOST)
    shown = text(posts.result_post(WORDS, ROUND, a_round(template), Result((lines, None))))
    assert "How is your energy?**\nToo few answers to show." in shown
    assert "Strong" not in shown


def test_nothing_claims_more_than_is_promised() -> None:
    facts = a_round(TEMPLATES[0])
    said = [text(posts.post(WORDS, ROUND, facts)), text(member_pages.confirmation(WORDS, asked(TEMPLATES[0]), None))]
    said += [WORDS(PROMISE), WORDS(PROMISE_LOGGED)]
    for words in said:
        assert not [claim for claim in ("anonym", "untraceable", "100 %", "secret") if claim in words.lower()]
