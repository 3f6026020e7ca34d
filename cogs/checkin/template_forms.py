"""The forms in which facilitators write a template, and the keys of its buttons. Not here: its pages."""

from typing import Final

from bot.core.own_template import Draft, NotThere, find_question, heading_mark, question_mark
from bot.core.template import INTRODUCTION, LABEL, LINE, Question, folded
from bot.services.problems import Refused
from bot.services.template_book import KnownTemplate
from bot.services.template_input import one_line, paragraph, read_question
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
            TextField(
                "title",
                words("checkin-template-field-title"),
                words("checkin-template-field-title-meaning"),
                max_length=LABEL[-1],
                value=content.title,
            ),
            TextField(
                "introduction",
                words("checkin-template-field-introduction"),
                words("checkin-template-field-introduction-meaning"),
                required=False,
                long=True,
                max_length=INTRODUCTION[-1],
                value=content.introduction,
            ),
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
            TextField(
                "words",
                words("checkin-template-field-words"),
                words("checkin-template-field-words-meaning"),
                max_length=LINE[-1],
                value=shown.words,
            ),
            TextField(
                "short_name",
                words("checkin-template-field-name"),
                words("checkin-template-field-name-meaning"),
                max_length=LABEL[-1],
                value=shown.name,
            ),
            TextField(
                "answers",
                words("checkin-template-field-answers"),
                words("checkin-template-field-answers-meaning"),
                long=True,
                max_length=_MOST_TYPED,
                value="\n".join(shown.answers),
            ),
        ),
    )


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
