"""The forms in which facilitators write the agreement. Not here: what becomes of what they wrote."""

from typing import Final

from bot.core.agreement import Clause
from bot.core.agreement_draft import HEADING, LONGEST_TITLE, SAID
from bot.services.drafting_table import Worktable
from bot.ui.page import FileField, Form, Notice, TextField
from bot.ui.words import Words
from cogs.agreement.edit_ids import about, custom_id, in_order, whole
from cogs.agreement.edit_texts import part_name

_MOST_TYPED: Final = 4000
"""Characters in the field for words: more than fit, so that too much is explained instead of cut off."""
_DIGITS: Final = 2


def part_form(words: Words, table: Worktable, part: Clause, fresh: str) -> Form:
    """A part as it is, to be reworded."""
    place = f"{about('reword', part)}:{fresh}"
    if part.name == SAID:
        body = _words(words, "said", part.body, required=False)
        return Form(words("agreement-edit-form-said"), place, (body,))
    kind = "introduction" if part.name == HEADING else "body"
    fields = (_title(words, part), _words(words, kind, part.body, required=part.name != HEADING))
    return Form(words("agreement-edit-form-part", name=part_name(words, table, part)), place, fields)


def add_form(words: Words, table: Worktable, name: str, fresh: str) -> Form:
    """For one more clause."""
    number = _number(words, "place", "", most=len(table.draft.text.clauses) + 1, required=False)
    fields = (_title(words, Clause("", "", "")), _words(words, "body", "", required=True), number)
    return Form(words("agreement-edit-form-add"), f"{custom_id('add', name)}:{fresh}", fields)


def move_form(words: Words, table: Worktable, part: Clause, fresh: str) -> Form:
    """For another number."""
    at = str(table.draft.number(part.name))
    number = _number(words, "number", at, most=len(table.draft.text.clauses), required=True)
    title = words("agreement-edit-form-move", name=part_name(words, table, part))
    return Form(title, f"{in_order('move', table, part)}:{fresh}", (number,))


def import_form(words: Words, table: Worktable, fresh: str) -> Form:
    """For a file."""
    file = FileField("file", words("agreement-edit-field-file"), words("agreement-edit-field-file-meaning"))
    fields = (Notice(words("agreement-import-before")), file)
    return Form(words("agreement-edit-form-import"), f"{whole('import', table)}:{fresh}", fields)


def _title(words: Words, part: Clause) -> TextField:
    meaning = None if part.name == HEADING else words("agreement-edit-field-title-meaning")
    label = words("agreement-edit-field-title")
    return TextField("title", label, meaning, max_length=LONGEST_TITLE, value=part.title)


def _words(words: Words, kind: str, value: str, *, required: bool) -> TextField:
    label, meaning = words(f"agreement-edit-field-{kind}"), words(f"agreement-edit-field-{kind}-meaning")
    return TextField("body", label, meaning, required=required, long=True, max_length=_MOST_TYPED, value=value)


def _number(words: Words, kind: str, value: str, *, most: int, required: bool) -> TextField:
    label = words(f"agreement-edit-field-{kind}")
    meaning = words(f"agreement-edit-field-{kind}-meaning", most=most)
    return TextField("number", label, meaning, required=required, max_length=_DIGITS, value=value)
