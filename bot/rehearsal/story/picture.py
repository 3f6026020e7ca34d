"""The year in one picture: how many found it hard, which word was posted of it, and what the early warning showed.

An SVG with its own colours for light and dark; no colour without a height or a word. Not here: the words.
"""

import html
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final

from bot.core.publishing import Level
from bot.core.warning import Signal
from bot.rehearsal.story.notebook import Mark, Week
from bot.ui.words import Words

_WIDTH, _LEFT = 1000, 130
_TOP, _DOTS = 40, 200
"""Where the dots begin, and how high their part is."""
_WORDS_AT, _SIGNAL_AT, _BAND = 270, 350, 52
_HEIGHT: Final = 450
_MOST: Final = 10
_LEVELS: Final = tuple(Level)
_SIGNALS: Final = tuple(Signal)
_MONTHS_AT: Final = _SIGNAL_AT + _BAND + 28


def year_picture(words: Words, weeks: Sequence[Week], marks: Sequence[tuple[Mark, datetime]], alternative: str) -> str:
    """The picture as SVG; `alternative` says the same in words."""
    parts = [*_axes(words), *_dots(weeks), *_levels(words, weeks), *_signals(words, weeks), *_marks(weeks, marks)]
    inside = "\n".join((*parts, *_months(weeks)))
    return (
        f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="{html.escape(alternative)}" '
        f'xmlns="http://www.w3.org/2000/svg">\n{inside}\n</svg>'
    )


def _step(weeks: Sequence[Week]) -> float:
    return (_WIDTH - _LEFT - 10) / len(weeks)


def _x(weeks: Sequence[Week], week: float) -> float:
    return round(_LEFT + _step(weeks) * week, 1)


def _axes(words: Words) -> Iterator[str]:
    for key, at in (("low", _TOP + 12), ("words", _WORDS_AT + 20), ("signal", _SIGNAL_AT + 20)):
        yield f'<text class="axis" x="0" y="{at}">{html.escape(words(f"story-axis-{key}"))}</text>'
    for count in (0, 5, _MOST):
        y = _TOP + _DOTS * (1 - count / _MOST)
        yield f'<line class="grid" x1="{_LEFT}" x2="{_WIDTH}" y1="{y}" y2="{y}"/>'
        yield _small(_LEFT - 8, y + 5, str(count), "end")


def _dots(weeks: Sequence[Week]) -> Iterator[str]:
    for number, week in enumerate(weeks):
        y = _TOP + _DOTS * (1 - week.low / _MOST)
        yield f'<circle class="dot" cx="{_x(weeks, number + 0.5)}" cy="{y}" r="5"/>'


def _levels(words: Words, weeks: Sequence[Week]) -> Iterator[str]:
    for number, week in enumerate(weeks):
        place = _LEVELS.index(week.lines.low)
        yield _block(weeks, number, _WORDS_AT, (place + 1) / len(_LEVELS), f"level{place}")
    yield from _runs(weeks, [words(f"checkin-level-{one.lines.low.value}") for one in weeks], _WORDS_AT)


def _signals(words: Words, weeks: Sequence[Week]) -> Iterator[str]:
    for number, week in enumerate(weeks):
        place = _SIGNALS.index(week.signal)
        yield _block(weeks, number, _SIGNAL_AT, (place + 0.3) / (len(_SIGNALS) - 0.7), f"signal{place}")
    yield from _runs(weeks, [words(f"story-signal-{one.signal.value}") for one in weeks], _SIGNAL_AT)


def _block(weeks: Sequence[Week], number: int, top: int, height: float, kind: str) -> str:
    tall = round(_BAND * height, 1)
    width = round(_step(weeks) - 1.5, 1)
    return f'<rect class="{kind}" x="{_x(weeks, number)}" y="{top + _BAND - tall}" width="{width}" height="{tall}"/>'


def _runs(weeks: Sequence[Week], said: Sequence[str], top: int) -> Iterator[str]:
    """The word above each stretch of weeks that is long enough to hold it."""
    begins = 0
    for number in range(1, len(said) + 1):
        if number == len(said) or said[number] != said[begins]:
            if (number - begins) * _step(weeks) > 7 * len(said[begins]):
                x = _x(weeks, (begins + number) / 2)
                yield _small(x, top - 4, said[begins], "middle")
            begins = number


def _marks(weeks: Sequence[Week], marks: Sequence[tuple[Mark, datetime]]) -> Iterator[str]:
    """A numbered line for each thing that happened; where two are close the second number stands lower."""
    last = 0.0
    for number, (_, at) in enumerate(marks, start=1):
        x = _x(weeks, (at.date() - weeks[0].opened).days / 7)
        y = _TOP - 22 if x - last > 24 else _TOP + 6  # noqa: PLR2004 - as wide as a number in its circle
        last = x
        yield f'<line class="mark" x1="{x}" x2="{x}" y1="{y}" y2="{_SIGNAL_AT + _BAND}"/>'
        yield f'<circle class="number" cx="{x}" cy="{y}" r="13"/>'
        yield f'<text class="in" x="{x}" y="{y + 5}" text-anchor="middle">{number}</text>'


def _months(weeks: Sequence[Week]) -> Iterator[str]:
    seen: set[int] = set()
    for number, week in enumerate(weeks):
        if week.opened.month not in seen:
            seen.add(week.opened.month)
            yield _small(_x(weeks, number), _MONTHS_AT, f"{week.opened.month}/{week.opened.year}", "start")


def _small(x: float, y: float, said: str, anchor: str) -> str:
    return f'<text class="small" x="{x}" y="{y}" text-anchor="{anchor}">{html.escape(said)}</text>'
