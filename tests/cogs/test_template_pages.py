"""Templates as facilitators see them: drawn in every state within Discord's limits, with what can be done there."""

import secrets
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.core.checkin import Round
from bot.core.identity import ChannelId, PlanId, RoleId, RoundId, ServerId
from bot.core.own_template import MOST_OWN, MOST_RETIRED, Draft, OwnTemplate, question_mark
from bot.core.publishing import RANGES, Level, Lines, Result
from bot.core.template import Flaw, Question, Template, objections
from bot.services.checkin_templates import templates_in
from bot.services.template_book import KnownTemplate, Shelf
from bot.ui.door import Door
from bot.ui.draw import draw_form, draw_page
from bot.ui.page import Button, Buttons, Choice, Form, Page, Text, TextField
from bot.ui.paging import length
from bot.ui.words import words_for
from cogs.checkin import posts, template_forms, template_pages
from cogs.checkin.posts import PROMISE, PROMISE_LOGGED
from cogs.checkin.template_preview import preview_form, preview_page, preview_post
from tests import limits

WORDS = words_for("en")
SERVER = ServerId(900)
ROUND = RoundId(secrets.token_bytes(16))
PACE = Question("Pace", "How was the pace?", ("Too fast", "Right", "Just right"))
ROOM = Question("Room", "Was there room for you?", ("None", "Little", "Some", "Enough", "Plenty", "More", "All"))
DRAFT = Draft("Ours", "About now.", (PACE, ROOM))
NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)
FRESH = Door(lambda: NOW, secrets.token_bytes).fresh()


def longest(letter: str) -> Draft:
    """All that fits, in letters that take most room where they are drawn."""
    answers = tuple(f"{letter * 99}{at}" for at in range(7))
    questions = tuple(Question(f"{letter * 44}{at}", f"{letter * 99}{at}", answers) for at in range(4))
    return Draft(letter * 45, letter * 300, questions)


def known(facts: OwnTemplate) -> KnownTemplate:
    return KnownTemplate(PlanId(secrets.token_bytes(16)), SERVER, facts)


def states(draft: Draft) -> Iterator[KnownTemplate]:
    """A template in every state."""
    changed = replace(draft, questions=draft.questions[::-1])
    yield known(OwnTemplate(draft))
    yield known(OwnTemplate(replace(draft, questions=())))
    yield known(OwnTemplate(draft, draft))
    yield known(OwnTemplate(changed, draft))
    yield known(OwnTemplate(changed, draft, retired=True))


def faults(page: Page) -> list[str]:
    body: dict[str, object] = {
        "components": draw_page(page).to_components(),
        "flags": 1 << 15,
        "allowed_mentions": {"parse": []},
    }
    return list(limits.message_faults(body, sent=True))


def form_faults(form: Form) -> list[str]:
    return list(limits.form_faults(draw_form(form).to_dict()))


def text(page: Page) -> str:
    return "\n".join(part.markdown for part in page.parts if isinstance(part, Text))


def buttons(page: Page) -> dict[str, Button]:
    """The buttons that can be pressed, by label."""
    rows = [part.buttons for part in page.parts if isinstance(part, Buttons)]
    every = [button for row in rows for button in row if isinstance(button, Button)]
    return {button.label: button for button in every if not button.disabled}


NOTES = ["", *(WORDS(f"checkin-template-flaw-{flaw.value}", count=9, most=9, question=9, answer=9) for flaw in Flaw)]


@pytest.mark.parametrize(
    "draft", [DRAFT, longest("w"), longest("*"), longest("😀"), longest("#")], ids=lambda draft: ascii(draft.title[0])
)
async def test_every_page_and_form_fits_discord_whatever_it_says(draft: Draft) -> None:
    note = max(NOTES, key=len)
    for template in states(draft):
        pages = [template_pages.own_page(WORDS, template, note), template_pages.delete_page(WORDS, template)]
        assert [fault for page in pages for fault in faults(page)] == []
        assert all(length(text(page)) <= 4000 for page in pages)
        content = template.facts.content
        forms = [
            template_forms.heading_form(WORDS, template, FRESH),
            template_forms.add_form(WORDS, template.template_id, FRESH),
        ]
        forms += [template_forms.question_form(WORDS, template, question_mark(one), FRESH) for one in content.questions]
        assert [fault for form in forms for fault in form_faults(form)] == []
    assert form_faults(template_forms.new_form(WORDS, FRESH)) == []


