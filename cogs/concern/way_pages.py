"""What a reporter sees with their code: how it stands, who reads it, what was said, what comes next."""

from typing import Final

from bot.core.receipt import compact
from bot.services.way_view import Offer, Standing, WayBack
from bot.ui.long_text import day_mark, listed, newest, shortened
from bot.ui.page import Button, Buttons, Choice, Divider, Option, Page, Part, Style, Text
from bot.ui.paging import ROOM, length, spread
from bot.ui.words import Words
from cogs.concern.way_lines import conversation

_MOST_PAGES: Final = 3
_NAME: Final = 100
_FIRST_ROW: Final = {
    Offer.SEND: ("concern-send-now", "way:send", Style.PRIMARY),
    Offer.FEED_BACK: ("concern-help", "way:helped", Style.PRIMARY),
    Offer.REPLY: ("concern-reply", "concern:reply", Style.PRIMARY),
    Offer.SECOND_LOOK: ("concern-look-again", "way:again", Style.SECONDARY),
}
_SECOND_ROW: Final = {
    Offer.MESSAGES: ("concern-messages", "way:messages", Style.SECONDARY),
    Offer.NO_MESSAGES: ("concern-no-messages", "way:quiet", Style.SECONDARY),
    Offer.SHARE_NAME: ("concern-share-name", "way:name", Style.SECONDARY),
    Offer.WITHDRAW: ("concern-withdraw", "concern:withdraw", Style.SECONDARY),
}


def way_pages(words: Words, way: WayBack, note: str = "") -> tuple[Page, ...]:
    """How it stands with its buttons; a conversation that does not fit there in messages of its own."""
    parts: list[Part] = [Text(words("concern-way-title"))]
    parts += [Text(text) for text in ([note] if note else []) + _state(words, way)]
    if way.candidates:
        parts.append(_choice(words, way))
    is_closed = way.standing is Standing.CLOSED and way.outcome is not None
    said = spread(conversation(words, way.lines, closed=is_closed))
    taken = sum(length(part.markdown) for part in parts if isinstance(part, Text))
    fits = len(said) == 1 and taken + length(said[0]) <= ROOM
    parts += [Divider(), Text(words("concern-conversation"))]
    if fits or not said:
        parts.append(Text(said[0] if said else words("concern-nothing-said")))
    more = () if fits else newest(said, _MOST_PAGES, words("concern-earlier-left-out"))
    return (Page((*parts, *_buttons(words, way))), *(Page((Text(text),)) for text in more))


def _state(words: Words, way: WayBack) -> list[str]:
    said = [words(f"concern-standing-{way.standing.value}", day=day_mark(way.day))]
    if way.standing is Standing.WITHDRAWING:
        return said
    if way.outcome is not None:
        said.append(words(f"outcome-{way.outcome.value}"))
    if way.looker:
        said.append(words("concern-looker", name=listed((way.looker,))))
    return said + _who_reads(words, way) + _what_comes(words, way)


def _who_reads(words: Words, way: WayBack) -> list[str]:
    if way.is_unread:
        key = "concern-unread-choose" if way.candidates else "concern-unread"
        return [words(key, contact=way.outside_contact)]
    key = "concern-way-readers-first" if way.standing in _BEFORE_DELIVERY else "concern-way-readers"
    said = [words(key, readers=listed(way.readers))] if way.readers else [words("concern-way-no-readers")]
    if way.later:
        said.append(words("concern-way-later", later=listed(way.later)))
    if way.chosen:
        said.append(words("concern-way-chosen", chosen=listed(way.chosen)))
    return said


_BEFORE_DELIVERY: Final = (Standing.HELD, Standing.HOLD_ENDED, Standing.ON_ITS_WAY)


def _what_comes(words: Words, way: WayBack) -> list[str]:
    said: list[str] = []
    if way.next is not None:
        said.append(words(f"concern-next-{way.next.what}", day=day_mark(way.next.day)))
    if way.has_no_looker and not way.is_unread:
        said.append(words("concern-look-nobody", contact=way.outside_contact))
    if way.is_overdue:
        said.append(words("concern-overdue", contact=way.outside_contact))
    if way.kept_until is not None:
        said.append(words("concern-kept-until", day=day_mark(way.kept_until)))
    if Offer.NO_MESSAGES in way.offers:
        said.append(words("concern-messages-asked"))
    return said


def _choice(words: Words, way: WayBack) -> Choice:
    options = tuple(Option(shortened(one.name, _NAME), one.tag) for one in way.candidates)
    return Choice(
        f"way:choose:{compact(way.receipt)}", words("concern-unread-choose-here"), options, maximum=len(options)
    )


def _buttons(words: Words, way: WayBack) -> list[Buttons]:
    code = compact(way.receipt)
    rows = [
        [
            Button(words(label), f"{action}:{code}", style)
            for offer, (label, action, style) in row.items()
            if offer in way.offers
        ]
        for row in (_FIRST_ROW, _SECOND_ROW)
    ]
    return [Buttons(row) for row in rows if row]
