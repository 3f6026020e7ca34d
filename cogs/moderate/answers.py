"""What a handler gives back for a case: all of it, or its first page after an act; and how a press names its case."""

from bot.core.identity import CaseId
from bot.services.case_views import ReadableCase
from bot.ui.page import Reply
from bot.ui.visit import Visit
from cogs.moderate.cards import case_from
from cogs.moderate.pages import case_page, case_pages


def letters_in(visit: Visit) -> str:
    """The letters of the case in the key of a press or form."""
    return visit.key.partition(":")[0]


def shape_in(visit: Visit) -> str:
    """What follows them."""
    return visit.key.partition(":")[2]


def case_in(visit: Visit) -> CaseId:
    """The case of a press or form.

    Raises:
        Refused: there is no such id; said as if there were no such case.
    """
    return case_from(letters_in(visit))


def whole(visit: Visit, one: ReadableCase, *, edit: bool) -> Reply:
    """All of the case, long texts in messages of their own."""
    first, *more = case_pages(visit.words, one)
    return Reply(first, edit=edit, more=tuple(more))


def after(visit: Visit, one: ReadableCase, key: str) -> Reply:
    """The case after an act, with what was done."""
    words = visit.words
    note = words(key if one.is_new else "case-done-already")
    if not one.was_told:
        note = f"{note}\n{words('case-not-told')}"
    if one.left_out:
        note = f"{note}\n{words('case-left-out', labels=', '.join(one.left_out))}"
    return Reply(case_page(words, one, note), edit=True)
