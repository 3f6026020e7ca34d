"""Every check-in that ships can be drawn, within Discord's limits, in every state it can be in."""

import secrets
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.core.ballot import new_ballot_key
from bot.core.checkin import Round, Trouble, conclude_broken
from bot.core.identity import ChannelId, KeyId, RoleId, RoundId, ServerId
from bot.core.publishing import RANGES, Level, Lines, Result
from bot.core.template import Question, Template
from bot.services.checkin_rounds import KnownRound
from bot.services.checkin_templates import templates_in
from bot.services.checkins import Asked, OpenToMe
from bot.ui.door import Door
from bot.ui.draw import draw_form, draw_page
from bot.ui.page import Button, Buttons, Form, Notice, Page, RadioField, Text, TextField
from bot.ui.support import HelpDesk
from bot.ui.words import Words, words_for
from cogs.checkin import member_pages, posts
from cogs.checkin.posts import PROMISE, PROMISE_LOGGED, PROMISE_LOGGED_WITH_KEYS

PROMISES = (PROMISE, PROMISE_LOGGED, PROMISE_LOGGED_WITH_KEYS)
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
    return member_pages.form(WORDS, asked(template), fresh)


def result_of(template: Template, lines: Lines | None) -> Result:
    return Result((lines,) * len(template.questions))


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda template: template.template_id)
async def test_it_can_be_drawn_in_every_state(template: Template) -> None:
    facts = a_round(template)
    known = KnownRound(ROUND, ServerId(1), KeyId(ROUND), replace(facts, schedule=ROUND.hex()), None)
    lines = Lines(RANGES[0], Level.FEW, Level.MOST)
    pages = [
        posts.post(WORDS, ROUND, replace(facts, comments=True, audience=RoleId(2**63 - 1)), PROMISE_LOGGED),
        posts.post(WORDS, ROUND, facts, PROMISE_LOGGED),
        posts.closed_post(WORDS, facts),
        posts.result_post(WORDS, ROUND, facts, result_of(template, lines)),
        posts.result_post(WORDS, ROUND, facts, conclude_broken(template)),
        member_pages.confirmation(WORDS, asked(template), HelpDesk().parts(WORDS, None)),
        member_pages.open_list(WORDS, [OpenToMe(ROUND, facts, answered=False)] * 9),
        *(posts.staff_note(WORDS, known, trouble) for trouble in Trouble),
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


Drawn = Callable[[Words, Asked, str], Form]
FORMS = pytest.mark.parametrize("drawn", [member_pages.form, member_pages.change_form])


@FORMS
@pytest.mark.parametrize("questions", [1, 2, 3, 4])
@pytest.mark.parametrize("comments", [True, False])
async def test_questions_and_comment_go_before_the_notice_where_room_is_short(
    drawn: Drawn,
    questions: int,
    comments: bool,  # noqa: FBT001 - a parameter
) -> None:
    template = replace(TEMPLATES[0], questions=(TEMPLATES[0].questions[0],) * questions)
    about = replace(asked(template), facts=replace(a_round(template), comments=comments))
    form = drawn(WORDS, about, "fresh")
    draw_form(form)
    kinds = [type(field) for field in form.fields]
    notice = [Notice] if questions + comments < 5 else []
    assert kinds == [*notice, *[RadioField] * questions, *[TextField] * comments]


@FORMS
async def test_the_comment_can_be_left_out_and_says_what_becomes_of_it(drawn: Drawn) -> None:
    for fewest in (8, 1000):
        about = replace(
            asked(TEMPLATES[0]), facts=replace(a_round(TEMPLATES[0]), comments=True), fewest_comments=fewest
        )
        field = drawn(WORDS, about, "fresh").fields[-1]
        assert isinstance(field, TextField)
        assert (field.required, field.long, field.max_length, field.value) == (False, True, 300, "")
        assert len(field.label) <= 45
        assert field.description is not None
        assert len(field.description) <= 100
        assert f"{fewest} or more people" in field.description


def test_the_form_for_changes_says_that_an_empty_comment_takes_the_earlier_one_away() -> None:
    about = replace(asked(TEMPLATES[0]), facts=replace(a_round(TEMPLATES[0]), comments=True))
    first, again = (drawn(WORDS, about, "fresh") for drawn in (member_pages.form, member_pages.change_form))
    assert first.custom_id != again.custom_id
    assert len(again.custom_id) <= 100
    assert "replaces an earlier one" in str(again.fields[-1])
    assert "replaces" not in str(first.fields[-1])
    assert "recognised" in str(first.fields[-1])


def test_the_notice_fills_no_screen_and_the_whole_promise_stands_in_the_post() -> None:
    (notice, *_) = form_for(TEMPLATES[0]).fields
    assert isinstance(notice, Notice)
    assert len(notice.markdown) <= 110
    facts = a_round(TEMPLATES[0])
    for promise in PROMISES:
        shown = text(posts.post(WORDS, ROUND, facts, promise))
        assert "person who hosts this bot could see it" in shown
        assert "keeps no link" in shown
        assert ("could join answers to people" in shown) == (promise != PROMISE)
        assert "comment" not in shown
        assert "role" not in shown
    asked_apart = text(posts.post(WORDS, ROUND, replace(facts, comments=True, audience=RoleId(77)), PROMISE))
    assert "people with the role <@&77>" in asked_apart
    assert "destroyed unread" in asked_apart
    assert all(line.startswith("-# ") for line in asked_apart.splitlines()[-4:])


def test_changed_answers_are_confirmed_as_changed_in_the_first_line() -> None:
    about = asked(TEMPLATES[0])
    first, changed = (
        text(member_pages.confirmation(WORDS, about, HelpDesk().parts(WORDS, None), changed=one))
        for one in (False, True)
    )
    assert first.splitlines()[0] == "### Thank you. Your answers are in."
    assert "changed" in changed.splitlines()[0]
    assert first.splitlines()[1:] == changed.splitlines()[1:]


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
    said = [
        text(member_pages.confirmation(WORDS, asked(TEMPLATES[0]), HelpDesk().parts(WORDS, None))),
        WORDS("checkin-form-notice"),
    ]
    said += [text(posts.post(WORDS, ROUND, replace(facts, comments=True), one)) for one in PROMISES]
    for words in said:
        assert not [claim for claim in ("anonym", "untraceable", "100 %", "secret") if claim in words.lower()]
