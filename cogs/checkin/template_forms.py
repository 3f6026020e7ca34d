"""The forms in which facilitators write a template, and the keys of its buttons. Not here: its pages."""

from typing import Final

from bot.core.own_template import Draft, NotThere, find_question, heading_mark, question_mark
from bot.core.plain_text import one_line, paragraph
from bot.core.template import INTRODUCTION, LABEL, LINE, Question, folded
from bot.services.problems import Refused
from bot.services.template_book import KnownTemplate
from bot.services.template_input import read_question
from bot.ui.page import Form, TextField
from bot.ui.visit import Visit
from bot.ui.words import Words

FEATURE: Final = "checkin-template"
_MOST_TYPED: Final = 1500
"""Characters in the field for answers: more than fit, so that too much is explained instead of cut off."""


def custom_id(action: str, template_id: str = "", mark: str = "") -> str:
    """The custom_id of a button, or the beginning of a form's: at most 91 characters."""
    key = f"{template_id}.{mark}" if mark else template_id
    return f"{FEATURE}:{action}:{key}" if key else f"{FEATURE}:{action}"


def read_key(key: str) -> tuple[str, str]:
    """The template's id, and the mark of what a button or form is about ("" if it has none)."""
    template_id, _, mark = key.partition(".")
    return template_id, mark


def new_form(words: Words, fresh: str) -> Form:
    """For a template that is not there yet."""
    return _heading(words, words("checkin-template-form-new"), custom_id("new"), Draft("", ""), fresh)


def heading_form(words: Words, known: KnownTemplate, fresh: str) -> Form:
    """Title and introduction as they are, to be changed."""
    content = known.facts.content
    place = custom_id("heading", known.template_id, heading_mark(content))
    return _heading(words, words("checkin-template-form-heading"), place, content, fresh)


def _heading(words: Words, title: str, place: str, content: Draft, fresh: str) -> Form:
    return Form(
        title,
        f"{place}:{fresh}",
        (
            _line(words, "title", LABEL[-1], content.title),
            _paragraph(words, "introduction", INTRODUCTION[-1], content.introduction, required=False),
        ),
    )


def add_form(words: Words, template_id: str, fresh: str) -> Form:
    """For one more question."""
    return _question(words, words("checkin-template-form-add"), custom_id("add", template_id), None, fresh)


def question_form(words: Words, known: KnownTemplate, mark: str, fresh: str) -> Form:
    """A question as it is, to be changed.

    Raises:
        Refused: it was changed or removed meanwhile.
    """
    content = known.facts.content
    try:
        at = find_question(content, mark)
    except NotThere as error:
        raise Refused("checkin-template-changed-meanwhile") from error
    question = content.questions[at]
    place = custom_id("question", known.template_id, question_mark(question))
    return _question(words, words("checkin-template-form-question", number=at + 1), place, question, fresh)


def _question(words: Words, title: str, place: str, question: Question | None, fresh: str) -> Form:
    shown = question or Question("", "", ())
    return Form(
        title,
        f"{place}:{fresh}",
        (
            _line(words, "words", LINE[-1], shown.words),
            _line(words, "short_name", LABEL[-1], shown.name),
            _paragraph(words, "answers", _MOST_TYPED, "\n".join(shown.answers)),
        ),
    )


def _line(words: Words, name: str, most: int, value: str) -> TextField:
    return TextField(name, *_said(words, name), max_length=most, value=value)


def _paragraph(words: Words, name: str, most: int, value: str, *, required: bool = True) -> TextField:
    return TextField(name, *_said(words, name), required=required, long=True, max_length=most, value=value)


def _said(words: Words, name: str) -> tuple[str, str]:
    """A field's label, and what it means."""
    key = f"checkin-template-field-{name.replace('_', '-')}"
    return words(key), words(f"{key}-meaning")


def heading_of(visit: Visit) -> tuple[str, str]:
    """The title and introduction that were typed."""
    return one_line(visit.fields.get("title", "")), paragraph(visit.fields.get("introduction", ""))


def question_of(visit: Visit, public: Words) -> Question:
    """The question that was typed; `public` are the words of the group.

    Raises:
        Refused: it cannot be asked like this.
    """
    fields = visit.fields
    question = read_question(fields.get("short_name", ""), fields.get("words", ""), fields.get("answers", ""))
    passing = {visit.words("checkin-pass"), public("checkin-pass")}
    if {folded(one) for one in passing} & {folded(answer) for answer in question.answers}:
        raise Refused("checkin-template-answer-is-pass")
    return question
