"""What a writer sees of their own journal: the prompt, the form, what was written, the file.

Only ever in private messages to whoever wrote it. Not here: hopes (`hope_pages.py`).
"""

from collections.abc import Sequence
from datetime import date
from typing import Final

from bot.core.reflecting import Intent
from bot.services.reflections import LONGEST, Desk, Entry
from bot.ui.long_text import day_mark, excerpt, plain_name, quoted, shortened
from bot.ui.page import (
    Accent,
    Button,
    Buttons,
    Choice,
    Document,
    Form,
    Notice,
    Option,
    Page,
    Part,
    Style,
    Text,
    TextField,
)
from bot.ui.words import Words

FEATURE: Final = "reflect"
WRITE: Final = f"{FEATURE}:write"
"""Opens the form for the prompt or the card that is named after it."""
FILE_NAME: Final = "my-reflections.txt"
A_PAGE: Final = 25
_OPTION: Final = 100
_PROMPT: Final = 300
"""Characters; prompts that ship have at most 200."""


def desk_page(words: Words, desk: Desk, *, is_kept: bool = False) -> Page:
    """The prompt whose turn it is; for who is no facilitator any more, the way to what they wrote."""
    read = Button(words("reflect-button-list"), f"{FEATURE}:list")
    if not desk.may_write:
        return Page((Text(words("reflect-former")), Buttons((read,))))
    write = Button(words("reflect-button-write"), f"{WRITE}:{desk.place}", Style.PRIMARY)
    another = Button(words("reflect-button-another"), f"{FEATURE}:another")
    hopes = Button(words("reflect-button-hopes"), f"{FEATURE}:hopes")
    parts: list[Part] = [Text(words("reflect-written"))] if is_kept else []
    parts.append(Text(words("reflect-desk", prompt=desk.prompt)))
    parts.append(Buttons((write, another, hopes, *([read] if desk.written else []))))
    return Page((*parts, Text(words("reflect-promise"))), Accent.GOOD if is_kept else Accent.NEUTRAL)


def write_form(words: Words, asked: int | str, prompt: str, fresh: str) -> Form:
    """The form for an answer; `asked` is the place of a prompt, or the id of the card whose question it is."""
    field = TextField(
        "words",
        words("reflect-form-words"),
        words("reflect-form-words-note"),
        long=True,
        max_length=LONGEST,
    )
    return Form(words("reflect-form"), f"{FEATURE}:wrote:{asked}:{fresh}", (Notice(excerpt(prompt, _PROMPT)), field))


def list_page(words: Words, entries: Sequence[Entry], page: int = 0) -> Page:
    """What was written, to choose from; a page that is not there is the last one."""
    if not entries:
        return Page((Text(words("reflect-list-none")), Buttons((desk_button(words),))))
    page = min(page, (len(entries) - 1) // A_PAGE)
    options = [_option(words, entry) for entry in entries[page * A_PAGE : (page + 1) * A_PAGE]]
    choice = Choice(f"{FEATURE}:read", words("reflect-list-choose"), options)
    export = Button(words("reflect-button-export"), f"{FEATURE}:export")
    erase = Button(words("reflect-button-erase-all"), f"{FEATURE}:ask-all")
    turns = [
        Button(words(f"reflect-button-{name}"), f"{FEATURE}:list:{to}")
        for name, to in (("newer", page - 1), ("older", page + 1))
        if to in range(-(-len(entries) // A_PAGE))
    ]
    return Page((Text(words("reflect-list")), choice, Buttons((*turns, desk_button(words), export, erase))))


def _option(words: Words, entry: Entry) -> Option:
    said = words("reflect-option", day=entry.what.day.isoformat(), about=_about(words, entry))
    return Option(shortened(said, _OPTION), entry.mark)


def entry_page(words: Words, entry: Entry) -> Page:
    """One thing that was written."""
    about = words("reflect-entry", about=plain_name(_about(words, entry)))
    day = words("reflect-entry-day", day=day_mark(entry.what.day))
    erase = Button(words("reflect-button-erase"), f"{FEATURE}:ask-one:{entry.mark}", Style.DANGER)
    texts = (f"{about}\n{day}", *quoted(entry.what.words))
    return Page((*map(Text, texts), Buttons((erase, list_button(words)))))


def ask_page(words: Words, what: str, mark: str = "") -> Page:
    """Whether one of them, or all, is to be erased; `what` is "one" or "all"."""
    custom_id = f"{FEATURE}:erase-{what}{':' if mark else ''}{mark}"
    erase = Button(words("reflect-button-erase-now"), custom_id, Style.DANGER)
    keep = Button(words("reflect-button-keep"), f"{FEATURE}:list")
    return Page((Text(words(f"reflect-ask-{what}")), Buttons((erase, keep))), Accent.CARE)


def erased_page(words: Words) -> Page:
    """All of it was erased."""
    return Page((Text(words("reflect-erased-all")), Buttons((desk_button(words),))), Accent.GOOD)


def file_page(words: Words, entries: Sequence[Entry], day: date) -> Page:
    """All that was written, in a file, the first in front."""
    blocks = [words("reflect-file-title", day=day.isoformat())]
    for entry in reversed(entries):
        heading = words("reflect-file-entry", day=entry.what.day.isoformat(), about=_about(words, entry))
        blocks.append(f"{heading}\n{entry.what.words}")
    return Page((Text(words("reflect-export")), Document("\n\n".join((*blocks, "")).encode(), FILE_NAME)))


def desk_button(words: Words) -> Button:
    """Back to the prompt."""
    return Button(words("reflect-button-desk"), f"{FEATURE}:open")


def list_button(words: Words) -> Button:
    """To what was written."""
    return Button(words("reflect-button-list"), f"{FEATURE}:list")


def _about(words: Words, entry: Entry) -> str:
    """What it answers."""
    if not isinstance(entry.what, Intent):
        return entry.what.prompt
    return words("reflect-option-hope", title=entry.title) if entry.title else words("reflect-option-hope-gone")
