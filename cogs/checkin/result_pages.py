"""The private pages of results and trends for facilitators, and a trend as it is posted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from bot.core.checkin import Round
from bot.core.identity import RoundId
from bot.core.trend import Trend
from bot.services.checkin_rounds import KnownRound
from bot.ui.long_text import quoted, shortened
from bot.ui.page import Button, Buttons, Choice, Divider, Option, Page, Part, Picture, Style, Text
from bot.ui.paging import length, spread
from bot.ui.words import Words
from cogs.checkin.ids import HELP
from cogs.checkin.result_words import question_texts, trend_texts
from cogs.checkin.schedule_words import day

FEATURE: Final = "checkin-results"
_OPTION: Final = 100
_MESSAGE: Final = 4000
"""Characters that fit one message."""


@dataclass(frozen=True)
class Entry:
    """A closed round as it is listed."""

    known: KnownRound
    day: date
    """When it opened, by the group's calendar."""
    channel: str
    """The channel's name."""
    role: str = ""
    """The name of the role that was asked; empty: everyone."""


def results_page(words: Words, found: Sequence[Entry]) -> Page:
    """Closed rounds to look at, latest first."""
    return _list_page(words, "checkin-results", f"{FEATURE}:show", found)


def trends_page(words: Words, found: Sequence[Entry]) -> Page:
    """The series to look at, the one that was asked last in front."""
    return _list_page(words, "checkin-trends", f"{FEATURE}:series", found)


def _list_page(words: Words, heading: str, custom_id: str, found: Sequence[Entry]) -> Page:
    if not found:
        return Page((Text(words("checkin-results-none")),))
    options = [_option(words, entry) for entry in found]
    return Page((Text(words(heading)), Choice(custom_id, words(f"{heading}-choose"), options)))


def _option(words: Words, entry: Entry) -> Option:
    known = entry.known
    title = known.facts.template.title
    said = words("checkin-results-option", day=entry.day.isoformat(), title=title, channel=entry.channel)
    too_few = known.result is None or known.result.too_few
    shown = words("checkin-results-option-few" if too_few else "checkin-results-option-shown")
    if entry.role:
        shown = words("checkin-results-option-role", shown=shown, role=entry.role)
    return Option(shortened(said, _OPTION), known.round_id.hex(), shortened(shown, _OPTION))


def result_page(words: Words, known: KnownRound, opened: date) -> list[Page]:
    """A result as it was posted; on further pages its comments, which are for facilitators alone."""
    pages = [Page((*_result_parts(words, known, opened), Divider(), Buttons(_ways(words, known.round_id))))]
    comments = () if known.result is None else known.result.comments
    if comments:
        blocks = [words("checkin-results-comments"), *(block for each in comments for block in quoted(each))]
        pages += [Page((Text(text),)) for text in spread(blocks)]
    return pages


def _result_parts(words: Words, known: KnownRound, opened: date) -> list[Part]:
    facts, result = known.facts, known.result
    when = Text(_about(words, "checkin-results-opened", facts, day=day(words, opened)))
    parts: list[Part] = []
    if result is None or result.too_few:
        parts += [Text(words("checkin-result-none", title=facts.template.title)), when]
    else:
        parts += [Text(words("checkin-result", title=facts.template.title)), when]
        parts += map(Text, question_texts(words, facts.template.questions, result.lines))
        parts.append(Text(words("checkin-result-legend")))
    if facts.comments and result is not None and not result.comments:
        erased = bool(result.comments_key)
        parts.append(Text(words("checkin-results-comments-erased" if erased else "checkin-results-comments-none")))
    return parts


def _about(words: Words, key: str, facts: Round, **values: str) -> str:
    """Where, and of whom if not of everyone."""
    if facts.audience is None:
        return words(key, channel=facts.channel, **values)
    return words(f"{key}-role", channel=facts.channel, role=facts.audience, **values)


def _ways(words: Words, round_id: RoundId) -> tuple[Button, ...]:
    return Button(words("checkin-results-trend"), f"{FEATURE}:trend:{round_id.hex()}"), _all(words)


def trend_pages(words: Words, known: KnownRound, found: Trend, picture: Picture | None) -> list[Page]:
    """A trend, privately: the picture, the same in words, and *Post it in the channel*."""
    if found.is_empty:
        return [Page((Text(words("checkin-trend-empty")), Buttons((_all(words),))))]
    post = Button(words("checkin-trend-post"), f"{FEATURE}:post:{known.round_id.hex()}", Style.PRIMARY)
    heading = f"{_heading(words, found)}\n{_about(words, 'checkin-trend-where', known.facts)}"
    return _trend_pages(words, [heading, *trend_texts(words, found)], picture, (), (post, _all(words)))


def public_trend_pages(words: Words, known: KnownRound, found: Trend, picture: Picture | None) -> list[Page]:
    """The same for everyone in the channel; by the help button under it, it is found again."""
    help_button = Button(words("checkin-button-help"), public_trend_id(known.round_id))
    standing = f"-# {words('checkin-standing-line')}"
    texts = [_heading(words, found), *trend_texts(words, found)]
    return _trend_pages(words, texts, picture, (standing,), (help_button,))


def public_trend_id(round_id: RoundId) -> str:
    """The help button under a trend that was posted."""
    return f"{HELP}:{round_id.hex()}.trend"


def _heading(words: Words, found: Trend) -> str:
    return words("checkin-trend", title=found.title)


def _trend_pages(
    words: Words, blocks: Sequence[str], picture: Picture | None, standing: Sequence[str], buttons: Sequence[Button]
) -> list[Page]:
    """The picture, the legend, the buttons and what always stands there below the last of the words."""
    legend = words("checkin-result-legend")
    texts = spread(blocks, _MESSAGE - length(legend) - sum(map(length, standing)))
    ending: list[Part] = [Text(legend), Buttons(tuple(buttons)), *map(Text, standing)]
    last = Page((Text(texts[-1]), *([] if picture is None else [picture]), *ending))
    return [*(Page((Text(text),)) for text in texts[:-1]), last]


def _all(words: Words) -> Button:
    return Button(words("checkin-results-all"), f"{FEATURE}:list")