@pytest.mark.parametrize("letter", ["w", "*", "😀"])
async def test_the_list_fits_discord_with_as_many_as_there_can_be(letter: str) -> None:
    titles = [f"{letter * 43}{number:02}" for number in range(MOST_OWN + MOST_RETIRED)]
    own = [known(OwnTemplate(Draft(title, ""), DRAFT, retired=at >= MOST_OWN)) for at, title in enumerate(titles)]
    page = template_pages.list_page(WORDS, Shelf(own, templates_in("en")), max(NOTES, key=len))
    assert faults(page) == []
    asked, retired = [part for part in page.parts if isinstance(part, Choice)]
    assert len(asked.options) == MOST_OWN + 6
    assert [option.value for option in retired.options] == [each.template_id for each in own[MOST_OWN:]]


async def test_the_list_says_how_each_stands_and_what_to_do_where_there_is_none() -> None:
    every = list(states(DRAFT))
    shown = text(template_pages.list_page(WORDS, Shelf(every, templates_in("en"))))
    assert "- **Ours** · never used so far" in shown
    assert "- **Ours** · in use\n" in shown
    assert "- **Ours** · in use, with changes that are not in use yet" in shown
    assert "One template is retired." in shown
    assert "- Weekly pulse" in shown
    assert "None so far" in text(template_pages.list_page(WORDS, Shelf([], templates_in("en"))))


@pytest.mark.parametrize(
    ("at", "can", "cannot"),
    [
        (0, {"Use from now on", "Delete", "Preview", "Change question 1", "Move up"}, {"Retire", "Undo changes"}),
        (1, {"Add a question", "Delete"}, {"Use from now on", "Preview"}),
        (2, {"Retire", "Title and introduction"}, {"Use from now on", "Undo changes", "Delete"}),
        (3, {"Use from now on", "Undo changes", "Retire"}, {"Delete", "Bring back"}),
        (4, {"Bring back", "Delete", "Preview", "Copy"}, {"Add a question", "Change question 1", "Retire"}),
    ],
)
async def test_what_can_be_done_depends_on_how_it_stands(at: int, can: set[str], cannot: set[str]) -> None:
    offered = buttons(template_pages.own_page(WORDS, list(states(DRAFT))[at])).keys()
    assert can | {"Copy", "All templates"} <= offered
    assert not cannot & offered


async def test_no_fifth_question_is_offered_and_the_first_is_not_moved_up() -> None:
    full = known(OwnTemplate(longest("w")))
    assert "Add a question" not in buttons(template_pages.own_page(WORDS, full))
    rows = [part for part in template_pages.own_page(WORDS, full).parts if isinstance(part, Buttons)]
    ups = ["Move up" in {button.label for button in row.buttons} for row in rows[:4]]
    assert ups == [False, True, True, True]


@pytest.mark.parametrize("template", templates_in("en"), ids=lambda template: template.template_id)
async def test_a_shipped_one_can_be_previewed_and_copied_only(template: Template) -> None:
    page = template_pages.shipped_page(WORDS, template)
    assert faults(page) == []
    assert list(buttons(page)) == ["Preview", "Copy", "All templates"]
    for question in template.questions:
        assert question.words in text(page)


