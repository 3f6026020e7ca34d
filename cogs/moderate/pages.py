"""One case as its readers see it: the next step first, then all that was said; and what can be done with it.

No rule is here. Not here: the list of cases (`list_pages.py`), forms (`forms.py`), the pages between (`steps.py`).
"""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from bot.core.case import Account, Case, State, is_open
from bot.core.case_readers import named_as_staff_knows
from bot.core.identity import CaseId
from bot.core.picture import kind_of
from bot.services.case_views import ReadableCase, Section
from bot.ui.long_text import newest
from bot.ui.page import Accent, Button, Buttons, Choice, Divider, Option, Page, Part, Picture, Style, Text
from bot.ui.paging import length, spread
from bot.ui.words import Words
from cogs.moderate import facts, story
from cogs.moderate.cards import case_letters
from cogs.moderate.impact_following import ABOUT

MANY: Final = "r"
"""In the key of a press that opens the form for closing: somebody has to say whom they reached."""
NAMED: Final = "h"
"""In the same place: somebody is named, who may have to be heard."""

_MOST_PAGES: Final = 4
_ROOM: Final = 3900
"""Characters on the page with the buttons; a few are left for what Discord counts otherwise."""
_BRIEF: Final = 400
"""Characters of what was said and noted that are shown again after an act."""


def case_pages(words: Words, one: ReadableCase, note: str = "") -> tuple[Page, ...]:
    """The case with its buttons; what does not fit in messages of its own."""
    account = one.case.account
    if account is None:
        return (_withdrawn(words, one, note),)
    facts_there, more = _told(words, one, account, note)
    if _fits(*facts_there, *more):
        return (_page(one, facts_there, _controls(words, one), more),)
    below = [Text(words("case-more-below"))] if more else []
    return (_page(one, facts_there, (*_controls(words, one), *below)), *(Page((Text(text),)) for text in more))


def case_page(words: Words, one: ReadableCase, note: str) -> Page:
    """The case after an act: all of it, or the newest of what was said and a way to the rest."""
    account = one.case.account
    if account is None:
        return _withdrawn(words, one, note)
    facts_there, more = _told(words, one, account, note)
    if sum(map(length, more)) <= _BRIEF and _fits(*facts_there, *more):
        return _page(one, facts_there, _controls(words, one), more)
    newest_line = story.newest_told(words, one.lines)
    shown = [newest_line] if newest_line and _fits(*facts_there, newest_line) else []
    everything = Button(words("case-show-all"), press_id("open", one.case_id))
    return _page(one, facts_there, _controls(words, one, everything), shown)


def _fits(*texts: str) -> bool:
    return sum(map(length, texts)) <= _ROOM


def _told(words: Words, one: ReadableCase, account: Account, note: str) -> tuple[tuple[str, ...], list[str]]:
    """What stands on the page with the buttons in any case, and what goes with it where there is room."""
    told = story.pages_told(words, account.pages)
    facts_there = _facts(words, one, account, note, told)
    return facts_there, _more(words, one, [] if told[0] in facts_there else told)


def _withdrawn(words: Words, one: ReadableCase, note: str) -> Page:
    title = words("case-title", label=one.case.label)
    return Page([Text(text) for text in (title, note, words("case-withdrawn")) if text])


def _facts(words: Words, one: ReadableCase, account: Account, note: str, told: Sequence[str]) -> tuple[str, ...]:
    """What stands on the page with the buttons, in this order; a story that is short enough among it."""
    case = one.case
    title = words("case-title-urgent" if case.urgent else "case-title", label=case.label)
    hands_off = "case-hands-off-named" if case.reporter_name else "case-hands-off"
    top = (title, note, _standing(words, one), words(hands_off), facts.about(words, case, account))
    people = facts.people(words, one)
    fits = len(told) == 1 and _fits(*top, *told, people)
    return tuple(text for text in (*top, *(told if fits else ()), people) if text)


def _page(one: ReadableCase, texts: Sequence[str], controls: Sequence[Part], more: Sequence[str] = ()) -> Page:
    *before, last = texts
    apart = [part for text in (last, *more) for part in (Divider(), Text(text))]
    parts: list[Part] = [*map(Text, before), *apart, *controls]
    return Page(parts, Accent.DANGER if one.case.urgent and is_open(one.case) else Accent.CARE)


