"""*Suggest a change*: the form, what members are told, and how facilitators read suggestions. Not the presses."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from bot.core.agreement import Version
from bot.services.suggestion_book import LONGEST
from bot.services.suggestions import WHOLE, Suggestion
from bot.ui.long_text import day_mark, plain_name, told
from bot.ui.page import Accent, Button, Buttons, Field, Form, Notice, Option, Page, SelectField, Style, Text, TextField
from bot.ui.paging import spread
from bot.ui.words import Words
from cogs.agreement.edit_ids import custom_id
from cogs.agreement.keys import suggestion_key
from cogs.agreement.texts import by_itself, fitting

_OPTIONS: Final = 25


def suggest_form(words: Words, version: Version, slot: datetime, fresh: str) -> Form:
    """Which clause, and the words; above them what becomes of it."""
    return Form(
        words("suggestion-form-title"),
        f"agreement-suggest:form:{fresh}",
        [
            Notice(words("suggestion-form-notice", moment=int(slot.timestamp()))),
            *_abouts(words, version),
            TextField("words", words("suggestion-form-words"), long=True, max_length=LONGEST),
        ],
    )


def _abouts(words: Words, version: Version) -> Sequence[Field]:
    """One select, or two for an agreement of more clauses than a select holds."""
    options = [Option(words("suggestion-whole"), WHOLE, default=True)]
    for number, clause in enumerate(version.text.clauses, start=1):
        options.append(Option(fitting(f"{number}. {by_itself(clause.title)}"), clause.name))
    options += [Option(fitting(by_itself(note.title)), note.name) for note in version.text.notes]
    first, rest = options[:_OPTIONS], options[_OPTIONS:]
    about = SelectField("about", words("suggestion-form-about"), first)
    if not rest:
        return [about]
    return [about, SelectField("more", words("suggestion-form-more"), rest, required=False, minimum=0)]


def suggested_page(words: Words, slot: datetime) -> Page:
    """The answer to a suggestion."""
    return Page([Text(words("suggestion-sent", moment=int(slot.timestamp())))], Accent.GOOD)


def arrived_id(day: date) -> str:
    """The custom_id by which the staff's line of a day is known as ours."""
    return f"agreement-suggest:read:{day.isoformat()}"


def arrived_page(words: Words, day: date) -> Page:
    """For the staff: there is something to read; not a word of it."""
    return Page(
        [Text(words("suggestion-arrived")), Buttons([Button(words("suggestion-button-read"), arrived_id(day))])]
    )


def read_button(words: Words) -> Button:
    """Opens the suggestions that have arrived, wherever facilitators work on the agreement."""
    return Button(words("suggestion-button-read"), "agreement-suggest:read")


def suggestion_texts(words: Words, suggestions: Sequence[Suggestion]) -> list[str]:
    """Suggestions that arrived, each below what it is about, over as many messages as they need."""
    return spread([block for one in suggestions for block in _blocks(words, one)])


def _blocks(words: Words, one: Suggestion) -> list[str]:
    about = words("suggestion-about-whole") if one.about == WHOLE else plain_name(by_itself(one.title))
    return told(words("suggestion-heading", about=about, day=day_mark(one.arrived_on)), one.words)


def read_page(words: Words, suggestions: Sequence[Suggestion], at: int = 0) -> Page:
    """One of those that arrived, with the way to the next; a kind line if there is none."""
    if not suggestions:
        return Page([Text(words("suggestion-none")), Buttons([_draft(words)])])
    one, following = suggestions[at], suggestions[(at + 1) % len(suggestions)]
    buttons = [
        Button(
            words("suggestion-button-done"), f"agreement-suggest:done:{suggestion_key(one.suggestion_id)}", Style.DANGER
        )
    ]
    if following is not one:
        key = suggestion_key(following.suggestion_id)
        buttons.insert(0, Button(words("suggestion-button-next"), f"agreement-suggest:show:{key}"))
    if one.about != WHOLE:
        buttons.append(Button(words("suggestion-button-open"), custom_id("show", one.about)))
    place = words("suggestion-place", place=at + 1, of=len(suggestions))
    text = "\n\n".join([place, *suggestion_texts(words, [one])])
    return Page([Text(text), Buttons([*buttons, _draft(words)])])


def _draft(words: Words) -> Button:
    return Button(words("agreement-edit-button-list"), custom_id("list"))