@pytest.mark.parametrize(
    ("answers", "marked", "explained"),
    [
        (
            3,
            ["low", "", "good"],
            "*low* is the worst one alone and *good* the best one alone; the one between is never",
        ),
        (
            4,
            ["low", "", "", "good"],
            "*low* is the worst one alone and *good* the best one alone; the two between are never",
        ),
        (5, ["low", "low", "", "good", "good"], ""),
        (
            6,
            ["low", "low", "", "", "good", "good"],
            "*low* is the two worst and *good* the two best; the two between are never shown.",
        ),
        (
            7,
            ["low", "low", "", "", "", "good", "good"],
            "*low* is the two worst and *good* the two best; the three between are never shown.",
        ),
    ],
)
async def test_it_is_said_which_answers_a_result_will_show(answers: int, marked: list[str], explained: str) -> None:
    question = Question("Name", "How?", tuple(f"answer {at}" for at in range(answers)))
    shown = text(template_pages.own_page(WORDS, known(OwnTemplate(Draft("Ours", "", (question,))))))
    lines = [line for line in shown.splitlines() if line.startswith("- answer")]
    assert lines == [f"- answer {at}" + (f" · *{kind}*" if kind else "") for at, kind in enumerate(marked)]
    assert explained in shown
    assert (f"With {answers} answers" in shown) == (answers != 5)


async def test_answers_are_cut_short_only_where_they_do_not_fit_and_this_is_said() -> None:
    page = text(template_pages.own_page(WORDS, known(OwnTemplate(longest("w")))))
    assert "cut short on this page only" in page
    assert f"- {'w' * 59}… · *low*" in page
    short = text(
        template_pages.own_page(WORDS, known(OwnTemplate(replace(longest("w"), questions=longest("w").questions[:2]))))
    )
    assert "cut short" not in short
    assert "w" * 99 + "6" in short


async def test_what_facilitators_wrote_is_shown_as_it_is() -> None:
    question = Question("a*b*", "[x](https://y.example)", ("1_2_", "> two", "# three"))
    shown = text(template_pages.own_page(WORDS, known(OwnTemplate(Draft("**T**", "", (question,))))))
    for written in (r"a\*b\*", r"\[x\]\(https://y.example\)", r"- 1\_2\_", r"- \> two", r"- \# three", r"\*\*T\*\*"):
        assert written in shown


async def test_every_flaw_has_words() -> None:
    assert len(set(NOTES)) == len(Flaw) + 1


@pytest.mark.parametrize("letter", ["w", "*", "😀"])
async def test_the_longest_template_can_be_posted_asked_and_shown_as_a_result(letter: str) -> None:
    template = longest(letter).as_template("own")
    assert objections(template) == []
    facts = Round(
        template, ChannelId(2**63 - 1), NOW, NOW + timedelta(days=14), comments=True, audience=RoleId(2**63 - 1)
    )
    lines = Lines(RANGES[-2], Level.HALF, Level.HALF)
    drawn = preview_post(WORDS, template, PROMISE_LOGGED, NOW)
    pages = [
        posts.post(WORDS, ROUND, facts, PROMISE_LOGGED),
        posts.reminder(WORDS, ROUND, facts),
        posts.closed_post(WORDS, facts),
        posts.result_post(WORDS, ROUND, facts, Result((lines,) * 4)),
        *(preview_page(WORDS, drawn, template, tried=tried) for tried in (False, True)),
    ]
    assert [fault for page in pages for fault in faults(page)] == []
    assert form_faults(preview_form(WORDS, template, NOW, FRESH)) == []


async def test_no_button_of_a_preview_leads_to_a_round() -> None:
    template = DRAFT.as_template("own")
    page = preview_page(WORDS, preview_post(WORDS, template, PROMISE, NOW), template)
    assert {button.custom_id for button in buttons(page).values()} == {
        "checkin-template:try:own",
        "support:open",
        "checkin-template:open:own",
    }
    assert preview_form(WORDS, template, NOW, FRESH).custom_id == f"checkin-template:tried:own:{FRESH}"


def test_the_forms_hold_what_stands_there_now() -> None:
    template = known(OwnTemplate(DRAFT, DRAFT))
    heading = template_forms.heading_form(WORDS, template, FRESH)
    assert [field.value for field in heading.fields if isinstance(field, TextField)] == ["Ours", "About now."]
    form = template_forms.question_form(WORDS, template, question_mark(PACE), FRESH)
    assert form.title == "Question 1"
    values = [field.value for field in form.fields if isinstance(field, TextField)]
    assert values == ["How was the pace?", "Pace", "Too fast\nRight\nJust right"]
    assert template_forms.read_key(form.custom_id.split(":")[2]) == (template.template_id, question_mark(PACE))
