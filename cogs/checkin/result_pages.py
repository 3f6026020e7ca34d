"""The private pages of results and trends for facilitators, and a trend as it is posted."""

from collections.abc import Sequence

from bot.core.identity import RoundId
from bot.core.trend import Trend
from bot.services.checkin_rounds import KnownRound
from bot.ui.long_text import shortened, told
from bot.ui.page import Button, Buttons, Choice, Divider, Option, Page, Part, Picture, Style, Text
from bot.ui.paging import spread
from bot.ui.words import Words
from cogs.checkin.ids import HELP
from cogs.checkin.result_words import question_texts, trend_text

FEATURE = "checkin-results"
_OPTION = 100


def results_page(words: Words, found: Sequence[KnownRound], names: Sequence[str]) -> Page:
    """Closed rounds to look at, latest first; `names` are those of their channels."""
    if not found:
        return Page((Text(words("checkin-results-none")),))
    options = [_option(words, known, name) for known, name in zip(found, names, strict=True)]
    choice = Choice(f"{FEATURE}:show", words("checkin-results-choose"), options)
    return Page((Text(words("checkin-results")), choice))


def trends_page(words: Words, found: Sequence[KnownRound], names: Sequence[str]) -> Page:
    """The series to look at, the one that closed last in front."""
    if not found:
        return Page((Text(words("checkin-results-none")),))
    options = [_option(words, known, name) for known, name in zip(found, names, strict=True)]
    choice = Choice(f"{FEATURE}:series", words("checkin-results-choose"), options)
    return Page((Text(words("checkin-trends")), choice))


def _option(words: Words, known: KnownRound, name: str) -> Option:
    facts = known.facts
    day = (facts.on or facts.opened.date()).isoformat()
    said = words("checkin-results-option", day=day, title=facts.template.title, channel=name)
    too_few = known.result is None or known.result.too_few
    shown = words("checkin-results-option-few" if too_few else "checkin-results-option-shown")
    return Option(shortened(said, _OPTION), known.round_id.hex(), shown)


def result_page(words: Words, known: KnownRound) -> list[Page]:
    """A result as it was posted; on further pages its comments, which are for facilitators alone."""
    pages = [Page((*_result_parts(words, known), Divider(), Buttons(_ways(words, known.round_id))))]
    comments = () if known.result is None else known.result.comments
    if comments:
        blocks = [words("checkin-results-comments"), *(block for each in comments for block in told("", each))]
        pages += [Page((Text(text),)) for text in spread(blocks)]
    return pages


def _result_parts(words: Words, known: KnownRound) -> list[Part]:
    facts, result = known.facts, known.result
    parts: list[Part] = []
    if result is None or result.too_few:
        parts.append(Text(words("checkin-result-none", title=facts.template.title)))
    else:
        parts.append(Text(words("checkin-result", title=facts.template.title)))
        parts += map(Text, question_texts(words, facts.template.questions, result.lines))
        parts.append(Text(words("checkin-result-legend")))
    if facts.comments and not (result and result.comments):
        parts.append(Text(words("checkin-results-comments-none")))
    return parts


def _ways(words: Words, round_id: RoundId) -> tuple[Button, ...]:
    return (
        Button(words("checkin-results-trend"), f"{FEATURE}:trend:{round_id.hex()}"),
        Button(words("checkin-results-all"), f"{FEATURE}:list"),
    )


def trend_pages(words: Words, known: KnownRound, found: Trend, picture: Picture | None) -> list[Page]:
    """A trend, privately: the picture, the same in words, and *Post it in the channel*."""
    if found.is_empty:
        return [Page((Text(words("checkin-trend-empty")), Buttons((_all(words),))))]
    post = Button(words("checkin-trend-post"), f"{FEATURE}:post:{known.round_id.hex()}", Style.PRIMARY)
    return _trend_pages(words, found, picture, (post, _all(words)))


def public_trend_pages(words: Words, known: KnownRound, found: Trend, picture: Picture | None) -> list[Page]:
    """The same for everyone in the channel; by the help button under it, it is found again."""
    help_button = Button(words("checkin-button-help"), public_trend_id(known.round_id))
    return _trend_pages(words, found, picture, (help_button,))


def public_trend_id(round_id: RoundId) -> str:
    """The help button under a trend that was posted."""
    return f"{HELP}:{round_id.hex()}.trend"


def _trend_pages(words: Words, found: Trend, picture: Picture | None, buttons: Sequence[Button]) -> list[Page]:
    texts = spread([words("checkin-trend", title=found.title), *trend_text(words, found)])
    shown = [picture] if picture is not None else []
    ending: list[Part] = [Text(words("checkin-result-legend")), Buttons(tuple(buttons))]
    pages = [Page((Text(text),)) for text in texts]
    first, last = Page((Text(texts[0]), *shown)), Page((Text(texts[-1]), *ending))
    return [Page((Text(texts[0]), *shown, *ending))] if len(texts) == 1 else [first, *pages[1:-1], last]


def _all(words: Words) -> Button:
    return Button(words("checkin-results-all"), f"{FEATURE}:list")
