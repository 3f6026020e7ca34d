"""The private pages of `/moderate signals`: how it is, what waits to be seen, what counts as ordinary. No rule."""

from collections.abc import Sequence
from typing import Final

from bot.core.alerts import MOST_TELLINGS
from bot.core.likelihood import STEP
from bot.core.warning import TOLERANCES, Signal
from bot.services.alert_book import KnownAlert
from bot.services.signals import Signalled
from bot.ui.long_text import day_mark, plain_name, shortened
from bot.ui.page import Accent, Button, Buttons, Choice, Divider, Option, Page, Part, Picture, Style, Text
from bot.ui.paging import spread
from bot.ui.words import Words
from cogs.moderate.signal_alerts import alert_text
from cogs.moderate.signal_ids import LIST, PICK, WHY, seen_id, tolerance_id, tolerate_id

MOST_WAITING: Final = 3
"""Alerts shown at once, each in a message of its own; the next show once these are seen."""
_OPTIONS: Final = 25
_OPTION: Final = 100


def signals_pages(
    words: Words, found: Sequence[Signalled], waiting: Sequence[KnownAlert], below: Sequence[Part], note: str = ""
) -> Sequence[Page]:
    """How all watched questions are, with what stands `below` them, then what waits to be seen."""
    blocks = [words("signals-title"), *(_block(words, each) for each in found)]
    if not found:
        blocks.append(words("signals-none"))
    first, *more = spread(blocks)
    parts: list[Part] = [*_note(note), Text(first), *below]
    if found:
        options = [_option(words, each) for each in found[:_OPTIONS]]
        parts.append(Choice(PICK, words("signals-choose"), options))
    parts.append(Buttons((Button(words("signals-button-why"), WHY),)))
    alerts = [_waiting_page(words, each) for each in waiting[:MOST_WAITING]]
    return [Page(parts), *(Page((Text(text),)) for text in more), *alerts]


def tolerance_page(words: Words, one: Signalled, picture: Picture | None) -> Page:
    """One watched question, and the shares that can be called ordinary."""
    now = one.watch.tolerance
    options = [_share(words, tolerance, is_now=tolerance == now) for tolerance in TOLERANCES]
    about = words("signals-tolerance-about", tolerance=now, noticed=now + STEP)
    parts: list[Part] = [Text(_block(words, one)), *([] if picture is None else [picture]), Divider(), Text(about)]
    choice = Choice(tolerance_id(one.schedule_id), words("signals-tolerance-choose"), options)
    return Page((*parts, choice, Buttons((_all(words),))))


def sure_page(words: Words, one: Signalled, tolerance: int) -> Page:
    """Asks before the sum begins anew."""
    title, before = plain_name(one.title), one.watch.tolerance
    asked = words("signals-tolerance-ask", title=title, tolerance=tolerance, before=before)
    sure = Button(words("signals-tolerance-sure"), tolerate_id(one.schedule_id, tolerance), Style.PRIMARY)
    return Page((Text(asked), Buttons((sure, Button(words("signals-tolerance-keep"), LIST)))), Accent.CARE)


def why_page(words: Words) -> Page:
    """How it is worked out."""
    return Page((Text(words("signals-why")), Buttons((_all(words),))))


def noted_page(words: Words) -> Page:
    """After somebody has said that they have seen it."""
    return Page((Text(words("signal-noted")), Buttons((_all(words),))), Accent.GOOD)


def _block(words: Words, one: Signalled) -> str:
    watch = one.watch
    asked = plain_name(one.question.words)
    lines = [words("signals-heading", title=plain_name(one.title), channel=one.channel, words=asked)]
    if not watch.course:
        lines.append(words("signals-new"))
    else:
        lines.append(words(f"signals-{watch.signal}"))
        if watch.course[-1].signal is None:
            lines.append(words("signals-too-few"))
    if watch.alarms and watch.signal is not Signal.ALARM:
        lines.append(words("signals-alarm-before", day=day_mark(watch.alarms[-1])))
    lines.append(words("signals-tolerance-line", tolerance=watch.tolerance))
    return "\n".join(lines)


def _waiting_page(words: Words, known: KnownAlert) -> Page:
    told = len(known.alert.told)
    last = words("signals-unanswered") if told >= MOST_TELLINGS else words("signals-once-more") if told else ""
    said = "\n".join(filter(None, (words("signals-waits"), alert_text(words, known), last)))
    seen = Button(words("signal-button-seen"), seen_id(known.alert_id, told), Style.PRIMARY)
    return Page((Text(said), Buttons((seen,))), Accent.CARE)


def _option(words: Words, one: Signalled) -> Option:
    state = words(f"signals-level-{one.watch.signal if one.watch.course else 'none'}")
    return Option(shortened(f"{one.title} · {one.question.name}", _OPTION), one.schedule_id.hex(), state)


def _share(words: Words, tolerance: int, *, is_now: bool) -> Option:
    meaning = words("signals-tolerance-option-meaning", noticed=tolerance + STEP)
    now = words("signals-tolerance-now")
    label = words("signals-tolerance-option", tolerance=tolerance)
    return Option(label, str(tolerance), now if is_now else meaning)


def _all(words: Words) -> Button:
    return Button(words("signals-button-all"), LIST)


def _note(note: str) -> list[Part]:
    return [Text(note), Divider()] if note else []