def _controls(words: Words, one: ReadableCase, *beside: Button) -> tuple[Part, ...]:
    return (_buttons(words, one, beside), _something_else(words, one))


def image_page(words: Words, data: bytes | None) -> Page:
    """The picture that came with a case, in a message of its own: only who asks for it sees it."""
    kind = None if data is None else kind_of(data)
    if data is None or kind is None:
        return Page((Text(words("case-image-gone")),))
    picture = Picture(data, kind.file_name, words("case-image-description"))
    return Page((Text(words("case-image-care")), picture))


def _standing(words: Words, one: ReadableCase) -> str:
    closing = one.case.closing
    if one.case.state is State.CLOSED and closing is not None:
        return facts.ending(words, closing)
    return facts.next_step(words, one)


def _more(words: Words, one: ReadableCase, told: Sequence[str]) -> list[str]:
    rest = spread([*told, *story.message_told(words, one.server_id, one.case.message)])
    left_out = words("case-earlier-left-out")
    said = newest(spread(story.lines_told(words, one.lines)), _MOST_PAGES, left_out)
    noted = newest(spread(story.notes_told(words, one.case.notes)), _MOST_PAGES, left_out)
    return [*rest, *said, *noted]


def close_shape(cases: Sequence[Case]) -> str:
    """What the form for closing these has to ask, as letters in the key of the press."""
    many = MANY if any(one.affects_many for one in cases) else ""
    return many + (NAMED if any(named_as_staff_knows(one) for one in cases) else "")


def press_id(action: str, case_id: CaseId, shape: str = "") -> str:
    """The custom_id of a press."""
    return f"case:{action}:{case_letters(case_id)}" + (f":{shape}" if shape else "")


def _buttons(words: Words, one: ReadableCase, beside: Sequence[Button]) -> Buttons:
    case, case_id = one.case, one.case_id
    acknowledge = Button(words("case-acknowledge"), press_id("acknowledge", case_id), Style.SUCCESS)
    reply = Button(words("case-reply"), press_id("reply", case_id), Style.PRIMARY)
    close = Button(words("case-close"), press_id("close", case_id, close_shape([case])))
    reopen = Button(words("case-reopen"), press_id("reopen", case_id))
    image = Button(words("case-image"), press_id("image", case_id))
    first = (acknowledge,) if case.state is State.WAITING else ()
    did = Button(words("impact-button-answer"), f"{ABOUT}:{case_letters(case_id)}")
    last = (image,) if case.has_image else ()
    return Buttons((*first, reply, *((close,) if is_open(case) else (reopen, did)), *last, *beside))


def _something_else(words: Words, one: ReadableCase) -> Choice:
    options = [Option(words(f"case-do-{name}"), name, words(f"case-do-{name}-meaning")) for name in offered(one)]
    return Choice(press_id("more", one.case_id), words("case-something-else"), options)


def offered(one: ReadableCase) -> list[str]:
    """The actions under *Something else*, the most usual first."""
    return [name for name, fits in _OFFERS.items() if fits(one)]


def _is_open(one: ReadableCase) -> bool:
    return is_open(one.case)


def _always(_: ReadableCase) -> bool:
    return True


_OFFERS: Final[Mapping[str, Callable[[ReadableCase], bool]]] = MappingProxyType(
    {
        "note": _always,
        "take": lambda one: is_open(one.case) and one.section is not Section.MINE,
        "in-progress": lambda one: is_open(one.case) and one.case.state is not State.IN_PROGRESS,
        "asking": lambda one: is_open(one.case) and one.case.state is not State.ASKING,
        "matter": lambda one: bool(one.matter),
        "hand-over": _is_open,
        "bring-in": _always,
        "join": _always,
        "part": lambda one: bool(one.matter),
        "lift": lambda one: bool(one.is_blocked),
        "block": lambda one: not one.is_blocked,
        "aside": _always,
    }
)
OFFERED: Final = frozenset(_OFFERS)
"""All that can be chosen there in any state."""
