"""What a writer hopes a check-in will show: to choose, to write, and beside its result. Not the journal itself."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Final

from bot.core.reflecting import Intent
from bot.services.checkin_rounds import KnownRound
from bot.services.reflections import LONGEST_HOPE, Hopes
from bot.ui.long_text import day_mark, plain_name, quoted, shortened
from bot.ui.page import Accent, Buttons, Choice, Form, Notice, Option, Page, Part, Text, TextField
from bot.ui.words import Words
from cogs.reflect.journal_pages import FEATURE, desk_button, list_button

_MOST: Final = 25
_OPTION: Final = 100

Named = Callable[[KnownRound], str]
"""The name of a round's channel."""


def hopes_page(words: Words, hopes: Hopes, named: Named) -> Page:
    """Check-ins that are open, and those whose result can be seen beside what was hoped."""
    parts: list[Part] = [Text(words("reflect-hopes"))]
    if hopes.open:
        options = [_option(words, known, named, hope) for known, hope in hopes.open[:_MOST]]
        parts.append(Choice(f"{FEATURE}:hope", words("reflect-hopes-open"), options))
    else:
        parts.append(Text(words("reflect-hopes-none-open")))
    if hopes.closed:
        options = [_closed(words, known, named, day) for known, day in hopes.closed[:_MOST]]
        parts.append(Choice(f"{FEATURE}:beside", words("reflect-hopes-closed"), options))
    return Page((*parts, Buttons((desk_button(words),))))


def _option(words: Words, known: KnownRound, named: Named, hope: Intent | None) -> Option:
    written = words(f"reflect-hope-option-{'unwritten' if hope is None else 'written'}")
    return Option(_label(words, known, named), known.round_id.hex(), written)


def _closed(words: Words, known: KnownRound, named: Named, day: date) -> Option:
    return Option(_label(words, known, named), known.round_id.hex(), day.isoformat())


def _label(words: Words, known: KnownRound, named: Named) -> str:
    said = words("reflect-hope-option", title=known.facts.template.title, channel=named(known))
    return shortened(said, _OPTION)


def hope_form(words: Words, known: KnownRound, hope: Intent | None, fresh: str) -> Form:
    """The form for what is hoped, with what was written before."""
    facts = known.facts
    notice = words(
        "reflect-hope-form-notice", title=plain_name(facts.template.title), closes=int(facts.closes.timestamp())
    )
    field = TextField(
        "words",
        words("reflect-hope-form-words"),
        words("reflect-form-words-note"),
        long=True,
        max_length=LONGEST_HOPE,
        value="" if hope is None else hope.words,
    )
    return Form(words("reflect-hope-form"), f"{FEATURE}:hoped:{known.round_id.hex()}:{fresh}", (Notice(notice), field))


def hoped_page(words: Words, title: str) -> Page:
    """It is kept."""
    return Page(
        (Text(words("reflect-hoped", title=plain_name(title))), Buttons((desk_button(words), list_button(words)))),
        Accent.GOOD,
    )


def beside_texts(words: Words, title: str, hope: Intent) -> Sequence[str]:
    """What was hoped, to stand before the result."""
    heading = words("reflect-beside", title=plain_name(title))
    return [heading, *quoted(hope.words), words("reflect-beside-day", day=day_mark(hope.day))]


def beside_page(words: Words, title: str, hope: Intent) -> Page:
    """What was hoped, on a page of its own."""
    return Page(tuple(map(Text, beside_texts(words, title, hope))))
