"""What a reporter sees with their code: how it stands, what was said, what comes next."""

from typing import Final

from bot.core.case import Line, Voice
from bot.core.receipt import Receipt, compact
from bot.services.way_back import Standing, WayBack
from bot.ui.long_text import day_mark, listed, newest, told
from bot.ui.page import Accent, Button, Buttons, Divider, Page, Part, Style, Text
from bot.ui.paging import length, spread
from bot.ui.words import Words

_MOST_PAGES: Final = 3
_FIRST_PAGE: Final = 2200
"""Characters of a conversation that still fit on the page with everything else."""


def way_pages(words: Words, way: WayBack, note: str = "") -> tuple[Page, ...]:
    """How it stands with its buttons; a long conversation in messages of its own before or after it."""
    said = spread([block for line in way.lines for block in _line(words, line)])
    fits = len(said) == 1 and length(said[0]) <= _FIRST_PAGE
    parts: list[Part] = [Text(words("concern-way-title"))]
    parts += [Text(text) for text in ([note] if note else []) + _standing(words, way)]
    parts += [Divider(), Text(words("concern-conversation"))]
    if fits or not said:
        parts.append(Text(said[0] if said else words("concern-nothing-said")))
    more = () if fits else newest(said, _MOST_PAGES, words("concern-earlier-left-out"))
    buttons = () if way.standing is Standing.WITHDRAWING else (_buttons(words, way.receipt),)
    return (Page((*parts, *buttons)), *(Page((Text(text),)) for text in more))


def _standing(words: Words, way: WayBack) -> list[str]:
    day = way.arrives_on if way.withdrawn_on is None else way.withdrawn_on
    said = [words(f"concern-standing-{way.standing.value}", day=day_mark(day))]
    if way.standing is Standing.WITHDRAWING:
        return said
    if way.readers:
        said.append(words("concern-way-readers", readers=listed(way.readers)))
    if way.next is not None:
        said.append(words(f"concern-next-{way.next.what}", day=day_mark(way.next.day)))
    if way.is_overdue:
        said.append(words("concern-overdue", contact=way.outside_contact))
    return said


def _line(words: Words, line: Line) -> list[str]:
    key = "concern-line-mine" if line.voice is Voice.REPORTER else "concern-line-theirs"
    return told(words(key, day=day_mark(line.day)), line.words)


def _buttons(words: Words, receipt: Receipt) -> Buttons:
    code = compact(receipt)
    return Buttons(
        (
            Button(words("concern-reply"), f"concern:reply:{code}", Style.PRIMARY),
            Button(words("concern-withdraw"), f"concern:withdraw:{code}"),
        )
    )


def withdraw_page(words: Words, way: WayBack) -> Page:
    """What withdrawing would do, before it is done."""
    key = {
        Standing.ON_ITS_WAY: "concern-withdraw-before",
        Standing.WAITING: "concern-withdraw-waiting",
        Standing.ACKNOWLEDGED: "concern-withdraw-acknowledged",
        Standing.WITHDRAWING: "concern-withdrawing",
    }[way.standing]
    code = compact(way.receipt)
    yes = Button(words("concern-withdraw-yes"), f"concern:withdrawn:{code}", Style.DANGER)
    no = Button(words("concern-withdraw-no"), f"concern:look:{code}")
    buttons = (no,) if way.standing is Standing.WITHDRAWING else (yes, no)
    return Page((Text(words("concern-withdraw-sure")), Text(words(key)), Buttons(buttons)), Accent.CARE)
