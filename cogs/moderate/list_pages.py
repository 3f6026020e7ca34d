"""A moderator's day: what is mine, what is overdue, what is due today, the rest. Not one case (`pages.py`)."""

from collections.abc import Sequence
from itertools import groupby
from typing import Final

from bot.core.identity import ServerId
from bot.services.case_views import ReadableCase, Section
from bot.ui.long_text import day_mark
from bot.ui.page import Button, Buttons, Choice, Option, Page, Part, Text
from bot.ui.words import Words
from cogs.moderate.cards import case_letters
from cogs.moderate.steps import option_label

LISTED: Final = 12
"""Cases on one page: about what a telephone shows at once."""


def list_page(
    words: Words, mine: Sequence[ReadableCase], server_id: ServerId, page: int = 0, above: Sequence[Part] = ()
) -> Page:
    """My cases, the most pressing first; `above`: what comes before all of them."""
    title = Text(words("cases-title"))
    if not mine:
        return Page((title, Text(words("cases-none"))))
    pages = -(-len(mine) // LISTED)
    here = min(max(page, 0), pages - 1)
    shown = mine[here * LISTED : (here + 1) * LISTED]
    parts: list[Part] = [title, *above]
    parts += [
        Text("\n".join((words(f"cases-section-{section.value}"), *(case_line(words, one) for one in cases))))
        for section, cases in groupby(shown, key=lambda one: one.section)
    ]
    parts.append(Choice("case:list", words("cases-choose"), [case_option(words, one) for one in shown]))
    if pages > 1:
        parts += [Text(words("cases-page", page=here + 1, pages=pages)), _pager(words, server_id, here, pages)]
    return Page(parts)


def case_line(words: Words, one: ReadableCase) -> str:
    """A case as one line of a list."""
    said = [f"**{option_label(words, one.case)}**"]
    said += [words("cases-urgent")] if one.case.urgent and one.section is not Section.DONE else []
    said += [words("cases-many")] if one.case.affects_many else []
    if one.next is not None:
        said.append(words(f"cases-next-{one.next.what}", day=day_mark(one.next.day)))
    # Below a heading that says so it would only be said twice.
    said += [words("cases-state-overdue")] if one.is_overdue and one.section is not Section.OVERDUE else []
    return "- " + " · ".join(said)


def case_option(words: Words, one: ReadableCase) -> Option:
    """The same as an option of the select that opens it."""
    state = [words("cases-urgent")] if one.case.urgent and one.section is not Section.DONE else []
    state += [words("cases-state-overdue")] if one.is_overdue else []
    state.append(words(f"cases-state-{one.case.state.value}"))
    return Option(option_label(words, one.case), case_letters(one.case_id), " · ".join(state))


def _pager(words: Words, server_id: ServerId, here: int, pages: int) -> Buttons:
    earlier = Button(words("cases-back"), f"case:mine:{server_id}:{here - 1}", disabled=here == 0)
    further = Button(words("cases-on"), f"case:mine:{server_id}:{here + 1}", disabled=here + 1 == pages)
    return Buttons((earlier, further))
