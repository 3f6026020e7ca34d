"""What `/privacy` shows: what is kept, in pages and in a file, and what became of it. No rule is here.

Whatever is said of concerns is the same for everybody, to the letter.
"""

import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import Final

from bot.services.keepers import Remark
from bot.services.own_data import Told
from bot.ui.long_text import day_mark, plain_name
from bot.ui.page import Accent, Button, Buttons, Document, Page, Part, Style, Text
from bot.ui.paging import spread
from bot.ui.words import Value, Words

FILE_NAME: Final = "my-data.txt"
_MARKS: Final = re.compile(r"\*\*|^(?:#+|-#) ", re.MULTILINE)
"""Formatting in the catalogue's words that means nothing in a plain file."""

LOG: Final = "privacy-who-log"
"""What is said besides where the database keeps a log of its changes: its key in the catalogue."""
LOG_OF_KEYS: Final = "privacy-who-log-of-keys"
"""The same where the keys lie in such a database too."""

Written = Callable[[str | int | date], Value]
"""How a value stands in a text."""


def overview(words: Words, told: Told, log: str | None) -> list[Page]:
    """What is kept about this member now, then what is kept about anybody; buttons below the last of the messages."""
    mine = "\n".join((words("privacy-mine"), *_mine(words, told, _on_a_page)))
    texts = spread([words("privacy-title"), mine, *_in_general(words, told, log)])
    show = Button(words("privacy-show"), "privacy:show", Style.PRIMARY)
    erase = Button(words("privacy-erase"), "privacy:erase")
    rows: list[Sequence[Part]] = [[] for _ in texts]
    rows[-1] = [Buttons((show, erase))]
    return [Page((Text(text), *row)) for text, row in zip(texts, rows, strict=True)]


def file_page(words: Words, told: Told, log: str | None) -> Page:
    """All of it in a file."""
    title = words("privacy-file-title", day=told.day.isoformat())
    mine = "\n".join((_plain(words("privacy-mine")), *_mine(words, told, _in_a_file)))
    general = map(_plain, _in_general(words, told, log))
    text = "\n\n".join((title, mine, *general)) + "\n"
    return Page((Text(words("privacy-file")), Document(text.encode(), FILE_NAME)))


def question_page(words: Words) -> Page:
    """What *Erase my data* does."""
    erase = Button(words("privacy-erase-now"), "privacy:erased", Style.DANGER)
    keep = Button(words("privacy-keep"), "privacy:keep")
    texts = Text(words("privacy-erase-asks")), Text(words("privacy-erase-after"))
    return Page((*texts, Buttons((erase, keep))), Accent.CARE)


def erased_pages(words: Words, told: Told) -> list[Page]:
    """What was erased, and what stays for a time."""
    stays = "\n".join((words("privacy-stays"), *_lines(words, told.remarks, _on_a_page)))
    blocks = [words("privacy-erased"), *([stays] if told.remarks else []), words("privacy-concerns-stay")]
    return [Page((Text(text),), Accent.GOOD) for text in spread(blocks)]


def kept_page(words: Words) -> Page:
    """Nothing was erased."""
    return Page((Text(words("privacy-kept")),))


def _plain(text: str) -> str:
    return _MARKS.sub("", text)


def _mine(words: Words, told: Told, written: Written) -> list[str]:
    return _lines(words, told.remarks, written) or [words("privacy-nothing")]


def _in_general(words: Words, told: Told, log: str | None) -> list[str]:
    sights = [words("privacy-who"), *([] if log is None else [words(log)])]
    return [words("privacy-anybody"), *(words(f"privacy-kept-{name}") for name in told.keepers), *sights]


def _lines(words: Words, remarks: Sequence[Remark], written: Written) -> list[str]:
    said = (words(one.key, **{name: written(value) for name, value in one.values.items()}) for one in remarks)
    return [f"- {line}" for line in said]


def _on_a_page(value: str | int | date) -> Value:
    match value:
        case date():
            return f"<t:{day_mark(value)}:D>"
        case str():
            return plain_name(value)
        case _:
            return value


def _in_a_file(value: str | int | date) -> Value:
    return value.isoformat() if isinstance(value, date) else value
